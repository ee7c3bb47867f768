// The state of modules: assignment as torch's __setattr__, hooks on saving and loading, what loading reports.
import { expect, test } from "vitest";
import { nn, ones, zeros } from "../index.ts";
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
