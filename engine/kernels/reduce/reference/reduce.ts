// Reductions along the middle dim of (outer, size, inner), and the per-line functions they are made of.

import type { Elements } from "../../shape/contract.ts";
import type { Reduction } from "../contract.ts";

/** One line of a reduction: elements from, from + step, … below end. */
type Line = (x: Elements, from: number, end: number, step: number) => number;

/** Calls `line` with the place of every result and the start of the line it comes from. */
function forEachLine(outer: number, size: number, inner: number, line: (at: number, from: number) => void): void {
  for (let o = 0, at = 0; o < outer; o++) for (let i = 0; i < inner; i++, at++) line(at, o * size * inner + i);
}

const sumLine: Line = (x, from, end, step) => {
  let sum = 0;
  for (let i = from; i < end; i += step) sum += x[i]!;
  return sum;
};

const prodLine: Line = (x, from, end, step) => {
  let product = 1;
  for (let i = from; i < end; i += step) product *= x[i]!;
  return product;
};

/** Σ (x - mean)². */
const squaresLine: Line = (x, from, end, step) => {
  const mean = sumLine(x, from, end, step) / ((end - from) / step);
  let sum = 0;
  for (let i = from; i < end; i += step) sum += (x[i]! - mean) ** 2;
  return sum;
};

/** Index along the line of the first largest element; NaN counts as larger than all. */
const argmaxLine: Line = (x, from, end, step) => {
  let best = from;
  for (let i = from; i < end; i += step) {
    if (Number.isNaN(x[best]!)) break;
    if (x[i]! > x[best]! || Number.isNaN(x[i]!)) best = i;
  }
  return (best - from) / step;
};

/** Index along the line of the first smallest element; NaN counts as smaller than all. */
const argminLine: Line = (x, from, end, step) => {
  let best = from;
  for (let i = from; i < end; i += step) {
    if (Number.isNaN(x[best]!)) break;
    if (x[i]! < x[best]! || Number.isNaN(x[i]!)) best = i;
  }
  return (best - from) / step;
};

const maxLine: Line = (x, from, end, step) => x[from + argmaxLine(x, from, end, step) * step]!;
const minLine: Line = (x, from, end, step) => x[from + argminLine(x, from, end, step) * step]!;

const anyLine: Line = (x, from, end, step) => {
  for (let i = from; i < end; i += step) if (x[i] !== 0) return 1;
  return 0;
};

const allLine: Line = (x, from, end, step) => {
  for (let i = from; i < end; i += step) if (x[i] === 0) return 0;
  return 1;
};

/** max + log Σ exp(x - max); an infinite max is not subtracted. */
const logsumexpLine: Line = (x, from, end, step) => {
  const max = end > from ? maxLine(x, from, end, step) : 0;
  const shift = Math.abs(max) === Number.POSITIVE_INFINITY ? 0 : max;
  let sum = 0;
  for (let i = from; i < end; i += step) sum += Math.exp(x[i]! - shift);
  return shift + Math.log(sum);
};

/** (Σ |x|ᵖ)^(1/p); p = 0 counts what is not zero, ±Infinity takes the largest or smallest. */
function normLine(p: number): Line {
  return (x, from, end, step) => {
    if (p === Number.POSITIVE_INFINITY || p === Number.NEGATIVE_INFINITY) {
      let best = p > 0 ? 0 : Number.POSITIVE_INFINITY;
      for (let i = from; i < end; i += step)
        best = p > 0 ? Math.max(best, Math.abs(x[i]!)) : Math.min(best, Math.abs(x[i]!));
      return best;
    }
    let sum = 0;
    if (p === 0) for (let i = from; i < end; i += step) sum += x[i] === 0 ? 0 : 1;
    else if (p === 1) for (let i = from; i < end; i += step) sum += Math.abs(x[i]!);
    else if (p === 2) for (let i = from; i < end; i += step) sum += x[i]! * x[i]!;
    else for (let i = from; i < end; i += step) sum += Math.abs(x[i]!) ** p;
    return p === 0 || p === 1 ? sum : p === 2 ? Math.sqrt(sum) : sum ** (1 / p);
  };
}

/** out = sums of every line up to and including each element; `reverse` sums from the end. */
export function cumsumLines(
  x: Elements,
  out: Elements,
  outer: number,
  size: number,
  inner: number,
  reverse: boolean,
): void {
  forEachLine(outer, size, inner, (_, from) => {
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const i = from + (reverse ? size - 1 - k : k) * inner;
      sum += x[i]!;
      out[i] = sum;
    }
  });
}

/** Every element's derivative of its line's product: the product of the others. */
export function prodSlopes(x: Elements, out: Elements, outer: number, size: number, inner: number): void {
  forEachLine(outer, size, inner, (_, from) => {
    let before = 1;
    const left = new Float64Array(size);
    for (let k = 0; k < size; k++) {
      left[k] = before;
      before *= x[from + k * inner]!;
    }
    let after = 1;
    for (let k = size - 1; k >= 0; k--) {
      out[from + k * inner] = left[k]! * after;
      after *= x[from + k * inner]!;
    }
  });
}

/** Sorts every line, equal elements in their order, NaN as the largest; indices say where each came from. */
export function sortLines(
  x: Elements,
  values: Elements,
  indices: Elements,
  outer: number,
  size: number,
  inner: number,
  count: number,
  descending: boolean,
): void {
  const order = new Float64Array(size);
  forEachLine(outer, size, inner, (at, from) => {
    for (let k = 0; k < size; k++) order[k] = k;
    const value = (k: number): number => x[from + k * inner]!;
    const compare = (a: number, b: number): number => {
      const p = value(a);
      const q = value(b);
      if (Number.isNaN(p) || Number.isNaN(q)) return Number(Number.isNaN(p)) - Number(Number.isNaN(q));
      return p < q ? -1 : p > q ? 1 : 0;
    };
    order.sort((a, b) => (descending ? compare(b, a) : compare(a, b)) || a - b);
    const start = Math.floor(at / inner) * count * inner + (at % inner);
    for (let k = 0; k < count; k++) {
      values[start + k * inner] = value(order[k]!);
      indices[start + k * inner] = order[k]!;
    }
  });
}

/** Reductions by name, with a setting: the degrees of freedom of a variance, the power of a norm. */
const lines = {
  sum: () => sumLine,
  mean: () => (x, from, end, step) => sumLine(x, from, end, step) / ((end - from) / step),
  prod: () => prodLine,
  variance: (freedom) => (x, from, end, step) => squaresLine(x, from, end, step) / freedom,
  std: (freedom) => (x, from, end, step) => Math.sqrt(squaresLine(x, from, end, step) / freedom),
  norm: normLine,
  logsumexp: () => logsumexpLine,
  max: () => maxLine,
  min: () => minLine,
  argmax: () => argmaxLine,
  argmin: () => argminLine,
  any: () => anyLine,
  all: () => allLine,
} satisfies Record<Reduction, (s: number) => Line>;

/** out (outer, inner) from the lines of x (outer, size, inner). */
export function reduce(
  how: Reduction,
  x: Elements,
  out: Elements,
  outer: number,
  size: number,
  inner: number,
  s = 0,
): void {
  const length = size * inner;
  const line = lines[how](s);
  forEachLine(outer, size, inner, (at, from) => {
    out[at] = line(x, from, from + length, inner);
  });
}
