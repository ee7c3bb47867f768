// Owns the contract of matrix products: which kernels there are, what they take and what they do.

/** Floats, or integers as int64 tensors hold them. */
type Reals = Float32Array | Float64Array;

/** What a product or a convolution is followed by. */
export type FusedActivation = "none" | "relu" | "relu6";

export interface MatmulKernels {
  /** out (m, n) = a (m, k) bᵀ, b (n, k), + bias (n) on every row, then the activation. */
  matmulNT(
    a: Float32Array,
    b: Float32Array,
    bias: Float32Array | null,
    out: Float32Array,
    m: number,
    n: number,
    k: number,
    activation?: FusedActivation,
  ): void;

  /** out (m, n) = a (m, k) b (k, n). */
  matmulNN(a: Reals, b: Reals, out: Reals, m: number, n: number, k: number): void;

  /** out (m, n) = aᵀ b, a (k, m), b (k, n). */
  matmulTN(a: Float32Array, b: Float32Array, out: Float32Array, m: number, n: number, k: number): void;
}
