// Owns the contract of sampling at the points of a grid: which kernels there are, what they take and what they do.

/** Sizes: images (batch, channels, …image), a grid (batch, points, dims) whose last dim counts the image's dims from the end. */
export interface GridDims {
  readonly batch: number;
  readonly channels: number;
  readonly image: readonly number[];
  readonly points: number;
  readonly mode: "bilinear" | "nearest" | "bicubic";
  readonly padding: "zeros" | "border" | "reflection";
  readonly alignCorners: boolean;
}

export interface GridKernels {
  /** out (batch, channels, points) from images and grid. */
  gridForward(images: Float32Array, grid: Float32Array, out: Float32Array, d: GridDims): void;

  /** Both gradients from that of the output; either may be null. */
  gridBackward(
    grad: Float32Array,
    images: Float32Array,
    grid: Float32Array,
    gradImages: Float32Array | null,
    gradGrid: Float32Array | null,
    d: GridDims,
  ): void;

  /** The homogeneous points (y, x, 1) … of a grid over `sizes`: (points, dims + 1), x first. */
  basePoints(out: Float32Array, sizes: readonly number[], alignCorners: boolean): void;
}
