// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type f64 = number;
type i32 = number;
type usize = number;

export type ReduceExports = {
  sumChannels(x: usize, out: usize, outer: i32, channels: i32, inner: i32, first: i32, end: i32): void;
  minMaxDim(x: usize, out: usize, size: i32, inner: i32, largest: bool, absolute: bool, first: i32, end: i32): void;
  argMinMaxDim(x: usize, out: usize, size: i32, inner: i32, largest: bool, first: i32, end: i32): void;
  cumulateProducts(x: usize, out: usize, size: i32, inner: i32, first: i32, end: i32): void;
  cumulateProductsBackward(
    grad: usize, x: usize, y: usize, out: usize, size: i32, inner: i32, first: i32, end: i32,
  ): void;
  cumulate(x: usize, out: usize, size: i32, inner: i32, reverse: bool, first: i32, end: i32): void;
  reduceLines(op: i32, x: usize, out: usize, size: i32, inner: i32, s: f64, first: i32, end: i32): void;
};

export const reduceParameters = {
  sumChannels: ["x", "out", "outer", "channels", "inner", "first", "end"],
  minMaxDim: ["x", "out", "size", "inner", "largest", "absolute", "first", "end"],
  argMinMaxDim: ["x", "out", "size", "inner", "largest", "first", "end"],
  cumulateProducts: ["x", "out", "size", "inner", "first", "end"],
  cumulateProductsBackward: ["grad", "x", "y", "out", "size", "inner", "first", "end"],
  cumulate: ["x", "out", "size", "inner", "reverse", "first", "end"],
  reduceLines: ["op", "x", "out", "size", "inner", "s", "first", "end"],
} as const;
