// Normalisation and optimizer steps on WebAssembly.
import type { Export } from "../loader.ts";
import type { Workspace } from "../memory/workspace.ts";
import type { adam, sgd } from "../optim/reference.ts";

export type NormExport =
  | "adam"
  | "batchNormBackwardInput"
  | "batchNormForward"
  | "batchNormSums"
  | "channelStatistics"
  | "layerNormForward"
  | "sgd";
type Exports = Readonly<Record<NormExport, Export>>;

export function normKernels(kernel: Exports, space: Workspace) {
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
        const per = [mean, invstd, weight, sums, normed];
        const sizes = [batch, channels, spatial, 0, batch * channels];
        kernel.batchNormBackwardInput(grad, x, out, ...per, Number(training), ...sizes);
      });
    },

    /** Every row of x (rows, size) normalised, times weight plus bias; writes mean and 1 / √(var + eps) of each row. */
    layerNormForward(
      x: Float32Array,
      out: Float32Array,
      weight: Float32Array | null,
      bias: Float32Array | null,
      mean: Float64Array,
      invstd: Float64Array,
      size: number,
      eps: number,
    ): void {
      const rows = mean.length;
      space.with([x, weight, bias, out, mean, invstd], 3, (x, weight, bias, out, mean, invstd) => {
        kernel.layerNormForward(x, out, weight, bias, mean, invstd, rows, size, eps);
      });
    },

    /** Stochastic gradient descent; `first` says that the momentum buffer holds nothing yet. */
    sgd(...[p, g, state, h]: Parameters<typeof sgd>): void {
      space.with([g, p, state.momentum_buffer ?? null], 1, (grad, param, moving) => {
        const rates = [h.lr, h.weight_decay, h.maximize ? -1 : 1, h.momentum, 1 - h.dampening];
        kernel.sgd(param, grad, moving, p.length, ...rates, Number(h.nesterov), Number(h.first));
      });
    },

    /** Adam (Kingma and Ba, 2015), with AMSGrad where there is a maximum; `decoupled` is AdamW's decay of p itself. */
    adam(...[p, g, state, h]: Parameters<typeof adam>): void {
      const { exp_avg, exp_avg_sq } = state;
      const size = h.lr / (1 - h.beta1 ** h.step);
      const root = Math.sqrt(1 - h.beta2 ** h.step);
      const shrink = h.decoupled ? 1 - h.lr * h.weight_decay : 1;
      const decay = h.decoupled ? 0 : h.weight_decay;
      const betas = [h.beta1, 1 - h.beta1, h.beta2, 1 - h.beta2];
      space.with([g, p, exp_avg, exp_avg_sq, state.max_exp_avg_sq ?? null], 1, (grad, param, moment, square, most) => {
        const sign = h.maximize ? -1 : 1;
        kernel.adam(param, grad, moment, square, most, p.length, size, shrink, decay, sign, ...betas, root, h.eps);
      });
    },
  };
}
