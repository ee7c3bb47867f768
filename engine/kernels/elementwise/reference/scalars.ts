// Kernels that treat every element alone: activations with their gradients, scaling, adding in place.

type Elements = Float32Array | Float64Array | Uint8Array;

/** xʸ as C's pow, which JavaScript's is but for 1 and -1 to the power of infinity, and 1 to that of NaN. */
export function power(x: number, y: number): number {
  return x === 1 || (x === -1 && Math.abs(y) === Number.POSITIVE_INFINITY) ? 1 : x ** y;
}

/** ±1; 0 of 0 and, as in torch, of NaN. */
export const sign = (x: number): number => Number(x > 0) - Number(x < 0);

/** erfc z for z ≥ 3, by its continued fraction (Abramowitz and Stegun, 7.1.14). */
function farErfc(z: number): number {
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + n / 2 / fraction;
  return Math.exp(-z * z) / (fraction * Math.sqrt(Math.PI));
}

/**
 * The error function to float64 precision: its power series with positive terms for |x| < 3 (Abramowitz and Stegun,
 * 7.1.6), the complement beyond.
 */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (z > 6) return Math.sign(x);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * z * z) / (2 * n + 1);
      sum += term;
    }
    return (Math.sign(x) * 2 * Math.exp(-z * z) * sum) / Math.sqrt(Math.PI);
  }
  return Math.sign(x) * (1 - farErfc(z));
}

/** 1 - erf x, which keeps its digits where that is small. */
export const erfc = (x: number): number => (x >= 3 ? farErfc(x) : 1 - erf(x));

/**
 * The inverse of erf on (-1, 1), ±Infinity at its ends and NaN beyond: a first guess (Winitzki, 2008), then Halley steps
 * on erf to float64 precision.
 */
export function erfinv(y: number): number {
  const size = Math.abs(y);
  if (!(size < 1)) return size === 1 ? y * Number.POSITIVE_INFINITY : Number.NaN;
  const logs = Math.log1p(-y * y);
  const half = 2 / (Math.PI * 0.147) + logs / 2;
  let x = Math.sign(y) * Math.sqrt(Math.sqrt(half * half - logs / 0.147) - half);
  for (let i = 0; i < 3; i++) {
    const step = (erf(x) - y) / ((2 / Math.sqrt(Math.PI)) * Math.exp(-x * x));
    x -= step / (1 + x * step);
  }
  return x;
}

/** out += x. */
export function accumulate(x: Elements, out: Elements): void {
  for (let i = 0; i < x.length; i++) out[i]! += x[i]!;
}

/** out = 0. */
export function clear(out: Elements): void {
  out.fill(0);
}

/** out *= factor. */
export function scale(out: Elements, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i]! *= factor;
}

/** out = 1 where x is 0, else 0. */
export function isZero(x: Elements, out: Uint8Array): void {
  for (let i = 0; i < x.length; i++) out[i] = x[i] === 0 ? 1 : 0;
}

/** Every element in the target's dtype; bool is "not zero", integers lose their fraction. */
export function convert(x: Elements, out: Elements): void {
  if (out instanceof Uint8Array) for (let i = 0; i < x.length; i++) out[i] = x[i] === 0 ? 0 : 1;
  else if (out instanceof Float64Array) for (let i = 0; i < x.length; i++) out[i] = Math.trunc(x[i]!);
  else out.set(x);
}
