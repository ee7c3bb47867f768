// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type f32 = number;
type i32 = number;
type usize = number;

export type ElementwiseExports = {
  binary(
    op: i32, a: usize, aOne: bool, aRow: usize, b: usize, bOne: bool, bRow: usize, out: usize, rows: i32, n: i32,
  ): void;
  scale(out: usize, factor: f32, n: i32): void;
  zero(to: usize, bytes: usize): void;
  where(
    c: usize, cOne: bool, cRow: usize, a: usize, aOne: bool, aRow: usize, b: usize, bOne: bool, bRow: usize,
    out: usize, rows: i32, n: i32,
  ): void;
  compare(
    op: i32, a: usize, aOne: bool, aRow: usize, b: usize, bOne: bool, bRow: usize, out: usize, rows: i32, n: i32,
  ): void;
  ternary(
    op: i32, g: usize, gOne: bool, gRow: usize, a: usize, aOne: bool, aRow: usize, b: usize, bOne: bool, bRow: usize,
    out: usize, rows: i32, n: i32, s: f32,
  ): void;
  unary(op: i32, x: usize, out: usize, n: i32, a: f32, b: f32, c: f32): void;
  unaryBackward(op: i32, g: usize, v: usize, out: usize, n: i32, a: f32, b: f32, c: f32): void;
};

export const elementwiseParameters = {
  binary: ["op", "a", "aOne", "aRow", "b", "bOne", "bRow", "out", "rows", "n"],
  scale: ["out", "factor", "n"],
  zero: ["to", "bytes"],
  where: ["c", "cOne", "cRow", "a", "aOne", "aRow", "b", "bOne", "bRow", "out", "rows", "n"],
  compare: ["op", "a", "aOne", "aRow", "b", "bOne", "bRow", "out", "rows", "n"],
  ternary: ["op", "g", "gOne", "gRow", "a", "aOne", "aRow", "b", "bOne", "bRow", "out", "rows", "n", "s"],
  unary: ["op", "x", "out", "n", "a", "b", "c"],
  unaryBackward: ["op", "g", "v", "out", "n", "a", "b", "c"],
} as const;
