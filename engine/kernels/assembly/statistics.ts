// Owns what an edge says about its values: extent, mean and deviation in one pass, and the histogram.

/**
 * Six float64 at `out`: smallest and largest finite value, the finite values' count, `shift` (the first of them), and
 * the sums of (x - shift) and its square.
 */
export function describe(x: usize, n: i32, out: usize): void {
  let least: f32 = Infinity;
  let most: f32 = -Infinity;
  let shift: f64 = 0;
  for (let i = 0; i < n; i++) {
    const v = load<f32>(x + (<usize>i << 2));
    if (abs(v) < Infinity) {
      shift = v;
      break;
    }
  }
  const by = f64x2.splat(shift);
  const infinite = f32x4.splat(Infinity);
  let low = infinite;
  let high = f32x4.neg(infinite);
  let counts = i32x4.splat(0);
  let sum = f64x2.splat(0);
  let squares = f64x2.splat(0);
  let i = n;
  for (; i >= 4; i -= 4) {
    const v = v128.load(x);
    const finite = f32x4.lt(f32x4.abs(v), infinite);
    low = f32x4.min(low, v128.bitselect(v, infinite, finite));
    high = f32x4.max(high, v128.bitselect(v, f32x4.neg(infinite), finite));
    counts = i32x4.sub(counts, finite);
    // Values that do not count stand at the shift, where they add nothing.
    const known = v128.bitselect(v, f32x4.splat(<f32>shift), finite);
    const a = f64x2.sub(f64x2.promote_low_f32x4(known), by);
    const b = f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<f32>(known, known, 2, 3, 0, 1)), by);
    sum = f64x2.add(sum, f64x2.add(a, b));
    squares = f64x2.add(squares, f64x2.add(f64x2.mul(a, a), f64x2.mul(b, b)));
    x += 16;
  }
  least = min(min(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1)), min(f32x4.extract_lane(low, 2), f32x4.extract_lane(low, 3)));
  most = max(max(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1)), max(f32x4.extract_lane(high, 2), f32x4.extract_lane(high, 3)));
  let count =
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3);
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  let totalSquares = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1);
  for (; i > 0; i--) {
    const v = load<f32>(x);
    if (abs(v) < Infinity) {
      least = min(least, v);
      most = max(most, v);
      const d = <f64>v - shift;
      count++;
      total += d;
      totalSquares += d * d;
    }
    x += 4;
  }
  store<f64>(out, least);
  store<f64>(out, most, 8);
  store<f64>(out, count, 16);
  store<f64>(out, shift, 24);
  store<f64>(out, total, 32);
  store<f64>(out, totalSquares, 40);
}

@inline
function countOne(counts: usize, bin: i32, last: i32): void {
  const at = counts + (<usize>min(bin, last) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** Adds to counts (bins, uint32) how many values fall in each equal part of [least, most]. */
export function countBins(x: usize, n: i32, counts: usize, bins: i32, least: f64, most: f64): void {
  const scale = most > least ? <f64>bins / (most - least) : 0;
  const last = bins - 1;
  const low = f64x2.splat(least);
  const high = f64x2.splat(most);
  const by = f64x2.splat(scale);
  for (; n >= 4; n -= 4) {
    const v = v128.load(x);
    x += 16;
    const a = f64x2.promote_low_f32x4(v);
    const b = f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 0, 1));
    const inA = v128.and(f64x2.ge(a, low), f64x2.le(a, high));
    const inB = v128.and(f64x2.ge(b, low), f64x2.le(b, high));
    const binsA = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.sub(a, low), by));
    const binsB = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(f64x2.sub(b, low), by));
    if (i64x2.extract_lane(inA, 0)) countOne(counts, i32x4.extract_lane(binsA, 0), last);
    if (i64x2.extract_lane(inA, 1)) countOne(counts, i32x4.extract_lane(binsA, 1), last);
    if (i64x2.extract_lane(inB, 0)) countOne(counts, i32x4.extract_lane(binsB, 0), last);
    if (i64x2.extract_lane(inB, 1)) countOne(counts, i32x4.extract_lane(binsB, 1), last);
  }
  for (; n > 0; n--) {
    const v: f64 = load<f32>(x);
    x += 4;
    if (v >= least && v <= most) countOne(counts, <i32>((v - least) * scale), last);
  }
}
