// Tests that ops which go row by row are merged, and that a plan with them computes what the model computes.

import { beforeAll, describe, expect, test } from "vitest";
import { transformer } from "../../bench/models.ts";
import { Generator, manual_seed } from "../core/random.ts";
import { compile } from "../graph/compile.ts";
import { edge } from "../graph/graph.fixture.ts";
import { liveBytes, nn, no_grad, randn, ready, type Tensor } from "../index.ts";
import type { Module } from "../nn/base.ts";
import { flatTensors } from "../nn/declared.ts";
import { merge } from "./merge.ts";
import { plan } from "./plan.ts";
import { trace } from "./trace.ts";

beforeAll(() => ready({ threads: 1 }));

function expectClose(got: Tensor, wanted: Tensor): void {
  expect(got.shape).toEqual(wanted.shape);
  const most = wanted.floats.reduce((max, v) => Math.max(max, Math.abs(v)), 0);
  expect(got.floats.every((v, i) => Math.abs(v - wanted.floats[i]!) <= 1e-4 * (1 + most))).toBe(true);
}

/** The ops of the plan, with those inside of merged ones. */
const opsOf = (model: Module, inputs: readonly Tensor[]): string[] =>
  merge(trace(model, inputs)).ops.map((op) =>
    op.name === "rows" ? `rows(${op.parts.map((part) => part.name)})` : op.name,
  );

function expectSame(model: Module, inputs: readonly Tensor[]): void {
  const planned = plan(model, inputs);
  for (let round = 0; round < 2; round++) {
    const list = flatTensors(no_grad(() => model.call(...inputs))).filter((output) => output !== null);
    planned.run(...inputs).forEach((output, i) => {
      expectClose(output, list[i]!);
    });
    // Weights are read as they are now.
    no_grad(() => {
      for (const parameter of model.parameters()) parameter.copy_(parameter.floats.map((v) => 0.9 * v + 0.01));
    });
  }
  planned.release();
}

describe("a plan with rows gives what the model gives", () => {
  test("a Transformer's encoder", () => {
    manual_seed(1);
    const graph = transformer(30, 32, 10);
    const model = nn.fromSpec(compile(graph).spec, (name) => new Generator(name.length)).eval();
    expectSame(model, [randn([1, 30, 32])]);
    const layer = "linear,add,layer_norm,linear,linear,add,layer_norm,linear";
    expect(opsOf(model, [randn([1, 30, 32])])).toEqual([
      "rows(linear)",
      ...[1, 2, 3, 4, 5, 6].flatMap(() => ["attend", `rows(${layer})`]),
    ]);
  });

  test.each([
    ["batch first", { batch_first: true, norm_first: true, activation: "gelu" }, [3, 9, 16], [3, 11, 16]],
    ["steps first", { batch_first: false }, [9, 3, 16], [11, 3, 16]],
    ["without a batch", {}, [27, 16], [33, 16]],
  ] as const)("a decoder, %s", (_name, args, target, memory) => {
    manual_seed(2);
    const model = nn.create("TransformerDecoderLayer", { d_model: 16, nhead: 4, dim_feedforward: 20, ...args }).eval();
    const inputs = [randn(target), randn(memory)];
    expectSame(model, inputs);
    expect(opsOf(model, inputs).filter((name) => name === "attend")).toHaveLength(2);
  });

  test("weights that are shown, masks, and other positions leave attention as it is", () => {
    manual_seed(3);
    const attention = (args: object) => nn.create("MultiheadAttention", { embed_dim: 8, num_heads: 2, ...args }).eval();
    const x = randn([30, 1, 8]);
    expectSame(attention({}), [x, x, x]);
    expectSame(attention({ add_zero_attn: true }), [x, x, x]);
    const layer = nn.create("TransformerEncoderLayer", { d_model: 8, nhead: 2, dim_feedforward: 9 }).eval();
    const mask = randn([30, 30]);
    expectSame(layer, [x, mask]);
    expect(opsOf(layer, [x, mask])[0]).toBe("multi_head_attention_forward");
  });

  test.each([
    ["features of their own", { kdim: 6, vdim: 5, batch_first: true }, [1, 31, 6], [1, 31, 5]],
    ["the queries' width", { bias: false }, [31, 1, 8], [31, 1, 8]],
  ] as const)("keys and values of %s", (_name, args, key, value) => {
    manual_seed(4);
    const [first, second] = [randn("batch_first" in args ? [1, 30, 8] : [30, 1, 8]), randn(key)];
    const inputs = [first, second, randn(value)];
    const names = ["query", "key", "value"];
    const graph = {
      nodes: {
        ...Object.fromEntries(
          inputs.map(({ shape }, i) => [names[i]!, { module: "Input", args: { shape: [...shape] } }]),
        ),
        attention: { module: "MultiheadAttention", args: { num_heads: 2, ...args } },
        output: { module: "Output" },
      },
      edges: [
        edge("query", "attention"),
        edge("key", "attention.key"),
        edge("value", "attention.value"),
        edge("attention", "output"),
      ],
    };
    const model = nn.fromSpec(compile(graph).spec, (name) => new Generator(name.length)).eval();
    expectSame(model, inputs);
    expect(opsOf(model, inputs)).toEqual(["rows(linear)", "rows(linear)", "rows(linear)", "attend", "rows(linear)"]);
  });

  test("functions, products and views between linear maps", () => {
    manual_seed(5);
    const model = nn
      .Sequential(
        nn.LayerNorm([2, 3]),
        nn.Flatten(),
        nn.Linear(6, 7),
        nn.ReLU(),
        nn.Linear(7, 12, { bias: false }),
        nn.Dropout(),
        nn.Unflatten(1, [3, 4]),
        nn.GELU(),
        nn.LayerNorm([3, 4]),
      )
      .eval();
    expectSame(model, [randn([40, 2, 3])]);
    expect(opsOf(model, [randn([40, 2, 3])])).toEqual(["rows(layer_norm,linear,linear,gelu,layer_norm)"]);
    expect(opsOf(model, [randn([24, 2, 3])]).filter((name) => name.startsWith("rows"))).toEqual([]);
  });
});

test("what is shown of merged ops is computed, also through views", () => {
  manual_seed(6);
  const model = nn
    .Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Unflatten(1, [2, 3]), nn.Sigmoid(), nn.Flatten(), nn.Linear(6, 2))
    .eval();
  const x = randn([50, 4]);
  const planned = plan(model, [x], { show: ["1", "2", "3"] });
  planned.run(x);
  let expected: Tensor = x;
  for (const [name, module] of model.named()) {
    expected = no_grad(() => module.call(expected)) as Tensor;
    if (["1", "2", "3"].includes(name)) expectClose(planned.output(name)[0]!, expected);
  }
  expect([...planned.byModule.keys()]).toEqual(["1", "3", "5"]);
  planned.release();
});

test("merged ops give their memory back", () => {
  const before = liveBytes();
  const model = nn.Sequential(nn.Linear(8, 64), nn.ReLU(), nn.Linear(64, 8)).eval();
  const own = liveBytes() - before;
  const x = randn([100, 8]).keep();
  const planned = plan(model, [x]);
  planned.run(x);
  const ready = liveBytes();
  for (let i = 0; i < 5; i++) planned.run(x);
  expect(liveBytes()).toBe(ready);
  // What lies between the linear maps takes no memory of the plan's.
  expect(planned.bytes).toBe(4 * 100 * (8 + 8));
  planned.release();
  x.storage.free();
  expect(liveBytes() - before).toBe(own);
});
