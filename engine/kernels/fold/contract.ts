// Owns the contract of sliding windows as columns: which kernels there are, what they take and what they do.

type Pair = readonly [number, number];

/** Windows over `planes` images; sizes as (H, W). */
export interface FoldDims {
  readonly image: Pair;
  readonly kernel: Pair;
  readonly dilation: Pair;
  readonly padding: Pair;
  readonly stride: Pair;
  readonly blocks: Pair;
}

export interface FoldKernels {
  /** columns (planes, kh, kw, blocks) from images (planes, H, W); padding is 0. */
  imageToColumns(images: Float32Array, columns: Float32Array, planes: number, d: FoldDims): void;

  /** The adjoint: images (planes, H, W) are the sums of the windows that cover them. */
  columnsToImage(columns: Float32Array, images: Float32Array, planes: number, d: FoldDims): void;
}
