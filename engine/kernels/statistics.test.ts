// Statistics of edges: finite values only, population deviation, empty and constant inputs.
import { expect, test } from "vitest";
import { histogram, statistics } from "./statistics.ts";

test("counts finite values only", () => {
  const values = Float32Array.of(1, Number.NaN, 2, Infinity, 3, 6);
  expect(statistics(values)).toEqual({ min: 1, max: 6, mean: 3, std: Math.sqrt(14 / 4), nonFinite: 2 });
  expect(statistics(Float32Array.of(Number.NaN))).toMatchObject({ mean: Number.NaN, nonFinite: 1 });
});

test("keeps its precision far from zero", () => {
  const values = Float64Array.from({ length: 1000 }, (_, i) => 1e9 + (i % 2));
  expect(statistics(values).std).toBeCloseTo(0.5, 6);
});

test("puts every value in its bin, the largest in the last", () => {
  expect([...histogram(Float32Array.of(0, 0.4, 0.5, 1, 2, Number.NaN), 2, 0, 1)]).toEqual([2, 2]);
  expect([...histogram(Float32Array.of(3, 3), 4, 3, 3)]).toEqual([2, 0, 0, 0]);
});
