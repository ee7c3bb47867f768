// Normalisations of every sample by itself: instance, group and root mean square, with their gradients.

import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { GroupDims } from "../../kernels/norm/contract.ts";

import type { Functional } from "../../ops/functional.ts";
import { normShapes, withInstances } from "../../ops/shapes/norm.ts";
import { unwritten } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";
import { normOps, perChannel } from "./norm.ts";

const float32Epsilon = 2 ** -23;

interface Grouped {
  readonly out: Tensor;
  /** Of every group of every sample. */
  readonly mean: Float64Array;
  readonly invstd: Float64Array;
}

/** Groups of channels normalised; `name` is that of the Node. */
function groupNorm(
  name: string,
  input: Tensor,
  d: GroupDims,
  weight: Tensor | null,
  bias: Tensor | null,
  eps: number,
): Grouped {
  const [mean, invstd] = [new Float64Array(d.samples * d.groups), new Float64Array(d.samples * d.groups)];
  const normed = unwritten(input.shape);
  const w = weight?.floats ?? null;
  kernels.groupNormForward(input.floats, normed.floats, w, bias?.floats ?? null, mean, invstd, d, eps);
  const out = record(
    name,
    normed,
    [input, weight, bias],
    (grad) => {
      const gradInput = input.requires_grad ? unwritten(input.shape) : null;
      const [gradWeight, gradBias] = [new Float64Array(d.channels), new Float64Array(d.channels)];
      const [w, into] = [weight?.floats ?? null, gradInput?.floats ?? null];
      kernels.groupNormBackward(grad.floats, input.floats, w, mean, invstd, into, gradWeight, gradBias, d);
      return [gradInput, weight && perChannel(weight, gradWeight), bias && perChannel(bias, gradBias)];
    },
    weight ? [input, weight] : [input],
  );
  return { out, mean, invstd };
}

/** Moves what is remembered of a statistic towards its mean over the samples. */
function learn(running: Tensor | null, perSample: Float64Array, momentum: number, factor: number): void {
  if (!running) return;
  const channels = running.numel();
  const samples = perSample.length / channels;
  const means = new Float64Array(channels);
  for (let i = 0; i < perSample.length; i++) means[i % channels]! += perSample[i]! / samples;
  running.beforeWrite();
  kernels.updateRunning(running.floats, means, momentum, factor);
}

export const sampleNormOps = {
  /** Ulyanov, Vedaldi and Lempitsky (2016): a group norm with as many groups as channels, or given statistics. */
  instance_norm(
    input,
    running_mean = null,
    running_var = null,
    weight = null,
    bias = null,
    use_input_stats = true,
    momentum = 0.1,
    eps = 1e-5,
    unbatched_rank = null,
  ) {
    const shapes = [running_mean, running_var, weight, bias].map((t) => t?.shape ?? null);
    const [meanShape = null, varShape = null, weightShape = null, biasShape = null] = shapes;
    normShapes.instance_norm(
      input.shape,
      meanShape,
      varShape,
      weightShape,
      biasShape,
      use_input_stats,
      momentum,
      eps,
      unbatched_rank,
    );
    if (input.dtype !== "float32") throw notImplementedFor("batch_norm", input.dtype);
    const batched = withInstances(input.shape, unbatched_rank);
    if (!use_input_stats) {
      const x = input.reshape(batched);
      const normed = normOps.batch_norm(x, running_mean, running_var, weight, bias, false, momentum, eps);
      return normed.reshape(input.shape);
    }
    const [samples, channels, ...spatial] = batched as [number, number, ...number[]];
    const d = { samples, channels, groups: channels, spatial: numel(spatial) };
    const { out, mean, invstd } = groupNorm("NativeBatchNormBackward0", input, d, weight, bias, eps);
    if (mean.length > 0) {
      learn(running_mean, mean, momentum, 1);
      const variance = invstd.map((scale) => Math.max(1 / (scale * scale) - eps, 0));
      learn(running_var, variance, momentum, d.spatial / (d.spatial - 1));
    }
    return out;
  },

  /** Wu and He (2018): every group of channels normalised, then a scale and a shift per channel. */
  group_norm(input, num_groups, weight = null, bias = null, eps = 1e-5) {
    normShapes.group_norm(input.shape, num_groups, weight?.shape ?? null, bias?.shape ?? null);
    if (input.dtype !== "float32") throw notImplementedFor("GroupNormKernelImpl", input.dtype);
    const [samples, channels, ...spatial] = input.shape as [number, number, ...number[]];
    const d = { samples, channels, groups: num_groups, spatial: numel(spatial) };
    return groupNorm("NativeGroupNormBackward0", input, d, weight, bias, eps).out;
  },

  /** x / √(mean(x²) + eps) · weight (Zhang and Sennrich, 2019). */
  rms_norm(input, normalized_shape, weight = null, eps = null) {
    normShapes.rms_norm(input.shape, normalized_shape, weight?.shape ?? null);
    if (input.dtype !== "float32") throw notImplementedFor("rms_norm", input.dtype);
    const size = numel(normalized_shape);
    const invstd = new Float64Array(size === 0 ? 0 : input.numel() / size);
    const out = unwritten(input.shape);
    const w = weight?.floats ?? null;
    kernels.rmsNormForward(input.floats, out.floats, w, invstd, size, eps ?? float32Epsilon);
    return record(
      "FusedRmsNormBackward0",
      out,
      [input, weight],
      (grad) => {
        const gradInput = input.requires_grad ? unwritten(input.shape) : null;
        const gradWeight = weight && new Float64Array(size);
        const [w, into] = [weight?.floats ?? null, gradInput?.floats ?? null];
        kernels.rmsNormBackward(grad.floats, input.floats, w, invstd, into, gradWeight, size);
        return [gradInput, weight && gradWeight && unwritten(weight.shape).copy_(gradWeight)];
      },
      weight ? [input, weight] : [input],
    );
  },
} satisfies Partial<Functional<Tensor>>;
