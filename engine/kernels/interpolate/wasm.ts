// Resizing on WebAssembly.

import type { ElementwiseExports } from "../elementwise/exports.ts";
import type { Workspace } from "../memory/workspace.ts";
import type { Taps } from "./contract.ts";
import type { InterpolateExports } from "./exports.ts";
import type * as plain from "./reference/resample.ts";

type Exports = ElementwiseExports & InterpolateExports;

const product = (sizes: readonly number[]): number => sizes.reduce((n, size) => n * size, 1);

export function interpolateKernels(kernel: Exports, space: Workspace) {
  /** One dim after the other, by direction of scratch. */
  function throughDims(
    direction: "resampleDim" | "resampleDimBack",
    from: Float32Array,
    to: Float32Array,
    passes: readonly { readonly taps: Taps; readonly outer: number; readonly size: number; readonly inner: number }[],
  ): void {
    const back = direction === "resampleDimBack";
    const elementsAfter = passes.map(({ taps, outer, size, inner }) => {
      return outer * inner * (back ? size : taps.first.length - 1);
    });
    const most = Math.max(0, ...elementsAfter.slice(0, -1));
    const longest = Math.max(...passes.map(({ taps }) => taps.index.length));
    const outputs = Math.max(...passes.map(({ taps }) => taps.first.length));
    space.with([from, to], 1, (x, out) => {
      const [first, index, weight, one, other] = space.scratch(
        4 * outputs,
        4 * longest,
        4 * longest,
        4 * most,
        passes.length > 2 ? 4 * most : 0,
      );
      let now = x;
      for (const [i, { taps, outer, size, inner }] of passes.entries()) {
        space.putInts(first, taps.first);
        space.putInts(index, taps.index);
        new Float32Array(space.memory.buffer, weight, taps.weight.length).set(taps.weight);
        const next = i === passes.length - 1 ? out : i % 2 === 0 ? one : other;
        if (back) kernel.zero(next, 4 * elementsAfter[i]!);
        kernel[direction](now, next, first, index, weight, outer, size, taps.first.length - 1, inner);
        now = next;
      }
    });
  }

  return {
    /** out (planes, outputs…) from x (planes, sizes…); taps per dim. */
    resample(...[x, out, planes, sizes, taps]: Parameters<typeof plain.resample>): void {
      if (out.length === 0) return;
      const shape = [...sizes];
      const passes = taps.map((list, dim) => {
        const size = shape[dim]!;
        shape[dim] = list.first.length - 1;
        return { taps: list, outer: planes * product(shape.slice(0, dim)), size, inner: product(shape.slice(dim + 1)) };
      });
      throughDims("resampleDim", x, out, passes);
    },

    /** gradInput (planes, sizes…) from grad (planes, outputs…). */
    resampleBackward(...[grad, gradInput, planes, sizes, taps]: Parameters<typeof plain.resampleBackward>): void {
      if (gradInput.length === 0) return;
      const shape = taps.map((list) => list.first.length - 1);
      const passes = [...taps.entries()].reverse().map(([dim, list]) => {
        shape[dim] = sizes[dim]!;
        const [outer, inner] = [planes * product(shape.slice(0, dim)), product(shape.slice(dim + 1))];
        return { taps: list, outer, size: sizes[dim]!, inner };
      });
      throughDims("resampleDimBack", grad, gradInput, passes);
    },
  };
}
