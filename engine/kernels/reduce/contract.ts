// Owns the contract of reductions: which kernels there are, what they take and what they do.
import type { Elements } from "../shape/contract.ts";

/** What becomes of a line; `s` is a variance's divisor, or a norm's power. */
export type Reduction =
  | "sum"
  | "mean"
  | "prod"
  | "variance"
  | "std"
  | "norm"
  | "logsumexp"
  | "max"
  | "min"
  | "argmax"
  | "argmin"
  | "any"
  | "all";

export interface ReduceKernels {
  /** out = sums of every line up to and including each element; `reverse` sums from the end. */
  cumsumLines(x: Elements, out: Elements, outer: number, size: number, inner: number, reverse: boolean): void;

  /** Every element's derivative of its line's product: the product of the others. */
  prodSlopes(x: Elements, out: Elements, outer: number, size: number, inner: number): void;

  /** Sorts every line, equal elements in their order, NaN as the largest; indices say where each came from. */
  sortLines(
    x: Elements,
    values: Elements,
    indices: Elements,
    outer: number,
    size: number,
    inner: number,
    count: number,
    descending: boolean,
  ): void;

  /** out (outer, inner) from the lines of x (outer, size, inner). */
  reduce(how: Reduction, x: Elements, out: Elements, outer: number, size: number, inner: number, s?: number): void;

  /** out = products of every line up to and including each element. */
  cumprodLines(x: Elements, out: Elements, outer: number, size: number, inner: number): void;

  /**
   * The gradient of cumprodLines. Nothing before the first 0 of a line feels what comes after it; at that 0 the products
   * are taken without it; behind it all is 0.
   */
  cumprodBackward(
    grad: Elements,
    x: Elements,
    y: Elements,
    out: Elements,
    outer: number,
    size: number,
    inner: number,
  ): void;

  /** The largest (or smallest) element of every line so far, the last one of equals, NaN from the first one on. */
  cumulativeMinMax(
    largest: boolean,
    x: Elements,
    values: Elements,
    indices: Elements,
    outer: number,
    size: number,
    inner: number,
  ): void;

  /** out = log of the sum of the exponentials of every line up to and including each element, without overflow. */
  logcumsumexpLines(x: Elements, out: Elements, outer: number, size: number, inner: number): void;

  /** The gradient of logcumsumexpLines: every factor is at most 1. */
  logcumsumexpBackward(
    grad: Elements,
    x: Elements,
    y: Elements,
    out: Elements,
    outer: number,
    size: number,
    inner: number,
  ): void;
}
