// Owns how matrix products are divided among threads.
import { each, grid, moved, type Partitions, ranges } from "../threads/partition.ts";
import type { MatmulExports } from "./exports.ts";

export const matmulPartitions = (kernel: MatmulExports): Partitions<keyof MatmulExports> => ({
  gemm: {
    scratch: { at: "scratch", bytes: ({ m, n, k }) => kernel.gemmScratch(m, n, k) },
    work: ({ m, n, k }) => m * n * k,
    divide({ a, aRow, b, bColumn, c, ldc, m, n, biasRow, biasColumn }, parts, emit) {
      const [down, across] = grid(m, n, parts, 48, 64);
      each(m, down, 6, (i, iEnd) => {
        each(n, across, 8, (j, jEnd) => {
          emit({
            a: a + i * aRow,
            b: b + j * bColumn,
            c: c + i * ldc + 4 * j,
            m: iEnd - i,
            n: jEnd - j,
            biasRow: moved(biasRow, 4 * i),
            biasColumn: moved(biasColumn, 4 * j),
          });
        });
      });
    },
  },
  gemmDot: {
    // With few rows the time goes into reading B.
    work: ({ m, n, k }) => Math.max(m, 4) * n * k,
    /** Columns of four, as the kernel sums them. */
    divide({ b, ldb, c, n, bias }, parts, emit) {
      each(n, parts, 4, (j, end) => emit({ b: b + j * ldb, c: c + 4 * j, n: end - j, bias: moved(bias, 4 * j) }));
    },
  },
  rowTimesMatrix: ranges(
    "n",
    () => ({ b: 4, c: 4 }),
    ({ n, k }) => 4 * n * k,
    16,
  ),
});
