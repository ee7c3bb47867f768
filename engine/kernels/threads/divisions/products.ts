// Owns how matrix products and attention are divided among threads.
import type { Emit } from "../team.ts";
import { type Args, at, bounds, change, each, grid, product, ranges, touched } from "./parts.ts";
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

/** Every part of a chain reads all its weights, which pays off with so many rows. */
const fewestRows = 10;
/** Numbers of parts that two, three or four threads share evenly. */
const evenParts = [12, 8, 6, 4, 2];

/** chain(program, count, steps, first 3, end, block, inside, widest, work, scratch): pairs of rows, as panels have them. */
function divideChain(args: Args, parts: number, emit: Emit): void {
  const [first = 0, end = 0] = args.slice(3);
  const most = Math.min(parts, (end - first) / fewestRows);
  const count = evenParts.find((size) => size <= most) ?? 1;
  each(end - first, count, 2, (i, iEnd) => emit(...change(args, { 3: first + i, 4: first + iEnd })));
}

/**
 * attend(first, end, from 2, to, heads, s, e, ev, …, scale, scratch 25): by heads; by queries too where there are few
 * heads, though each part then packs keys and values anew.
 */
function divideAttend(args: Args, parts: number, emit: Emit): void {
  const [first = 0, end = 0, from = 0, to = 0] = args;
  each(end - first, parts, 1, (i, iEnd) => {
    each(to - from, Math.max(1, Math.floor(parts / (end - first))), 64, (r, rEnd) => {
      emit(...change(args, { 0: first + i, 1: first + iEnd, 2: from + r, 3: from + rEnd }));
    });
  });
}

/** Products of matrices, attention, and chains. */
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
  attend: {
    scratch: [25, (args) => kernel.attendScratch(args[5]!, args[6]!, args[7]!)],
    work: (args) => (args[1]! - args[0]!) * (args[3]! - args[2]!) * args[5]! * (args[6]! + args[7]! + 2 * touched),
    divide: divideAttend,
  },
  chain: {
    scratch: [9, (args) => kernel.chainScratch(args[5]!, args[6]!, args[7]!)],
    work: (args) => (args[4]! - args[3]!) * args[8]!,
    divide: divideChain,
  },
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
