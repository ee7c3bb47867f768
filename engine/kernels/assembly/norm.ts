// Owns normalisation over channels of (batch, channels, spatial): statistics, forward, and what gradients are made of.
import { sumFloats } from "./copy";
import { fma, loadPart, storePart, sumLanes } from "./simd";

/** Floats whose products are summed in float32 before the sum goes to float64. */
const RUN: i32 = 4096;

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
function normRow(x: usize, out: usize, n: i32, mean: f32, factor: f32, shift: f32): void {
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
    const mv = f32x4.splat(rounded);
    let total: f64 = 0;
    let totalX: f64 = 0;
    for (let n = 0; n < batch; n++) {
      const at = <usize>(n * channels + c) * <usize>spatial << 2;
      let p = g + at;
      let q = x + at;
      let left = spatial;
      while (left > 0) {
        let run = min(left, RUN);
        left -= run;
        let s = f32x4.splat(0);
        let t = s;
        for (; run > 0; run -= 4) {
          const part = min(run, 4);
          const v = part == 4 ? v128.load(p) : loadPart(p, part);
          const w = part == 4 ? v128.load(q) : loadPart(q, part);
          s = f32x4.add(s, v);
          t = fma(v, f32x4.sub(w, mv), t);
          p += 16;
          q += 16;
        }
        total += sumLanes(s);
        totalX += sumLanes(t);
      }
    }
    store<f64>(sumGrad + (<usize>c << 3), total);
    store<f64>(sumNormed + (<usize>c << 3), (totalX - (m - <f64>rounded) * total) * load<f64>(invstd + (<usize>c << 3)));
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
      const fv = f32x4.splat(<f32>factor);
      const sv = f32x4.splat(<f32>slope);
      const tv = f32x4.splat(<f32>shift);
      const mv = f32x4.splat(rounded);
      for (let i = 0; i < spatial; i += 4) {
        const part = min(4, spatial - i);
        const at = <usize>i << 2;
        const v = part == 4 ? v128.load(g + at) : loadPart(g + at, part);
        const u = part == 4 ? v128.load(x + at) : loadPart(x + at, part);
        const y = fma(v, fv, fma(f32x4.sub(u, mv), sv, tv));
        if (part == 4) v128.store(out + at, y);
        else storePart(out + at, y, part);
      }
    }
    g += row;
    x += row;
    out += row;
  }
}
