// Random ops: the numbers PyTorch 1.13 gives for seed 0, torch's errors, and that they count as writes.
import { expect, test } from "vitest";
import { manual_seed } from "../../core/random.ts";
import { full, zeros } from "../create.ts";
import { bernoulli, bernoulli_, exponential_, normal_, random_, uniform_ } from "./random.ts";

const drawn = (fill: () => { tolist(): unknown }): unknown => {
  manual_seed(0);
  return (fill().tolist() as number[]).map((v) => Number(v.toFixed(4)));
};

test("the stream is torch's", () => {
  expect(drawn(() => uniform_(zeros([5]), -1, 1))).toEqual([-0.0075, 0.5364, -0.823, -0.7359, -0.3852]);
  expect(drawn(() => normal_(zeros([5]), 1, 2))).toEqual([4.082, 0.4131, -3.3576, 2.1369, -1.169]);
  expect(drawn(() => exponential_(zeros([5]), 2))).toEqual([1.7542, 0.6152, 0.3075, 1.2676, 0.5179]);
  expect(drawn(() => random_(zeros([5]), 3, 90))).toEqual([68, 15, 20, 57, 58]);
  expect(drawn(() => bernoulli_(zeros([8]), 0.3))).toEqual([0, 0, 0, 0, 0, 0, 1, 0]);
  expect(drawn(() => bernoulli(full([8], 0.3)))).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
});

test("a draw counts as a write, and is refused on a leaf", () => {
  const x = zeros([2]);
  uniform_(x);
  expect(x._version).toBe(1);
  expect(() => uniform_(zeros([2], { requires_grad: true }))).toThrow("a leaf Variable that requires grad");
  expect(() => normal_(x, 0, -1)).toThrow("normal expects std >= 0.0, but found std -1");
  expect(() => random_(x, 3, 3)).toThrow("random_ expects 'from' to be less than 'to', but got from=3 >= to=3");
  expect(() => exponential_(zeros([1], { dtype: "int64" }))).toThrow("\"exponential_\" not implemented for 'Long'");
});
