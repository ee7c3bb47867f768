// Strided copies against reading every element by its index, for shapes that take every path.
import { expect, test } from "vitest";
import { addStrided, copyStrided } from "./strided.ts";

function expected(x: Float32Array, shape: number[], strides: number[], offset: number): number[] {
  const read = (dim: number, at: number): number[] =>
    dim === shape.length
      ? [x[at]!]
      : Array.from({ length: shape[dim]! }, (_, i) => read(dim + 1, at + i * strides[dim]!)).flat();
  return read(0, offset);
}

const cases: [string, number[], number[], number][] = [
  ["a transpose larger than a tile", [70, 41], [1, 70], 0],
  ["a batch of transposes", [3, 2, 33, 40], [2640, 1320, 1, 33], 0],
  ["another order of dims", [4, 5, 6], [6, 24, 1], 0],
  ["a flip", [5, 6], [-6, -1], 29],
  ["a stretch", [3, 4, 5], [0, 1, 0], 2],
  ["every other element", [4, 3], [9, 2], 1],
  ["a scalar", [], [], 7],
  ["one run", [6], [1], 2],
  ["a stretched row", [2, 3], [0, 1], 5],
  ["nothing", [3, 0, 2], [1, 3, 5], 0],
  ["dims of size 1", [1, 4, 1, 3], [9, 1, 7, 4], 3],
];

test.each(cases)("%s", (_, shape, strides, offset) => {
  const x = Float32Array.from({ length: 8000 }, (_, i) => i);
  const n = shape.reduce((a, b) => a * b, 1);
  const out = new Float32Array(n);
  copyStrided(x, out, shape, strides, offset);
  expect(Array.from(out)).toEqual(expected(x, shape, strides, offset));

  // The adjoint: <copy(x), g> = <x, add(g)>.
  const g = Float32Array.from({ length: n }, (_, i) => (i % 7) - 3);
  const back = new Float32Array(x.length);
  addStrided(g, back, shape, strides, offset);
  const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  expect(dot(x, back)).toBe(dot(out, g));
});
