// Owns how matrix products and attention are divided among threads.
import type { Emit } from "../team.ts";
import { type Args, at, bounds, change, each, grid, product, ranges } from "./parts.ts";
import type { Kernels, Table } from "./table.ts";

/** gemm(a, aRow, aColumn, b, bRow, bColumn, c, ldc, m, n, k, add, biasRow, biasColumn, activation, scratch). */
function divideGemm(args: Args, parts: number, emit: Emit): void {
  const [a = 0, aRow = 0, , b = 0, , bColumn = 0, c = 0, ldc = 0, m = 0, n = 0, , , biasRow = 0, biasColumn = 0] = args;
  const [down, across] = grid(m, n, parts, 48, 64);
  each(m, down, 6, (i, iEnd) => {
    each(n, across, 8, (j, jEnd) => {
      emit(
        ...change(args, {
          0: a + i * aRow,
          3: b + j * bColumn,
          6: c + i * ldc + 4 * j,
          8: iEnd - i,
          9: jEnd - j,
          12: at(biasRow, 4 * i),
          13: at(biasColumn, 4 * j),
        }),
      );
    });
  });
}

/** gemmDot(a, lda, b, ldb, c, ldc, m, n, k, bias, activation): columns of four, as the kernel sums them. */
function divideDot(args: Args, parts: number, emit: Emit): void {
  const [, , b = 0, ldb = 0, c = 0, , , n = 0, , bias = 0] = args;
  each(n, parts, 4, (j, end) => {
    emit(...change(args, { 2: b + j * ldb, 4: c + 4 * j, 7: end - j, 9: at(bias, 4 * j) }));
  });
}

/** Products of matrices, and attention. */
export const products = (kernel: Kernels): Table => ({
  gemm: {
    scratch: [15, (args) => kernel.gemmScratch(args[8]!, args[9]!, args[10]!)],
    work: (args) => product(args, 8, 9, 10),
    divide: divideGemm,
  },
  // With few rows the time goes into reading B.
  gemmDot: { work: (args) => Math.max(args[6]!, 4) * product(args, 7, 8), divide: divideDot },
  // (a, aStep, b, ldb, c, n, k)
  rowTimesMatrix: ranges(
    5,
    () => ({ 2: 4, 4: 4 }),
    (args) => 4 * product(args, 5, 6),
    16,
  ),
  // (first, end, heads, l, s, e, ev, …, scratch)
  attentionForward: {
    scratch: [30, (args) => kernel.attentionScratch(args[3]!, args[4]!, args[5]!, args[6]!)],
    ...bounds(0, (args) => (args[1]! - args[0]!) * product(args, 3, 4) * (args[5]! + args[6]!)),
  },
  attentionBackward: {
    scratch: [32, (args) => kernel.attentionScratch(args[3]!, args[4]!, args[5]!, args[6]!)],
    ...bounds(0, (args) => 2 * (args[1]! - args[0]!) * product(args, 3, 4) * (args[5]! + args[6]!)),
  },
});
