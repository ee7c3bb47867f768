// Statistics of a tensor's values on WebAssembly.

import type { Workspace } from "../memory/workspace.ts";
import type { Description } from "./contract.ts";
import type { StatisticsExports } from "./exports.ts";
import { describe } from "./reference.ts";

type Exports = StatisticsExports;

/** As in assembly/statistics.ts. */
const block = 65_536;
const figures = 40;

export function statisticsKernels(kernel: Exports, space: Workspace) {
  return {
    /** Extent, mean, deviation and histogram of the finite values. */
    describe(values: Float32Array | Float64Array | Uint8Array, bins: number): Description {
      const n = values.length;
      if (!(values instanceof Float32Array) || n === 0) return describe(values, bins);
      const none = { min: Number.NaN, max: Number.NaN, mean: Number.NaN, std: Number.NaN };
      let result: Description = { ...none, nonFinite: n, histogram: new Uint32Array(bins) };
      space.with([values], 1, (x) => {
        const blocks = Math.ceil(n / block);
        const [out, counted, table, counts] = space.scratch(figures, 4 * bins, figures * blocks, 16 * bins * blocks);
        kernel.describeBlocks(x, n, table, 0, blocks);
        kernel.mergeFigures(table, blocks, out);
        const found = new Float64Array(space.memory.buffer, out, 5);
        const [min, max, count, mean, squares] = [...found] as [number, number, number, number, number];
        const nonFinite = n - count;
        if (count === 0) return;
        kernel.countBlocks(x, n, counts, bins, min, max, Number(nonFinite === 0), 0, blocks);
        kernel.mergeCounts(counts, blocks, bins, counted);
        const histogram = new Uint32Array(space.memory.buffer, counted, bins).slice();
        result = { min, max, mean, std: Math.sqrt(squares / count), nonFinite, histogram };
      });
      return result;
    },
  };
}
