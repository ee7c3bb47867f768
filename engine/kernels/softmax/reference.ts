// Softmax and log-softmax along the middle dim of (outer, size, inner), with their gradients.

/** Calls `line` with the first index of every line along the middle dim. */
function forEachLine(outer: number, size: number, inner: number, line: (from: number) => void): void {
  for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) line(o * size * inner + i);
}

/** y = exp(x - max) / Σ exp(x - max); with `log`, y = x - max - log Σ exp(x - max). */
export function softmaxForward(
  x: Float32Array,
  out: Float32Array,
  outer: number,
  size: number,
  inner: number,
  log: boolean,
): void {
  const end = size * inner;
  forEachLine(outer, size, inner, (from) => {
    let max = -Infinity;
    for (let i = 0; i < end; i += inner) if (!(x[from + i]! <= max)) max = x[from + i]!;
    let sum = 0;
    for (let i = 0; i < end; i += inner) sum += Math.exp(x[from + i]! - max);
    const logSum = Math.log(sum);
    for (let i = 0; i < end; i += inner) {
      const shifted = x[from + i]! - max;
      out[from + i] = log ? shifted - logSum : Math.exp(shifted) / sum;
    }
  });
}

/** Softmax: y (g - Σ g y). Log-softmax: g - exp(y) Σ g. */
export function softmaxBackward(
  grad: Float32Array,
  y: Float32Array,
  out: Float32Array,
  outer: number,
  size: number,
  inner: number,
  log: boolean,
): void {
  const end = size * inner;
  forEachLine(outer, size, inner, (from) => {
    let sum = 0;
    for (let i = 0; i < end; i += inner) sum += log ? grad[from + i]! : grad[from + i]! * y[from + i]!;
    for (let i = 0; i < end; i += inner) {
      const g = grad[from + i]!;
      const v = y[from + i]!;
      out[from + i] = log ? g - Math.exp(v) * sum : v * (g - sum);
    }
  });
}
