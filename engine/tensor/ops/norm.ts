// Batch normalisation of tensors, with its gradients.

import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { normShapes } from "../../ops/shapes/norm.ts";
import { unwritten } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";

export interface RunningStatistics {
  readonly running_mean: Tensor | null;
  readonly running_var: Tensor | null;
  readonly num_batches_tracked: Tensor | null;
}

/** The mean and variance of every channel of a batch (N, C, …); what is remembered of batches moves towards them. */
export function learnStatistics(
  input: Tensor,
  { running_mean, running_var, num_batches_tracked }: RunningStatistics,
  momentum: number | null,
  mean: Float64Array,
  variance: Float64Array,
): void {
  const batch = input.shape[0]!;
  const spatial = numel(input.shape.slice(2));
  kernels.channelStatistics(input.floats, mean, variance, batch, mean.length, spatial);
  if (num_batches_tracked) num_batches_tracked.fill_(num_batches_tracked.item() + 1);
  // momentum None: every batch so far counts the same.
  const share = momentum ?? (num_batches_tracked ? 1 / num_batches_tracked.item() : 0);
  const count = batch * spatial;
  // An empty batch says nothing about the statistics.
  if (count === 0) return;
  if (running_mean) {
    running_mean.beforeWrite();
    kernels.updateRunning(running_mean.floats, mean, share, 1);
  }
  if (running_var) {
    running_var.beforeWrite();
    kernels.updateRunning(running_var.floats, variance, share, count / (count - 1));
  }
}

/** A parameter's gradient from float64 sums, one per channel. */
export const perChannel = (parameter: Tensor, values: Float64Array): Tensor => unwritten(parameter.shape).copy_(values);

export const normOps = {
  batch_norm(
    input,
    running_mean,
    running_var,
    weight = null,
    bias = null,
    training = false,
    momentum = 0.1,
    eps = 1e-5,
    num_batches_tracked = null,
  ) {
    normShapes.batch_norm(
      input.shape,
      running_mean?.shape ?? null,
      running_var?.shape ?? null,
      weight?.shape ?? null,
      bias?.shape ?? null,
      training,
    );
    if (input.dtype !== "float32") throw notImplementedFor("batch_norm", input.dtype);
    const batch = input.shape[0]!;
    const channels = input.shape[1]!;
    const spatial = numel(input.shape.slice(2));
    const mean = new Float64Array(channels);
    const variance = new Float64Array(channels);
    if (training) {
      learnStatistics(input, { running_mean, running_var, num_batches_tracked }, momentum, mean, variance);
    } else {
      mean.set(running_mean!.floats);
      variance.set(running_var!.floats);
    }
    const invstd = variance.map((v) => 1 / Math.sqrt(v + eps));
    const out = unwritten(input.shape);
    const w = weight?.floats ?? null;
    kernels.batchNormForward(input.floats, out.floats, mean, invstd, w, bias?.floats ?? null, batch, channels, spatial);
    return record(
      "NativeBatchNormBackward0",
      out,
      [input, weight, bias],
      (grad) => {
        const sumGrad = new Float64Array(channels);
        const sumNormed = new Float64Array(channels);
        kernels.batchNormSums(grad.floats, input.floats, mean, invstd, sumGrad, sumNormed, batch, channels, spatial);
        const gradInput = input.requires_grad ? unwritten(input.shape) : null;
        if (gradInput) {
          kernels.batchNormBackwardInput(
            grad.floats,
            input.floats,
            gradInput.floats,
            mean,
            invstd,
            weight?.floats ?? null,
            sumGrad,
            sumNormed,
            training,
            batch,
            channels,
            spatial,
          );
        }
        return [gradInput, weight && perChannel(weight, sumNormed), bias && perChannel(bias, sumGrad)];
      },
      weight ? [input, weight] : [input],
    );
  },
} satisfies Partial<Functional<Tensor>>;
