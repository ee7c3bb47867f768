// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type i32 = number;
type isize = number;
type usize = number;

export type ShapeExports = {
  addPlane(x: usize, out: usize, rows: i32, n: i32, rowStep: isize, step: isize): void;
  copyPlane(x: usize, out: usize, rows: i32, n: i32, rowStep: isize, step: isize): void;
};

export const shapeParameters = {
  addPlane: ["x", "out", "rows", "n", "rowStep", "step"],
  copyPlane: ["x", "out", "rows", "n", "rowStep", "step"],
} as const;
