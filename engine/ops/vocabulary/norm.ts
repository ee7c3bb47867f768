// The vocabulary of normalizations.
import type { Shape } from "../../core/shape.ts";

/** Normalization; buffers are updated in place while training. */
export interface NormOps<V> {
  batch_norm(
    input: V,
    running_mean: V | null,
    running_var: V | null,
    weight?: V | null,
    bias?: V | null,
    training?: boolean,
    momentum?: number | null,
    eps?: number,
    num_batches_tracked?: V | null,
  ): V;
  /** `unbatched_rank`: how many dims an input without a batch has, as torch's modules know; null: all have a batch. */
  instance_norm(
    input: V,
    running_mean?: V | null,
    running_var?: V | null,
    weight?: V | null,
    bias?: V | null,
    use_input_stats?: boolean,
    momentum?: number,
    eps?: number,
    unbatched_rank?: number | null,
  ): V;
  group_norm(input: V, num_groups: number, weight?: V | null, bias?: V | null, eps?: number): V;
  /** eps null is the smallest step of a float32 at 1. */
  rms_norm(input: V, normalized_shape: Shape, weight?: V | null, eps?: number | null): V;
  local_response_norm(input: V, size: number, alpha?: number, beta?: number, k?: number): V;
  /** What torch.nn.CrossMapLRN2d computes; torch has no function of this name. */
  cross_map_lrn2d(input: V, size: number, alpha?: number, beta?: number, k?: number): V;
}
