// Matrix products over row-major matrices, by which of the two is read transposed.
type Reals = Float32Array | Float64Array;

/** out (m, n) = a (m, k) bᵀ, b (n, k), + bias (n) on every row. */
export function matmulNT(
  a: Float32Array,
  b: Float32Array,
  bias: Float32Array | null,
  out: Float32Array,
  m: number,
  n: number,
  k: number,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = bias ? bias[j]! : 0;
      for (let l = 0, x = i * k, y = j * k; l < k; l++, x++, y++) sum += a[x]! * b[y]!;
      out[i * n + j] = sum;
    }
  }
}

/** out (m, n) = a (m, k) b (k, n). */
export function matmulNN(a: Reals, b: Reals, out: Reals, m: number, n: number, k: number): void {
  const row = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    row.fill(0);
    for (let l = 0; l < k; l++) {
      const value = a[i * k + l]!;
      for (let j = 0, y = l * n; j < n; j++, y++) row[j]! += value * b[y]!;
    }
    out.set(row, i * n);
  }
}

/** out (m, n) = aᵀ b, a (k, m), b (k, n). */
export function matmulTN(a: Float32Array, b: Float32Array, out: Float32Array, m: number, n: number, k: number): void {
  const row = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    row.fill(0);
    for (let l = 0; l < k; l++) {
      const value = a[l * m + i]!;
      for (let j = 0, y = l * n; j < n; j++, y++) row[j]! += value * b[y]!;
    }
    out.set(row, i * n);
  }
}
