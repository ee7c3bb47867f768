// Tests that a prepared module gives what the module gives, from inputs where they lie, and holds no more than it says.
import { beforeAll, describe, expect, test } from "vitest";
import { manual_seed } from "../core/random.ts";
import { numel } from "../core/shape.ts";
import { arange, empty, liveBytes, nn, no_grad, randn, ready, type Tensor } from "../index.ts";
import { memory } from "../kernels/index.ts";
import { moduleDef } from "../modules/index.ts";
import type { Module } from "../nn/base.ts";
import { buildModule } from "../nn/build.ts";
import { callPorts } from "../nn/declared.ts";
import { registryExamples } from "../nn/registry_examples.ts";
import { scope } from "../tensor/storage.ts";
import { prepare } from "./prepared.ts";

beforeAll(() => ready({ threads: 1 }));

const eager = (module: Module, ...inputs: (Tensor | null)[]): number[][] =>
  scope(() => no_grad(() => callPorts(module, inputs).flatMap((output) => (output ? [Array.from(output.data)] : []))));

function expectNear(got: readonly Tensor[], wanted: readonly number[][]): void {
  expect(got.length).toBe(wanted.length);
  got.forEach(({ data }, k) => {
    expect(data.length).toBe(wanted[k]!.length);
    expect(wanted[k]!.every((v, i) => Math.abs(v - data[i]!) <= 1e-4 * (1 + Math.abs(v)))).toBe(true);
  });
}

describe("a prepared module", () => {
  test("reads its inputs wherever they lie, and leaves what it gave before as it was", () => {
    manual_seed(1);
    const module = nn.Conv2d(8, 8, 3, { padding: 1 }).eval();
    const prepared = prepare(module, [{ shape: [1, 8, 16, 16], dtype: "float32" }]);
    const [a, whole] = [randn([1, 8, 16, 16]), randn([3, 8, 16, 16])];
    const last = whole.split(1)[2]!;
    const first = prepared.run(a);
    const before = first[0]!.tolist();
    expectNear(prepared.run(last), eager(module, last));
    expect(first[0]!.tolist()).toEqual(before);
    expectNear(first, eager(module, a));
  });

  test("follows the weights", () => {
    manual_seed(2);
    const module = nn.Conv2d(8, 8, 3, { padding: 1 }).eval();
    const x = randn([1, 8, 16, 16]);
    const prepared = prepare(module, [x]);
    prepared.run(x);
    no_grad(() => module.weight.copy_(randn(module.weight.shape)));
    expectNear(prepared.run(x), eager(module, x));
  });

  test("gives the inputs' own memory where only the shape changes", () => {
    const x = randn([2, 3, 4]);
    for (const [module, shape] of [
      [nn.Flatten(), [2, 12]],
      [nn.Dropout(), [2, 3, 4]],
      [nn.Identity(), [2, 3, 4]],
    ] as const) {
      const prepared = prepare(module.eval(), [x]);
      const [y] = prepared.run(x);
      expect([y!.storage, y!.shape]).toEqual([x.storage, shape]);
      expect(prepared.bytes).toEqual({ outputs: 0, running: 0, kept: 0 });
    }
  });

  test("never writes to its inputs", () => {
    manual_seed(3);
    const layer = nn.create("TransformerEncoderLayer", { d_model: 8, nhead: 2, dim_feedforward: 16 }).eval();
    const x = randn([5, 1, 8]);
    const before = x.tolist();
    for (const module of [layer, nn.ELU({ inplace: true }).eval()]) {
      expectNear(prepare(module, [x]).run(x), eager(module, x.clone()));
      expect(x.tolist()).toEqual(before);
    }
  });

  test("takes optional inputs or none, one tensor for several, and gives several outputs", () => {
    manual_seed(4);
    const attention = nn.create("MultiheadAttention", { embed_dim: 8, num_heads: 2 }).eval();
    const [q, mask] = [randn([5, 1, 8]), randn([5, 5])];
    const masked = [q, q, q, null, mask];
    const prepared = prepare(attention, masked);
    expectNear(prepared.run(q, q, q, mask), eager(attention, ...masked));
    expectNear(prepare(attention, [q, q, q]).run(q, q, q), eager(attention, q, q, q));
    expect(prepared.outputs.map(({ shape }) => shape)).toEqual([
      [5, 1, 8],
      [1, 5, 5],
    ]);
    const lstm = nn.LSTM(8, 4).eval();
    const [h, c] = [randn([1, 1, 4]), randn([1, 1, 4])];
    expectNear(prepare(lstm, [q, h, c]).run(q, h, c), eager(lstm, q, h, c));
    expectNear(prepare(lstm, [q, null, null]).run(q), eager(lstm, q, null, null));
  });

  test("knows the dtypes of what it gives", () => {
    const pool = nn.MaxPool2d(2, { return_indices: true }).eval();
    const prepared = prepare(pool, [{ shape: [1, 2, 4, 4], dtype: "float32" }]);
    expect(prepared.outputs.map(({ dtype }) => dtype)).toEqual(["float32", "int64"]);
    const tokens = arange(3);
    expect(prepare(nn.Embedding(4, 2).eval(), [tokens]).outputs[0]).toMatchObject({ shape: [3, 2], dtype: "float32" });
  });

  test("refuses other shapes", () => {
    const prepared = prepare(nn.ReLU().eval(), [{ shape: [2], dtype: "float32" }]);
    expect(() => prepared.run(randn([3]))).toThrow("this plan is for inputs of [2] of float32, but input 0 is [3]");
    expect(() => prepare(nn.Linear(2, 3).eval(), [randn([1, 3])])).toThrow("mat1 and mat2 shapes cannot be multiplied");
  });
});

test("nothing is held between runs but what was made of the weights, and that is counted beforehand", () => {
  manual_seed(5);
  const layer = nn.create("TransformerEncoderLayer", { d_model: 16, nhead: 2, dim_feedforward: 32 }).eval();
  const cases: readonly (readonly [Module, Tensor])[] = [
    [nn.Conv2d(16, 16, 3, { padding: 1 }).eval(), randn([1, 16, 16, 16]).keep()],
    [nn.Conv2d(4, 20, 5, { stride: 2, groups: 2 }).eval(), randn([1, 4, 16, 16]).keep()],
    [layer, randn([6, 1, 16]).keep()],
    [layer, randn([30, 1, 16]).keep()],
    [nn.LSTM(16, 16).eval(), randn([6, 1, 16]).keep()],
  ];
  for (const [module, x] of cases) {
    // The kernels' scratch grows to its size.
    const first = prepare(module, [x]);
    scope(() => void first.run(x));
    first.release();
    const [tensors, blocks] = [liveBytes(), memory.liveBytes];
    const prepared = prepare(module, [x]);
    expect([liveBytes(), memory.liveBytes]).toEqual([tensors, blocks]);
    for (let round = 0; round < 3; round++) {
      scope(() => {
        prepared.run(x);
        expect(liveBytes() - tensors).toBeLessThanOrEqual(prepared.bytes.outputs + prepared.bytes.kept);
      });
      expect(memory.liveBytes - blocks).toBe(Math.ceil(prepared.bytes.kept / 16) * 16);
    }
    prepared.release();
    expect([liveBytes(), memory.liveBytes]).toEqual([tensors, blocks]);
  }
});

test.each(Object.entries(registryExamples).filter(([name]) => name !== "TripletMarginWithDistanceLoss"))(
  "what %s keeps is what it says",
  (name, example) => {
    manual_seed(6);
    const module = buildModule(moduleDef(name)!, example.args ?? {}).eval();
    const inputs = example
      .inputs((min) => min)
      .map((input) =>
        "shape" in input
          ? empty(input.shape, { dtype: input.dtype }).copy_(
              Array.from({ length: numel(input.shape) }, (_, i) => input.at(i)),
            )
          : randn(input),
      );
    const prepared = prepare(module, inputs);
    for (let round = 0; round < 2; round++) scope(() => void prepared.run(...inputs));
    const held = memory.liveBytes;
    prepared.release();
    // Blocks are of whole 16 bytes.
    const kept = held - memory.liveBytes;
    expect(kept).toBeGreaterThanOrEqual(prepared.bytes.kept);
    expect(kept - prepared.bytes.kept).toBeLessThan(256);
  },
);
