// Owns normalisation over channels of (batch, channels, spatial): statistics, forward, and what gradients are made of.
import { sumFloats } from "../../reduce/assembly/sum_channels";
import { fma, get, loadPart, put, storePart, sumLanes } from "../../assembly/simd";

/** Floats whose products are summed in float32 before the sum goes to float64. */
export const RUN: i32 = 4096;

@inline
function keepPart(v: v128, n: i32): v128 {
  return v128.and(v, i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(n)));
}

/** Σ (x - mean)². */
export function squares(x: usize, n: i32, mean: f32): f64 {
  const m = f32x4.splat(mean);
  let total: f64 = 0;
  while (n > 0) {
    let run = min(n, RUN);
    n -= run;
    let s = f32x4.splat(0);
    let t = s;
    for (; run >= 8; run -= 8) {
      const a = f32x4.sub(v128.load(x), m);
      const b = f32x4.sub(v128.load(x, 16), m);
      s = fma(a, a, s);
      t = fma(b, b, t);
      x += 32;
    }
    for (; run > 0; run -= 4) {
      const part = min(run, 4);
      const a = part == 4 ? f32x4.sub(v128.load(x), m) : keepPart(f32x4.sub(loadPart(x, part), m), part);
      s = fma(a, a, s);
      x += 16;
    }
    total += sumLanes(f32x4.add(s, t));
  }
  return total;
}

/**
 * Mean and population variance of channels `first` to `end`, as float64. Two passes; the mean's own rounding is taken
 * out.
 */
export function channelStatistics(
  x: usize,
  mean: usize,
  variance: usize,
  batch: i32,
  channels: i32,
  spatial: i32,
  first: i32,
  end: i32,
): void {
  const count: f64 = <f64>batch * <f64>spatial;
  for (let c = first; c < end; c++) {
    let sum: f64 = 0;
    for (let n = 0; n < batch; n++) sum += sumFloats(x + (<usize>(n * channels + c) * <usize>spatial << 2), spatial);
    const m = sum / count;
    const rounded = <f32>m;
    let total: f64 = 0;
    for (let n = 0; n < batch; n++) {
      total += squares(x + (<usize>(n * channels + c) * <usize>spatial << 2), spatial, rounded);
    }
    const off = m - <f64>rounded;
    store<f64>(mean + (<usize>c << 3), m);
    store<f64>(variance + (<usize>c << 3), max<f64>(total / count - off * off, 0));
  }
}

/** out = x · factor + shift over one row; relu when asked for. */
export function affineRow(x: usize, out: usize, n: i32, factor: f32, shift: f32, relu: bool): void {
  const f = f32x4.splat(factor);
  const s = f32x4.splat(shift);
  const floor = relu ? f32x4.splat(0) : f32x4.splat(-Infinity);
  for (; n >= 4; n -= 4) {
    v128.store(out, f32x4.pmax(fma(v128.load(x), f, s), floor));
    x += 16;
    out += 16;
  }
  if (n > 0) storePart(out, f32x4.pmax(fma(loadPart(x, n), f, s), floor), n);
}

/** out = (x - mean) · factor + shift over one row: keeps digits where the mean is large. */
export function normRow(x: usize, out: usize, n: i32, mean: f32, factor: f32, shift: f32): void {
  const m = f32x4.splat(mean);
  const f = f32x4.splat(factor);
  const s = f32x4.splat(shift);
  for (; n >= 4; n -= 4) {
    v128.store(out, fma(f32x4.sub(v128.load(x), m), f, s));
    x += 16;
    out += 16;
  }
  if (n > 0) storePart(out, fma(f32x4.sub(loadPart(x, n), m), f, s), n);
}

/**
 * out = (x - mean) invstd weight + bias per channel; mean and invstd float64, weight and bias 0 for none. Planes
 * `first` to `end` of (batch, channels).
 */
export function batchNormForward(
  x: usize,
  out: usize,
  mean: usize,
  invstd: usize,
  weight: usize,
  bias: usize,
  channels: i32,
  spatial: i32,
  first: i32,
  end: i32,
): void {
  const row = <usize>spatial << 2;
  x += <usize>first * row;
  out += <usize>first * row;
  for (let p = first; p < end; p++) {
    const c = p % channels;
    const w: f64 = weight ? load<f32>(weight + (<usize>c << 2)) : 1;
    const b: f64 = bias ? load<f32>(bias + (<usize>c << 2)) : 0;
    const factor = load<f64>(invstd + (<usize>c << 3)) * w;
    const m = load<f64>(mean + (<usize>c << 3));
    const rounded = <f32>m;
    normRow(x, out, spatial, rounded, <f32>factor, <f32>(b - (m - <f64>rounded) * factor));
    x += row;
    out += row;
  }
}

/** Adds Σ g and Σ g (x - mean) of one row to the float64 at `sum` and `product`. */
export function addGradientSums(g: usize, x: usize, n: i32, mean: f32, sum: usize, product: usize): void {
  const m = f32x4.splat(mean);
  let total: f64 = 0;
  let totalX: f64 = 0;
  while (n > 0) {
    let run = min(n, RUN);
    n -= run;
    let s = f32x4.splat(0);
    let t = s;
    for (; run > 0; run -= 4) {
      const part = min(run, 4);
      const v = get(g, part);
      const w = get(x, part);
      // Lanes past the end are 0 in v, so they add nothing.
      s = f32x4.add(s, v);
      t = fma(v, f32x4.sub(w, m), t);
      g += 16;
      x += 16;
    }
    total += sumLanes(s);
    totalX += sumLanes(t);
  }
  store<f64>(sum, load<f64>(sum) + total);
  store<f64>(product, load<f64>(product) + totalX);
}

/** Σ g and Σ g (x - mean) invstd of channels `first` to `end`, as float64. */
export function batchNormSums(
  g: usize,
  x: usize,
  mean: usize,
  invstd: usize,
  sumGrad: usize,
  sumNormed: usize,
  batch: i32,
  channels: i32,
  spatial: i32,
  first: i32,
  end: i32,
): void {
  for (let c = first; c < end; c++) {
    const m = load<f64>(mean + (<usize>c << 3));
    const rounded = <f32>m;
    const sum = sumGrad + (<usize>c << 3);
    const normed = sumNormed + (<usize>c << 3);
    store<f64>(sum, 0);
    store<f64>(normed, 0);
    for (let n = 0; n < batch; n++) {
      const at = (<usize>(n * channels + c) * <usize>spatial) << 2;
      addGradientSums(g + at, x + at, spatial, rounded, sum, normed);
    }
    const off = m - <f64>rounded;
    store<f64>(normed, (load<f64>(normed) - off * load<f64>(sum)) * load<f64>(invstd + (<usize>c << 3)));
  }
}

/** out = g · factor + (x - mean) · slope + shift over one row. */
export function gradientRow(
  g: usize,
  x: usize,
  out: usize,
  n: i32,
  mean: f32,
  factor: f32,
  slope: f32,
  shift: f32,
): void {
  const m = f32x4.splat(mean);
  const f = f32x4.splat(factor);
  const s = f32x4.splat(slope);
  const t = f32x4.splat(shift);
  for (; n > 0; n -= 4) {
    put(out, fma(get(g, n), f, fma(f32x4.sub(get(x, n), m), s, t)), n);
    g += 16;
    x += 16;
    out += 16;
  }
}

/**
 * Training: invstd weight (g - Σg / m - x̂ Σ(g x̂) / m). With fixed statistics: invstd weight g. Planes `first` to `end`
 * of (batch, channels).
 */
export function batchNormBackwardInput(
  g: usize,
  x: usize,
  out: usize,
  mean: usize,
  invstd: usize,
  weight: usize,
  sumGrad: usize,
  sumNormed: usize,
  training: bool,
  batch: i32,
  channels: i32,
  spatial: i32,
  first: i32,
  end: i32,
): void {
  const count: f64 = <f64>batch * <f64>spatial;
  const row = <usize>spatial << 2;
  g += <usize>first * row;
  x += <usize>first * row;
  out += <usize>first * row;
  for (let p = first; p < end; p++) {
    const c = p % channels;
    const eight = <usize>c << 3;
    const w: f64 = weight ? load<f32>(weight + (<usize>c << 2)) : 1;
    const inv = load<f64>(invstd + eight);
    const factor = inv * w;
    if (!training) {
      affineRow(g, out, spatial, <f32>factor, 0, false);
    } else {
      const m = load<f64>(mean + eight);
      const rounded = <f32>m;
      const slope = -factor * (load<f64>(sumNormed + eight) / count) * inv;
      const shift = -factor * (load<f64>(sumGrad + eight) / count) - slope * (m - <f64>rounded);
      gradientRow(g, x, out, spatial, rounded, <f32>factor, <f32>slope, <f32>shift);
    }
    g += row;
    x += row;
    out += row;
  }
}
