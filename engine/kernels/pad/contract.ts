// Owns the contract of padding: which kernels there are, what they take and what they do.
import type { Elements } from "../shape/contract.ts";

export interface PadKernels {
  /** out takes input at the mapped indices, and `value` where a map says -1. */
  padForward(
    input: Elements,
    out: Elements,
    inShape: readonly number[],
    maps: readonly Int32Array[],
    value: number,
  ): void;

  /** Every output's gradient goes back to the input it was taken from. */
  padBackward(
    gradOut: Float32Array,
    gradInput: Float32Array,
    inShape: readonly number[],
    maps: readonly Int32Array[],
  ): void;
}
