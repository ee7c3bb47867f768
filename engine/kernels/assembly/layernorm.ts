// Owns layer normalisation over rows (rows, size), with its gradients. Ba, Kiros and Hinton (2016).
import { sumFloats } from "./copy";
import { squares } from "./norm";
import { fma, get, put, sumLanes } from "./simd";

/** out = (x - mean) / √(var + eps) · weight + bias (0 for none); mean and 1 / √(var + eps) of each row as float64. */
export function layerNormForward(
  x: usize,
  out: usize,
  weight: usize,
  bias: usize,
  mean: usize,
  invstd: usize,
  rows: i32,
  size: i32,
  eps: f64,
): void {
  for (let r = 0; r < rows; r++) {
    const m = sumFloats(x, size) / <f64>size;
    const rounded = <f32>m;
    const off = m - <f64>rounded;
    const variance = squares(x, size, rounded) / <f64>size - off * off;
    const scale = 1 / Math.sqrt(variance + eps);
    store<f64>(mean, m);
    store<f64>(invstd, scale);
    mean += 8;
    invstd += 8;
    const mv = f32x4.splat(rounded);
    const sv = f32x4.splat(<f32>scale);
    const rest = f32x4.splat(<f32>(-off * scale));
    for (let i = 0; i < size; i += 4) {
      const at = <usize>i << 2;
      const lanes = min(4, size - i);
      let v = fma(f32x4.sub(get(x + at, lanes), mv), sv, rest);
      if (weight) v = f32x4.mul(v, get(weight + at, lanes));
      if (bias) v = f32x4.add(v, get(bias + at, lanes));
      put(out + at, v, lanes);
    }
    x += <usize>size << 2;
    out += <usize>size << 2;
  }
}

/** Adds the `lanes` first floats of v to float64 sums. */
@inline
function addWide(sums: usize, v: v128, lanes: i32): void {
  if (lanes == 4) {
    v128.store(sums, f64x2.add(v128.load(sums), f64x2.promote_low_f32x4(v)));
    const high = v128.shuffle<f32>(v, v, 2, 3, 0, 1);
    v128.store(sums, f64x2.add(v128.load(sums, 16), f64x2.promote_low_f32x4(high)), 16);
    return;
  }
  store<f64>(sums, load<f64>(sums) + <f64>f32x4.extract_lane(v, 0));
  if (lanes > 1) store<f64>(sums, load<f64>(sums, 8) + <f64>f32x4.extract_lane(v, 1), 8);
  if (lanes > 2) store<f64>(sums, load<f64>(sums, 16) + <f64>f32x4.extract_lane(v, 2), 16);
}

/** Gradients of x (0: not wanted); adds to the float64 sums of weight and bias. */
export function layerNormBackward(
  g: usize,
  x: usize,
  weight: usize,
  mean: usize,
  invstd: usize,
  gradX: usize,
  gradWeight: usize,
  gradBias: usize,
  rows: i32,
  size: i32,
): void {
  const one = f32x4.splat(1);
  for (let r = 0; r < rows; r++) {
    const m = load<f64>(mean);
    const rounded = <f32>m;
    const scale = load<f64>(invstd);
    mean += 8;
    invstd += 8;
    const mv = f32x4.splat(rounded);
    const sv = f32x4.splat(<f32>scale);
    const rest = f32x4.splat(<f32>((<f64>rounded - m) * scale));
    let sums = f32x4.splat(0);
    let normedSums = sums;
    for (let i = 0; i < size; i += 4) {
      const at = <usize>i << 2;
      const lanes = min(4, size - i);
      const v = get(g + at, lanes);
      const normed = fma(f32x4.sub(get(x + at, lanes), mv), sv, rest);
      addWide(gradWeight + 2 * at, f32x4.mul(v, normed), lanes);
      addWide(gradBias + 2 * at, v, lanes);
      const weighted = weight ? f32x4.mul(v, get(weight + at, lanes)) : v;
      sums = f32x4.add(sums, weighted);
      normedSums = fma(weighted, normed, normedSums);
    }
    if (gradX) {
      const a = f32x4.splat(sumLanes(sums) / <f32>size);
      const b = f32x4.splat(sumLanes(normedSums) / <f32>size);
      for (let i = 0; i < size; i += 4) {
        const at = <usize>i << 2;
        const lanes = min(4, size - i);
        const normed = fma(f32x4.sub(get(x + at, lanes), mv), sv, rest);
        const v = get(g + at, lanes);
        const weighted = f32x4.sub(f32x4.mul(v, weight ? get(weight + at, lanes) : one), a);
        put(gradX + at, f32x4.mul(sv, f32x4.sub(weighted, f32x4.mul(normed, b))), lanes);
      }
      gradX += <usize>size << 2;
    }
    g += <usize>size << 2;
    x += <usize>size << 2;
  }
}
