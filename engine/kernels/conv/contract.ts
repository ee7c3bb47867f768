// Owns the contract of convolutions: which kernels there are, what they take and what they do.

import type { FusedActivation } from "../matmul/contract.ts";

/** Sizes of a convolution; lists are (D, H, W). `before` is the padding in front, the rest follows from `output`. */
export interface ConvDims {
  readonly batch: number;
  readonly groups: number;
  readonly inPerGroup: number;
  readonly outPerGroup: number;
  readonly input: readonly [number, number, number];
  readonly output: readonly [number, number, number];
  readonly kernel: readonly [number, number, number];
  readonly stride: readonly [number, number, number];
  readonly before: readonly [number, number, number];
  readonly dilation: readonly [number, number, number];
}

/** The algorithms to compute a convolution. */
export type ConvAlgorithm = "pointwise" | "depthwise" | "winograd2" | "winograd4" | "rows" | "im2col";

/** A convolution's weights laid out for its kernel. They do not follow when the weights change. */
export interface PreparedConv {
  readonly algorithm: ConvAlgorithm;
  readonly pointer: number;
  /** Whether all of them are finite. */
  readonly finite: boolean;
  /** Gives their memory back. */
  release(): void;
}

export interface ConvKernels {
  /**
   * out (N, O, …) = input (N, C, …) * weight (O, C / groups, k…) + bias (O), then the activation. `prepared`: what
   * `prepareConv` made of the same weights.
   */
  convForward(
    input: Float32Array,
    weight: Float32Array,
    bias: Float32Array | null,
    out: Float32Array,
    d: ConvDims,
    activation?: FusedActivation,
    prepared?: PreparedConv | null,
  ): void;

  /** Bytes that `prepareConv` takes for these sizes. */
  preparedConvBytes(d: ConvDims): number;

  /**
   * Lays the weights out once for many calls of `convForward`, with any batch and image size; null where the kernel
   * reads them as they are.
   * @throws RangeError when there is no memory for them
   */
  prepareConv(weight: Float32Array, d: ConvDims): PreparedConv | null;

  /** gradInput (N, C, …) from gradOut (N, O, …). */
  convBackwardInput(gradOut: Float32Array, weight: Float32Array, gradInput: Float32Array, d: ConvDims): void;

  /** gradWeight (O, C / groups, k…) from gradOut (N, O, …) and input (N, C, …). */
  convBackwardWeight(gradOut: Float32Array, input: Float32Array, gradWeight: Float32Array, d: ConvDims): void;
}
