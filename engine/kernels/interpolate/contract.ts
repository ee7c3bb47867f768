// Owns the contract of resizing: which kernels there are, what they take and what they do.

type Kind = "nearest" | "nearest-exact" | "linear" | "cubic" | "area";

/** Output position o reads index[first[o]] … index[first[o + 1] - 1], each with its weight. */
export interface Taps {
  readonly first: Int32Array;
  readonly index: Int32Array;
  readonly weight: Float64Array;
}

export interface InterpolateKernels {
  /** out (planes, outputs…) from x (planes, sizes…); taps per dim. */
  resample(x: Float32Array, out: Float32Array, planes: number, sizes: readonly number[], taps: readonly Taps[]): void;

  /** gradInput (planes, sizes…) from grad (planes, outputs…). */
  resampleBackward(
    grad: Float32Array,
    gradInput: Float32Array,
    planes: number,
    sizes: readonly number[],
    taps: readonly Taps[],
  ): void;

  /**
   * The taps of one dim from `size` to `outputs` positions (torch.nn.Upsample). `factor` is the scale factor asked for, if
   * the positions are to be computed from it.
   */
  resizeTaps(kind: Kind, size: number, outputs: number, factor: number | null, alignCorners: boolean): Taps;

  /** The same for shrinking without aliasing: the filter is as wide as an output position, its weights add up to 1. */
  antialiasTaps(
    kind: "linear" | "cubic",
    size: number,
    outputs: number,
    factor: number | null,
    alignCorners: boolean,
  ): Taps;
}
