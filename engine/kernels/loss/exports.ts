// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type f32 = number;
type f64 = number;
type i32 = number;
type usize = number;

export type LossExports = {
  crossEntropyBackward(
    grad: usize, logs: usize, target: usize, weight: usize, out: usize, outer: i32, classes: i32, inner: i32,
    ignore: f64,
  ): void;
  nllBackward(
    grad: usize, target: usize, weight: usize, out: usize, outer: i32, classes: i32, inner: i32, ignore: f64,
  ): void;
  nllForward(
    logs: usize, target: usize, weight: usize, out: usize, outer: i32, classes: i32, inner: i32, ignore: f64,
  ): f64;
  pairBackward(op: i32, ofX: bool, g: usize, x: usize, t: usize, out: usize, n: i32, a: f32): void;
  pairForward(op: i32, x: usize, t: usize, out: usize, n: i32, a: f32): void;
};

export const lossParameters = {
  crossEntropyBackward: ["grad", "logs", "target", "weight", "out", "outer", "classes", "inner", "ignore"],
  nllBackward: ["grad", "target", "weight", "out", "outer", "classes", "inner", "ignore"],
  nllForward: ["logs", "target", "weight", "out", "outer", "classes", "inner", "ignore"],
  pairBackward: ["op", "ofX", "g", "x", "t", "out", "n", "a"],
  pairForward: ["op", "x", "t", "out", "n", "a"],
} as const;
