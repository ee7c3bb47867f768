// Tests that a plan computes what the model computes, follows its weights, and counts its memory.
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { mobilenetV2, resnet18, transformer, unet } from "../../bench/models.ts";
import { checkProperty } from "../core/property.fixture.ts";
import { Generator, manual_seed } from "../core/random.ts";
import { compile } from "../graph/compile.ts";
import { liveBytes, nn, no_grad, randn, ready, type Tensor } from "../index.ts";
import type { Module } from "../nn/base.ts";
import { flatTensors } from "../nn/declared.ts";
import { place } from "./arena.ts";
import { fuse } from "./fuse.ts";
import { plan } from "./plan.ts";
import { trace } from "./trace.ts";

beforeAll(() => ready({ threads: 1 }));

/** Statistics of their own for every normalisation: those of a new model change nothing. */
function unsettle(model: Module): void {
  for (const [name, buffer] of model.named_buffers()) {
    if (name.endsWith("running_mean")) buffer.copy_(randn(buffer.shape));
    if (name.endsWith("running_var")) buffer.copy_(randn(buffer.shape).floats.map((v) => 0.5 + v * v));
  }
}

function expectSame(model: Module, inputs: readonly Tensor[], planned = plan(model, inputs)): void {
  const list = flatTensors(no_grad(() => model.call(...inputs))).filter((output) => output !== null);
  const outputs = planned.run(...inputs);
  expect(outputs.map(({ shape }) => shape)).toEqual(list.map(({ shape }) => shape));
  for (const [i, output] of outputs.entries()) {
    const [got, wanted] = [Array.from(output.data), Array.from(list[i]!.data)];
    const most = wanted.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
    expect(got.every((v, k) => Math.abs(v - wanted[k]!) <= 1e-4 * (1 + most))).toBe(true);
  }
}

const built = (graph: Parameters<typeof compile>[0]): Module => {
  const model = nn.fromSpec(compile(graph).spec, (name) => new Generator(name.length)).eval();
  unsettle(model);
  return model;
};

describe("a plan gives what the model gives", () => {
  test.each([
    ["ResNet-18", () => resnet18(2, 64), [2, 3, 64, 64]],
    ["MobileNetV2", () => mobilenetV2(64), [1, 3, 64, 64]],
    ["U-Net", () => unet(32), [1, 3, 32, 32]],
    ["a Transformer's encoder", () => transformer(16, 32, 10), [1, 16, 32]],
  ] as const)("%s", (_name, graph, shape) => {
    manual_seed(1);
    const model = built(graph());
    const planned = plan(model, [randn(shape)]);
    for (let round = 0; round < 2; round++) expectSame(model, [randn(shape)], planned);
    planned.release();
  });

  test("normalisation after transposed and grouped convolutions and linear maps", () => {
    manual_seed(2);
    const model = nn
      .Sequential(
        nn.ConvTranspose2d(4, 6, 3, { stride: 2, groups: 2 }),
        nn.BatchNorm2d(6),
        nn.ReLU(),
        nn.Conv2d(6, 6, 3, { groups: 3, padding_mode: "reflect", padding: 1 }),
        nn.BatchNorm2d(6, { affine: false }),
        nn.ReLU6(),
        nn.Flatten(),
        nn.Linear(6 * 9 * 11, 5, { bias: false }),
        nn.BatchNorm1d(5),
        nn.Sigmoid(),
      )
      .eval();
    unsettle(model);
    expectSame(model, [randn([3, 4, 4, 5])]);
    expect(fuse(trace(model, [randn([3, 4, 4, 5])])).ops.map(({ name }) => name)).toEqual([
      "conv_transpose2d",
      "relu",
      "pad",
      "conv2d",
      "flatten",
      "linear",
      "sigmoid",
    ]);
  });

  test.each([
    ["two layers, both ways, batch first", { num_layers: 2, bidirectional: true, batch_first: true }],
    ["four layers without biases", { num_layers: 4, bias: false, dropout: 0.5 }],
    ["projections both ways", { proj_size: 3, num_layers: 2, bidirectional: true }],
    ["projections, batch first", { proj_size: 5, batch_first: true }],
  ] as const)("recurrent networks: %s", (_what, args) => {
    manual_seed(7);
    const { proj_size = 0, ...others }: { proj_size?: number; num_layers?: number; bidirectional?: boolean } = args;
    const count = (others.num_layers ?? 1) * (others.bidirectional ? 2 : 1);
    const names = proj_size ? ["LSTM"] : ["LSTM", "GRU", "RNN"];
    for (const name of names) {
      const given = proj_size ? args : others;
      const model = nn.create(name, { input_size: 6, hidden_size: 9, ...given }).eval();
      const states = [randn([count, 4, proj_size || 9]), randn([count, 4, 9])].slice(0, name === "LSTM" ? 2 : 1);
      const x = randn([4, 4, 6]);
      const planned = plan(model, [x, ...states]);
      expectSame(model, [x, ...states], planned);
      // Again: where states begin, the run before has left others.
      expectSame(model, [randn([4, 4, 6]), ...states], planned);
      no_grad(() => {
        for (const parameter of model.parameters()) parameter.copy_(randn(parameter.shape));
      });
      expectSame(model, [x, ...states], planned);
      planned.release();
      const alone = plan(model, [randn([5, 6])]);
      for (let round = 0; round < 2; round++) expectSame(model, [randn([5, 6])], alone);
      alone.release();
    }
  });

  test("values read twice, outputs inside a chain, several outputs", () => {
    manual_seed(3);
    expectSame(nn.LSTM(3, 4, { num_layers: 2, bidirectional: true }).eval(), [randn([5, 2, 3])]);
    expectSame(nn.Sequential(nn.ReLU(), nn.MaxPool2d(2, { return_indices: true })).eval(), [randn([1, 2, 4, 4])]);
    expectSame(nn.Sequential(nn.Dropout(), nn.Flatten()).eval(), [randn([2, 3, 4])]);
    expectSame(nn.Identity().eval(), [randn([2])]);
  });
});

test("weights are read as they are, also where they were folded or laid out", () => {
  manual_seed(4);
  const model = nn.Sequential(nn.Conv2d(8, 8, 3, { padding: 1 }), nn.BatchNorm2d(8), nn.ReLU()).eval();
  const x = randn([1, 8, 24, 24]);
  const planned = plan(model, [x]);
  expectSame(model, [x], planned);
  no_grad(() => {
    for (const parameter of model.parameters()) parameter.copy_(randn(parameter.shape));
  });
  unsettle(model);
  expectSame(model, [x], planned);
});

test("what is shown is computed as it is", () => {
  manual_seed(6);
  const model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.MaxPool2d(2), nn.ReLU()).eval();
  unsettle(model);
  const x = randn([2, 1, 9, 9]);
  const planned = plan(model, [x], { show: ["0", "1", "2", "3"] });
  planned.run(x);
  let expected: Tensor = x;
  for (const [name, module] of model.named().slice(0, 4)) {
    expected = no_grad(() => module.call(expected)) as Tensor;
    const [shown] = planned.output(name);
    expect(shown!.shape).toEqual(expected.shape);
    expect([...shown!.floats].every((v, i) => Math.abs(v - expected.floats[i]!) < 1e-5)).toBe(true);
  }
  expect(() => planned.output("4")).toThrow("this plan does not show 4");
  expect(() => plan(model, [x], { show: ["5"] })).toThrow("plan: the model has no module 5 to show");
});

test("inputs may be filled where they lie", () => {
  const model = nn.Sequential(nn.ReLU(), nn.Tanh()).eval();
  const x = randn([2, 3]);
  const planned = plan(model, [x]);
  const first = planned.run(x)[0]!.tolist();
  planned.inputs[0]!.copy_(x);
  for (let i = 0; i < 2; i++) expect(planned.run(...planned.inputs)[0]!.tolist()).toEqual(first);
});

test("refuses other shapes, training mode, hooks, foreign modules, and what needs too much memory", () => {
  const model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU()).eval();
  const planned = plan(model, [{ shape: [1, 1, 8, 8], dtype: "float32" }]);
  expect(() => planned.run(randn([1, 1, 8, 9]))).toThrow(
    "this plan is for inputs of [1, 1, 8, 8] of float32, but input 0 is [1, 1, 8, 9] of float32",
  );
  expect(() => plan(model, [randn([1, 2, 8, 8])])).toThrow("to have 1 channels, but got 2 channels instead");
  expect(() => plan(model, [randn([4, 1, 512, 512])], { limit: 2 ** 20 })).toThrow(
    /^this model needs .* on inputs like these, and the limit is 1.0 MiB; most of it: 0 7.9 MiB$/,
  );
  class Own extends nn.Module {
    override forward = (x: Tensor): Tensor => x;
  }
  expect(() => plan(new Own().eval(), [randn([1])])).toThrow("the model is a Own; a plan takes modules of torch.nn");
  class Doubled extends nn.ReLU {
    override forward(input: Tensor): Tensor {
      return input.mul(2);
    }
  }
  expect(() => plan(nn.Sequential(new Doubled()).eval(), [randn([1])])).toThrow("0 is a Doubled; a plan takes");
  model.get(0).register_forward_hook(() => null);
  expect(() => plan(model, [randn([1, 1, 8, 8])])).toThrow("0 has forward hooks, which it would skip");
  expect(() => plan(model.train(), [randn([1, 1, 8, 8])])).toThrow("the model is in training mode; call eval() first");
});

test("runs without allocating, and gives all its memory back", () => {
  const before = liveBytes();
  const model = nn
    .Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 49, 3))
    .eval();
  const own = liveBytes() - before;
  const x = randn([2, 3, 16, 16]).keep();
  const planned = plan(model, [x]);
  planned.run(x);
  const ready = liveBytes();
  for (let i = 0; i < 20; i++) planned.run(x);
  expect(liveBytes()).toBe(ready);
  // The values in between share memory: less than all of them, at least the two largest neighbours.
  expect(planned.bytes).toBeLessThan(4 * 2 * (3 * 256 + 8 * 196 + 8 * 49 + 3 + 8 * 49));
  expect(planned.bytes).toBeGreaterThanOrEqual(4 * 2 * (8 * 196 + 8 * 49));
  planned.release();
  x.storage.free();
  expect(liveBytes() - before).toBe(own);
});

test("blocks that live at the same time never overlap", () => {
  const block = fc
    .tuple(fc.nat(1000), fc.nat(20), fc.nat(8))
    .map(([bytes, first, more]) => ({ bytes, first, last: first + more }));
  checkProperty(
    fc.property(fc.array(block, { maxLength: 40 }), (blocks) => {
      const { offsets, bytes } = place(blocks);
      blocks.forEach((a, i) => {
        expect(offsets[i]! % 64).toBe(0);
        expect(offsets[i]! + a.bytes).toBeLessThanOrEqual(bytes);
        blocks.slice(0, i).forEach((b, j) => {
          const together = a.first <= b.last && b.first <= a.last;
          const apart = offsets[i]! >= offsets[j]! + b.bytes || offsets[j]! >= offsets[i]! + a.bytes;
          expect(!together || apart || a.bytes === 0 || b.bytes === 0).toBe(true);
        });
      });
    }),
  );
});
