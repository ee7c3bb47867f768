// Owns the contract of transposed convolutions: which kernels there are, what they take and what they do.
import type { ConvDims } from "../conv/contract.ts";
/** Weights of a transposed convolution laid out for its kernel. They do not follow when the weights change. */
export interface PreparedTranspose {
  readonly pointer: number;
  /** Whether all of them are finite. */
  readonly finite: boolean;
  /** Gives their memory back. */
  release(): void;
}

export interface ConvTransposeKernels {
  /**
   * out (N, C, …) = the transposed convolution of input (N, O, …) with weight (O, C / groups, k…), + bias (C);
   * `d` are the sizes of the convolution whose input `out` is. `prepared`: what `prepareTranspose` made of the weight.
   */
  convTranspose(
    input: Float32Array,
    weight: Float32Array,
    bias: Float32Array | null,
    out: Float32Array,
    d: ConvDims,
    prepared?: PreparedTranspose | null,
  ): void;

  /** Bytes that `prepareTranspose` takes for these sizes. */
  preparedTransposeBytes(d: ConvDims): number;

  /**
   * Lays the weights out once for many calls of `convTranspose`, with any batch; null where the kernel reads them as
   * they are.
   * @throws RangeError when there is no memory for them
   */
  prepareTranspose(weight: Float32Array, d: ConvDims): PreparedTranspose | null;
}
