// Owns how fused rows are divided among threads.
import { each, type Partitions } from "../threads/partition.ts";
import type { FusedExports } from "./exports.ts";

/** Every part reads all the weights, which pays off with so many rows. */
const fewestRows = 10;
/** Numbers of parts that two, three or four threads share evenly. */
const evenParts = [12, 8, 6, 4, 2];

export const fusedPartitions = (kernel: FusedExports): Partitions<keyof FusedExports> => ({
  fusedRows: {
    scratch: { at: "scratch", bytes: ({ block, inside, widest }) => kernel.fusedScratch(block, inside, widest) },
    work: ({ first, end, work }) => (end - first) * work,
    /** In pairs of rows, as the packed products have them. */
    divide({ first, end }, parts, emit) {
      const most = Math.min(parts, (end - first) / fewestRows);
      const count = evenParts.find((size) => size <= most) ?? 1;
      each(end - first, count, 2, (i, iEnd) => emit({ first: first + i, end: first + iEnd }));
    },
  },
});
