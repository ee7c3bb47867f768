// Sums of rows in bags, and their adjoint, on WebAssembly.
import type { Workspace } from "../memory/workspace.ts";
import type { SparseExports } from "./exports.ts";
import type * as plain from "./reference.ts";

const asIndices = (x: ArrayLike<number>): Float64Array => (x instanceof Float64Array ? x : Float64Array.from(x));

export function sparseKernels(kernel: SparseExports, space: Workspace) {
  return {
    /** out (bags, width) += scale · rows. */
    sumBags(...[table, indices, { bag, scale }, out, width]: Parameters<typeof plain.sumBags>): void {
      space.with([table, asIndices(indices), bag, scale, out], 4, (table, at, bags, scale, out) => {
        kernel.sumBags(table, at, bags, scale, out, bag.length, width);
      });
    },

    /** The adjoint of sumBags with respect to the table. */
    addBags(...[grad, indices, { bag, scale }, share, out, width]: Parameters<typeof plain.addBags>): void {
      space.with([grad, asIndices(indices), bag, scale, share, out], 5, (grad, at, bags, scale, share, out) => {
        kernel.addBags(grad, at, bags, scale, share, out, bag.length, width);
      });
    },
  };
}
