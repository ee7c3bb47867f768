// Normalisations of every sample by itself: groups of channels, root mean squares of rows, local responses, with gradients.
import type { GroupDims, ResponseDims } from "../contract.ts";
import { float32Variance, rowScale } from "./variance.ts";

/**
 * y = (x - mean) / √(var + eps) · weight + bias of every group (Wu and He, 2018), with a weight and a bias per channel.
 * Writes the mean and 1 / √(var + eps) of each group of each sample.
 */
export function groupNormForward(
  x: Float32Array,
  out: Float32Array,
  weight: Float32Array | null,
  bias: Float32Array | null,
  mean: Float64Array,
  invstd: Float64Array,
  { channels, groups, spatial }: GroupDims,
  eps: number,
): void {
  const per = channels / groups;
  const size = per * spatial;
  for (let r = 0, from = 0; r < mean.length; r++, from += size) {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += x[from + i]!;
    const m = sum / size;
    let squares = 0;
    for (let i = 0; i < size; i++) squares += (x[from + i]! - m) ** 2;
    const scale = rowScale(squares / size, eps);
    mean[r] = m;
    invstd[r] = scale;
    for (let i = 0; i < size; i++) {
      const c = (r % groups) * per + Math.floor(i / spatial);
      out[from + i] = (x[from + i]! - m) * scale * (weight ? weight[c]! : 1) + (bias ? bias[c]! : 0);
    }
  }
}

/** Gradients of x (where wanted), weight and bias. */
export function groupNormBackward(
  grad: Float32Array,
  x: Float32Array,
  weight: Float32Array | null,
  mean: Float64Array,
  invstd: Float64Array,
  gradX: Float32Array | null,
  gradWeight: Float64Array,
  gradBias: Float64Array,
  { channels, groups, spatial }: GroupDims,
): void {
  const per = channels / groups;
  const size = per * spatial;
  gradWeight.fill(0);
  gradBias.fill(0);
  for (let r = 0, from = 0; r < mean.length; r++, from += size) {
    const channel = (i: number): number => (r % groups) * per + Math.floor(i / spatial);
    const normed = (i: number): number => (x[from + i]! - mean[r]!) * invstd[r]!;
    const weighted = (i: number): number => grad[from + i]! * (weight ? weight[channel(i)]! : 1);
    let sum = 0;
    let sumNormed = 0;
    for (let i = 0; i < size; i++) {
      const c = channel(i);
      gradWeight[c]! += grad[from + i]! * normed(i);
      gradBias[c]! += grad[from + i]!;
      sum += weighted(i);
      sumNormed += weighted(i) * normed(i);
    }
    if (!gradX) continue;
    for (let i = 0; i < size; i++) {
      gradX[from + i] = invstd[r]! * (weighted(i) - sum / size - (normed(i) * sumNormed) / size);
    }
  }
}

/**
 * y = x / √(mean(x²) + eps) · weight of every row of x (rows, size); Zhang and Sennrich (2019). Writes 1 / √(mean + eps)
 * of each row.
 */
export function rmsNormForward(
  x: Float32Array,
  out: Float32Array,
  weight: Float32Array | null,
  invstd: Float64Array,
  size: number,
  eps: number,
): void {
  for (let r = 0, from = 0; r < invstd.length; r++, from += size) {
    let squares = 0;
    for (let i = 0; i < size; i++) squares += x[from + i]! ** 2;
    const scale = 1 / Math.sqrt(float32Variance(squares / size) + eps);
    invstd[r] = scale;
    for (let i = 0; i < size; i++) out[from + i] = x[from + i]! * scale * (weight ? weight[i]! : 1);
  }
}

/** The gradient of x (where wanted); adds the sums over the rows to that of weight (where wanted). */
export function rmsNormBackward(
  grad: Float32Array,
  x: Float32Array,
  weight: Float32Array | null,
  invstd: Float64Array,
  gradX: Float32Array | null,
  gradWeight: Float64Array | null,
  size: number,
): void {
  for (let r = 0, from = 0; r < invstd.length; r++, from += size) {
    const scale = invstd[r]!;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const normed = x[from + i]! * scale;
      if (gradWeight) gradWeight[i]! += grad[from + i]! * normed;
      sum += grad[from + i]! * (weight ? weight[i]! : 1) * normed;
    }
    if (!gradX) continue;
    for (let i = 0; i < size; i++) {
      const weighted = grad[from + i]! * (weight ? weight[i]! : 1);
      gradX[from + i] = scale * (weighted - (x[from + i]! * scale * sum) / size);
    }
  }
}

/** First and last channel in the window of channel c, of whose `size` places `before` stand before c. */
function windowOf(c: number, before: number, { channels, size }: ResponseDims): readonly [number, number] {
  return [Math.max(c - before, 0), Math.min(c + size - 1 - before, channels - 1)];
}

/** y = x s^-beta with s = k + alpha · (mean of x² over the window, zeros beyond the channels); writes s where wanted. */
export function localResponseForward(
  x: Float32Array,
  out: Float32Array,
  base: Float32Array | null,
  d: ResponseDims,
): void {
  for (let n = 0; n < d.samples; n++) {
    for (let c = 0; c < d.channels; c++) {
      const [low, high] = windowOf(c, Math.floor(d.size / 2), d);
      for (let i = 0; i < d.spatial; i++) {
        let sum = 0;
        // Rounded step by step as torch does: with k = 0 that decides which squares of small numbers vanish.
        const { fround } = Math;
        for (let o = low; o <= high; o++) sum = fround(sum + fround(x[(n * d.channels + o) * d.spatial + i]! ** 2));
        const s = fround(fround(fround(sum / d.size) * fround(d.alpha)) + fround(d.k));
        const at = (n * d.channels + c) * d.spatial + i;
        out[at] = x[at]! / fround(s ** d.beta);
        if (base) base[at] = s;
      }
    }
  }
}

/**
 * gradX = g s^-beta - 2 alpha beta / size · x · Σ g y / s, the sum over the outputs whose window holds the channel.
 * `products` is scratch of x's size.
 */
export function localResponseBackward(
  grad: Float32Array,
  x: Float32Array,
  y: Float32Array,
  base: Float32Array,
  products: Float32Array,
  gradX: Float32Array,
  d: ResponseDims,
): void {
  for (let i = 0; i < x.length; i++) products[i] = (grad[i]! * y[i]!) / base[i]!;
  for (let n = 0; n < d.samples; n++) {
    for (let c = 0; c < d.channels; c++) {
      const [low, high] = windowOf(c, Math.floor((d.size - 1) / 2), d);
      for (let i = 0; i < d.spatial; i++) {
        let sum = 0;
        for (let o = low; o <= high; o++) sum += products[(n * d.channels + o) * d.spatial + i]!;
        const at = (n * d.channels + c) * d.spatial + i;
        gradX[at] = grad[at]! * base[at]! ** -d.beta - ((2 * d.alpha * d.beta) / d.size) * x[at]! * sum;
      }
    }
  }
}
