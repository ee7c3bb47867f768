// Owns the micro-kernels of the matrix product: 6, 4 or 2 rows by 8 columns of C from packed panels.
import { activate } from "./epilogue";
import { fma } from "../../assembly/simd";

/** One row of a tile: added to what is there, plus its biases, then the activation, stored. */
@inline
function finish(c: usize, x0: v128, x1: v128, add: bool, biasRow: usize, biasColumn: usize, activation: i32): void {
  if (add) {
    x0 = f32x4.add(x0, v128.load(c));
    x1 = f32x4.add(x1, v128.load(c, 16));
  }
  if (biasRow) {
    const b = v128.load32_splat(biasRow);
    x0 = f32x4.add(x0, b);
    x1 = f32x4.add(x1, b);
  }
  if (biasColumn) {
    x0 = f32x4.add(x0, v128.load(biasColumn));
    x1 = f32x4.add(x1, v128.load(biasColumn, 16));
  }
  if (activation) {
    x0 = activate(x0, activation);
    x1 = activate(x1, activation);
  }
  v128.store(c, x0);
  v128.store(c, x1, 16);
}

/** The micro-kernel for a panel of `rows` (2, 4 or 6) rows. */
@inline
export function tile(
  rows: i32,
  k: i32,
  a: usize,
  b: usize,
  c: usize,
  ldc: usize,
  add: bool,
  biasRow: usize,
  biasColumn: usize,
  activation: i32,
): void {
  if (rows == 6) tile6(k, a, b, c, ldc, add, biasRow, biasColumn, activation);
  else if (rows == 4) tile4(k, a, b, c, ldc, add, biasRow, biasColumn, activation);
  else tile2(k, a, b, c, ldc, add, biasRow, biasColumn, activation);
}

/**
 * c (6, 8) = or += a panel of 6 rows of A times a panel of B. Twelve sums, two vectors of B and a splat are all the
 * registers there are; unrolled, or with the splats loaded first, V8 spills.
 */
function tile6(
  k: i32,
  a: usize,
  b: usize,
  c: usize,
  ldc: usize,
  add: bool,
  biasRow: usize,
  biasColumn: usize,
  activation: i32,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  let c40 = f32x4.splat(0);
  let c41 = f32x4.splat(0);
  let c50 = f32x4.splat(0);
  let c51 = f32x4.splat(0);
  for (let l = 0; l < k; l++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = fma(s, b0, c00);
    c01 = fma(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = fma(s, b0, c10);
    c11 = fma(s, b1, c11);
    s = v128.load32_splat(a, 8);
    c20 = fma(s, b0, c20);
    c21 = fma(s, b1, c21);
    s = v128.load32_splat(a, 12);
    c30 = fma(s, b0, c30);
    c31 = fma(s, b1, c31);
    s = v128.load32_splat(a, 16);
    c40 = fma(s, b0, c40);
    c41 = fma(s, b1, c41);
    s = v128.load32_splat(a, 20);
    c50 = fma(s, b0, c50);
    c51 = fma(s, b1, c51);
    a += 24;
    b += 32;
  }
  finish(c, c00, c01, add, biasRow, biasColumn, activation);
  c += ldc;
  if (biasRow) biasRow += 4;
  finish(c, c10, c11, add, biasRow, biasColumn, activation);
  c += ldc;
  if (biasRow) biasRow += 4;
  finish(c, c20, c21, add, biasRow, biasColumn, activation);
  c += ldc;
  if (biasRow) biasRow += 4;
  finish(c, c30, c31, add, biasRow, biasColumn, activation);
  c += ldc;
  if (biasRow) biasRow += 4;
  finish(c, c40, c41, add, biasRow, biasColumn, activation);
  c += ldc;
  if (biasRow) biasRow += 4;
  finish(c, c50, c51, add, biasRow, biasColumn, activation);
}

/** c (4, 8) = or += a panel of 4 rows of A times a panel of B. */
function tile4(
  k: i32,
  a: usize,
  b: usize,
  c: usize,
  ldc: usize,
  add: bool,
  biasRow: usize,
  biasColumn: usize,
  activation: i32,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0);
  let c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0);
  let c31 = f32x4.splat(0);
  for (let l = 0; l < k; l++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = fma(s, b0, c00);
    c01 = fma(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = fma(s, b0, c10);
    c11 = fma(s, b1, c11);
    s = v128.load32_splat(a, 8);
    c20 = fma(s, b0, c20);
    c21 = fma(s, b1, c21);
    s = v128.load32_splat(a, 12);
    c30 = fma(s, b0, c30);
    c31 = fma(s, b1, c31);
    a += 16;
    b += 32;
  }
  finish(c, c00, c01, add, biasRow, biasColumn, activation);
  c += ldc;
  if (biasRow) biasRow += 4;
  finish(c, c10, c11, add, biasRow, biasColumn, activation);
  c += ldc;
  if (biasRow) biasRow += 4;
  finish(c, c20, c21, add, biasRow, biasColumn, activation);
  c += ldc;
  if (biasRow) biasRow += 4;
  finish(c, c30, c31, add, biasRow, biasColumn, activation);
}

/** c (2, 8) = or += a panel of 2 rows of A times a panel of B. */
function tile2(
  k: i32,
  a: usize,
  b: usize,
  c: usize,
  ldc: usize,
  add: bool,
  biasRow: usize,
  biasColumn: usize,
  activation: i32,
): void {
  let c00 = f32x4.splat(0);
  let c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0);
  let c11 = f32x4.splat(0);
  for (let l = 0; l < k; l++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = fma(s, b0, c00);
    c01 = fma(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = fma(s, b0, c10);
    c11 = fma(s, b1, c11);
    a += 8;
    b += 32;
  }
  finish(c, c00, c01, add, biasRow, biasColumn, activation);
  c += ldc;
  if (biasRow) biasRow += 4;
  finish(c, c10, c11, add, biasRow, biasColumn, activation);
}
