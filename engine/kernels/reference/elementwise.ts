// Kernels that treat every element alone: activations with their gradients, scaling, adding in place.

type Elements = Float32Array | Float64Array | Uint8Array;

export function relu<A extends Elements>(x: A, out: A): void {
  // Not Math.max: NaN stays, -0 becomes 0.
  for (let i = 0; i < x.length; i++) out[i] = x[i]! <= 0 ? 0 : x[i]!;
}

/** Where the output is positive the gradient passes. */
export function reluBackward(grad: Float32Array, y: Float32Array, out: Float32Array): void {
  for (let i = 0; i < y.length; i++) out[i] = y[i]! <= 0 ? 0 : grad[i]!;
}

export function sigmoid(x: Elements, out: Float32Array): void {
  for (let i = 0; i < x.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]!));
}

export function sigmoidBackward(grad: Float32Array, y: Float32Array, out: Float32Array): void {
  for (let i = 0; i < y.length; i++) out[i] = grad[i]! * y[i]! * (1 - y[i]!);
}

export function tanh(x: Elements, out: Float32Array): void {
  for (let i = 0; i < x.length; i++) out[i] = Math.tanh(x[i]!);
}

export function tanhBackward(grad: Float32Array, y: Float32Array, out: Float32Array): void {
  for (let i = 0; i < y.length; i++) out[i] = grad[i]! * (1 - y[i]! * y[i]!);
}

/**
 * The error function to float64 precision: its power series with positive terms for |x| < 3 (Abramowitz and Stegun,
 * 7.1.6), the continued fraction of erfc beyond (7.1.14).
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
  let fraction = z;
  for (let n = 60; n > 0; n--) fraction = z + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-z * z) / (fraction * Math.sqrt(Math.PI)));
}

const ROOT_2_OVER_PI = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** x Φ(x) (Hendrycks and Gimpel, 2016); by tanh: 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))). */
export function gelu(x: Float32Array, out: Float32Array, byTanh: boolean): void {
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    const gate = byTanh ? Math.tanh(ROOT_2_OVER_PI * (v + CUBIC * v * v * v)) : erf(v * Math.SQRT1_2);
    out[i] = 0.5 * v * (1 + gate);
  }
}

export function geluBackward(grad: Float32Array, x: Float32Array, out: Float32Array, byTanh: boolean): void {
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    let slope: number;
    if (byTanh) {
      const t = Math.tanh(ROOT_2_OVER_PI * (v + CUBIC * v * v * v));
      slope = 0.5 * (1 + t) + 0.5 * v * (1 - t * t) * ROOT_2_OVER_PI * (1 + 3 * CUBIC * v * v);
    } else {
      slope = 0.5 * (1 + erf(v * Math.SQRT1_2)) + (v * Math.exp(-0.5 * v * v)) / Math.sqrt(2 * Math.PI);
    }
    out[i] = grad[i]! * slope;
  }
}

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

/** out *= factor. */
export function scale(out: Elements, factor: number): void {
  for (let i = 0; i < out.length; i++) out[i]! *= factor;
}

/** Every element in the target's dtype; bool is "not zero", integers lose their fraction. */
export function convert(x: Elements, out: Elements): void {
  if (out instanceof Uint8Array) for (let i = 0; i < x.length; i++) out[i] = x[i] === 0 ? 0 : 1;
  else if (out instanceof Float64Array) for (let i = 0; i < x.length; i++) out[i] = Math.trunc(x[i]!);
  else out.set(x);
}
