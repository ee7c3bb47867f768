// Owns the op vocabulary: torch.nn.functional's names and argument order, over an abstract value V.
import type { DType } from "../core/dtype.ts";
import type { Shape } from "../core/shape.ts";

/** An int for every spatial dim, or one per dim. */
export type Ints = number | readonly number[];
export type Padding = Ints | "same" | "valid";
export type PadMode = "constant" | "reflect" | "replicate" | "circular";

/**
 * One method per op. Interpreters give them a meaning: `shapeFunctional` computes sizes (torch's meta device),
 * `tensorFunctional` numbers and gradients. A missing op is a compile error in exactly that interpreter.
 */
export interface Functional<V> {
  // sources
  zeros(shape: Shape, dtype?: DType): V;

  // convolution: input (N, C, L|H, W|D, H, W) or unbatched, weight (O, C / groups, k…)
  conv1d(input: V, weight: V, bias?: V | null, stride?: Ints, padding?: Padding, dilation?: Ints, groups?: number): V;
  conv2d(input: V, weight: V, bias?: V | null, stride?: Ints, padding?: Padding, dilation?: Ints, groups?: number): V;
  conv3d(input: V, weight: V, bias?: V | null, stride?: Ints, padding?: Padding, dilation?: Ints, groups?: number): V;

  // pooling; stride null is kernel_size
  max_pool2d(
    input: V,
    kernel_size: Ints,
    stride?: Ints | null,
    padding?: Ints,
    dilation?: Ints,
    ceil_mode?: boolean,
  ): V;
  max_pool2d_with_indices(
    input: V,
    kernel_size: Ints,
    stride?: Ints | null,
    padding?: Ints,
    dilation?: Ints,
    ceil_mode?: boolean,
  ): readonly [output: V, indices: V];
  avg_pool2d(
    input: V,
    kernel_size: Ints,
    stride?: Ints | null,
    padding?: Ints,
    ceil_mode?: boolean,
    count_include_pad?: boolean,
    divisor_override?: number | null,
  ): V;
  adaptive_avg_pool2d(input: V, output_size: number | null | readonly (number | null)[]): V;

  // padding: pairs (before, after), last dim first
  pad(input: V, pad: readonly number[], mode?: PadMode, value?: number): V;

  // linear
  linear(input: V, weight: V, bias?: V | null): V;

  // activation
  relu(input: V): V;
  sigmoid(input: V): V;
  tanh(input: V): V;
  gelu(input: V, approximate?: "none" | "tanh"): V;
  softmax(input: V, dim?: number | null): V;
  log_softmax(input: V, dim?: number | null): V;

  // normalization; buffers are updated in place while training
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

  // dropout
  dropout(input: V, p?: number, training?: boolean): V;
  dropout2d(input: V, p?: number, training?: boolean): V;

  // shape
  flatten(input: V, start_dim?: number, end_dim?: number): V;

  // merge
  add(input: V, other: V): V;
  mul(input: V, other: V): V;
  cat(tensors: readonly V[], dim?: number): V;
}
