// Owns what an edge says about its values: extent, mean, deviation and histogram, block by block.
//
// Two passes: the bins are equal parts of the extent, so which bin a value falls in is not known before all were seen, and
// counting finer bins first leaves those that a bin's edge cuts to be read again. The second pass finds small tensors in
// the cache.

/** Floats of a block. Blocks are merged in order, whichever thread has described them. */
const BLOCK: i32 = 65536;

/** Bytes of a block's figures: smallest and largest finite value, their count, their mean, Σ (x - mean)². */
const FIGURES: usize = 40;

@inline
function putFigures(out: usize, least: f64, most: f64, count: f64, mean: f64, squares: f64): void {
  store<f64>(out, least);
  store<f64>(out, most, 8);
  store<f64>(out, count, 16);
  store<f64>(out, mean, 24);
  store<f64>(out, squares, 32);
}

/** The figures of the finite values among n, one by one. */
function describeSome(x: usize, n: i32, out: usize): void {
  let least: f64 = Infinity;
  let most: f64 = -Infinity;
  let count: f64 = 0;
  let shift: f64 = 0;
  let sum: f64 = 0;
  let squares: f64 = 0;
  for (let i = 0; i < n; i++) {
    const v = <f64>load<f32>(x + (<usize>i << 2));
    if (!(abs(v) < Infinity)) continue;
    if (count == 0) shift = v;
    least = min(least, v);
    most = max(most, v);
    const d = v - shift;
    count++;
    sum += d;
    squares += d * d;
  }
  const mean = count > 0 ? sum / count : 0;
  putFigures(out, least, most, count, shift + mean, max(squares - sum * mean, 0));
}

/** The figures of n ≥ 1 values, taken to be finite; whether they were. Sums are of differences from the first. */
function describeAll(x: usize, n: i32, out: usize): bool {
  const first = load<f32>(x);
  const shift = <f64>first;
  const by = f64x2.splat(shift);
  let low = f32x4.splat(first);
  let high = low;
  let sum = f64x2.splat(0);
  let squares = sum;
  let moreSquares = sum;
  let i = n;
  for (; i >= 4; i -= 4) {
    const v = v128.load(x);
    low = f32x4.pmin(low, v);
    high = f32x4.pmax(high, v);
    const a = f64x2.sub(f64x2.promote_low_f32x4(v), by);
    const b = f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 0, 1)), by);
    sum = f64x2.add(sum, f64x2.add(a, b));
    squares = f64x2.add(squares, f64x2.mul(a, a));
    moreSquares = f64x2.add(moreSquares, f64x2.mul(b, b));
    x += 16;
  }
  low = f32x4.pmin(low, v128.shuffle<f32>(low, low, 2, 3, 0, 1));
  high = f32x4.pmax(high, v128.shuffle<f32>(high, high, 2, 3, 0, 1));
  let least = min(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1));
  let most = max(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1));
  squares = f64x2.add(squares, moreSquares);
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  let totalSquares = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
  for (; i > 0; i--) {
    const v = load<f32>(x);
    least = min(least, v);
    most = max(most, v);
    const d = <f64>v - shift;
    total += d;
    totalSquares += d * d;
    x += 4;
  }
  const mean = total / <f64>n;
  putFigures(out, least, most, n, shift + mean, max(totalSquares - total * mean, 0));
  // Differences of floats cannot overflow a float64: only what is not finite makes the sum so.
  return total - total == 0;
}

/** The figures of blocks `first` to `end` of n floats, to a table of them. */
export function describeBlocks(x: usize, n: i32, table: usize, first: i32, end: i32): void {
  for (let b = first; b < end; b++) {
    const from = x + ((<usize>b * BLOCK) << 2);
    const length = min(BLOCK, n - b * BLOCK);
    const out = table + <usize>b * FIGURES;
    if (!describeAll(from, length, out)) describeSome(from, length, out);
  }
}

/** The figures of all blocks together. Chan, Golub and LeVeque (1979). */
export function mergeFigures(table: usize, blocks: i32, out: usize): void {
  let least: f64 = Infinity;
  let most: f64 = -Infinity;
  let count: f64 = 0;
  let mean: f64 = 0;
  let squares: f64 = 0;
  for (let b = 0; b < blocks; b++) {
    const n = load<f64>(table, 16);
    if (n > 0) {
      const delta = load<f64>(table, 24) - mean;
      const all = count + n;
      least = min(least, load<f64>(table));
      most = max(most, load<f64>(table, 8));
      mean += (delta * n) / all;
      squares += load<f64>(table, 32) + ((delta * delta) * count * n) / all;
      count = all;
    }
    table += FIGURES;
  }
  putFigures(out, least, most, count, mean, squares);
}

/**
 * How many values of blocks `first` to `end` fall in each equal part of [least, most], to tables (blocks, bins, 4) of
 * uint32: four counts of each bin, so that neighbours in one bin do not wait for one another. `whole`: every value is
 * known to lie within.
 */
export function countBlocks(
  x: usize,
  n: i32,
  counts: usize,
  bins: i32,
  least: f64,
  most: f64,
  whole: bool,
  first: i32,
  end: i32,
): void {
  const scale = most > least ? <f64>bins / (most - least) : 0;
  const last = i32x4.splat(bins - 1);
  const low = f64x2.splat(least);
  const by = f64x2.splat(scale);
  const magic = f64x2.splat(4503599627370496); // 2⁵²: a whole number added to it stands in the low bits.
  for (let b = first; b < end; b++) {
    const from = x + ((<usize>b * BLOCK) << 2);
    const length = min(BLOCK, n - b * BLOCK);
    const table = counts + ((<usize>b * <usize>bins) << 4);
    memory.fill(table, 0, <usize>bins << 4);
    let i = 0;
    if (whole) {
      for (; i + 4 <= length; i += 4) {
        const v = v128.load(from + (<usize>i << 2));
        const a = f64x2.mul(f64x2.sub(f64x2.promote_low_f32x4(v), low), by);
        const c = f64x2.mul(f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 0, 1)), low), by);
        const bin = v128.shuffle<i32>(
          f64x2.add(f64x2.floor(a), magic),
          f64x2.add(f64x2.floor(c), magic),
          0,
          2,
          4,
          6,
        );
        const at = i32x4.shl(i32x4.min_u(bin, last), 4);
        countOne(table + <usize>i32x4.extract_lane(at, 0));
        countOne(table + 4 + <usize>i32x4.extract_lane(at, 1));
        countOne(table + 8 + <usize>i32x4.extract_lane(at, 2));
        countOne(table + 12 + <usize>i32x4.extract_lane(at, 3));
      }
    }
    for (; i < length; i++) {
      const v = <f64>load<f32>(from + (<usize>i << 2));
      if (v >= least && v <= most) countOne(table + (<usize>min(<i32>((v - least) * scale), bins - 1) << 4));
    }
  }
}

@inline
function countOne(at: usize): void {
  store<u32>(at, load<u32>(at) + 1);
}

/** out (bins, uint32) = the counts of all blocks together. */
export function mergeCounts(counts: usize, blocks: i32, bins: i32, out: usize): void {
  for (let bin = 0; bin < bins; bin++) {
    let sum = i32x4.splat(0);
    for (let b = 0; b < blocks; b++) {
      sum = i32x4.add(sum, v128.load(counts + ((<usize>b * <usize>bins + <usize>bin) << 4)));
    }
    const halves = i32x4.add(sum, v128.shuffle<i32>(sum, sum, 2, 3, 0, 1));
    store<u32>(out, i32x4.extract_lane(halves, 0) + i32x4.extract_lane(halves, 1));
    out += 4;
  }
}
