// Resampling kernels: every output position along a dim is a weighted sum of input positions, one dim after the other.
import type { Taps } from "../contract.ts";

type Reals = Float32Array | Float64Array;

/** out (outer, outputs, inner) = sums of x (outer, size, inner) by the taps. */
function alongDim(x: Reals, out: Reals, taps: Taps, outer: number, size: number, inner: number): void {
  const outputs = taps.first.length - 1;
  for (let o = 0; o < outer; o++) {
    for (let p = 0; p < outputs; p++) {
      const to = (o * outputs + p) * inner;
      for (let t = taps.first[p]!; t < taps.first[p + 1]!; t++) {
        const from = (o * size + taps.index[t]!) * inner;
        const weight = taps.weight[t]!;
        for (let i = 0; i < inner; i++) out[to + i]! += weight * x[from + i]!;
      }
    }
  }
}

/** The adjoint: every output gradient goes back to its taps. */
function backAlongDim(grad: Reals, out: Reals, taps: Taps, outer: number, size: number, inner: number): void {
  const outputs = taps.first.length - 1;
  for (let o = 0; o < outer; o++) {
    for (let p = 0; p < outputs; p++) {
      const from = (o * outputs + p) * inner;
      for (let t = taps.first[p]!; t < taps.first[p + 1]!; t++) {
        const to = (o * size + taps.index[t]!) * inner;
        const weight = taps.weight[t]!;
        for (let i = 0; i < inner; i++) out[to + i]! += weight * grad[from + i]!;
      }
    }
  }
}

const product = (sizes: readonly number[]): number => sizes.reduce((n, size) => n * size, 1);

/** out (planes, outputs…) from x (planes, sizes…); taps per dim. */
export function resample(
  x: Float32Array,
  out: Float32Array,
  planes: number,
  sizes: readonly number[],
  taps: readonly Taps[],
): void {
  let now: Reals = x;
  const shape = [...sizes];
  for (const [dim, list] of taps.entries()) {
    const size = shape[dim]!;
    shape[dim] = list.first.length - 1;
    const next = new Float64Array(planes * product(shape));
    alongDim(now, next, list, planes * product(shape.slice(0, dim)), size, product(shape.slice(dim + 1)));
    now = next;
  }
  out.set(now);
}

/** gradInput (planes, sizes…) from grad (planes, outputs…). */
export function resampleBackward(
  grad: Float32Array,
  gradInput: Float32Array,
  planes: number,
  sizes: readonly number[],
  taps: readonly Taps[],
): void {
  let now: Reals = grad;
  const shape = taps.map((list) => list.first.length - 1);
  for (const [dim, list] of [...taps.entries()].reverse()) {
    shape[dim] = sizes[dim]!;
    const next = new Float64Array(planes * product(shape));
    const outer = planes * product(shape.slice(0, dim));
    backAlongDim(now, next, list, outer, sizes[dim]!, product(shape.slice(dim + 1)));
    now = next;
  }
  gradInput.set(now);
}
