// Owns what runs along the lines of (outer, size, inner) and keeps every step: products, extremes, log-sums of
// exponentials, and their gradients.
import type { Elements } from "../../shape/contract.ts";

/** Calls `line` with the place of the first element of every line; the next ones are `inner` apart. */
function eachLine(outer: number, size: number, inner: number, line: (from: number) => void): void {
  for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) line(o * size * inner + i);
}

/** out = products of every line up to and including each element. */
export function cumprodLines(x: Elements, out: Elements, outer: number, size: number, inner: number): void {
  eachLine(outer, size, inner, (from) => {
    let product = 1;
    for (let k = 0, i = from; k < size; k++, i += inner) {
      product *= x[i]!;
      out[i] = product;
    }
  });
}

/**
 * The gradient of cumprodLines. Nothing before the first 0 of a line feels what comes after it; at that 0 the products
 * are taken without it; behind it all is 0.
 */
export function cumprodBackward(
  grad: Elements,
  x: Elements,
  y: Elements,
  out: Elements,
  outer: number,
  size: number,
  inner: number,
): void {
  eachLine(outer, size, inner, (from) => {
    let zero = 0;
    while (zero < size && x[from + zero * inner] !== 0) zero++;
    let sum = 0;
    for (let k = zero - 1; k >= 0; k--) {
      const i = from + k * inner;
      sum += grad[i]! * y[i]!;
      out[i] = sum / x[i]!;
    }
    if (zero === size) return;
    let product = zero > 0 ? y[from + (zero - 1) * inner]! : 1;
    sum = 0;
    for (let k = zero; k < size; k++) {
      const i = from + k * inner;
      if (k > zero) product *= x[i]!;
      sum += grad[i]! * product;
      out[i] = 0;
    }
    out[from + zero * inner] = sum;
  });
}

/** The largest (or smallest) element of every line so far, the last one of equals, NaN from the first one on. */
export function cumulativeMinMax(
  largest: boolean,
  x: Elements,
  values: Elements,
  indices: Elements,
  outer: number,
  size: number,
  inner: number,
): void {
  eachLine(outer, size, inner, (from) => {
    let best = x[from]!;
    let place = 0;
    for (let k = 0, i = from; k < size; k++, i += inner) {
      const value = x[i]!;
      if (Number.isNaN(value) || (!Number.isNaN(best) && (largest ? value >= best : value <= best))) {
        best = value;
        place = k;
      }
      values[i] = best;
      indices[i] = place;
    }
  });
}

/** out = log of the sum of the exponentials of every line up to and including each element, without overflow. */
export function logcumsumexpLines(x: Elements, out: Elements, outer: number, size: number, inner: number): void {
  eachLine(outer, size, inner, (from) => {
    let sum = Number.NEGATIVE_INFINITY;
    for (let k = 0, i = from; k < size; k++, i += inner) {
      const value = x[i]!;
      const high = Math.max(sum, value);
      const apart =
        Math.abs(high) === Number.POSITIVE_INFINITY ? Number.NEGATIVE_INFINITY : Math.min(sum, value) - high;
      sum = Number.isNaN(high) ? high : high + Math.log1p(Math.exp(apart));
      out[i] = sum;
    }
  });
}

/** The gradient of logcumsumexpLines: every factor is at most 1. */
export function logcumsumexpBackward(
  grad: Elements,
  x: Elements,
  y: Elements,
  out: Elements,
  outer: number,
  size: number,
  inner: number,
): void {
  eachLine(outer, size, inner, (from) => {
    let rest = 0;
    for (let k = size - 1; k >= 0; k--) {
      const i = from + k * inner;
      const grown = k === size - 1 ? 0 : Math.exp(y[i]! - y[i + inner]!);
      rest = grad[i]! + (rest === 0 ? 0 : rest * grown);
      out[i] = x[i] === Number.NEGATIVE_INFINITY ? 0 : rest * Math.exp(x[i]! - y[i]!);
    }
  });
}
