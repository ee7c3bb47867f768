// Losses of one pair of elements, x and its target t, with their slopes: one table for the plain kernels and the others.

import { sign } from "../../elementwise/reference/scalars.ts";
import type { PairOp } from "../contract.ts";

/** A function of x, t and a setting. */
type Function2 = (x: number, t: number, a: number) => number;

interface Pair {
  readonly loss: Function2;
  readonly slopeX: Function2;
  readonly slopeT: Function2;
}

/** A loss of the difference x - t. */
const ofDifference = (f: (d: number, a: number) => number, slope: (d: number, a: number) => number): Pair => ({
  loss: (x, t, a) => f(x - t, a),
  slopeX: (x, t, a) => slope(x - t, a),
  slopeT: (x, t, a) => -slope(x - t, a),
});

export const pairs = {
  mse: ofDifference(
    (d) => d * d,
    (d) => 2 * d,
  ),
  l1: ofDifference(Math.abs, sign),
  /** Quadratic nearer than a > 0. */
  smoothL1: ofDifference(
    (d, a) => (Math.abs(d) < a ? (0.5 * d * d) / a : Math.abs(d) - 0.5 * a),
    (d, a) => (Math.abs(d) >= a ? sign(d) : d / a),
  ),
  huber: ofDifference(
    (d, a) => (Math.abs(d) <= a ? 0.5 * d * d : a * (Math.abs(d) - 0.5 * a)),
    (d, a) => (Math.abs(d) > a ? a * sign(d) : d),
  ),
  /** Binary cross-entropy of a probability; logarithms end at -100. */
  bce: {
    loss: (x, t) => (t - 1) * Math.max(Math.log1p(-x), -100) - t * Math.max(Math.log(x), -100),
    slopeX: (x, t) => (x - t) / Math.max((1 - x) * x, 1e-12),
    slopeT: (x) => Math.log1p(-x) - Math.log(x),
  },
  softMargin: {
    loss: (x, t) => Math.max(-t * x, 0) + Math.log1p(Math.exp(-Math.abs(t * x))),
    slopeX: (x, t) => -t / (1 + Math.exp(t * x)),
    slopeT: () => 0,
  },
  /** Of a log-probability from a probability. */
  klDiv: {
    loss: (x, t) => (t === 0 ? 0 : t * Math.log(t)) - t * x,
    slopeX: (_, t) => -t,
    slopeT: (x, t) => Math.log(t) + t / t - x,
  },
} satisfies Record<PairOp, Pair>;

type Elements = Float32Array | Float64Array | Uint8Array;

/** out = the loss of every pair. */
export function pairForward(op: PairOp, x: Elements, t: Elements, out: Elements, a = 0): void {
  const { loss }: Pair = pairs[op];
  for (let i = 0; i < out.length; i++) out[i] = loss(x[i]!, t[i]!, a);
}

/** out = grad · slope, with respect to x or to t. */
export function pairBackward(
  op: PairOp,
  of: "x" | "t",
  grad: Elements,
  x: Elements,
  t: Elements,
  out: Elements,
  a = 0,
): void {
  const { slopeX, slopeT }: Pair = pairs[op];
  const slope = of === "x" ? slopeX : slopeT;
  for (let i = 0; i < out.length; i++) out[i] = grad[i]! * slope(x[i]!, t[i]!, a);
}
