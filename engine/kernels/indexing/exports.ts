// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type f64 = number;
type i32 = number;
type usize = number;

export type IndexingExports = {
  firstOutside(indices: usize, n: i32, low: f64, end: f64): i32;
  gatherAlong(x: usize, indices: usize, out: usize, count: i32, size: i32, inner: i32, first: i32, end: i32): void;
  scatterAlong(
    x: usize, indices: usize, out: usize, count: i32, size: i32, inner: i32, adds: bool, first: i32, end: i32,
  ): void;
  addRows(x: usize, indices: usize, out: usize, outer: i32, count: i32, size: i32, inner: i32): void;
  takeRows(x: usize, indices: usize, out: usize, outer: i32, count: i32, size: i32, inner: i32): void;
};

export const indexingParameters = {
  firstOutside: ["indices", "n", "low", "end"],
  gatherAlong: ["x", "indices", "out", "count", "size", "inner", "first", "end"],
  scatterAlong: ["x", "indices", "out", "count", "size", "inner", "adds", "first", "end"],
  addRows: ["x", "indices", "out", "outer", "count", "size", "inner"],
  takeRows: ["x", "indices", "out", "outer", "count", "size", "inner"],
} as const;
