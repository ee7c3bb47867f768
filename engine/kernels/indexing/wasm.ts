// Rows and elements at indices on WebAssembly.

import type { Workspace } from "../memory/workspace.ts";
import type { IndexingExports } from "./exports.ts";
import * as plain from "./reference/places.ts";

const isFloats = (x: unknown): x is Float32Array => x instanceof Float32Array;
const asIndices = (x: ArrayLike<number>): Float64Array => (x instanceof Float64Array ? x : Float64Array.from(x));

export function indexingKernels(kernel: IndexingExports, space: Workspace) {
  return {
    /** out (outer, count, inner) = x (outer, size, inner) at the indices along the middle dim. */
    takeRows(...[x, indices, out, outer, size, inner]: Parameters<typeof plain.takeRows>): void {
      if (!isFloats(x) || !isFloats(out)) plain.takeRows(x, indices, out, outer, size, inner);
      else {
        space.with([x, asIndices(indices), out], 2, (x, at, to) => {
          kernel.takeRows(x, at, to, outer, indices.length, size, inner);
        });
      }
    },

    /** The adjoint of takeRows: adds x (outer, count, inner) to out (outer, size, inner) at the indices. */
    addRows(...[x, indices, out, outer, size, inner]: Parameters<typeof plain.addRows>): void {
      if (!isFloats(x) || !isFloats(out)) plain.addRows(x, indices, out, outer, size, inner);
      else {
        space.with([x, asIndices(indices), out], 2, (x, at, to) => {
          kernel.addRows(x, at, to, outer, indices.length, size, inner);
        });
      }
    },

    /** The place of the first index that is below `low`, or not below `end`; -1 where none is. */
    firstOutside(indices: ArrayLike<number>, low: number, end: number): number {
      if (!(indices instanceof Float64Array)) return plain.firstOutside(indices, low, end);
      let place = -1;
      space.with([indices], 1, (at) => {
        place = kernel.firstOutside(at, indices.length, low, end);
      });
      return place;
    },

    /** out (outer, count, inner) = x (outer, size, inner) at the indices (outer, count, inner) along the middle dim. */
    gatherAlong(...args: Parameters<typeof plain.gatherAlong>): void {
      const [x, indices, out, outer, size, inner] = args;
      if (!isFloats(x) || !isFloats(out) || out.length === 0) plain.gatherAlong(...args);
      else {
        const count = out.length / (outer * inner);
        space.with([x, asIndices(indices), out], 2, (x, at, to) => {
          kernel.gatherAlong(x, at, to, count, size, inner, 0, outer);
        });
      }
    },

    /** Writes x to the places that gatherAlong would read, or adds it to what stands there. */
    scatterAlong(...args: Parameters<typeof plain.scatterAlong>): void {
      const [x, indices, out, outer, size, inner, adds] = args;
      if (!isFloats(x) || !isFloats(out) || x.length === 0) plain.scatterAlong(...args);
      else {
        const count = x.length / (outer * inner);
        space.with([x, asIndices(indices), out], 2, (x, at, to) => {
          kernel.scatterAlong(x, at, to, count, size, inner, Number(adds), 0, outer);
        });
      }
    },
  };
}
