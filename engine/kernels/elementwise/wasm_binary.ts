// Functions of two or three elements with broadcasting on WebAssembly.

import type { View, Workspace } from "../memory/workspace.ts";
import type { Elements } from "../shape/contract.ts";
import { collapse, forEachRun } from "../shape/reference/strided.ts";
import { binaryOps, comparisons, ternaryOps } from "./contract.ts";
import type { ElementwiseExports } from "./exports.ts";
import * as plain from "./reference/binary.ts";
import { add, mul } from "./reference/broadcast.ts";

type Exports = ElementwiseExports;
type Sizes = readonly number[];

const isFloats = (x: Elements): x is Float32Array => x instanceof Float32Array;

/** For other dtypes and strides. */
const plainly = { add, mul };

/** Rows of the last dim, as many at once as the dim before it has; null where a row is read with other steps than 0 or 1. */
function rowsOf(shape: Sizes, strides: readonly Sizes[]) {
  const plan = collapse(shape, strides);
  if (plan.strides.some((steps) => steps.length > 0 && steps.at(-1)! > 1)) return null;
  return {
    n: plan.shape.at(-1) ?? 1,
    rows: plan.shape.at(-2) ?? 1,
    outer: plan.shape.slice(0, -2),
    strides: plan.strides,
  };
}

/** Of an input of one plane: where it begins, whether one element serves a row, and the bytes from row to row. */
type Plane = readonly [at: number, one: number, row: number];
type Result = readonly [out: number, rows: number, n: number];
type Inputs = readonly [View, View] | readonly [View, View, View];
type PlanesOf<Given extends Inputs> = Given extends readonly [View, View]
  ? [...Plane, ...Plane, ...Result]
  : [...Plane, ...Plane, ...Plane, ...Result];

export function binaryKernels(kernel: Exports, space: Workspace) {
  /** Calls `call` for every plane of the last two dims. */
  function eachPlane<const Given extends Inputs>(
    { n, rows, outer, strides }: NonNullable<ReturnType<typeof rowsOf>>,
    inputs: Given,
    out: View,
    call: (...args: PlanesOf<Given>) => void,
  ): void {
    const count = inputs.length;
    const args: number[] = [];
    for (let i = 0; i < count; i++) {
      const list = strides[i]!;
      args.push(0, Number((list.at(-1) ?? 0) === 0), inputs[i]!.BYTES_PER_ELEMENT * (list.at(-2) ?? 0));
    }
    args.push(0, rows, n);
    const outerStrides = strides.map((list) => [...list.slice(0, -2), 0]);
    space.with([...inputs, out], count, (...pointers) => {
      forEachRun([...outer, 1], outerStrides, (at, from) => {
        for (let i = 0; i < count; i++) args[3 * i] = pointers[i]! + inputs[i]!.BYTES_PER_ELEMENT * from[i]!;
        args[3 * count] = pointers[count]! + out.BYTES_PER_ELEMENT * at * rows * n;
        call(...(args as unknown as PlanesOf<Given>));
      });
    });
  }

  /** out (shape, C order) = op(a, b), whose strides are 0 along the dims they are stretched over. */
  function binary(...args: Parameters<typeof plain.binary>): void {
    const [op, a, b, out, shape, aStrides, bStrides] = args;
    if (out.length === 0) return;
    const plan = rowsOf(shape, [aStrides, bStrides]);
    if (!plan || !isFloats(a) || !isFloats(b) || !isFloats(out)) plain.binary(...args);
    else {
      const code = binaryOps.indexOf(op);
      eachPlane(plan, [a, b], out, (...rest) => kernel.binary(code, ...rest));
    }
  }

  const arithmetic =
    (op: "add" | "mul") =>
    (a: Elements, b: Elements, out: Elements, shape: Sizes, aStrides: Sizes, bStrides: Sizes): void => {
      if (isFloats(a) && isFloats(b) && isFloats(out)) binary(op, a, b, out, shape, aStrides, bStrides);
      else plainly[op](a, b, out, shape, aStrides, bStrides);
    };

  return {
    binary,
    add: arithmetic("add"),
    mul: arithmetic("mul"),

    /** out (shape, C order) = op(g, a, b): the gradient g through a function of a and b. */
    ternary(...args: Parameters<typeof plain.ternary>): void {
      const [op, inputs, out, shape, strides, s = 0] = args;
      if (out.length === 0) return;
      const plan = rowsOf(shape, strides);
      if (!plan || !inputs.every(isFloats) || !isFloats(out)) plain.ternary(...args);
      else {
        const code = ternaryOps.indexOf(op);
        eachPlane(plan, inputs, out, (...rest) => kernel.ternary(code, ...rest, s));
      }
    },

    /** out (shape, C order) = 1 where op(a, b) holds, 0 elsewhere. */
    compare(...args: Parameters<typeof plain.compare>): void {
      const [op, a, b, out, shape, aStrides, bStrides] = args;
      if (out.length === 0) return;
      const plan = rowsOf(shape, [aStrides, bStrides]);
      if (!plan || !isFloats(a) || !isFloats(b)) plain.compare(...args);
      else {
        const code = comparisons.indexOf(op);
        eachPlane(plan, [a, b], out, (...rest) => kernel.compare(code, ...rest));
      }
    },

    /** out (shape, C order) = a where the condition is not 0, b elsewhere. */
    where(...args: Parameters<typeof plain.where>): void {
      const [[condition, a, b], out, shape, strides] = args;
      if (out.length === 0) return;
      const plan = rowsOf(shape, strides);
      if (!plan || !isFloats(a) || !isFloats(b) || !isFloats(out)) plain.where(...args);
      else eachPlane(plan, [condition, a, b], out, kernel.where);
    },
  };
}
