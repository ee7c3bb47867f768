// Owns the contract of softmax: which kernels there are, what they take and what they do.

export interface SoftmaxKernels {
  /** y = exp(x - max) / Σ exp(x - max); with `log`, y = x - max - log Σ exp(x - max). */
  softmaxForward(x: Float32Array, out: Float32Array, outer: number, size: number, inner: number, log: boolean): void;

  /** Softmax: y (g - Σ g y). Log-softmax: g - exp(y) Σ g. */
  softmaxBackward(
    grad: Float32Array,
    y: Float32Array,
    out: Float32Array,
    outer: number,
    size: number,
    inner: number,
    log: boolean,
  ): void;
}
