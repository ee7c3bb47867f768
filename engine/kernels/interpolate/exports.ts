// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type i32 = number;
type usize = number;

export type InterpolateExports = {
  resampleDim(
    x: usize, out: usize, first: usize, index: usize, weight: usize, outer: i32, size: i32, outputs: i32, inner: i32,
  ): void;
  resampleDimBack(
    grad: usize, out: usize, first: usize, index: usize, weight: usize, outer: i32, size: i32, outputs: i32,
    inner: i32,
  ): void;
};

export const interpolateParameters = {
  resampleDim: ["x", "out", "first", "index", "weight", "outer", "size", "outputs", "inner"],
  resampleDimBack: ["grad", "out", "first", "index", "weight", "outer", "size", "outputs", "inner"],
} as const;
