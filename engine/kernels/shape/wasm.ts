// Strided copies, rows of tables and losses over classes on WebAssembly.

import * as rows from "../indexing/reference.ts";
import type { Export } from "../loader.ts";
import type * as loss from "../loss/reference/classes.ts";
import type { Workspace } from "../memory/workspace.ts";
import type * as bags from "../sparse/reference.ts";
import * as strided from "./reference/strided.ts";

export type ArrangeExport =
  | "addBags"
  | "addPlane"
  | "addRows"
  | "copyPlane"
  | "crossEntropyBackward"
  | "nllBackward"
  | "nllForward"
  | "sumBags"
  | "takeRows";
type Exports = Readonly<Record<ArrangeExport, Export>>;
type Elements = strided.Elements;
type Sizes = readonly number[];

const isFloats = (x: Elements): x is Float32Array => x instanceof Float32Array;
const asIndices = (x: ArrayLike<number>): Float64Array => (x instanceof Float64Array ? x : Float64Array.from(x));

export function arrangeKernels(kernel: Exports, space: Workspace) {
  /** Calls `plane` for every plane of the last two dims left: where it starts side by side and strided, and its steps. */
  function eachPlane(
    shape: Sizes,
    strides: Sizes,
    offset: number,
    plane: (at: number, start: number, ...sizes: [rows: number, n: number, rowStep: number, step: number]) => void,
  ): void {
    const plan = strided.collapse(shape, [strides]);
    const steps = plan.strides[0]!;
    const [rows, n] = [plan.shape.at(-2) ?? 1, plan.shape.at(-1) ?? 1];
    const [rowStep, step] = [4 * (steps.at(-2) ?? 0), 4 * (steps.at(-1) ?? 1)];
    strided.forEachRun([...plan.shape.slice(0, -2), 1], [[...steps.slice(0, -2), 0]], (count, [start]) => {
      plane(4 * count * rows * n, 4 * (offset + start!), rows, n, rowStep, step);
    });
  }

  function isEmpty(shape: Sizes): boolean {
    return shape.includes(0);
  }

  return {
    /** out (shape, C order) = x read with `strides` from `offset`; strides may be 0 or negative. */
    copyStrided(x: Elements, out: Elements, shape: Sizes, strides: Sizes, offset: number): void {
      if (isEmpty(shape)) return;
      if (!isFloats(x) || !isFloats(out)) strided.copyStrided(x, out, shape, strides, offset);
      else {
        space.with([x, out], 1, (from, to) => {
          eachPlane(shape, strides, offset, (at, start, ...sizes) => kernel.copyPlane(from + start, to + at, ...sizes));
        });
      }
    },

    /** The adjoint of copyStrided: adds every element of x (shape, C order) to the place in out it would be read from. */
    addStrided(x: Float32Array, out: Float32Array, shape: Sizes, strides: Sizes, offset: number): void {
      if (isEmpty(shape)) return;
      // Where a stride is 0 many elements meet: the plain one adds them in float64.
      if (strides.some((step, d) => step === 0 && shape[d] !== 1)) strided.addStrided(x, out, shape, strides, offset);
      else {
        space.with([x, out], 1, (from, to) => {
          eachPlane(shape, strides, offset, (at, start, ...sizes) => kernel.addPlane(from + at, to + start, ...sizes));
        });
      }
    },

    /** out (outer, count, inner) = x (outer, size, inner) at the indices along the middle dim. */
    takeRows(...[x, indices, out, outer, size, inner]: Parameters<typeof rows.takeRows>): void {
      if (!isFloats(x) || !isFloats(out)) rows.takeRows(x, indices, out, outer, size, inner);
      else {
        space.with([x, asIndices(indices), out], 2, (x, at, to) => {
          kernel.takeRows(x, at, to, outer, indices.length, size, inner);
        });
      }
    },

    /** The adjoint of takeRows: adds x (outer, count, inner) to out (outer, size, inner) at the indices. */
    addRows(...[x, indices, out, outer, size, inner]: Parameters<typeof rows.addRows>): void {
      if (!isFloats(x) || !isFloats(out)) rows.addRows(x, indices, out, outer, size, inner);
      else {
        space.with([x, asIndices(indices), out], 2, (x, at, to) => {
          kernel.addRows(x, at, to, outer, indices.length, size, inner);
        });
      }
    },

    /** out (bags, width) += scale · rows. */
    sumBags(...[table, indices, { bag, scale }, out, width]: Parameters<typeof bags.sumBags>): void {
      space.with([table, asIndices(indices), bag, scale, out], 4, (table, at, bags, scale, out) => {
        kernel.sumBags(table, at, bags, scale, out, bag.length, width);
      });
    },

    /** The adjoint of sumBags with respect to the table. */
    addBags(...[grad, indices, { bag, scale }, share, out, width]: Parameters<typeof bags.addBags>): void {
      space.with([grad, asIndices(indices), bag, scale, share, out], 5, (grad, at, bags, scale, share, out) => {
        kernel.addBags(grad, at, bags, scale, share, out, bag.length, width);
      });
    },

    /** out = -weight[target] · scores[target], 0 where the target is to be ignored; the sum of the weights. */
    nllForward(...[scores, target, weight, out, d, ignore]: Parameters<typeof loss.nllForward>): number {
      let total = 0;
      space.with([scores, target, weight, out], 3, (scores, target, weight, out) => {
        total = kernel.nllForward(scores, target, weight, out, d.outer, d.classes, d.inner, ignore);
      });
      return total;
    },

    nllBackward(...[grad, target, weight, out, d, ignore]: Parameters<typeof loss.nllBackward>): void {
      space.with([grad, target, weight, out], 3, (grad, target, weight, out) => {
        kernel.nllBackward(grad, target, weight, out, d.outer, d.classes, d.inner, ignore);
      });
    },

    /** The gradient through nllForward and the log-softmax that gave `logs`. */
    crossEntropyBackward(...args: Parameters<typeof loss.crossEntropyBackward>): void {
      const [grad, logs, target, weight, out, d, ignore] = args;
      space.with([grad, logs, target, weight, out], 4, (grad, logs, target, weight, out) => {
        kernel.crossEntropyBackward(grad, logs, target, weight, out, d.outer, d.classes, d.inner, ignore);
      });
    },
  };
}
