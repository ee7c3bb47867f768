// Owns convolutions with 3×3 kernels and unit steps by Winograd's F(4×4, 3×3), 36 products for 16 outputs instead of 144,
// and by F(2×2, 3×3), 16 for 4 instead of 36, for images so small that they give few tiles. `side` is 4 or 2 and says
// which. Lavin and Gray, "Fast algorithms for convolutional neural networks" (2016), but F(4×4) with the points 0, ±5/8,
// ±3/2 and ∞, whose rounding error (measured, float32) is that of the direct sum; with 0, ±1, ±2 it is seven times as large.
import { multiplyPanels, TILE } from "../../matmul/assembly/gemm";
import { gather } from "../../assembly/simd";
import { directTile, MARKS, markFilters, markTiles } from "./winograd_direct";
import { entry, imageTiles, outputTiles, putTiles, weightLine } from "./winograd_tiles";
import { imageTiles2, outputTiles2, putTiles2, weightLine2 } from "./winograd_tiles2";

/** Keeps streams a power of two apart from falling on the same cache lines. */
const APART: usize = 192;
/** Weights of one point that are multiplied with all tiles before the next: they stay in L2. */
const CHUNK: i32 = 32768;
/** Where the marks of a block's tiles lie in its scratch: behind a spare tile and what the transforms of tiles need. */
const TILE_MARKS: usize = TILE + 1024;
/** Where its images lie. */
const IMAGES: usize = TILE_MARKS + MARKS + 128;

/** How many points, and so matrices, there are. */
@inline
function pointsOf(side: i32): i32 {
  return (side + 2) * (side + 2);
}

/** Bytes of one of the matrices with this many floats. */
@inline
function matrixBytes(floats: i32): usize {
  return (<usize>floats << 2) + APART;
}

/** Where the marks of filters lie: behind their transformed weights. */
@inline
function filterMarks(weights: usize, m: i32, c: i32, side: i32): usize {
  return weights + <usize>pointsOf(side) * matrixBytes(((m + 1) & ~1) * c);
}

/** Bytes of the transformed weights of m filters over c channels. */
export function winogradWeightBytes(m: i32, c: i32, side: i32): usize {
  return filterMarks(0, m, c, side) + <usize>((m + 3) & ~3);
}

/** Bytes of scratch for blocks of `block` (a multiple of 8, at most 128) tiles. */
export function winogradScratch(m: i32, c: i32, block: i32, side: i32): usize {
  return IMAGES + matrixBytes(block * c) + <usize>pointsOf(side) * (matrixBytes(block * m) + matrixBytes(block * c));
}

/** Bytes of scratch that a part of a block's filters has for itself. */
export function winogradSpare(): usize {
  return IMAGES;
}

/**
 * Weights (m, c, 3, 3) to G g Gᵀ: a matrix (m, c) per point, each in panels of 6 rows as the matrix product wants them.
 * `scratch`: 1024 bytes.
 */
export function winogradWeights(to: usize, weights: usize, m: i32, c: i32, scratch: usize, side: i32): void {
  markFilters(filterMarks(to, m, c, side), weights, m, c);
  const stride = matrixBytes(((m + 1) & ~1) * c);
  const size = side + 2;
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
          const to = scratch + (<usize>x << 4);
          const g0 = gather(w0 + o, w1 + o, w2 + o, w3 + o);
          const g1 = gather(w0 + p, w1 + p, w2 + p, w3 + p);
          const g2 = gather(w0 + q, w1 + q, w2 + q, w3 + q);
          if (side == 4) weightLine(to, 48, g0, g1, g2);
          else weightLine2(to, 48, g0, g1, g2);
        }
        const lines = scratch + 320;
        for (let y = 0; y < size; y++) {
          const row = scratch + <usize>y * 48;
          if (side == 4) weightLine(lines, 16, v128.load(row), v128.load(row, 16), v128.load(row, 32));
          else weightLine2(lines, 16, v128.load(row), v128.load(row, 16), v128.load(row, 32));
          let point = out + <usize>(y * size) * stride;
          for (let x = 0; x < size; x++) {
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

/**
 * The images of up to `block` tiles, transformed into the scratch of the block, and behind them the sums of their squares
 * (c, block): channels `first` to `end` of c. `tileIn` says where each tile's corner lies in the padded images. `temp`: 1024 bytes.
 */
export function winogradImages(
  paddedImages: usize,
  paddedPlane: usize,
  paddedRow: usize,
  tileIn: usize,
  tiles: i32,
  c: i32,
  first: i32,
  end: i32,
  block: i32,
  scratch: usize,
  temp: usize,
  side: i32,
): void {
  const stride = matrixBytes(block * c);
  const points = pointsOf(side);
  const squares = scratch + IMAGES + <usize>points * stride;
  const last = tiles - 1;
  const columns = (tiles + 7) & ~7;
  for (let t = 0; t < columns; t += 4) {
    let to = scratch + IMAGES + (<usize>((t & ~7) * c + (t & 4) + 8 * first) << 2);
    if (t >= tiles) {
      for (let j = first; j < end; j++) {
        for (let p = 0; p < points; p++) v128.store(to + <usize>p * stride, f32x4.splat(0));
        to += 32;
      }
      continue;
    }
    const base = paddedImages + <usize>first * paddedPlane;
    let t0 = base + entry(tileIn, t);
    let t1 = base + entry(tileIn, min(t + 1, last));
    let t2 = base + entry(tileIn, min(t + 2, last));
    let t3 = base + entry(tileIn, min(t + 3, last));
    for (let j = first; j < end; j++) {
      let sums: v128;
      if (side == 4) sums = imageTiles(to, stride, t0, t1, t2, t3, paddedRow, temp);
      else sums = imageTiles2(to, stride, t0, t1, t2, t3, paddedRow, temp);
      v128.store(squares + (<usize>(j * block + t) << 2), sums);
      t0 += paddedPlane;
      t1 += paddedPlane;
      t2 += paddedPlane;
      t3 += paddedPlane;
      to += 32;
    }
  }
}

/**
 * From the images of a block's tiles to the outputs of filters `first` (a multiple of 6) to `end` of m: the products,
 * the transform back, + bias, the activation; by the direct sum with `filters` (m, c, 3, 3) over the padded images where that
 * is better. `spare`: what lies before the images in a block's scratch.
 */
export function winogradFilters(
  weights: usize,
  out: usize,
  outPlane: usize,
  outRow: usize,
  tileOut: usize,
  extents: usize,
  tiles: i32,
  m: i32,
  c: i32,
  bias: usize,
  activation: i32,
  first: i32,
  end: i32,
  block: i32,
  scratch: usize,
  spare: usize,
  side: i32,
  filters: usize,
  paddedImages: usize,
  paddedPlane: usize,
  paddedRow: usize,
  tileIn: usize,
): void {
  const points = <usize>pointsOf(side);
  const weightStride = matrixBytes(((m + 1) & ~1) * c);
  const imageStride = matrixBytes(block * c);
  const images = scratch + IMAGES;
  const columns = (tiles + 7) & ~7;
  const row = <usize>columns << 2;
  const productStride = matrixBytes(block * m);
  const squares = images + points * imageStride;
  const products = squares + imageStride + <usize>first * row;
  const panels = weights + (<usize>(first * c) << 2);
  const chunk = max(CHUNK / c / 6, 1) * 6;
  for (let p: usize = 0; p < points; p++) {
    for (let i = first; i < end; i += chunk) {
      multiplyPanels(
        panels + p * weightStride + (<usize>((i - first) * c) << 2),
        images + p * imageStride,
        products + p * productStride + <usize>(i - first) * row,
        row,
        min(chunk, end - i),
        columns,
        c,
        false,
        0,
        0,
        0,
        spare,
      );
    }
  }
  const temp = spare + TILE;
  const marks = spare + TILE_MARKS;
  const any = markTiles(marks, squares, block, paddedImages, paddedPlane, paddedRow, tileIn, extents, tiles, c, side);
  const wide = filterMarks(weights, m, c, side);
  for (let i = first; i < end; i++) {
    const plane = out + <usize>i * outPlane;
    const b: f32 = bias ? load<f32>(bias + (<usize>i << 2)) : 0;
    for (let t = 0; t < tiles; t += 4) {
      const at = <usize>t << 2;
      const from = products + <usize>(i - first) * row + at;
      const count = min(4, tiles - t);
      if (side == 4) {
        outputTiles(temp + 512, from, productStride, temp);
        putTiles(temp + 512, plane, outRow, tileOut + at, extents + at, count, b, activation);
      } else {
        outputTiles2(temp + 512, from, productStride, temp);
        putTiles2(temp + 512, plane, outRow, tileOut + at, extents + at, count, b, activation);
      }
    }
    const filter = filters + (<usize>(i * c * 9) << 2);
    const all = load<u8>(wide + i);
    for (let t = any || all ? 0 : tiles; t < tiles; t++) {
      if (!all && !load<u8>(marks + t)) continue;
      const corner = paddedImages + entry(tileIn, t);
      const to = plane + entry(tileOut, t);
      directTile(to, outRow, corner, paddedPlane, paddedRow, filter, c, entry(extents, t), b, activation);
    }
  }
}

/**
 * out (…, m, …) = the convolution of padded images with transformed weights, and with the `filters` they are of, + bias (m; 0 for none), the activation.
 * Per tile: where its corner lies in the padded images (`tileIn`) and in the outputs (`tileOut`), and 16 · rows + columns of
 * what of it is inside (`extents`). Tiles may be of several images; planes and rows in bytes.
 */
export function winograd(
  weights: usize,
  paddedImages: usize,
  paddedPlane: usize,
  paddedRow: usize,
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
  side: i32,
  filters: usize,
): void {
  for (let start = 0; start < tiles; start += block) {
    const count = min(block, tiles - start);
    const at = <usize>start << 2;
    const from = tileIn + at;
    winogradImages(paddedImages, paddedPlane, paddedRow, from, count, c, 0, c, block, scratch, scratch + TILE, side);
    const to = tileOut + at;
    winogradFilters(
      weights,
      out,
      outPlane,
      outRow,
      to,
      extents + at,
      count,
      m,
      c,
      bias,
      activation,
      0,
      m,
      block,
      scratch,
      scratch,
      side,
      filters,
      paddedImages,
      paddedPlane,
      paddedRow,
      from,
    );
  }
}
