// Owns convolutions with 3×3 kernels and unit steps by Winograd's F(4×4, 3×3): 36 products for 16 outputs instead of 144.
// Lavin and Gray, "Fast algorithms for convolutional neural networks" (2016), but with the points 0, ±5/8, ±3/2 and ∞,
// whose rounding error (measured, float32) is that of the direct sum; with 0, ±1, ±2 it is seven times as large.
import { highest, lowest } from "./activation";
import { multiplyPanels, TILE } from "./gemm";
import { fma, fnma, gather } from "./simd";

const A: f32 = 0.625;
const B: f32 = 1.5;
const A2: f32 = A * A;
const B2: f32 = B * B;
/** Keeps 36 streams a power of two apart from falling on the same cache lines. */
const APART: usize = 192;
const POINTS: i32 = 36;

/** Bytes of one of the 36 matrices with this many floats. */
@inline
function matrixBytes(floats: i32): usize {
  return (<usize>floats << 2) + APART;
}

/** Floats of the transformed weights of m filters over c channels, in bytes. */
export function winogradWeightBytes(m: i32, c: i32): usize {
  return <usize>POINTS * matrixBytes(((m + 1) & ~1) * c);
}

/** Bytes of scratch for blocks of `block` (a multiple of 8) tiles. */
export function winogradScratch(m: i32, c: i32, block: i32): usize {
  return TILE + 1024 + <usize>POINTS * (matrixBytes(block * m) + matrixBytes(block * c));
}

/** Six values of G g: a filter's row or column, at the points. */
@inline
function weightLine(to: usize, step: usize, g0: v128, g1: v128, g2: v128): void {
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

/**
 * Weights (m, c, 3, 3) to G g Gᵀ: 36 matrices (m, c), each in panels of 6 rows as the matrix product wants them.
 * `scratch`: 1024 bytes.
 */
export function winogradWeights(to: usize, weights: usize, m: i32, c: i32, scratch: usize): void {
  const stride = matrixBytes(((m + 1) & ~1) * c);
  const filter = <usize>(c * 9) << 2;
  for (let i = 0; i < m; i += 6) {
    const height = (min(6, m - i) + 1) & ~1;
    for (let half = 0; half < height; half += 4) {
      const lanes = min(4, height - half);
      const first = i + half;
      const w0 = weights + <usize>first * filter;
      const w1 = weights + <usize>min(first + 1, m - 1) * filter;
      const w2 = weights + <usize>min(first + 2, m - 1) * filter;
      const w3 = weights + <usize>min(first + 3, m - 1) * filter;
      let out = to + (<usize>(i * c + half) << 2);
      for (let j = 0; j < c; j++) {
        const at = <usize>(j * 9) << 2;
        for (let x = 0; x < 3; x++) {
          const o = at + (<usize>x << 2);
          const p = o + 12;
          const q = o + 24;
          weightLine(
            scratch + (<usize>x << 4),
            48,
            gather(w0 + o, w1 + o, w2 + o, w3 + o),
            gather(w0 + p, w1 + p, w2 + p, w3 + p),
            gather(w0 + q, w1 + q, w2 + q, w3 + q),
          );
        }
        const lines = scratch + 320;
        for (let y = 0; y < 6; y++) {
          const row = scratch + <usize>y * 48;
          weightLine(lines, 16, v128.load(row), v128.load(row, 16), v128.load(row, 32));
          let point = out + <usize>(y * 6) * stride;
          for (let x = 0; x < 6; x++) {
            const v = v128.load(lines + (<usize>x << 4));
            if (lanes == 4) v128.store(point, v);
            else v128.store64_lane(point, v, 0);
            point += stride;
          }
        }
        out += <usize>height << 2;
      }
    }
  }
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

/** Bᵀ d B of four tiles (6, 6), one per lane, at `to`, the 36 values `stride` bytes apart. */
function imageTiles(to: usize, stride: usize, t0: usize, t1: usize, t2: usize, t3: usize, row: usize, temp: usize): void {
  let line = temp;
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
    imageLine(line, 16, d0, d1, d2, d3, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
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
function outputTiles(to: usize, from: usize, stride: usize, temp: usize): void {
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
function entry(table: usize, index: i32): usize {
  return load<u32>(table + (<usize>index << 2));
}

/** Stores the pixels of up to four tiles of one filter, cut at the image's edge. */
function putTiles(pixels: usize, out: usize, outRow: usize, table: usize, extents: usize, count: i32, bias: f32, activation: i32): void {
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

/**
 * out (…, m, …) = the convolution of frames with transformed weights, + bias (m; 0 for none), the activation.
 * Per tile: where its corner lies in the frames (`tileIn`) and in the outputs (`tileOut`), and 16 · rows + columns of
 * what of it is inside (`extents`). Tiles may be of several images; planes and rows in bytes.
 */
export function winograd(
  weights: usize,
  frames: usize,
  framePlane: usize,
  frameRow: usize,
  out: usize,
  outPlane: usize,
  outRow: usize,
  tileIn: usize,
  tileOut: usize,
  extents: usize,
  tiles: i32,
  m: i32,
  c: i32,
  bias: usize,
  activation: i32,
  block: i32,
  scratch: usize,
): void {
  const temp = scratch + TILE;
  const images = temp + 1024;
  const weightStride = matrixBytes(((m + 1) & ~1) * c);
  const imageStride = matrixBytes(block * c);
  const products = images + <usize>POINTS * imageStride;
  const productStride = matrixBytes(block * m);
  for (let start = 0; start < tiles; start += block) {
    const count = min(block, tiles - start);
    const last = start + count - 1;
    const columns = (count + 7) & ~7;
    for (let t = 0; t < columns; t += 4) {
      const i = start + t;
      let to = images + (<usize>((t & ~7) * c + (t & 4)) << 2);
      if (t >= count) {
        for (let j = 0; j < c; j++) {
          for (let p = 0; p < POINTS; p++) v128.store(to + <usize>p * imageStride, f32x4.splat(0));
          to += 32;
        }
        continue;
      }
      let t0 = frames + entry(tileIn, i);
      let t1 = frames + entry(tileIn, min(i + 1, last));
      let t2 = frames + entry(tileIn, min(i + 2, last));
      let t3 = frames + entry(tileIn, min(i + 3, last));
      for (let j = 0; j < c; j++) {
        imageTiles(to, imageStride, t0, t1, t2, t3, frameRow, temp);
        t0 += framePlane;
        t1 += framePlane;
        t2 += framePlane;
        t3 += framePlane;
        to += 32;
      }
    }
    const row = <usize>columns << 2;
    for (let p = 0; p < POINTS; p++) {
      multiplyPanels(
        weights + <usize>p * weightStride,
        images + <usize>p * imageStride,
        products + <usize>p * productStride,
        row,
        m,
        columns,
        c,
        false,
        0,
        0,
        0,
        scratch,
      );
    }
    for (let i = 0; i < m; i++) {
      const plane = out + <usize>i * outPlane;
      const b: f32 = bias ? load<f32>(bias + (<usize>i << 2)) : 0;
      for (let t = 0; t < count; t += 4) {
        const at = <usize>(start + t) << 2;
        outputTiles(temp + 512, products + <usize>i * row + (<usize>t << 2), productStride, temp);
        putTiles(temp + 512, plane, outRow, tileOut + at, extents + at, min(4, count - t), b, activation);
      }
    }
  }
}
