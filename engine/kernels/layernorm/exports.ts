// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type f64 = number;
type i32 = number;
type usize = number;

export type LayernormExports = {
  layerNormForward(
    x: usize, out: usize, weight: usize, bias: usize, mean: usize, invstd: usize, rows: i32, size: i32, eps: f64,
  ): void;
  rmsNormForward(x: usize, out: usize, weight: usize, invstd: usize, rows: i32, size: i32, eps: f64): void;
  rowNormBackward(
    g: usize, x: usize, weight: usize, mean: usize, invstd: usize, gradX: usize, rows: i32, size: i32,
  ): void;
  rowNormParameters(
    g: usize, x: usize, mean: usize, invstd: usize, gradWeight: usize, gradBias: usize, rows: i32, size: i32,
    first: i32, end: i32,
  ): void;
};

export const layernormParameters = {
  layerNormForward: ["x", "out", "weight", "bias", "mean", "invstd", "rows", "size", "eps"],
  rmsNormForward: ["x", "out", "weight", "invstd", "rows", "size", "eps"],
  rowNormBackward: ["g", "x", "weight", "mean", "invstd", "gradX", "rows", "size"],
  rowNormParameters: ["g", "x", "mean", "invstd", "gradWeight", "gradBias", "rows", "size", "first", "end"],
} as const;
