// Owns the transforms of single tiles for Winograd's F(2×2, 3×3): weights, images and outputs at the points 0, ±1 and ∞.
import { highest, lowest } from "../../matmul/assembly/epilogue";
import { fma } from "../../assembly/simd";
import { entry } from "./winograd_tiles";

/** Four values of G g: a filter's row or column, at the points. */
@inline
export function weightLine2(to: usize, step: usize, g0: v128, g1: v128, g2: v128): void {
  const half = f32x4.splat(0.5);
  const even = f32x4.mul(f32x4.add(g0, g2), half);
  const odd = f32x4.mul(g1, half);
  v128.store(to, g0);
  v128.store(to + step, f32x4.add(even, odd));
  v128.store(to + 2 * step, f32x4.sub(even, odd));
  v128.store(to + 3 * step, g2);
}

/** Four values of Bᵀ d, stored `step` apart. */
@inline
function imageLine2(to: usize, step: usize, d0: v128, d1: v128, d2: v128, d3: v128): void {
  v128.store(to, f32x4.sub(d0, d2));
  v128.store(to + step, f32x4.add(d1, d2));
  v128.store(to + 2 * step, f32x4.sub(d2, d1));
  v128.store(to + 3 * step, f32x4.sub(d3, d1));
}

/**
 * Bᵀ d B of four tiles (4, 4), one per lane, at `to`, the 16 values `stride` bytes apart; the sums of their squares.
 * `temp`: 256 bytes.
 */
export function imageTiles2(to: usize, stride: usize, t0: usize, t1: usize, t2: usize, t3: usize, row: usize, temp: usize): v128 {
  let line = temp;
  let squares = f32x4.splat(0);
  for (let y = 0; y < 4; y++) {
    const a = v128.load(t0);
    const b = v128.load(t1);
    const c = v128.load(t2);
    const d = v128.load(t3);
    let ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    let cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const d0 = v128.shuffle<f32>(ab, cd, 0, 1, 4, 5);
    const d1 = v128.shuffle<f32>(ab, cd, 2, 3, 6, 7);
    ab = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    cd = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    const d2 = v128.shuffle<f32>(ab, cd, 0, 1, 4, 5);
    const d3 = v128.shuffle<f32>(ab, cd, 2, 3, 6, 7);
    imageLine2(line, 16, d0, d1, d2, d3);
    squares = fma(d0, d0, fma(d1, d1, fma(d2, d2, fma(d3, d3, squares))));
    line += 64;
    t0 += row;
    t1 += row;
    t2 += row;
    t3 += row;
  }
  for (let x = 0; x < 4; x++) {
    imageLine2(to, 4 * stride, v128.load(temp), v128.load(temp, 64), v128.load(temp, 128), v128.load(temp, 192));
    temp += 16;
    to += stride;
  }
  return squares;
}

/** Two values of Aᵀ m, stored `step` apart. */
@inline
function outputLine2(to: usize, step: usize, m0: v128, m1: v128, m2: v128, m3: v128): void {
  v128.store(to, f32x4.add(m0, f32x4.add(m1, m2)));
  v128.store(to + step, f32x4.add(f32x4.sub(m1, m2), m3));
}

/** Aᵀ M A of four tiles, one per lane: 4 vectors at `to`, row after row. `temp`: 128 bytes. */
export function outputTiles2(to: usize, from: usize, stride: usize, temp: usize): void {
  const row = 4 * stride;
  for (let x = 0; x < 4; x++) {
    outputLine2(
      temp + (<usize>x << 4),
      64,
      v128.load(from),
      v128.load(from + row),
      v128.load(from + 2 * row),
      v128.load(from + 3 * row),
    );
    from += stride;
  }
  for (let y = 0; y < 2; y++) {
    outputLine2(to, 16, v128.load(temp), v128.load(temp, 16), v128.load(temp, 32), v128.load(temp, 48));
    to += 32;
    temp += 64;
  }
}

/** Puts up to 2 pixels of one of a pair of tiles. */
@inline
function putPair(to: usize, v: v128, columns: i32): void {
  if (columns == 2) v128.store64_lane(to, v, 0);
  else v128.store32_lane(to, v, 0);
}

/** Stores the pixels of up to four tiles of one filter, cut at the image's edge. */
export function putTiles2(pixels: usize, out: usize, outRow: usize, table: usize, extents: usize, count: i32, bias: f32, activation: i32): void {
  const floor = lowest(activation);
  const ceiling = highest(activation);
  const b = f32x4.splat(bias);
  for (let y = 0; y < 2; y++) {
    const left = f32x4.pmin(f32x4.pmax(f32x4.add(v128.load(pixels), b), floor), ceiling);
    const right = f32x4.pmin(f32x4.pmax(f32x4.add(v128.load(pixels, 16), b), floor), ceiling);
    const pairs = v128.shuffle<f32>(left, right, 0, 4, 1, 5);
    const others = v128.shuffle<f32>(left, right, 2, 6, 3, 7);
    const row = out + <usize>y * outRow;
    const e0 = <i32>entry(extents, 0);
    if (y < e0 >> 4) putPair(row + entry(table, 0), pairs, e0 & 15);
    if (count > 1) {
      const e1 = <i32>entry(extents, 1);
      if (y < e1 >> 4) putPair(row + entry(table, 1), v128.shuffle<f32>(pairs, pairs, 2, 3, 2, 3), e1 & 15);
    }
    if (count > 2) {
      const e2 = <i32>entry(extents, 2);
      if (y < e2 >> 4) putPair(row + entry(table, 2), others, e2 & 15);
    }
    if (count > 3) {
      const e3 = <i32>entry(extents, 3);
      if (y < e3 >> 4) putPair(row + entry(table, 3), v128.shuffle<f32>(others, others, 2, 3, 2, 3), e3 & 15);
    }
    pixels += 32;
  }
}
