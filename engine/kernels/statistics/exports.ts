// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type f64 = number;
type i32 = number;
type usize = number;

export type StatisticsExports = {
  countBlocks(
    x: usize, n: i32, counts: usize, bins: i32, least: f64, most: f64, whole: bool, first: i32, end: i32,
  ): void;
  describeBlocks(x: usize, n: i32, table: usize, first: i32, end: i32): void;
  mergeCounts(counts: usize, blocks: i32, bins: i32, out: usize): void;
  mergeFigures(table: usize, blocks: i32, out: usize): void;
};

export const statisticsParameters = {
  countBlocks: ["x", "n", "counts", "bins", "least", "most", "whole", "first", "end"],
  describeBlocks: ["x", "n", "table", "first", "end"],
  mergeCounts: ["counts", "blocks", "bins", "out"],
  mergeFigures: ["table", "blocks", "out"],
} as const;
