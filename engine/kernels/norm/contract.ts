// Owns the contract of normalisations of channels, groups, rows and local responses: which kernels there are, what they take and what they do.

/** x is (samples, channels, spatial); the channels of a sample are divided into groups. */
export interface GroupDims {
  readonly samples: number;
  readonly channels: number;
  readonly groups: number;
  readonly spatial: number;
}

/** Local response normalisation of x (samples, channels, spatial) over windows of `size` channels. */
export interface ResponseDims {
  readonly samples: number;
  readonly channels: number;
  readonly spatial: number;
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly k: number;
}

export interface NormKernels {
  /** Mean and population variance of every channel. */
  channelStatistics(
    x: Float32Array,
    mean: Float64Array,
    variance: Float64Array,
    batch: number,
    channels: number,
    spatial: number,
  ): void;

  /** running = (1 - momentum) running + momentum value * factor; `factor` makes a variance unbiased. */
  updateRunning(running: Float32Array, value: Float64Array, momentum: number, factor: number): void;

  /** out = (x - mean) invstd weight + bias, per channel. */
  batchNormForward(
    x: Float32Array,
    out: Float32Array,
    mean: Float64Array,
    invstd: Float64Array,
    weight: Float32Array | null,
    bias: Float32Array | null,
    batch: number,
    channels: number,
    spatial: number,
  ): void;

  /** Sums over a channel that every gradient is made of: Σ g and Σ g (x - mean) invstd. */
  batchNormSums(
    grad: Float32Array,
    x: Float32Array,
    mean: Float64Array,
    invstd: Float64Array,
    sumGrad: Float64Array,
    sumGradNormed: Float64Array,
    batch: number,
    channels: number,
    spatial: number,
  ): void;

  /** Training: invstd weight (g - Σg / m - x̂ Σ(g x̂) / m). With fixed statistics (`training` false): invstd weight g. */
  batchNormBackwardInput(
    grad: Float32Array,
    x: Float32Array,
    out: Float32Array,
    mean: Float64Array,
    invstd: Float64Array,
    weight: Float32Array | null,
    sumGrad: Float64Array,
    sumGradNormed: Float64Array,
    training: boolean,
    batch: number,
    channels: number,
    spatial: number,
  ): void;

  /**
   * y = (x - mean) / √(var + eps) · weight + bias of every group (Wu and He, 2018), with a weight and a bias per channel.
   * Writes the mean and 1 / √(var + eps) of each group of each sample.
   */
  groupNormForward(
    x: Float32Array,
    out: Float32Array,
    weight: Float32Array | null,
    bias: Float32Array | null,
    mean: Float64Array,
    invstd: Float64Array,
    d: GroupDims,
    eps: number,
  ): void;

  /** Gradients of x (where wanted), weight and bias. */
  groupNormBackward(
    grad: Float32Array,
    x: Float32Array,
    weight: Float32Array | null,
    mean: Float64Array,
    invstd: Float64Array,
    gradX: Float32Array | null,
    gradWeight: Float64Array,
    gradBias: Float64Array,
    d: GroupDims,
  ): void;

  /**
   * y = x / √(mean(x²) + eps) · weight of every row of x (rows, size); Zhang and Sennrich (2019). Writes 1 / √(mean + eps)
   * of each row.
   */
  rmsNormForward(
    x: Float32Array,
    out: Float32Array,
    weight: Float32Array | null,
    invstd: Float64Array,
    size: number,
    eps: number,
  ): void;

  /** The gradient of x (where wanted); adds the sums over the rows to that of weight (where wanted). */
  rmsNormBackward(
    grad: Float32Array,
    x: Float32Array,
    weight: Float32Array | null,
    invstd: Float64Array,
    gradX: Float32Array | null,
    gradWeight: Float64Array | null,
    size: number,
  ): void;

  /** y = x s^-beta with s = k + alpha · (mean of x² over the window, zeros beyond the channels); writes s where wanted. */
  localResponseForward(x: Float32Array, out: Float32Array, base: Float32Array | null, d: ResponseDims): void;

  /**
   * gradX = g s^-beta - 2 alpha beta / size · x · Σ g y / s, the sum over the outputs whose window holds the channel.
   * `products` is scratch of x's size.
   */
  localResponseBackward(
    grad: Float32Array,
    x: Float32Array,
    y: Float32Array,
    base: Float32Array,
    products: Float32Array,
    gradX: Float32Array,
    d: ResponseDims,
  ): void;
}
