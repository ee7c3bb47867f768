// Functions of two or three elements with broadcasting: arithmetic, gradients of two inputs, comparisons, choices.

import type { Elements } from "../../shape/contract.ts";
import type { BinaryOp, Comparison, TernaryOp } from "../contract.ts";

import { mapBinary, mapTernary } from "./map.ts";
import { power, sign } from "./scalars.ts";

type Sizes = readonly number[];

export const binaries = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  max: Math.max,
  min: Math.min,
  /** a where it is positive, a b elsewhere. */
  prelu: (a, b) => (a > 0 ? a : a * b),
  /** The larger, a where either is NaN. */
  atLeast: (a, b) => (a < b ? b : a),
  atMost: (a, b) => (a > b ? b : a),
  pow: power,
  floorDiv: (a, b) => Math.floor(a / b),
  truncDiv: (a, b) => Math.trunc(a / b),
  /** With the sign of b. */
  remainder: (a, b) => a - b * Math.floor(a / b),
} satisfies Record<BinaryOp, (a: number, b: number) => number>;

/** out (shape, C order) = op(a, b), whose strides are 0 along the dims they are stretched over. */
export function binary(
  op: BinaryOp,
  a: Elements,
  b: Elements,
  out: Elements,
  shape: Sizes,
  aStrides: Sizes,
  bStrides: Sizes,
): void {
  mapBinary(binaries[op], a, b, out, shape, aStrides, bStrides);
}

type Function3 = (g: number, a: number, b: number, s: number) => number;

/** The whole of g where a does not lose, beside NaN too; half of it where they are equal. */
const share = (g: number, a: number, b: number, loses: boolean): number => (a === b ? 0.5 * g : loses ? 0 : g);

/** Gradients g through functions of a and b, with a setting s. */
export const ternaries = {
  /** Of a / b with respect to b. */
  divB: (g, a, b) => -(g * (a / b)) / b,
  larger: (g, a, b) => share(g, a, b, a < b),
  smaller: (g, a, b) => share(g, a, b, a > b),
  whereGe: (g, a, b) => (a >= b ? g : 0),
  whereLt: (g, a, b) => (a < b ? g : 0),
  whereLe: (g, a, b) => (a <= b ? g : 0),
  whereGt: (g, a, b) => (a > b ? g : 0),
  whereEq: (g, a, b) => (a === b ? g : 0),
  preluA: (g, a, b) => (a > 0 ? g : g * b),
  preluB: (g, a) => (a > 0 ? 0 : g * a),
  /** Of |a|, where that is b. */
  signWhereSize: (g, a, b) => (Math.abs(a) === b ? g * sign(a) : 0),
  powA: (g, a, b) => g * (b === 0 ? 0 : b * Math.fround(power(a, b - 1))),
  powB: (g, a, b) => g * (a === 0 && b >= 0 ? 0 : power(a, b) * Math.log(a)),
  remainderB: (g, a, b) => -g * Math.floor(a / b),
  centred: (g, a, b, s) => g * s * (a - b),
  /** Of b = (Σ |a|ˢ)^(1/s), 0 at 0. */
  normSlope: (g, a, b, s) => (a === 0 || b === 0 ? 0 : g * sign(a) * (Math.abs(a) / b) ** (s - 1)),
  /** The same for s = 1 and 2. */
  signed: (g, a) => g * sign(a),
  quotient: (g, a, b) => (b === 0 ? 0 : (g * a) / b),
  /** Of b = log Σ eᵃ. */
  expDifference: (g, a, b) => (b === Number.NEGATIVE_INFINITY ? 0 : g * Math.exp(a - b)),
} satisfies Record<TernaryOp, Function3>;

/** out (shape, C order) = op(g, a, b), whose strides are 0 along the dims they are stretched over. */
export function ternary(
  op: TernaryOp,
  inputs: readonly [g: Elements, a: Elements, b: Elements],
  out: Elements,
  shape: Sizes,
  strides: readonly [Sizes, Sizes, Sizes],
  s = 0,
): void {
  const f: Function3 = ternaries[op];
  mapTernary((g, a, b) => f(g, a, b, s), inputs, out, shape, strides);
}

export const comparisons = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  sizeEq: (a, b) => Math.abs(a) === b,
  sizeLt: (a, b) => Math.abs(a) < b,
} satisfies Record<Comparison, (a: number, b: number) => boolean>;

/** out (shape, C order) = 1 where op(a, b) holds, 0 elsewhere. */
export function compare(
  op: Comparison,
  a: Elements,
  b: Elements,
  out: Uint8Array,
  shape: Sizes,
  aStrides: Sizes,
  bStrides: Sizes,
): void {
  const holds = comparisons[op];
  mapBinary((a, b) => Number(holds(a, b)), a, b, out, shape, aStrides, bStrides);
}

/** out (shape, C order) = a where the condition is not 0, b elsewhere. */
export function where(
  inputs: readonly [condition: Uint8Array, a: Elements, b: Elements],
  out: Elements,
  shape: Sizes,
  strides: readonly [Sizes, Sizes, Sizes],
): void {
  mapTernary((c, a, b) => (c ? a : b), inputs, out, shape, strides);
}
