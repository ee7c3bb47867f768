// Owns RMS normalisation of rows (rows, size), and the gradients it has in common with layer normalisation.
// Zhang and Sennrich (2019).
import { RUN, squares } from "../../norm/assembly/batchnorm";
import { fma, get, put, sumLanes } from "../../assembly/simd";

@inline
function scaleAt(x: usize, weight: usize, out: usize, at: usize, lanes: i32, by: v128): void {
  const v = f32x4.mul(get(x + at, lanes), by);
  put(out + at, weight ? f32x4.mul(v, get(weight + at, lanes)) : v, lanes);
}

/** out = x / √(mean(x²) + eps) · weight (0 for none); 1 / √(mean(x²) + eps) of each row as float64. */
export function rmsNormForward(
  x: usize,
  out: usize,
  weight: usize,
  invstd: usize,
  rows: i32,
  size: i32,
  eps: f64,
): void {
  for (let r = 0; r < rows; r++) {
    const scale = 1 / Math.sqrt(squares(x, size, 0) / <f64>size + eps);
    store<f64>(invstd, scale);
    invstd += 8;
    const by = f32x4.splat(<f32>scale);
    const whole = size & ~3;
    for (let i = 0; i < whole; i += 4) scaleAt(x, weight, out, <usize>i << 2, 4, by);
    if (whole < size) scaleAt(x, weight, out, <usize>whole << 2, size - whole, by);
    x += <usize>size << 2;
    out += <usize>size << 2;
  }
}

@inline
function weightedAt(g: usize, weight: usize, at: usize, lanes: i32): v128 {
  const v = get(g + at, lanes);
  return weight ? f32x4.mul(v, get(weight + at, lanes)) : v;
}

@inline
function gradientAt(
  g: usize,
  x: usize,
  weight: usize,
  gradX: usize,
  at: usize,
  lanes: i32,
  mean: v128,
  factor: v128,
  slope: v128,
  shift: v128,
): void {
  const v = weightedAt(g, weight, at, lanes);
  put(gradX + at, fma(v, factor, fma(f32x4.sub(get(x + at, lanes), mean), slope, shift)), lanes);
}

/**
 * The gradient of x, for rows that were normalised as (x - mean) invstd (mean and invstd float64 per row; no mean, 0:
 * as x invstd).
 */
export function rowNormBackward(
  g: usize,
  x: usize,
  weight: usize,
  mean: usize,
  invstd: usize,
  gradX: usize,
  rows: i32,
  size: i32,
): void {
  const bytes = <usize>size << 2;
  for (let r = 0; r < rows; r++) {
    const m: f64 = mean ? load<f64>(mean + (<usize>r << 3)) : 0;
    const rounded = <f32>m;
    const scale = load<f64>(invstd + (<usize>r << 3));
    const mv = f32x4.splat(rounded);
    const sv = f32x4.splat(<f32>scale);
    const rest = f32x4.splat(<f32>((<f64>rounded - m) * scale));
    let total: f64 = 0;
    let totalProduct: f64 = 0;
    for (let from = 0; from < size; from += RUN) {
      const to = min(from + RUN, size);
      let sums = f32x4.splat(0);
      let products = sums;
      let i = from;
      for (; i + 4 <= to; i += 4) {
        const at = <usize>i << 2;
        const v = weightedAt(g, weight, at, 4);
        sums = f32x4.add(sums, v);
        products = fma(v, fma(f32x4.sub(v128.load(x + at), mv), sv, rest), products);
      }
      if (i < to) {
        const at = <usize>i << 2;
        const v = weightedAt(g, weight, at, to - i);
        sums = f32x4.add(sums, v);
        products = fma(v, fma(f32x4.sub(get(x + at, to - i), mv), sv, rest), products);
      }
      total += sumLanes(sums);
      totalProduct += sumLanes(products);
    }
    // invstd (g w - mean(g w) - x̂ mean(g w x̂)), with x̂ = (x - mean) invstd + rest.
    const product = totalProduct / <f64>size;
    const sum: f64 = mean ? total / <f64>size : 0;
    const slope = -scale * scale * product;
    const tv = f32x4.splat(<f32>slope);
    const shift = f32x4.splat(<f32>(-scale * (sum + (<f64>rounded - m) * scale * product)));
    const whole = size & ~3;
    for (let i = 0; i < whole; i += 4) gradientAt(g, x, weight, gradX, <usize>i << 2, 4, mv, sv, tv, shift);
    if (whole < size) gradientAt(g, x, weight, gradX, <usize>whole << 2, size - whole, mv, sv, tv, shift);
    g += bytes;
    x += bytes;
    gradX += bytes;
  }
}

/** Rows whose products are summed in float32 before the sums go to float64. */
const ROWS: i32 = 16;

/** Adds the `lanes` first floats of v to float64 sums. */
@inline
function addWide(sums: usize, v: v128, lanes: i32): void {
  if (lanes >= 4) {
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(v)));
    const high = v128.shuffle<f32>(v, v, 2, 3, 0, 1);
    v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(high)), 16);
    return;
  }
  store<f64>(sums, load<f64>(sums) + <f64>f32x4.extract_lane(v, 0));
  if (lanes > 1) store<f64>(sums, load<f64>(sums, 8) + <f64>f32x4.extract_lane(v, 1), 8);
  if (lanes > 2) store<f64>(sums, load<f64>(sums, 16) + <f64>f32x4.extract_lane(v, 2), 16);
}

/**
 * Adds Σ g x̂ to the float64 sums of weight and Σ g to those of bias (0: not wanted) over all rows, for the columns
 * `first` to `end`.
 */
export function rowNormParameters(
  g: usize,
  x: usize,
  mean: usize,
  invstd: usize,
  gradWeight: usize,
  gradBias: usize,
  rows: i32,
  size: i32,
  first: i32,
  end: i32,
): void {
  const bytes = <usize>size << 2;
  const zero = f32x4.splat(0);
  // Rows in blocks that stay in the cache, and of those 16 columns at a time.
  for (let from = 0; from < rows; from += ROWS) {
    const to = min(from + ROWS, rows);
    let j = first;
    for (; j + 16 <= end; j += 16) {
      let w0 = zero;
      let w1 = zero;
      let w2 = zero;
      let w3 = zero;
      let b0 = zero;
      let b1 = zero;
      let b2 = zero;
      let b3 = zero;
      let p = g + <usize>from * bytes + (<usize>j << 2);
      let q = x + <usize>from * bytes + (<usize>j << 2);
      for (let r = from; r < to; r++) {
        const m: f64 = mean ? load<f64>(mean + (<usize>r << 3)) : 0;
        const scale = load<f64>(invstd + (<usize>r << 3));
        const rounded = <f32>m;
        const mv = f32x4.splat(rounded);
        const sv = f32x4.splat(<f32>scale);
        const rest = f32x4.splat(<f32>((<f64>rounded - m) * scale));
        const v0 = v128.load(p);
        const v1 = v128.load(p, 16);
        const v2 = v128.load(p, 32);
        const v3 = v128.load(p, 48);
        w0 = fma(v0, fma(f32x4.sub(v128.load(q), mv), sv, rest), w0);
        w1 = fma(v1, fma(f32x4.sub(v128.load(q, 16), mv), sv, rest), w1);
        w2 = fma(v2, fma(f32x4.sub(v128.load(q, 32), mv), sv, rest), w2);
        w3 = fma(v3, fma(f32x4.sub(v128.load(q, 48), mv), sv, rest), w3);
        b0 = f32x4.add(b0, v0);
        b1 = f32x4.add(b1, v1);
        b2 = f32x4.add(b2, v2);
        b3 = f32x4.add(b3, v3);
        p += bytes;
        q += bytes;
      }
      const at = <usize>j << 3;
      if (gradWeight) {
        addWide(gradWeight + at, w0, 4);
        addWide(gradWeight + at + 32, w1, 4);
        addWide(gradWeight + at + 64, w2, 4);
        addWide(gradWeight + at + 96, w3, 4);
      }
      if (!gradBias) continue;
      addWide(gradBias + at, b0, 4);
      addWide(gradBias + at + 32, b1, 4);
      addWide(gradBias + at + 64, b2, 4);
      addWide(gradBias + at + 96, b3, 4);
    }
    for (; j < end; j += 4) {
      const lanes = end - j;
      let w = zero;
      let b = zero;
      let p = g + <usize>from * bytes + (<usize>j << 2);
      let q = x + <usize>from * bytes + (<usize>j << 2);
      for (let r = from; r < to; r++) {
        const m: f64 = mean ? load<f64>(mean + (<usize>r << 3)) : 0;
        const scale = load<f64>(invstd + (<usize>r << 3));
        const rounded = <f32>m;
        const rest = f32x4.splat(<f32>((<f64>rounded - m) * scale));
        const v = get(p, lanes);
        w = fma(v, fma(f32x4.sub(get(q, lanes), f32x4.splat(rounded)), f32x4.splat(<f32>scale), rest), w);
        b = f32x4.add(b, v);
        p += bytes;
        q += bytes;
      }
      if (gradWeight) addWide(gradWeight + (<usize>j << 3), w, lanes);
      if (gradBias) addWide(gradBias + (<usize>j << 3), b, lanes);
    }
  }
}
