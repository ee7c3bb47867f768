// Strided copies on WebAssembly.

import type { Workspace } from "../memory/workspace.ts";
import type { Elements, Sizes } from "./contract.ts";
import type { ShapeExports } from "./exports.ts";
import * as strided from "./reference/strided.ts";

const isFloats = (x: Elements): x is Float32Array => x instanceof Float32Array;

export function shapeKernels(kernel: ShapeExports, space: Workspace) {
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
    addStrided(x: Elements, out: Elements, shape: Sizes, strides: Sizes, offset: number): void {
      if (isEmpty(shape)) return;
      // Where a stride is 0 many elements meet: the plain one adds them in float64.
      const meet = strides.some((step, d) => step === 0 && shape[d] !== 1);
      if (meet || !isFloats(x) || !isFloats(out)) strided.addStrided(x, out, shape, strides, offset);
      else {
        space.with([x, out], 1, (from, to) => {
          eachPlane(shape, strides, offset, (at, start, ...sizes) => kernel.addPlane(from + at, to + start, ...sizes));
        });
      }
    },
  };
}
