// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type f64 = number;
type i32 = number;
type usize = number;

export type FusedExports = {
  fusedRows(
    program: usize, count: i32, steps: i32, first: i32, end: i32, block: i32, inside: i32, widest: i32, work: f64,
    scratch: usize,
  ): void;
  fusedScratch(block: i32, inside: i32, widest: i32): usize;
};

export const fusedParameters = {
  fusedRows: ["program", "count", "steps", "first", "end", "block", "inside", "widest", "work", "scratch"],
  fusedScratch: ["block", "inside", "widest"],
} as const;
