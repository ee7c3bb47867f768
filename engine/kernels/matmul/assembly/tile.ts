// Owns the tile of sums in registers that products and convolutions are computed by: 6, 4 or 2 rows by 8 columns.
import { activate } from "./epilogue";
import { fma } from "../../assembly/simd";

/** Row i of a tile: added to what is there, plus its biases, then the activation, stored. */
@inline
function finish(
  c: usize,
  i: i32,
  x0: v128,
  x1: v128,
  add: bool,
  biasRow: usize,
  biasColumn: usize,
  activation: i32,
): void {
  if (add) {
    x0 = f32x4.add(x0, v128.load(c));
    x1 = f32x4.add(x1, v128.load(c, 16));
  }
  if (biasRow) {
    const b = v128.load32_splat(biasRow + (<usize>i << 2));
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

// How a tile comes to its operands is a type, as ops are in elementwise/assembly/functions.ts. A step has of `a` a number
// for each row, side by side, and of `b` two vectors.

/** Packed panels of A and B: one run; `step` is what it takes of A. */
export class Panels {}
/** Blocks of images: runs of (bytes into b, steps of a before it, bytes of b). */
export class BlockRuns {}
/** Pixels that meet a tap: runs of (the first step of a, that of b, steps); `step` is a step of b. */
export class TapRuns {}

/** Whether runs are listed, 12 bytes each; otherwise there is one. */
@inline
function isListed<Walk>(): bool {
  return idof<Walk>() == idof<BlockRuns>() || idof<Walk>() == idof<TapRuns>();
}

/** The first step of a run in a, whose steps are `wide` bytes. */
@inline
function startA<Walk>(a: usize, run: usize, wide: usize): usize {
  if (idof<Walk>() == idof<BlockRuns>()) return a + load<u32>(run, 4) * wide;
  if (idof<Walk>() == idof<TapRuns>()) return a + load<u32>(run) * wide;
  return a;
}

/** Where it is in b. */
@inline
function startB<Walk>(b: usize, run: usize, step: usize): usize {
  if (idof<Walk>() == idof<BlockRuns>()) return b + load<u32>(run);
  if (idof<Walk>() == idof<TapRuns>()) return b + load<u32>(run, 4) * step;
  return b;
}

/** Whether b says that a run is at its end; otherwise a does. */
@inline
function endsInB<Walk>(): bool {
  return idof<Walk>() == idof<BlockRuns>();
}

/** What that one is behind the run's last step. */
@inline
function endOf<Walk>(a: usize, b: usize, run: usize, wide: usize, step: usize): usize {
  if (idof<Walk>() == idof<BlockRuns>()) return b + load<u32>(run, 8);
  if (idof<Walk>() == idof<TapRuns>()) return a + load<u32>(run, 8) * wide;
  return a + step;
}

/** The second vector of a step of b. One that is four numbers has none: the first is read again. */
@inline
function second<Walk>(b: usize, step: usize): v128 {
  return idof<Walk>() == idof<TapRuns>() ? v128.load(b + (step - 16)) : v128.load(b, 16);
}

/** The next step in b. */
@inline
function nextB<Walk>(b: usize, step: usize): usize {
  return idof<Walk>() == idof<TapRuns>() ? b + step : b + 32;
}

/** Stores up to eight numbers, `step` bytes apart. */
@inline
function putApart(to: usize, step: usize, a: v128, b: v128, count: i32): void {
  v128.store32_lane(to, a, 0);
  if (count > 1) v128.store32_lane(to + step, a, 1);
  if (count > 2) v128.store32_lane(to + 2 * step, a, 2);
  if (count > 3) v128.store32_lane(to + 3 * step, a, 3);
  to += 4 * step;
  if (count > 4) v128.store32_lane(to, b, 0);
  if (count > 5) v128.store32_lane(to + step, b, 1);
  if (count > 6) v128.store32_lane(to + 2 * step, b, 2);
  if (count > 7) v128.store32_lane(to + 3 * step, b, 3);
}

/**
 * Stores the sums of row i: with `add` beside what is there, with biases p per row and q per column (0 for none) and the
 * activation n; where taps are walked, n numbers p bytes apart.
 */
@inline
function put<Walk>(to: usize, i: i32, x0: v128, x1: v128, add: bool, p: usize, q: usize, n: i32): void {
  if (idof<Walk>() == idof<TapRuns>()) putApart(to, p, x0, x1, n);
  else finish(to, i, x0, x1, add, p, q, n);
}

/**
 * A tile of `height` rows (6, 4 or 2, a constant), of which the first `count` are stored, `row` bytes apart. Twelve sums, two
 * vectors of b and a splat are all the registers there are; unrolled, or with the splats loaded first, V8 spills.
 */
@inline
export function sumTile<Walk>(
  height: i32,
  a0: usize,
  b0: usize,
  run: usize,
  runEnd: usize,
  step: usize,
  to: usize,
  row: usize,
  count: i32,
  p: usize,
  q: usize,
  n: i32,
  add: bool,
): void {
  const wide = <usize>height << 2;
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
  for (; run < runEnd; run += 12) {
    let a = startA<Walk>(a0, run, wide);
    let b = startB<Walk>(b0, run, step);
    const end = endOf<Walk>(a, b, run, wide, step);
    while ((endsInB<Walk>() ? b : a) < end) {
      const x = v128.load(b);
      const z = second<Walk>(b, step);
      let s = v128.load32_splat(a);
      c00 = fma(s, x, c00);
      c01 = fma(s, z, c01);
      s = v128.load32_splat(a, 4);
      c10 = fma(s, x, c10);
      c11 = fma(s, z, c11);
      if (height > 2) {
        s = v128.load32_splat(a, 8);
        c20 = fma(s, x, c20);
        c21 = fma(s, z, c21);
        s = v128.load32_splat(a, 12);
        c30 = fma(s, x, c30);
        c31 = fma(s, z, c31);
      }
      if (height > 4) {
        s = v128.load32_splat(a, 16);
        c40 = fma(s, x, c40);
        c41 = fma(s, z, c41);
        s = v128.load32_splat(a, 20);
        c50 = fma(s, x, c50);
        c51 = fma(s, z, c51);
      }
      a += wide;
      b = nextB<Walk>(b, step);
    }
    if (!isListed<Walk>()) break;
  }
  put<Walk>(to, 0, c00, c01, add, p, q, n);
  if (count > 1) put<Walk>(to + row, 1, c10, c11, add, p, q, n);
  if (height > 2) {
    if (count > 2) put<Walk>(to + 2 * row, 2, c20, c21, add, p, q, n);
    if (count > 3) put<Walk>(to + 3 * row, 3, c30, c31, add, p, q, n);
  }
  if (height > 4) {
    if (count > 4) put<Walk>(to + 4 * row, 4, c40, c41, add, p, q, n);
    if (count > 5) put<Walk>(to + 5 * row, 5, c50, c51, add, p, q, n);
  }
}

/** c (rows, 8) = or += a panel of `rows` (2, 4 or 6) rows of A times a panel of B: k steps. */
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
  sumTile<Panels>(6, a, b, 0, 12, <usize>k * 24, c, ldc, 6, biasRow, biasColumn, activation, add);
}

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
  sumTile<Panels>(4, a, b, 0, 12, <usize>k * 16, c, ldc, 4, biasRow, biasColumn, activation, add);
}

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
  sumTile<Panels>(2, a, b, 0, 12, <usize>k * 8, c, ldc, 2, biasRow, biasColumn, activation, add);
}
