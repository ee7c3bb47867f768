// Owns the contract of pooling: which kernels there are, what they take and what they do.

type Reals = Float32Array | Float64Array;
type Size = readonly [number, number, number];

/** Sizes of a pooling; lists are (D, H, W); `planes` is N * C. */
export interface PoolDims {
  readonly planes: number;
  readonly input: readonly [number, number, number];
  readonly output: readonly [number, number, number];
  readonly kernel: readonly [number, number, number];
  readonly stride: readonly [number, number, number];
  readonly padding: readonly [number, number, number];
  readonly dilation: readonly [number, number, number];
}

export interface PoolKernels {
  /** Largest values of windows floor(o I / O) … ceil((o + 1) I / O), and their places within the plane. */
  adaptiveMaxPoolForward(
    input: Float32Array,
    out: Float32Array,
    indices: Float64Array,
    planes: number,
    from: Size,
    to: Size,
  ): void;

  /**
   * Largest values of windows at random places, which differ from plane to plane. `samples` has a u for every plane and
   * each of the last `dims` dims; torch draws those of volumes in the order (D, H, W), those of images in (W, H).
   */
  fractionalMaxPoolForward(
    input: Float32Array,
    out: Float32Array,
    indices: Float64Array,
    samples: Float32Array,
    planes: number,
    dims: 2 | 3,
    from: Size,
    to: Size,
    kernel: Size,
  ): void;

  /**
   * Writes every value of a plane at its index in a larger plane of zeros; of several at one place the last stays.
   * Returns the first index that lies outside, or null.
   */
  maxUnpoolForward(
    input: Float32Array,
    indices: Float64Array,
    out: Float32Array,
    planes: number,
    inPlane: number,
    outPlane: number,
  ): number | null;

  /** Reads back what `maxUnpoolForward` wrote. */
  maxUnpoolBackward(
    gradOut: Float32Array,
    indices: Float64Array,
    gradInput: Float32Array,
    planes: number,
    inPlane: number,
    outPlane: number,
  ): void;

  /** out and indices (flat within the plane) hold the largest value of each window; NaN wins, as in torch. */
  maxPoolForward(input: Float32Array, out: Float32Array, indices: Float64Array, d: PoolDims): void;

  /** Adds every output's gradient to the input it came from. */
  maxPoolBackward(
    gradOut: Float32Array,
    indices: Float64Array,
    gradInput: Float32Array,
    planes: number,
    inPlane: number,
    outPlane: number,
  ): void;

  /** out and, unless null, the tap of each window that has the largest value: at most 255 taps. */
  maxPoolTaps(input: Float32Array, out: Float32Array, taps: Uint8Array | null, d: PoolDims): void;

  /** The gradient of `maxPoolTaps`; gradInput is overwritten. */
  maxPoolTapsBackward(gradOut: Float32Array, taps: Uint8Array, gradInput: Float32Array, d: PoolDims): void;

  /** Means of sliding windows; `divisor` null counts the values (with padding when `includePad`). */
  avgPoolForward(input: Reals, out: Reals, d: PoolDims, includePad: boolean, divisor: number | null): void;

  avgPoolBackward(
    gradOut: Float32Array,
    gradInput: Float32Array,
    d: PoolDims,
    includePad: boolean,
    divisor: number | null,
  ): void;

  /** Means of windows floor(o I / O) … ceil((o + 1) I / O). */
  adaptiveAvgPoolForward(input: Float32Array, out: Float32Array, planes: number, from: Size, to: Size): void;

  adaptiveAvgPoolBackward(gradOut: Float32Array, gradInput: Float32Array, planes: number, from: Size, to: Size): void;
}
