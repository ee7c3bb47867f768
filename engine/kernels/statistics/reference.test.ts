// Statistics of edges: finite values only, population deviation, empty and constant inputs, the values' bins.
import { expect, test } from "vitest";
import { describe } from "./reference.ts";

test("counts finite values only", () => {
  const values = Float32Array.of(1, Number.NaN, 2, Infinity, 3, 6);
  const histogram = Uint32Array.of(2, 1, 0, 1);
  expect(describe(values, 4)).toEqual({ min: 1, max: 6, mean: 3, std: Math.sqrt(14 / 4), nonFinite: 2, histogram });
  expect(describe(Float32Array.of(Number.NaN), 2)).toMatchObject({
    mean: Number.NaN,
    nonFinite: 1,
    histogram: Uint32Array.of(0, 0),
  });
});

test("keeps its precision far from zero", () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => 1e9 + (i % 2));
  expect(describe(values, 1).std).toBeCloseTo(0.5, 6);
});

test("puts every value in its bin, the largest in the last", () => {
  expect([...describe(Float32Array.of(0, 0.4, 0.5, 1, Number.NaN), 2).histogram]).toEqual([2, 2]);
  expect([...describe(Float32Array.of(3, 3), 4).histogram]).toEqual([2, 0, 0, 0]);
});
