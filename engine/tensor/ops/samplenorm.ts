// Normalisations of every sample by itself: instance, group and root mean square; gradients come from what they are made of.
import { numel } from "../../core/shape.ts";
import type { Functional } from "../../ops/functional.ts";
import { normShapes, withInstances } from "../../ops/shapes/norm.ts";
import { no_grad } from "../autograd.ts";
import { add, mul } from "../math/binary.ts";
import { rsqrt, square } from "../math/elementwise.ts";
import { mean } from "../math/reduce.ts";
import { repeat } from "../math/shape.ts";
import { notImplementedFor, type Tensor } from "../tensor.ts";
import { layernormOps } from "./layernorm.ts";
import { normOps } from "./norm.ts";

const repeated = (values: Tensor | null, times: number): Tensor | null => values && repeat(values, times);

/** Writes the mean of the copies of a running statistic, one per sample, back into it. */
function settle(running: Tensor | null, copies: Tensor | null): void {
  if (!running || !copies || copies.numel() === 0) return;
  no_grad(() => running.copy_(mean(copies.reshape(-1, running.numel()), 0)));
}

/** One value per channel of (N, C, …) as a tensor that broadcasts. */
const alongChannels = (values: Tensor, rank: number): Tensor =>
  values.reshape([values.numel(), ...new Array<number>(rank - 2).fill(1)]);

const float32Epsilon = 2 ** -23;

export const sampleNormOps = {
  /** Ulyanov, Vedaldi and Lempitsky (2016): a batch norm whose channels are those of every sample. */
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
    const [batch, channels, ...spatial] = withInstances(input.shape, unbatched_rank) as [number, number, ...number[]];
    const means = no_grad(() => repeated(running_mean, batch));
    const variances = no_grad(() => repeated(running_var, batch));
    const normed = normOps.batch_norm(
      input.reshape([1, batch * channels, ...spatial]),
      means,
      variances,
      repeated(weight, batch),
      repeated(bias, batch),
      use_input_stats,
      momentum,
      eps,
    );
    if (use_input_stats) {
      settle(running_mean, means);
      settle(running_var, variances);
    }
    return normed.reshape(input.shape);
  },

  /** Wu and He (2018): a layer norm of every group of channels, then a scale and a shift per channel. */
  group_norm(input, num_groups, weight = null, bias = null, eps = 1e-5) {
    normShapes.group_norm(input.shape, num_groups, weight?.shape ?? null, bias?.shape ?? null);
    if (input.dtype !== "float32") throw notImplementedFor("GroupNormKernelImpl", input.dtype);
    const rows = input.shape[0]! * num_groups;
    const size = numel(input.shape.slice(1)) / num_groups;
    const normed = layernormOps.layer_norm(input.reshape([rows, size]), [size], null, null, eps).reshape(input.shape);
    const scaled = weight ? mul(normed, alongChannels(weight, input.ndim)) : normed;
    return bias ? add(scaled, alongChannels(bias, input.ndim)) : scaled;
  },

  /** x / √(mean(x²) + eps) · weight (Zhang and Sennrich, 2019). */
  rms_norm(input, normalized_shape, weight = null, eps = null) {
    normShapes.rms_norm(input.shape, normalized_shape, weight?.shape ?? null);
    if (input.dtype !== "float32") throw notImplementedFor("rms_norm", input.dtype);
    const dims = normalized_shape.map((_, i) => input.ndim - 1 - i);
    const scale = rsqrt(add(mean(square(input), dims, true), eps ?? float32Epsilon));
    const normed = mul(input, scale);
    return weight ? mul(normed, weight) : normed;
  },
} satisfies Partial<Functional<Tensor>>;
