// Owns Winograd's transforms of single tiles: weights, images and outputs at the points 0, ±5/8, ±3/2 and ∞.
import { highest, lowest } from "../../matmul/assembly/epilogue";
import { fma, fnma } from "../../assembly/simd";

const A: f32 = 0.625;
const B: f32 = 1.5;
const A2: f32 = A * A;
const B2: f32 = B * B;

/** Six values of G g: a filter's row or column, at the points. */
@inline
export function weightLine(to: usize, step: usize, g0: v128, g1: v128, g2: v128): void {
  const NA: f32 = 1 / (2 * A2 * (A2 - B2));
  const NB: f32 = 1 / (2 * B2 * (B2 - A2));
  v128.store(to, f32x4.mul(g0, f32x4.splat(1 / (A2 * B2))));
  let even = f32x4.mul(fma(g2, f32x4.splat(A2), g0), f32x4.splat(NA));
  let odd = f32x4.mul(g1, f32x4.splat(A * NA));
  v128.store(to + step, f32x4.add(even, odd));
  v128.store(to + 2 * step, f32x4.sub(even, odd));
  even = f32x4.mul(fma(g2, f32x4.splat(B2), g0), f32x4.splat(NB));
  odd = f32x4.mul(g1, f32x4.splat(B * NB));
  v128.store(to + 3 * step, f32x4.add(even, odd));
  v128.store(to + 4 * step, f32x4.sub(even, odd));
  v128.store(to + 5 * step, g2);
}

/** Six values of Bᵀ d, stored `step` apart. */
@inline
function imageLine(to: usize, step: usize, d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128): void {
  const product = f32x4.splat(A2 * B2);
  const sum = f32x4.splat(A2 + B2);
  v128.store(to, fma(product, d0, fnma(sum, d2, d4)));
  let even = fnma(f32x4.splat(B2), d2, d4);
  let odd = f32x4.mul(f32x4.splat(A), fnma(f32x4.splat(B2), d1, d3));
  v128.store(to + step, f32x4.add(even, odd));
  v128.store(to + 2 * step, f32x4.sub(even, odd));
  even = fnma(f32x4.splat(A2), d2, d4);
  odd = f32x4.mul(f32x4.splat(B), fnma(f32x4.splat(A2), d1, d3));
  v128.store(to + 3 * step, f32x4.add(even, odd));
  v128.store(to + 4 * step, f32x4.sub(even, odd));
  v128.store(to + 5 * step, fma(product, d1, fnma(sum, d3, d5)));
}

/** Bᵀ d B of four tiles (6, 6), one per lane, at `to`, the 36 values `stride` bytes apart; the sums of their squares. */
export function imageTiles(to: usize, stride: usize, t0: usize, t1: usize, t2: usize, t3: usize, row: usize, temp: usize): v128 {
  let line = temp;
  let squares = f32x4.splat(0);
  for (let y = 0; y < 6; y++) {
    let a = v128.load(t0);
    let b = v128.load(t1);
    let c = v128.load(t2);
    let d = v128.load(t3);
    let ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    let cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const d0 = v128.shuffle<f32>(ab, cd, 0, 1, 4, 5);
    const d1 = v128.shuffle<f32>(ab, cd, 2, 3, 6, 7);
    ab = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    cd = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const d2 = v128.shuffle<f32>(ab, cd, 0, 1, 4, 5);
    const d3 = v128.shuffle<f32>(ab, cd, 2, 3, 6, 7);
    a = v128.load64_zero(t0, 16);
    b = v128.load64_zero(t1, 16);
    c = v128.load64_zero(t2, 16);
    d = v128.load64_zero(t3, 16);
    ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const d4 = v128.shuffle<f32>(ab, cd, 0, 1, 4, 5);
    const d5 = v128.shuffle<f32>(ab, cd, 2, 3, 6, 7);
    imageLine(line, 16, d0, d1, d2, d3, d4, d5);
    squares = fma(d0, d0, fma(d1, d1, fma(d2, d2, fma(d3, d3, fma(d4, d4, fma(d5, d5, squares))))));
    line += 96;
    t0 += row;
    t1 += row;
    t2 += row;
    t3 += row;
  }
  for (let x = 0; x < 6; x++) {
    imageLine(
      to,
      6 * stride,
      v128.load(temp),
      v128.load(temp, 96),
      v128.load(temp, 192),
      v128.load(temp, 288),
      v128.load(temp, 384),
      v128.load(temp, 480),
    );
    temp += 16;
    to += stride;
  }
  return squares;
}

/** Four values of Aᵀ m, stored `step` apart. */
@inline
function outputLine(to: usize, step: usize, m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128): void {
  const sumA = f32x4.add(m1, m2);
  const sumB = f32x4.add(m3, m4);
  const differenceA = f32x4.sub(m1, m2);
  const differenceB = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(m0, f32x4.add(sumA, sumB)));
  v128.store(to + step, fma(f32x4.splat(A), differenceA, f32x4.mul(f32x4.splat(B), differenceB)));
  v128.store(to + 2 * step, fma(f32x4.splat(A2), sumA, f32x4.mul(f32x4.splat(B2), sumB)));
  v128.store(to + 3 * step, fma(f32x4.splat(A * A2), differenceA, fma(f32x4.splat(B * B2), differenceB, m5)));
}

/** Aᵀ M A of four tiles, one per lane: 16 vectors at `to`, row after row. `temp`: 384 bytes. */
export function outputTiles(to: usize, from: usize, stride: usize, temp: usize): void {
  const row = 6 * stride;
  for (let x = 0; x < 6; x++) {
    outputLine(
      temp + (<usize>x << 4),
      96,
      v128.load(from),
      v128.load(from + row),
      v128.load(from + 2 * row),
      v128.load(from + 3 * row),
      v128.load(from + 4 * row),
      v128.load(from + 5 * row),
    );
    from += stride;
  }
  for (let y = 0; y < 4; y++) {
    outputLine(
      to,
      16,
      v128.load(temp),
      v128.load(temp, 16),
      v128.load(temp, 32),
      v128.load(temp, 48),
      v128.load(temp, 64),
      v128.load(temp, 80),
    );
    to += 64;
    temp += 96;
  }
}

/** Puts one tile's row of up to 4 pixels. */
@inline
function putPixels(to: usize, v: v128, columns: i32): void {
  if (columns == 4) {
    v128.store(to, v);
    return;
  }
  v128.store32_lane(to, v, 0);
  if (columns > 1) v128.store32_lane(to, v, 1, 4);
  if (columns > 2) v128.store32_lane(to, v, 2, 8);
}

@inline
export function entry(table: usize, index: i32): usize {
  return load<u32>(table + (<usize>index << 2));
}

/** Stores the pixels of up to four tiles of one filter, cut at the image's edge. */
export function putTiles(pixels: usize, out: usize, outRow: usize, table: usize, extents: usize, count: i32, bias: f32, activation: i32): void {
  const floor = lowest(activation);
  const ceiling = highest(activation);
  const b = f32x4.splat(bias);
  for (let y = 0; y < 4; y++) {
    const z0 = f32x4.pmin(f32x4.pmax(f32x4.add(v128.load(pixels), b), floor), ceiling);
    const z1 = f32x4.pmin(f32x4.pmax(f32x4.add(v128.load(pixels, 16), b), floor), ceiling);
    const z2 = f32x4.pmin(f32x4.pmax(f32x4.add(v128.load(pixels, 32), b), floor), ceiling);
    const z3 = f32x4.pmin(f32x4.pmax(f32x4.add(v128.load(pixels, 48), b), floor), ceiling);
    const ab0 = v128.shuffle<f32>(z0, z1, 0, 4, 1, 5);
    const ab1 = v128.shuffle<f32>(z0, z1, 2, 6, 3, 7);
    const cd0 = v128.shuffle<f32>(z2, z3, 0, 4, 1, 5);
    const cd1 = v128.shuffle<f32>(z2, z3, 2, 6, 3, 7);
    const row = out + <usize>y * outRow;
    const e0 = <i32>entry(extents, 0);
    if (y < e0 >> 4) putPixels(row + entry(table, 0), v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5), e0 & 15);
    if (count > 1) {
      const e1 = <i32>entry(extents, 1);
      if (y < e1 >> 4) putPixels(row + entry(table, 1), v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7), e1 & 15);
    }
    if (count > 2) {
      const e2 = <i32>entry(extents, 2);
      if (y < e2 >> 4) putPixels(row + entry(table, 2), v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5), e2 & 15);
    }
    if (count > 3) {
      const e3 = <i32>entry(extents, 3);
      if (y < e3 >> 4) putPixels(row + entry(table, 3), v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7), e3 & 15);
    }
    pixels += 64;
  }
}
