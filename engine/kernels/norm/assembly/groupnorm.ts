// Owns normalisation of groups of channels within every sample, with its gradients. Wu and He (2018); with as many groups
// as channels it is instance normalisation.
import { sumFloats } from "../../reduce/assembly/sum_channels";
import { addGradientSums, gradientRow, normRow, squares } from "./batchnorm";

@inline
function valueOf(values: usize, index: i32, otherwise: f64): f64 {
  return values ? <f64>load<f32>(values + (<usize>index << 2)) : otherwise;
}

/**
 * out = (x - mean) / √(var + eps) · weight + bias (one value per channel, 0 for none) of x (samples, groups, per,
 * spatial), for the groups `first` to `end` of all samples; mean and 1 / √(var + eps) of each group as float64.
 */
export function groupNormForward(
  x: usize,
  out: usize,
  weight: usize,
  bias: usize,
  mean: usize,
  invstd: usize,
  groups: i32,
  per: i32,
  spatial: i32,
  eps: f64,
  first: i32,
  end: i32,
): void {
  const size = per * spatial;
  const plane = <usize>spatial << 2;
  const bytes = <usize>size << 2;
  x += <usize>first * bytes;
  out += <usize>first * bytes;
  for (let r = first; r < end; r++) {
    const m = sumFloats(x, size) / <f64>size;
    const rounded = <f32>m;
    const off = m - <f64>rounded;
    const variance = max<f64>(squares(x, size, rounded) / <f64>size - off * off, 0);
    // As in torch, NaN where float32 does not hold the squares: an infinite variance has no difference to itself.
    const scale = 1 / Math.sqrt(variance + (variance - variance) + eps);
    store<f64>(mean + (<usize>r << 3), m);
    store<f64>(invstd + (<usize>r << 3), scale);
    const channel = (r % groups) * per;
    for (let c = channel; c < channel + per; c++) {
      const factor = scale * valueOf(weight, c, 1);
      normRow(x, out, spatial, rounded, <f32>factor, <f32>(valueOf(bias, c, 0) - off * factor));
      x += plane;
      out += plane;
    }
  }
}

/**
 * Σ g and Σ g (x - mean) invstd of every plane (samples, channels; float64), and with them the gradient of x (0: not
 * wanted), for the groups `first` to `end` of all samples.
 */
export function groupNormBackward(
  g: usize,
  x: usize,
  weight: usize,
  mean: usize,
  invstd: usize,
  gradX: usize,
  sums: usize,
  normed: usize,
  groups: i32,
  per: i32,
  spatial: i32,
  first: i32,
  end: i32,
): void {
  const size = <f64>per * <f64>spatial;
  const plane = <usize>spatial << 2;
  for (let r = first; r < end; r++) {
    const m = load<f64>(mean + (<usize>r << 3));
    const rounded = <f32>m;
    const off = m - <f64>rounded;
    const scale = load<f64>(invstd + (<usize>r << 3));
    const channel = (r % groups) * per;
    const start = r * per;
    let total: f64 = 0;
    let totalNormed: f64 = 0;
    for (let c = 0; c < per; c++) {
      const at = <usize>(start + c) * plane;
      const sum = sums + (<usize>(start + c) << 3);
      const product = normed + (<usize>(start + c) << 3);
      store<f64>(sum, 0);
      store<f64>(product, 0);
      addGradientSums(g + at, x + at, spatial, rounded, sum, product);
      const s = load<f64>(sum);
      const t = (load<f64>(product) - off * s) * scale;
      store<f64>(product, t);
      const w = valueOf(weight, channel + c, 1);
      total += w * s;
      totalNormed += w * t;
    }
    if (!gradX) continue;
    const slope = -scale * scale * (totalNormed / size);
    const shift = -scale * (total / size) - slope * off;
    for (let c = 0; c < per; c++) {
      const at = <usize>(start + c) * plane;
      const factor = scale * valueOf(weight, channel + c, 1);
      gradientRow(g + at, x + at, gradX + at, spatial, rounded, <f32>factor, <f32>slope, <f32>shift);
    }
  }
}

/** out (channels) = the sums over the samples of `planes` (samples, channels); all float64. */
export function sumSamples(planes: usize, out: usize, samples: i32, channels: i32): void {
  memory.fill(out, 0, <usize>channels << 3);
  for (let n = 0; n < samples; n++) {
    for (let c = 0; c < channels; c++) {
      const to = out + (<usize>c << 3);
      store<f64>(to, load<f64>(to) + load<f64>(planes));
      planes += 8;
    }
  }
}
