// Windows as columns, and elements at indices, on WebAssembly.

import type * as fold from "../fold/reference.ts";
import type { Export } from "../loader.ts";
import type { Workspace } from "../memory/workspace.ts";
import * as plain from "./reference.ts";

export type IndexExport = "firstOutside" | "foldPlanes" | "gatherAlong" | "scatterAlong" | "unfoldPlanes";
type Exports = Readonly<Record<IndexExport, Export>>;

const isFloats = (x: unknown): x is Float32Array => x instanceof Float32Array;
const asIndices = (x: ArrayLike<number>): Float64Array => (x instanceof Float64Array ? x : Float64Array.from(x));

const sizesOf = (d: fold.FoldDims): number[] => [
  ...d.image,
  ...d.kernel,
  ...d.dilation,
  ...d.padding,
  ...d.stride,
  ...d.blocks,
];

export function indexKernels(kernel: Exports, space: Workspace) {
  return {
    /** columns (planes, kh, kw, blocks) from images (planes, H, W); padding is 0. */
    imageToColumns(...[images, columns, planes, d]: Parameters<typeof fold.imageToColumns>): void {
      space.with([images, columns], 1, (from, to) => kernel.unfoldPlanes(from, to, ...sizesOf(d), 0, planes));
    },

    /** The adjoint: images (planes, H, W) are the sums of the windows that cover them. */
    columnsToImage(...[columns, images, planes, d]: Parameters<typeof fold.columnsToImage>): void {
      space.with([columns, images], 1, (from, to) => kernel.foldPlanes(from, to, ...sizesOf(d), 0, planes));
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
