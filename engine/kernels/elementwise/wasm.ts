// Functions of one element, and sums that undo a broadcast, on WebAssembly.

import type { Workspace } from "../memory/workspace.ts";
import type { ReduceExports } from "../reduce/exports.ts";
import { collapse } from "../shape/reference/strided.ts";
import { type UnaryOp, unaryOps } from "./contract.ts";
import type { ElementwiseExports } from "./exports.ts";
import { sumTo } from "./reference/broadcast.ts";

import * as functions from "./reference/functions.ts";
import * as plain from "./reference/scalars.ts";

type Exports = ElementwiseExports & ReduceExports;
type Elements = Float32Array | Float64Array | Uint8Array;
type Sizes = readonly number[];

/**
 * The sum of a broadcast's gradient as a sum of (outer, channels, inner) over outer and inner; null when it is none.
 * Of the joined dims the kept one steps through the output, those summed stand still.
 */
function asChannels(shape: Sizes, outStrides: Sizes): readonly [number, number, number] | null {
  const { shape: sizes, strides } = collapse(shape, [outStrides]);
  const steps = strides[0]!;
  const kept = steps.findIndex((step) => step !== 0);
  if (kept < 0) return sizes.length <= 1 ? [1, 1, sizes[0] ?? 1] : null;
  if (steps[kept] !== 1 || kept > 1 || sizes.length - kept > 2) return null;
  if (kept + 1 < steps.length && steps[kept + 1] !== 0) return null;
  return [kept === 1 ? sizes[0]! : 1, sizes[kept]!, sizes[kept + 1] ?? 1];
}

const isFloats = (x: Elements): x is Float32Array => x instanceof Float32Array;

export function elementwiseKernels(kernel: Exports, space: Workspace) {
  /** out = op(x), with up to three settings. */
  function unary(op: UnaryOp, x: Elements, out: Elements, a = 0, b = 0, c = 0): void {
    if (!isFloats(x) || !isFloats(out)) functions.unary(op, x, out, a, b, c);
    else space.with([x, out], 1, (from, to) => kernel.unary(unaryOps.indexOf(op), from, to, x.length, a, b, c));
  }

  /** out = grad · slope at `v`: the op's output or input, as `slopes` says. */
  function unaryBackward(op: UnaryOp, grad: Float32Array, v: Elements, out: Float32Array, a = 0, b = 0, c = 0): void {
    if (!isFloats(v)) {
      functions.unaryBackward(op, grad, v, out, a, b, c);
      return;
    }
    const code = unaryOps.indexOf(op);
    space.with([grad, v, out], 2, (g, v, to) => kernel.unaryBackward(code, g, v, to, grad.length, a, b, c));
  }

  return {
    unary,
    unaryBackward,

    /** out (with strides 0 along the summed dims) = sums of x (shape). */
    sumTo(x: Float32Array, out: Float32Array, shape: Sizes, outStrides: Sizes): void {
      const sizes = asChannels(shape, outStrides);
      if (sizes === null || x.length === 0) sumTo(x, out, shape, outStrides);
      else space.with([x, out], 1, (from, to) => kernel.sumChannels(from, to, ...sizes, 0, sizes[1]));
    },

    /** out = 0, in any dtype; typed arrays fill shared memory slowly. */
    clear(out: Elements): void {
      if (out.buffer === space.memory.buffer) kernel.zero(out.byteOffset, out.byteLength);
      else out.fill(0);
    },
    /** out += x. */
    accumulate(x: Elements, out: Elements): void {
      if (!isFloats(x) || !isFloats(out)) plain.accumulate(x, out);
      else space.with([x, out], 1, (from, to) => kernel.binary(0, from, 0, 0, to, 0, 0, to, 1, x.length));
    },
    /** out *= factor. */
    scale(out: Elements, factor: number): void {
      if (isFloats(out)) space.with([out], 0, (to) => kernel.scale(to, factor, out.length));
      else plain.scale(out, factor);
    },
  };
}
