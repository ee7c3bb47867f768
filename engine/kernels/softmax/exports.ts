// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type i32 = number;
type usize = number;

export type SoftmaxExports = {
  softmaxBackward(g: usize, y: usize, out: usize, outer: i32, size: i32, inner: i32, asLog: bool): void;
  softmaxForward(x: usize, out: usize, outer: i32, size: i32, inner: i32, asLog: bool): void;
};

export const softmaxParameters = {
  softmaxBackward: ["g", "y", "out", "outer", "size", "inner", "asLog"],
  softmaxForward: ["x", "out", "outer", "size", "inner", "asLog"],
} as const;
