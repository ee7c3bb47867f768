// Batch normalisation over (N, C, spatial): statistics, forward and gradients (Ioffe and Szegedy, 2015).
import { float32Variance } from "./variance.ts";

/** Mean and population variance of every channel. */
export function channelStatistics(
  x: Float32Array,
  mean: Float64Array,
  variance: Float64Array,
  batch: number,
  channels: number,
  spatial: number,
): void {
  const count = batch * spatial;
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let n = 0; n < batch; n++) {
      const from = (n * channels + c) * spatial;
      for (let i = from; i < from + spatial; i++) sum += x[i]!;
    }
    const m = sum / count;
    let squares = 0;
    for (let n = 0; n < batch; n++) {
      const from = (n * channels + c) * spatial;
      for (let i = from; i < from + spatial; i++) squares += (x[i]! - m) * (x[i]! - m);
    }
    mean[c] = m;
    variance[c] = float32Variance(squares / count);
  }
}

/** running = (1 - momentum) running + momentum value * factor; `factor` makes a variance unbiased. */
export function updateRunning(running: Float32Array, value: Float64Array, momentum: number, factor: number): void {
  for (let c = 0; c < running.length; c++) running[c] = (1 - momentum) * running[c]! + momentum * value[c]! * factor;
}

/** out = (x - mean) invstd weight + bias, per channel. */
export function batchNormForward(
  x: Float32Array,
  out: Float32Array,
  mean: Float64Array,
  invstd: Float64Array,
  weight: Float32Array | null,
  bias: Float32Array | null,
  batch: number,
  channels: number,
  spatial: number,
): void {
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      const factor = invstd[c]! * (weight ? weight[c]! : 1);
      const shift = bias ? bias[c]! : 0;
      const m = mean[c]!;
      const from = (n * channels + c) * spatial;
      for (let i = from; i < from + spatial; i++) out[i] = (x[i]! - m) * factor + shift;
    }
  }
}

/** Sums over a channel that every gradient is made of: Σ g and Σ g (x - mean) invstd. */
export function batchNormSums(
  grad: Float32Array,
  x: Float32Array,
  mean: Float64Array,
  invstd: Float64Array,
  sumGrad: Float64Array,
  sumGradNormed: Float64Array,
  batch: number,
  channels: number,
  spatial: number,
): void {
  sumGrad.fill(0);
  sumGradNormed.fill(0);
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      const from = (n * channels + c) * spatial;
      let g = 0;
      let gx = 0;
      for (let i = from; i < from + spatial; i++) {
        g += grad[i]!;
        gx += grad[i]! * (x[i]! - mean[c]!);
      }
      sumGrad[c]! += g;
      sumGradNormed[c]! += gx * invstd[c]!;
    }
  }
}

/** Training: invstd weight (g - Σg / m - x̂ Σ(g x̂) / m). With fixed statistics (`training` false): invstd weight g. */
export function batchNormBackwardInput(
  grad: Float32Array,
  x: Float32Array,
  out: Float32Array,
  mean: Float64Array,
  invstd: Float64Array,
  weight: Float32Array | null,
  sumGrad: Float64Array,
  sumGradNormed: Float64Array,
  training: boolean,
  batch: number,
  channels: number,
  spatial: number,
): void {
  const count = batch * spatial;
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      const factor = invstd[c]! * (weight ? weight[c]! : 1);
      const meanGrad = training ? sumGrad[c]! / count : 0;
      const slope = training ? (sumGradNormed[c]! / count) * invstd[c]! : 0;
      const from = (n * channels + c) * spatial;
      for (let i = from; i < from + spatial; i++) {
        out[i] = factor * (grad[i]! - meanGrad - (x[i]! - mean[c]!) * slope);
      }
    }
  }
}
