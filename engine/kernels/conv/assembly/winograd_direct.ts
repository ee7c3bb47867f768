// Owns which tiles and filters Winograd's convolutions leave to the direct sum, and that sum. The transforms spread every
// value over its whole tile: an output's error grows with the tile's largest value, read by it or not, and one Inf or NaN
// makes all of the tile NaN. In numbers: up to 10 u Σ|w| max|tile| were measured (u = 2⁻²⁴), 16 are allowed, held by a
// test; a direct sum of c channels errs by at most 9 c u Σ|w| max|window|. Where the largest of a tile is at most SPREAD
// times that of every window, 256 u Σ|w| max|window| are left: what a direct sum of 28 channels may have. The same goes for
// weights: the small ones of a filter would drown in the error of a few that are a thousand times as large.
import { highest, lowest } from "../../matmul/assembly/epilogue";
import { fma, put } from "../../assembly/simd";

/** How many times the largest in each output's window the largest of a tile may be. */
const SPREAD: f32 = 16;
/** Sums of squares (2⁻¹²⁰, 2¹⁰⁰) of tiles whose products with weights as below neither overflow nor lose digits. */
const LEAST_SQUARES: f32 = 7.523163845262640051e-37;
const MOST_SQUARES: f32 = 1.267650600228229401e30;
/** The bits of 2⁻⁴⁰ and 2⁵⁰: between them lies a filter's largest weight. */
const LEAST_WEIGHT: i32 = 0x2b800000;
const MOST_WEIGHT: i32 = 0x58800000;
/** One weight in so many must be within 2¹⁰ of a filter's largest. */
const ONE_IN: i32 = 16;
const TEN_BINARY_PLACES: i32 = 10 << 23;
const MAGNITUDE: i32 = 0x7fffffff;
/** Bytes behind as many marks of tiles as there may be. */
export const MARKS: usize = 128;

/** A byte for each of m filters (c, 3, 3): 1 where its weights are to be summed directly. */
export function markFilters(marks: usize, weights: usize, m: i32, c: i32): void {
  const count = c * 9;
  for (let i = 0; i < m; i++) store<u8>(marks + i, u8(isWide(weights + (<usize>(i * count) << 2), count)));
}

function isWide(weights: usize, count: i32): bool {
  const whole = count & ~3;
  const end = weights + (<usize>whole << 2);
  let most = i32x4.splat(0);
  // Magnitudes are in the order of their bits, NaN above all.
  for (let p = weights; p < end; p += 16) most = i32x4.max_s(most, v128.and(v128.load(p), i32x4.splat(MAGNITUDE)));
  let largest = max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1));
  largest = max(largest, max(i32x4.extract_lane(most, 2), i32x4.extract_lane(most, 3)));
  for (let k = whole; k < count; k++) largest = max(largest, load<i32>(weights + (<usize>k << 2)) & MAGNITUDE);
  if (largest == 0) return false;
  if (largest < LEAST_WEIGHT || largest > MOST_WEIGHT) return true;
  const bound = i32x4.splat(largest - TEN_BINARY_PLACES);
  let missing = count / ONE_IN;
  for (let p = weights; p < end && missing > 0; p += 16) {
    const near = i32x4.gt_s(v128.and(v128.load(p), i32x4.splat(MAGNITUDE)), bound);
    missing -= popcnt(i32x4.bitmask(near));
  }
  return missing > 0;
}

/**
 * A byte for each tile: 1 where it is to be summed directly; whether any is. `squares` (c, block): sums over each tile's
 * values, by channel. `marks`: MARKS + 16 bytes.
 */
export function markTiles(
  marks: usize,
  squares: usize,
  block: i32,
  paddedImages: usize,
  paddedPlane: usize,
  paddedRow: usize,
  tileIn: usize,
  extents: usize,
  tiles: i32,
  c: i32,
  side: i32,
): bool {
  let any = false;
  for (let t = 0; t < tiles; t += 4) {
    let most = i32x4.splat(0);
    let from = squares + (<usize>t << 2);
    // Sums of squares are in the order of their bits, NaN of either sign above all.
    for (let j = 0; j < c; j++) {
      most = i32x4.max_u(most, v128.load(from));
      from += <usize>block << 2;
    }
    v128.store(marks + MARKS, most);
    for (let k = 0; k < min(4, tiles - t); k++) {
      const at = <usize>(t + k) << 2;
      const sum = load<f32>(marks + MARKS + (<usize>k << 2));
      const corner = paddedImages + load<u32>(tileIn + at);
      const extent = load<u32>(extents + at);
      const spread = isSpread(sum, corner, paddedPlane, paddedRow, extent, c, side);
      store<u8>(marks + t + k, u8(spread));
      any = any || spread;
    }
  }
  return any;
}

function isSpread(squares: f32, corner: usize, plane: usize, row: usize, extent: i32, c: i32, side: i32): bool {
  if (!(squares <= MOST_SQUARES)) return true;
  if (squares < LEAST_SQUARES) return !isZero(corner, plane, row, c, side + 2);
  // Two rows that the windows of the upper outputs share, two that those of the lower do; columns alike. With padding of
  // up to 2, one of them at least is not padding.
  const rows = extent >> 4;
  const columns = extent & 15;
  const left = <usize>firstShared(columns) << 2;
  const right = <usize>lastShared(columns) << 2;
  const upper = corner + <usize>firstShared(rows) * row;
  const lower = corner + <usize>lastShared(rows) * row;
  const least = reinterpret<i32>(sqrt<f32>(squares) / SPREAD);
  let north = i32x4.splat(0);
  let south = i32x4.splat(0);
  let at: usize = 0;
  for (let j = 0; j < c; j++) {
    north = larger(larger(north, upper + at, left, right), upper + at + row, left, right);
    south = larger(larger(south, lower + at, left, right), lower + at + row, left, right);
    const smaller = i32x4.min_s(largerOfPairs(north), largerOfPairs(south));
    // The first channels will do nearly always.
    if (min(i32x4.extract_lane(smaller, 0), i32x4.extract_lane(smaller, 2)) >= least) return false;
    at += plane;
  }
  return true;
}

/** The first of two rows that the windows of the first two outputs share, of so many outputs. */
@inline
function firstShared(outputs: i32): i32 {
  return outputs == 1 ? 0 : 1;
}

/** The first of two rows that the windows of the other outputs share; without others, those of the first. */
@inline
function lastShared(outputs: i32): i32 {
  return outputs < 3 ? firstShared(outputs) : outputs - 1;
}

/** The larger of magnitudes and those of the pairs of floats at `p + left` and `p + right`. */
@inline
function larger(than: v128, p: usize, left: usize, right: usize): v128 {
  const pairs = v128.load64_lane(p + right, v128.load64_zero(p + left), 1);
  return i32x4.max_s(than, v128.and(pairs, i32x4.splat(MAGNITUDE)));
}

@inline
function largerOfPairs(v: v128): v128 {
  return i32x4.max_s(v, v128.shuffle<i32>(v, v, 1, 0, 3, 2));
}

/** Whether the values of a tile of so many rows and columns are zeros. */
function isZero(corner: usize, plane: usize, row: usize, c: i32, size: i32): bool {
  for (let j = 0; j < c; j++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        if (load<f32>(corner + <usize>y * row + (<usize>x << 2)) != 0) return false;
      }
    }
    corner += plane;
  }
  return true;
}

/** The outputs of one tile for one filter (c, 3, 3), summed directly, + bias, the activation, cut at the image's edge. */
export function directTile(
  out: usize,
  outRow: usize,
  corner: usize,
  plane: usize,
  row: usize,
  filter: usize,
  c: i32,
  extent: i32,
  bias: f32,
  activation: i32,
): void {
  let sum0 = f32x4.splat(0);
  let sum1 = f32x4.splat(0);
  let sum2 = f32x4.splat(0);
  let sum3 = f32x4.splat(0);
  for (let j = 0; j < c; j++) {
    let from = corner;
    let w = filter;
    for (let y = 0; y < 3; y++) {
      for (let x = 0; x < 3; x++) {
        const factor = v128.load32_splat(w);
        sum0 = fma(factor, v128.load(from), sum0);
        sum1 = fma(factor, v128.load(from + row), sum1);
        sum2 = fma(factor, v128.load(from + 2 * row), sum2);
        sum3 = fma(factor, v128.load(from + 3 * row), sum3);
        from += 4;
        w += 4;
      }
      from += row - 12;
    }
    corner += plane;
    filter += 36;
  }
  const rows = extent >> 4;
  const columns = extent & 15;
  putRow(out, sum0, columns, bias, activation);
  if (rows > 1) putRow(out + outRow, sum1, columns, bias, activation);
  if (rows > 2) putRow(out + 2 * outRow, sum2, columns, bias, activation);
  if (rows > 3) putRow(out + 3 * outRow, sum3, columns, bias, activation);
}

@inline
function putRow(to: usize, sum: v128, columns: i32, bias: f32, activation: i32): void {
  const z = f32x4.add(sum, f32x4.splat(bias));
  put(to, f32x4.pmin(f32x4.pmax(z, lowest(activation)), highest(activation)), columns);
}
