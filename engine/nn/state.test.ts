// The state of modules: assignment as torch's __setattr__, hooks on saving and loading, what loading reports.
import { afterEach, describe, expect, test, vi } from "vitest";
import { nn, ones, type Tensor, tensor, zeros } from "../index.ts";
import { memory } from "../kernels/index.ts";
import type { Module } from "./base.ts";

test("assigned properties are registered, and checked", () => {
  const m = nn.Linear(2, 3) as unknown as Module & Record<string, unknown>;
  expect(() => {
    m.weight = zeros([3, 2]);
  }).toThrow("cannot assign 'torch.FloatTensor' as parameter 'weight' (torch.nn.Parameter or None expected)");
  m.weight = new nn.Parameter(ones([3, 2]));
  m.bias = null;
  expect([...m.state_dict().keys()]).toEqual(["weight"]);
  m.extra = nn.ReLU();
  m.register_buffer("seen", zeros([1]));
  m.seen = ones([2]);
  expect(m.get_buffer("seen").shape).toEqual([2]);
  expect(() => {
    m.seen = "x";
  }).toThrow("cannot assign 'str' as buffer 'seen' (torch.Tensor or None expected)");
  m.extra = null;
  expect(String(m)).toBe("Linear(\n  in_features=2, out_features=3, bias=True\n  (extra): None\n)");
  expect(m.children()).toEqual([]);
});

test("members are in the order they were set, fields and registrations alike", () => {
  class Net extends nn.Module {
    first = new nn.Parameter(zeros([1]));
    constructor() {
      super();
      this.register_parameter("second", new nn.Parameter(zeros([1])));
    }
    third = new nn.Parameter(zeros([1]));
  }
  expect(new Net().named_parameters("net").map(([name]) => name)).toEqual(["net.first", "net.third", "net.second"]);
  const seq = nn.Sequential(nn.Linear(1, 1));
  expect(seq.parameters(false)).toEqual([]);
  expect(seq.named_buffers("x")).toEqual([]);
});

test("hooks on saving and loading", () => {
  const m = nn.Sequential(nn.Linear(1, 1));
  const seen: string[] = [];
  const handles = [
    m.register_state_dict_pre_hook((_m, prefix) => void seen.push(`save ${prefix}`)),
    m._register_state_dict_hook((_m, state) => new Map([...state].map(([key, value]) => [`net.${key}`, value]))),
    m.register_load_state_dict_pre_hook((_m, state) => {
      for (const [key, value] of [...state]) {
        state.delete(key);
        state.set(key.replace(/^net\./, ""), value);
      }
    }),
    m.get(0)._register_load_state_dict_pre_hook((_state, prefix: string) => void seen.push(`load ${prefix}`)),
    m.register_load_state_dict_post_hook((_m, { missing_keys }) => {
      missing_keys.length = 0;
    }),
  ];
  const state = m.state_dict();
  expect([...state.keys()]).toEqual(["net.0.weight", "net.0.bias"]);
  state.delete("net.0.bias");
  expect(m.load_state_dict(state)).toEqual({ missing_keys: [], unexpected_keys: [] });
  expect(seen).toEqual(["save ", "load 0."]);
  for (const handle of handles) handle.remove();
  expect(() => m.load_state_dict(state)).toThrow('Unexpected key(s) in state_dict: "net.0.weight". ');
  expect([...m.state_dict({ prefix: "a.", keep_vars: true })].map(([key, t]) => [key, t.requires_grad])).toEqual([
    ["a.0.weight", true],
    ["a.0.bias", true],
  ]);
});

test("what is wrong is reported as torch reports it: by module, what is no tensor by its type", () => {
  const m = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.BatchNorm1d(3));
  const given = { ...Object.fromEntries(m.state_dict()), "2.bias": 3, "0.extra": zeros([1]), other: zeros([1]) };
  expect(() => m.load_state_dict(given as never)).toThrow(
    'Error(s) in loading state_dict for Sequential:\n\tUnexpected key(s) in state_dict: "other", "0.extra". \n\t' +
      'While copying the parameter named "2.bias", expected torch.Tensor or Tensor-like object from checkpoint but ' +
      "received <class 'int'>",
  );
  expect(() => m.load_state_dict([1] as never)).toThrow("Expected state_dict to be dict-like, got <class 'list'>.");
});

test("hooks of a call see the inputs given by position only", () => {
  const m = nn.MultiheadAttention(2, 1);
  const seen: unknown[] = [];
  m.register_forward_pre_hook((_m, inputs) => void seen.push(inputs.length));
  m.register_forward_hook((_m, inputs) => void seen.push(inputs.length));
  const x = ones([3, 1, 2]);
  m.call(x, x, x, { need_weights: false });
  expect(seen).toEqual([3, 3]);
});

describe("what is refused changes nothing", () => {
  afterEach(() => vi.restoreAllMocks());
  const values = (m: Module) => [...m.state_dict()].map(([key, t]) => [key, t.tolist()]);
  /** Nested modules; one of them stands twice and shares its parameters. */
  const model = () => {
    const inner = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2));
    return nn.Sequential(nn.Linear(2, 2), inner, nn.Sequential(inner, nn.Linear(2, 3)));
  };
  const others = (m: Module): Map<string, Tensor> =>
    new Map([...m.state_dict()].map(([key, t]) => [key, ones(t.shape, { dtype: t.dtype }).mul(7)]));

  test.each([
    ["a size", (s: Map<string, Tensor>) => s.set("2.1.bias", zeros([4])), "size mismatch for 2.1.bias"],
    ["what is no tensor", (s: Map<string, unknown>) => s.set("2.1.bias", 3), "received <class 'int'>"],
    ["a key too many", (s: Map<string, Tensor>) => s.set("2.1.more", zeros([1])), "Unexpected key(s)"],
    ["a key too few", (s: Map<string, Tensor>) => s.delete("2.1.bias"), "Missing key(s)"],
    [
      "an empty scalar",
      (s: Map<string, Tensor>) => s.set("2.0.1.num_batches_tracked", zeros([0])),
      "index 0 is out of",
    ],
  ])("%s", (_what, spoil, message) => {
    const m = model();
    const before = values(m);
    const state = others(m);
    spoil(state as never);
    expect(() => m.load_state_dict(state)).toThrow(message);
    expect(values(m)).toEqual(before);
  });

  test("by a hook that runs after loading, which has seen the new values", () => {
    const m = model();
    const before = values(m);
    const seen: unknown[] = [];
    m.register_load_state_dict_post_hook((_m, { missing_keys }) => {
      seen.push(values(m)[0]![1]);
      missing_keys.push("wanted");
    });
    expect(() => m.load_state_dict(others(m))).toThrow('Missing key(s) in state_dict: "wanted". ');
    expect(seen).toEqual([
      [
        [7, 7],
        [7, 7],
      ],
    ]);
    expect(values(m)).toEqual(before);
  });

  test("for want of memory, at whichever allocation", () => {
    const m = model();
    const before = values(m);
    const state = new Map([...others(m)].map(([key, t]) => [key, t.long()]));
    const real = memory.allocate.bind(memory);
    for (let allowed = 0; ; allowed++) {
      let left = allowed;
      vi.spyOn(memory, "allocate").mockImplementation((bytes) => {
        if (left-- === 0) throw new RangeError("out of memory");
        return real(bytes);
      });
      try {
        m.load_state_dict(state);
        expect(allowed).toBeGreaterThan(3);
        break;
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        expect(values(m)).toEqual(before);
      } finally {
        vi.restoreAllMocks();
      }
    }
    expect(values(m)[0]![1]).toEqual([
      [7, 7],
      [7, 7],
    ]);
  });
});

test("old forms of a state_dict load as in torch", () => {
  const m = nn.BatchNorm1d(2);
  const state = m.state_dict();
  for (const [given, kept] of [
    [[1], 1],
    [[5, 6], 5],
    [[2.9], 2],
  ] as const) {
    state.set("num_batches_tracked", tensor(given));
    expect(m.load_state_dict(state)).toEqual({ missing_keys: [], unexpected_keys: [] });
    expect(m.state_dict().get("num_batches_tracked")).toMatchObject({ shape: [], dtype: "int64" });
    expect(m.state_dict().get("num_batches_tracked")?.item()).toBe(kept);
  }
  // Without a version the count, which is younger than the class, starts anew.
  state.delete("num_batches_tracked");
  expect(m.load_state_dict(state)).toEqual({ missing_keys: [], unexpected_keys: [] });
  expect(m.state_dict().get("num_batches_tracked")?.item()).toBe(0);
  class Counting extends nn.Module {
    constructor() {
      super();
      this.register_buffer("num_batches_tracked", zeros([]));
    }
  }
  expect(() => new Counting().load_state_dict(new Map())).toThrow(
    'Missing key(s) in state_dict: "num_batches_tracked"',
  );
  const stats = new Map([["0.running_mean", zeros([2])]]);
  expect(() => nn.Sequential(nn.InstanceNorm1d(2)).load_state_dict(stats, { strict: false })).toThrow(
    'Unexpected running stats buffer(s) "0.running_mean" for InstanceNorm1d with track_running_stats=False. If',
  );
});

test("loading converts to the module's dtypes", () => {
  const m = nn.Linear(1, 2);
  m.register_buffer("flags", zeros([3], { dtype: "bool" }));
  m.load_state_dict({
    weight: tensor([[3], [-2]], { dtype: "int64" }),
    bias: tensor([true, false]),
    flags: tensor([0, 2, -0.5]),
  });
  expect([...m.state_dict()].map(([, t]) => [t.dtype, t.tolist()])).toEqual([
    ["float32", [[3], [-2]]],
    ["float32", [1, 0]],
    ["bool", [0, 1, 1]],
  ]);
});
