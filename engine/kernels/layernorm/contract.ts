// Owns the contract of layer normalisation: which kernels there are, what they take and what they do.

export interface LayernormKernels {
  /**
   * y = (x - mean) / √(var + eps) · weight + bias of every row of x (rows, size); Ba, Kiros and Hinton (2016). Writes the
   * mean and 1 / √(var + eps) of each row.
   */
  layerNormForward(
    x: Float32Array,
    out: Float32Array,
    weight: Float32Array | null,
    bias: Float32Array | null,
    mean: Float64Array,
    invstd: Float64Array,
    size: number,
    eps: number,
  ): void;

  /** Gradients of x (where wanted); adds the sums over the rows to those of weight and bias (where wanted). */
  layerNormBackward(
    grad: Float32Array,
    x: Float32Array,
    weight: Float32Array | null,
    mean: Float64Array,
    invstd: Float64Array,
    gradX: Float32Array | null,
    gradWeight: Float64Array | null,
    gradBias: Float64Array | null,
    size: number,
  ): void;
}
