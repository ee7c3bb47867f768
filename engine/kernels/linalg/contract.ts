// Owns the contract of factorizations of matrices: which kernels there are, what they take and what they do.

export interface LinalgKernels {
  /** q (m, k) with orthonormal columns and r (k, n), upper triangular, with q r = a (m, n); k = min(m, n). */
  qrFactors(a: Float32Array, q: Float32Array, r: Float32Array, m: number, n: number): void;
}
