// Normalisation of channels on WebAssembly.

import type { Workspace } from "../memory/workspace.ts";
import type { NormExports } from "./exports.ts";

export function batchNormKernels(kernel: NormExports, space: Workspace) {
  return {
    /** Mean and population variance of every channel of x (batch, channels, spatial). */
    channelStatistics(
      x: Float32Array,
      mean: Float64Array,
      variance: Float64Array,
      batch: number,
      channels: number,
      spatial: number,
    ): void {
      space.with([x, mean, variance], 1, (x, mean, variance) => {
        kernel.channelStatistics(x, mean, variance, batch, channels, spatial, 0, channels);
      });
    },

    /** out = (x - mean) invstd weight + bias, per channel. */
    batchNormForward(
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
      space.with([x, mean, invstd, weight, bias, out], 5, (x, mean, invstd, weight, bias, out) => {
        kernel.batchNormForward(x, out, mean, invstd, weight, bias, channels, spatial, 0, batch * channels);
      });
    },

    /** Sums over a channel that every gradient is made of: Σ g and Σ g (x - mean) invstd. */
    batchNormSums(
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
      space.with([grad, x, mean, invstd, sumGrad, sumGradNormed], 4, (grad, x, mean, invstd, sums, normed) => {
        kernel.batchNormSums(grad, x, mean, invstd, sums, normed, batch, channels, spatial, 0, channels);
      });
    },

    /** Training: invstd weight (g - Σg / m - x̂ Σ(g x̂) / m). With fixed statistics: invstd weight g. */
    batchNormBackwardInput(
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
      const views = [grad, x, mean, invstd, weight, sumGrad, sumGradNormed, out] as const;
      space.with(views, 7, (grad, x, mean, invstd, weight, sums, normed, out) => {
        const per = [mean, invstd, weight, sums, normed] as const;
        const sizes = [batch, channels, spatial, 0, batch * channels] as const;
        kernel.batchNormBackwardInput(grad, x, out, ...per, Number(training), ...sizes);
      });
    },
  };
}
