// Checks the gradients of recurrent networks, attention, look-ups and distances by finite differences, and that the
// shape interpreter gives the shapes they have.
import { expect, test } from "vitest";
import { Generator, manual_seed } from "../core/random.ts";
import type { Shape } from "../core/shape.ts";
import type { Functional } from "../ops/functional.ts";
import { shapeFunctional } from "../ops/shapes/index.ts";
import type { RecurrentSettings } from "../ops/vocabulary/recurrent.ts";
import { backward, no_grad } from "./autograd.ts";
import { randn, tensor } from "./create.ts";
import { tensorFunctional } from "./functional.ts";
import { permute } from "./math/shape.ts";
import type { Tensor } from "./tensor.ts";

/** Ops whose outputs are all weighed; `fixed` are inputs without a gradient (indices, masks). */
type Op = <V>(F: Functional<V>, x: readonly V[], fixed: readonly V[]) => readonly (V | null)[];
interface Case {
  readonly name: string;
  readonly shapes: readonly Shape[];
  readonly fixed?: readonly Tensor[];
  readonly op: Op;
}

const settings = (more: Partial<RecurrentSettings> = {}): RecurrentSettings => ({
  has_biases: true,
  num_layers: 1,
  dropout: 0,
  train: true,
  bidirectional: false,
  batch_first: false,
  ...more,
});

/** Flat weights: (gates, inputs) of every layer and direction. */
const weights = (gates: number, hidden: number, inputs: readonly number[]): Shape[] =>
  inputs.flatMap((input) => [[gates * hidden, input], [gates * hidden, hidden], [gates * hidden], [gates * hidden]]);

const ints = (values: number[] | number[][]): Tensor => tensor(values, { dtype: "int64" });
const attention: Shape[] = [[3, 2, 4], [5, 2, 4], [5, 2, 4], [12, 4], [12], [4, 4], [4]];

const cases: Case[] = [
  {
    name: "lstm, two layers with dropout",
    shapes: [[3, 2, 2], [2, 2, 3], [2, 2, 3], ...weights(4, 3, [2, 3])],
    op: (F, [x, h, c, ...w]) => F.lstm(x!, [h!, c!], w, settings({ num_layers: 2, dropout: 0.4 })),
  },
  {
    name: "lstm, projected, both directions, without biases",
    shapes: [
      [2, 3, 2],
      [8, 2],
      [8, 1],
      [1, 2],
      [8, 2],
      [8, 1],
      [1, 2],
    ],
    op: (F, [x, ...w]) => F.lstm(x!, null, w, settings({ has_biases: false, bidirectional: true, batch_first: true })),
  },
  {
    name: "gru, both directions, unbatched",
    shapes: [[3, 2], [2, 3], ...weights(3, 3, [2, 2])],
    op: (F, [x, h, ...w]) => F.gru(x!, h!, w, settings({ bidirectional: true })),
  },
  {
    name: "rnn_tanh",
    shapes: [[3, 2, 2], [1, 2, 3], ...weights(1, 3, [2])],
    op: (F, [x, h, ...w]) => F.rnn_tanh(x!, h!, w, settings()),
  },
  {
    name: "gru_cell",
    shapes: [[2, 3], [2, 2], [6, 3], [6, 2], [6], [6]],
    op: (F, [x, h, a, b, c, d]) => [F.gru_cell(x!, h!, a!, b!, c!, d!)],
  },
  {
    name: "lstm_cell, unbatched",
    shapes: [[3], [2], [2], [8, 3], [8, 2]],
    op: (F, [x, h, c, a, b]) => F.lstm_cell(x!, [h!, c!], a!, b!),
  },
  {
    name: "multi_head_attention_forward",
    shapes: [...attention, [1, 1, 4], [1, 1, 4]],
    op: (F, [q, k, v, w, b, ow, ob, bk, bv]) =>
      F.multi_head_attention_forward(q!, k!, v!, 4, 2, w!, b!, bk!, bv!, true, 0.3, ow!, ob!),
  },
  {
    name: "multi_head_attention_forward to itself, masked, weights per head",
    shapes: [
      [3, 2, 4],
      [12, 4],
      [4, 4],
      [2, 3],
    ],
    fixed: [tensor([0, 0, 1, 0, 0, 0, 1, 0, 0], { shape: [3, 3], dtype: "bool" })],
    op: (F, [x, w, ow], [mask]) => {
      const none = null;
      const masks = [true, none, true, mask!] as const;
      return F.multi_head_attention_forward(
        ...([x!, x!, x!, 4, 2, w!, none, none, none, false, 0, ow!, none, ...masks] as const),
        ...([false, none, none, none, none, none, false] as const),
      );
    },
  },
  {
    name: "scaled_dot_product_attention, causal",
    shapes: [
      [2, 3, 4],
      [2, 3, 4],
      [2, 3, 2],
    ],
    op: (F, [q, k, v]) => [F.scaled_dot_product_attention(q!, k!, v!, null, 0, true)],
  },
  {
    name: "scaled_dot_product_attention with a float mask",
    shapes: [
      [2, 1, 3, 4],
      [2, 5, 4],
      [5, 2],
      [3, 5],
    ],
    op: (F, [q, k, v, mask]) => [F.scaled_dot_product_attention(q!, k!, v!, mask!, 0.2)],
  },
  {
    name: "embedding",
    shapes: [[4, 3]],
    fixed: [
      ints([
        [0, 3],
        [1, 3],
      ]),
    ],
    op: (F, [w], [i]) => [F.embedding(i!, w!)],
  },
  {
    name: "embedding_bag, a mean that skips padding",
    shapes: [[4, 3]],
    fixed: [ints([0, 3, 1, 3, 3]), ints([0, 0, 4])],
    op: (F, [w], [i, o]) => [F.embedding_bag(i!, w!, o!, null, 2, false, "mean", false, null, false, 1)],
  },
  {
    name: "embedding_bag, a weighted sum",
    shapes: [
      [4, 3],
      [2, 3],
    ],
    fixed: [
      ints([
        [0, 3, 1],
        [3, 3, 2],
      ]),
    ],
    op: (F, [w, s], [i]) => [F.embedding_bag(i!, w!, null, null, 2, false, "sum", false, s!)],
  },
  {
    name: "embedding_bag, a maximum",
    shapes: [[4, 3]],
    fixed: [
      ints([
        [0, 3, 1],
        [3, 3, 2],
      ]),
    ],
    op: (F, [w], [i]) => [F.embedding_bag(i!, w!, null, null, 2, false, "max")],
  },
  {
    name: "bilinear",
    shapes: [[2, 3, 2], [2, 3, 3], [4, 2, 3], [4]],
    op: (F, [a, b, w, bias]) => [F.bilinear(a!, b!, w!, bias!)],
  },
  {
    name: "cosine_similarity",
    shapes: [
      [4, 3],
      [1, 3],
    ],
    op: (F, [a, b]) => [F.cosine_similarity(a!, b!, -1)],
  },
  { name: "pairwise_distance", shapes: [[4, 3], [3]], op: (F, [a, b]) => [F.pairwise_distance(a!, b!, 3, 0.1, true)] },
  { name: "normalize", shapes: [[2, 3, 4]], op: (F, [x]) => [F.normalize(x!, 2, 1)] },
  {
    name: "layer_norm",
    shapes: [
      [4, 2, 3],
      [2, 3],
      [2, 3],
    ],
    op: (F, [x, w, b]) => [F.layer_norm(x!, [2, 3], w, b)],
  },
];

test.each(cases.map((item) => [item.name, item] as const))("%s", (_, { shapes, fixed = [], op }) => {
  const generator = new Generator(5);
  const inputs = shapes.map((shape) => randn(shape, { generator, requires_grad: true }));
  const run = (): Tensor[] => {
    manual_seed(7);
    return op(tensorFunctional, inputs, fixed).filter((out) => out !== null);
  };
  const outs = run();
  const expected = op<Shape>(
    shapeFunctional,
    shapes,
    fixed.map((t) => t.shape),
  );
  expect(outs.map((out) => out.shape)).toEqual(expected.filter((shape) => shape !== null));
  const weighing = outs.map((out) => randn(out.shape, { generator }));
  backward(outs, weighing);
  const loss = (): number =>
    run().reduce(
      (total, out, k) => Array.from(out.data).reduce((sum, v, i) => sum + v * weighing[k]!.data[i]!, total),
      0,
    );
  const step = 1e-2;
  for (const [k, input] of inputs.entries()) {
    if (!input.grad) continue;
    for (let i = 0; i < input.numel(); i++) {
      const at = (shift: number): number =>
        no_grad(() => {
          const before = input.data[i]!;
          input.data[i] = before + shift;
          const value = loss();
          input.data[i] = before;
          return value;
        });
      const slope = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
      const difference = Math.abs(input.grad.data[i]! - slope);
      expect(difference, `input ${k}, element ${i}: ${input.grad.data[i]} beside ${slope}`).toBeLessThan(
        3e-3 * (1 + Math.abs(slope)),
      );
    }
  }
  expect(inputs.filter((input) => input.grad).length).toBeGreaterThan(0);
});

test("a bool mask says where attention may look; blocking all but one key gives its value", () => {
  const [q, k, v] = [
    [2, 3],
    [4, 3],
    [4, 2],
  ].map((shape) => randn(shape, { generator: new Generator(1) }));
  const mask = tensor([0, 0, 1, 0, 1, 0, 0, 0], { shape: [2, 4], dtype: "bool" });
  const out = tensorFunctional.scaled_dot_product_attention(q!, k!, v!, mask).tolist() as number[][];
  const values = v!.tolist() as number[][];
  expect(out).toEqual([values[2], values[0]]);
});

test("a recurrent layer reads the same whatever comes first", () => {
  const generator = new Generator(2);
  const [x, h, ...w] = [[5, 2, 3], [1, 2, 4], ...weights(3, 4, [3])].map((shape) => randn(shape, { generator }));
  const [out] = tensorFunctional.gru(x!, h!, w, settings());
  const [batchFirst] = tensorFunctional.gru(permute(x!, 1, 0, 2), h!, w, settings({ batch_first: true }));
  expect(permute(batchFirst, 1, 0, 2).tolist()).toEqual(out.tolist());
});

test("embedding shortens the rows it looks up, and no others", () => {
  const table = tensor([3, 4, 6, 8], { shape: [2, 2], requires_grad: true });
  tensorFunctional.embedding(ints([0]), table, null, 1);
  const [first, second] = table.tolist() as number[][];
  expect(Math.hypot(...first!)).toBeCloseTo(1, 5);
  expect(second).toEqual([6, 8]);
});

test("one_hot", () => {
  expect(tensorFunctional.one_hot(ints([2, 0]), 3).tolist()).toEqual([
    [0, 0, 1],
    [1, 0, 0],
  ]);
  expect(shapeFunctional.one_hot([2], 3)).toEqual([2, 3]);
});
