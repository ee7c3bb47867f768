// The QR factorization of a matrix by Householder reflections (Golub and Van Loan, 2013, 5.2).

/** q (m, k) with orthonormal columns and r (k, n), upper triangular, with q r = a (m, n); k = min(m, n). */
export function qrFactors(a: Float32Array, q: Float32Array, r: Float32Array, m: number, n: number): void {
  const k = Math.min(m, n);
  const work = Float64Array.from(a);
  const reflectors: { readonly v: Float64Array; readonly factor: number }[] = [];
  for (let j = 0; j < k; j++) {
    const v = Float64Array.from({ length: m - j }, (_, i) => work[(i + j) * n + j]!);
    const norm = Math.hypot(...v);
    v[0]! += v[0]! < 0 ? -norm : norm;
    const squares = v.reduce((sum, x) => sum + x * x, 0);
    const reflector = { v, factor: squares === 0 ? 0 : 2 / squares };
    reflect(work, reflector, j, n);
    reflectors.push(reflector);
  }
  for (let i = 0; i < k; i++) for (let j = 0; j < n; j++) r[i * n + j] = j < i ? 0 : work[i * n + j]!;
  const product = new Float64Array(m * k);
  for (let i = 0; i < k; i++) product[i * k + i] = 1;
  for (let j = k - 1; j >= 0; j--) reflect(product, reflectors[j]!, j, k);
  q.set(product);
}

/** Reflects every column of x (rows from `first` on, `columns` wide). */
function reflect(
  x: Float64Array,
  { v, factor }: { readonly v: Float64Array; readonly factor: number },
  first: number,
  columns: number,
): void {
  for (let column = 0; column < columns; column++) {
    let dot = 0;
    for (let i = 0; i < v.length; i++) dot += v[i]! * x[(i + first) * columns + column]!;
    for (let i = 0; i < v.length; i++) x[(i + first) * columns + column]! -= factor * dot * v[i]!;
  }
}
