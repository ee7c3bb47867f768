// Owns the contract of copies between layouts: which kernels there are, what they take and what they do.

export type Sizes = readonly number[];

export type Elements = Float32Array | Float64Array | Uint8Array;

export interface ShapeKernels {
  /** Copies `count` blocks of `block` elements; block i starts at offset + i * stride on either side. */
  copyBlocks(
    from: Elements,
    to: Elements,
    count: number,
    block: number,
    fromOffset: number,
    fromStride: number,
    toOffset: number,
    toStride: number,
  ): void;

  /** out (channels) = sums of x (outer, channels, inner) over everything else. */
  sumChannels(x: Float32Array, out: Float32Array, outer: number, channels: number, inner: number): void;

  /** Adds one value per channel to x (outer, channels, inner). */
  addChannels(values: Float32Array, x: Float32Array, outer: number, channels: number, inner: number): void;

  /** out (shape, C order) = x read with `strides` from `offset`; strides may be 0 or negative. */
  copyStrided(x: Elements, out: Elements, shape: Sizes, strides: Sizes, offset: number): void;

  /** The adjoint of copyStrided: adds every element of x (shape, C order) to the place in out it would be read from. */
  addStrided(x: Elements, out: Elements, shape: Sizes, strides: Sizes, offset: number): void;
}
