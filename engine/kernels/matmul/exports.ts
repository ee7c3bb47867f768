// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type i32 = number;
type usize = number;

export type MatmulExports = {
  gemm(
    a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize, c: usize, ldc: usize, m: i32, n: i32,
    k: i32, add: bool, biasRow: usize, biasColumn: usize, activation: i32, scratch: usize,
  ): void;
  gemmScratch(m: i32, n: i32, k: i32): usize;
  gemmDot(
    a: usize, lda: usize, b: usize, ldb: usize, c: usize, ldc: usize, m: i32, n: i32, k: i32, bias: usize,
    activation: i32,
  ): void;
  rowTimesMatrix(a: usize, aStep: usize, b: usize, ldb: usize, c: usize, n: i32, k: i32): void;
  packAll(to: usize, b: usize, rowStride: usize, columnStride: usize, n: i32, k: i32): void;
  packedBytes(n: i32, k: i32): usize;
};

export const matmulParameters = {
  gemm: [
    "a", "aRow", "aColumn", "b", "bRow", "bColumn", "c", "ldc", "m", "n", "k", "add", "biasRow", "biasColumn",
    "activation", "scratch",
  ],
  gemmScratch: ["m", "n", "k"],
  gemmDot: ["a", "lda", "b", "ldb", "c", "ldc", "m", "n", "k", "bias", "activation"],
  rowTimesMatrix: ["a", "aStep", "b", "ldb", "c", "n", "k"],
  packAll: ["to", "b", "rowStride", "columnStride", "n", "k"],
  packedBytes: ["n", "k"],
} as const;
