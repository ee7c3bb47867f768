// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type i32 = number;
type usize = number;

export type ConvTransposeExports = {
  interleavePhases(
    out: usize, p0: usize, p1: usize, p2: usize, p3: usize, first: i32, end: i32, h: i32, w: i32, bias: usize,
  ): void;
  polyphaseWeights(to: usize, weights: usize, m: i32, c: i32, kh: i32, kw: i32, y: i32, x: i32): void;
};

export const convTransposeParameters = {
  interleavePhases: ["out", "p0", "p1", "p2", "p3", "first", "end", "h", "w", "bias"],
  polyphaseWeights: ["to", "weights", "m", "c", "kh", "kw", "y", "x"],
} as const;
