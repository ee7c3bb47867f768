// Checks every op's gradient against finite differences, and its output's shape against the shape interpreter.
import { describe, expect, test } from "vitest";
import { Generator, manual_seed } from "../core/random.ts";
import { numel, type Shape } from "../core/shape.ts";
import type { Functional } from "../ops/functional.ts";
import { shapeFunctional } from "../ops/shapes/index.ts";
import { backward, no_grad } from "./autograd.ts";
import { randn, tensor } from "./create.ts";
import { tensorFunctional } from "./functional.ts";
import { liveBytes, scope } from "./storage.ts";
import type { Tensor } from "./tensor.ts";

type Op = <V>(F: Functional<V>, x: readonly V[]) => V;
const cases: [string, Shape[], Op][] = [
  ["conv1d", [[2, 4, 7], [6, 2, 3], [6]], (F, [x, w, b]) => F.conv1d(x!, w!, b!, 2, 1, 1, 2)],
  ["conv2d", [[2, 4, 5, 6], [6, 2, 3, 2], [6]], (F, [x, w, b]) => F.conv2d(x!, w!, b!, [2, 1], [1, 2], [1, 2], 2)],
  ["conv2d same", [[1, 2, 5, 4], [3, 2, 2, 4], [3]], (F, [x, w, b]) => F.conv2d(x!, w!, b!, 1, "same", [3, 1])],
  [
    "conv2d depthwise, unbatched",
    [
      [3, 5, 5],
      [3, 1, 3, 3],
    ],
    (F, [x, w]) => F.conv2d(x!, w!, null, 1, 1, 1, 3),
  ],
  ["conv3d", [[1, 2, 4, 3, 4], [2, 2, 2, 2, 3], [2]], (F, [x, w, b]) => F.conv3d(x!, w!, b!, 1, [1, 0, 1])],
  ["max_pool2d", [[2, 2, 7, 6]], (F, [x]) => F.max_pool2d(x!, 3, 2, 1, 1, true)],
  ["max_pool2d dilated", [[2, 7, 6]], (F, [x]) => F.max_pool2d(x!, [3, 2], 1, [1, 0], 2)],
  ["max_pool2d indices", [[1, 2, 6, 6]], (F, [x]) => F.max_pool2d_with_indices(x!, 2)[0]],
  ["avg_pool2d", [[2, 2, 7, 6]], (F, [x]) => F.avg_pool2d(x!, 3, 2, 1, true)],
  ["avg_pool2d without padding", [[1, 2, 7, 6]], (F, [x]) => F.avg_pool2d(x!, 3, 2, 1, true, false)],
  ["avg_pool2d divisor", [[2, 7, 6]], (F, [x]) => F.avg_pool2d(x!, [2, 3], null, [1, 0], false, true, 5)],
  ["adaptive_avg_pool2d", [[2, 2, 7, 5]], (F, [x]) => F.adaptive_avg_pool2d(x!, [3, null])],
  ["pad constant", [[2, 3, 4]], (F, [x]) => F.pad(x!, [1, -2, 0, 2, 1, 0], "constant", 3)],
  ["pad reflect", [[1, 2, 4, 5]], (F, [x]) => F.pad(x!, [3, 1, 2, 0], "reflect")],
  ["pad replicate", [[2, 4, 5]], (F, [x]) => F.pad(x!, [3, 1, 2, -1], "replicate")],
  ["pad circular", [[1, 2, 4, 5]], (F, [x]) => F.pad(x!, [5, 1, 0, 2], "circular")],
  ["linear", [[2, 3, 4], [5, 4], [5]], (F, [x, w, b]) => F.linear(x!, w!, b!)],
  ["linear of a vector", [[4], [5, 4]], (F, [x, w]) => F.linear(x!, w!)],
  ["relu", [[3, 4]], (F, [x]) => F.relu(x!)],
  ["sigmoid", [[3, 4]], (F, [x]) => F.sigmoid(x!)],
  ["tanh", [[3, 4]], (F, [x]) => F.tanh(x!)],
  ["gelu", [[3, 4]], (F, [x]) => F.gelu(x!)],
  ["gelu tanh", [[3, 4]], (F, [x]) => F.gelu(x!, "tanh")],
  ["softmax", [[2, 3, 4]], (F, [x]) => F.softmax(x!, 1)],
  ["softmax without dim", [[2, 3, 4]], (F, [x]) => F.softmax(x!)],
  ["log_softmax", [[2, 5]], (F, [x]) => F.log_softmax(x!, -1)],
  ["batch_norm training", [[3, 2, 4, 2], [2], [2]], (F, [x, w, b]) => F.batch_norm(x!, null, null, w!, b!, true)],
  ["dropout", [[4, 5]], (F, [x]) => F.dropout(x!, 0.4)],
  ["dropout2d", [[2, 3, 2, 2]], (F, [x]) => F.dropout2d(x!, 0.4)],
  ["flatten", [[2, 3, 4]], (F, [x]) => F.flatten(x!, 1)],
  [
    "add",
    [
      [2, 1, 4],
      [3, 1],
    ],
    (F, [x, y]) => F.add(x!, y!),
  ],
  [
    "mul",
    [
      [2, 1, 4],
      [3, 1],
    ],
    (F, [x, y]) => F.mul(x!, y!),
  ],
  ["mul with itself", [[3]], (F, [x]) => F.mul(x!, x!)],
  [
    "cat",
    [
      [2, 3, 2],
      [2, 1, 2],
    ],
    (F, [x, y]) => F.cat([x!, y!, x!], 1),
  ],
];

/** Σ out * weights, in float64. */
const weigh = (out: Tensor, weights: Tensor): number => {
  const values = weights.data;
  return Array.from(out.data).reduce((sum, v, i) => sum + v * values[i]!, 0);
};

function checkGradients(op: Op, inputs: readonly Tensor[], generator: Generator): void {
  const run = (): Tensor => {
    manual_seed(7);
    return op(tensorFunctional, inputs);
  };
  const out = run();
  const weights = randn(out.shape, { generator });
  out.backward(weights);
  const step = 1e-2;
  for (const [k, input] of inputs.entries()) {
    for (let i = 0; i < input.numel(); i++) {
      const around = (shift: number): number =>
        no_grad(() => {
          const before = input.data[i]!;
          input.data[i] = before + shift;
          const value = weigh(run(), weights);
          input.data[i] = before;
          return value;
        });
      const slope = (8 * (around(step) - around(-step)) - (around(2 * step) - around(-2 * step))) / (12 * step);
      expect(Math.abs(input.grad!.data[i]! - slope), `input ${k}, element ${i}`).toBeLessThan(
        2e-3 * (1 + Math.abs(slope)),
      );
    }
  }
}

/** Values well apart and away from 0, so that no step crosses a kink of max or relu. */
function spread(input: Tensor): void {
  const order = Array.from(input.data, (v, i) => [v, i] as const).sort((a, b) => a[0] - b[0]);
  for (const [place, [, i]] of order.entries()) input.data[i] = (place - order.length / 2 + 0.5) * 0.09;
}

describe("gradients by finite differences", () => {
  test.each(cases)("%s", (name, shapes, op) => {
    const generator = new Generator(shapes.length + numel(shapes[0]!));
    const inputs = shapes.map((shape) => randn(shape, { generator }));
    if (/max_pool|relu/.test(name)) inputs.forEach(spread);
    for (const input of inputs) input.requires_grad_();
    const out = op(tensorFunctional, inputs);
    expect(out.shape).toEqual(op(shapeFunctional, shapes));
    expect(out.requires_grad).toBe(true);
    checkGradients(op, inputs, generator);
  });
});

test("batch_norm's gradient in eval mode leaves the statistics fixed", () => {
  const generator = new Generator(3);
  const [x, w, b] = [[2, 3, 2, 2], [3], [3]].map((shape) => randn(shape, { generator, requires_grad: true }));
  const mean = randn([3], { generator });
  const variance = tensorFunctional.sigmoid(randn([3], { generator }));
  const op = ((F: Functional<Tensor>, [x, w, b]: readonly Tensor[]) =>
    F.batch_norm(x!, mean, variance, w!, b!)) as unknown as Op;
  checkGradients(op, [x!, w!, b!], generator);
});

test("a training step in a scope leaves only the grads behind", () => {
  const w = randn([5, 4], { requires_grad: true }).keep();
  const step = (): void =>
    scope(() => {
      const out = tensorFunctional.relu(tensorFunctional.linear(randn([3, 4]), w));
      backward(out, randn(out.shape));
    });
  step();
  const before = liveBytes();
  for (let i = 0; i < 50; i++) step();
  expect(liveBytes()).toBe(before);
});

test("hardswish's slope is 0 below -3 and 1 from 3 on", () => {
  const x = tensor([-3.5, -3, 0, 3, 3.5], { requires_grad: true });
  tensorFunctional.hardswish(x).backward(tensor([1, 1, 1, 1, 1]));
  expect(x.grad!.tolist()).toEqual([0, -0.5, 0.5, 1, 1]);
});
