// Owns layer normalisation over rows (rows, size), forward; its gradients stand in rownorm.ts. Ba, Kiros and Hinton (2016).
import { sumFloats } from "../../reduce/assembly/sum_channels";
import { squares } from "../../norm/assembly/batchnorm";
import { fma, get, put } from "../../assembly/simd";

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
    // As in torch, NaN where float32 does not hold the squares: an infinite variance has no difference to itself.
    const scale = 1 / Math.sqrt(variance + (variance - variance) + eps);
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
