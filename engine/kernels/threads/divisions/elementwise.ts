// Owns how kernels of single elements are divided among threads.
import type { Emit } from "../team.ts";
import { type Args, bounds, change, each, floats, product, touched } from "./parts.ts";
import type { Table } from "./table.ts";

/** binary(op, a, aOne, aRow, b, bOne, bRow, out, rows, n). */
function divideBinary(args: Args, parts: number, emit: Emit): void {
  const [, a = 0, aOne, aRow = 0, b = 0, bOne, bRow = 0, out = 0, rows = 0, n = 0] = args;
  if (rows >= parts) {
    each(rows, parts, 1, (first, end) => {
      emit(...change(args, { 1: a + first * aRow, 4: b + first * bRow, 7: out + 4 * first * n, 8: end - first }));
    });
  } else if (rows === 1) {
    each(n, parts, 4, (first, end) => {
      const [x, y] = [aOne ? a : a + 4 * first, bOne ? b : b + 4 * first];
      emit(...change(args, { 1: x, 4: y, 7: out + 4 * first, 9: end - first }));
    });
  } else emit(...args);
}

/** Functions of elements and pairs, statistics of elements, and steps of optimizers. */
export const elementwise: Table = {
  momentStep: floats(4, 0, 1, 2, 3),
  adamax: floats(4, 0, 1, 2, 3),
  adagrad: floats(3, 0, 1, 2),
  adadelta: floats(4, 0, 1, 2, 3),
  rmsprop: floats(5, 0, 1, 2, 3, 4),
  rprop: floats(4, 0, 1, 2, 3),
  asgd: floats(3, 0, 1, 2),
  unary: floats(3, 1, 2),
  unaryBackward: floats(4, 1, 2, 3),
  scale: floats(2, 0),
  sgd: floats(3, 0, 1, 2),
  adam: floats(5, 0, 1, 2, 3, 4),
  // (x, n, table, first, end), (x, n, counts, bins, least, most, whole, first, end)
  describeBlocks: bounds(3, (args) => touched * args[1]!),
  countBlocks: bounds(7, (args) => 2 * touched * args[1]!),
  binary: { work: (args) => touched * product(args, 8, 9), divide: divideBinary },
};
