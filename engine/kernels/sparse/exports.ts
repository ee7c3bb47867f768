// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type i32 = number;
type usize = number;

export type SparseExports = {
  addBags(grad: usize, indices: usize, bag: usize, scale: usize, share: usize, out: usize, n: i32, width: i32): void;
  sumBags(table: usize, indices: usize, bag: usize, scale: usize, out: usize, n: i32, width: i32): void;
};

export const sparseParameters = {
  addBags: ["grad", "indices", "bag", "scale", "share", "out", "n", "width"],
  sumBags: ["table", "indices", "bag", "scale", "out", "n", "width"],
} as const;
