// Owns how kernels of single elements are divided among threads.
import type { Division } from "../team.ts";
import { bounds, each, floats, product, touched } from "./parts.ts";
import type { Table } from "./table.ts";

/**
 * Functions of several inputs: from the argument at `first` on of each input its pointer, whether one element serves a
 * row, and the bytes from row to row; then the output's pointer, the rows and their length. `bytes`: of an element of each
 * input, and last of the output.
 */
const zipped = (first: number, bytes: readonly number[], cost: number): Division => {
  const count = bytes.length - 1;
  const [out, rows, n] = [first + 3 * count, first + 3 * count + 1, first + 3 * count + 2];
  return {
    work: (args) => cost * product(args, rows, n),
    divide(args, parts, emit) {
      const part = (start: number, end: number, along: number, step: (input: number) => number): void => {
        const moved = [...args];
        for (let i = 0; i < count; i++) moved[first + 3 * i]! += start * step(i);
        moved[out]! += start * bytes[count]! * (along === rows ? args[n]! : 1);
        moved[along] = end - start;
        emit(...moved);
      };
      if (args[rows]! >= parts) {
        each(args[rows]!, parts, 1, (start, end) => part(start, end, rows, (i) => args[first + 3 * i + 2]!));
      } else if (args[rows] === 1) {
        const step = (i: number): number => (args[first + 3 * i + 1] ? 0 : bytes[i]!);
        each(args[n]!, parts, 16, (start, end) => part(start, end, n, step));
      } else emit(...args);
    },
  };
};

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
  binary: zipped(1, [4, 4, 4], touched),
  triple: zipped(1, [4, 4, 4, 4], 2 * touched),
  compare: zipped(1, [4, 4, 1], touched),
  choose: zipped(0, [1, 4, 4, 4], touched),
};
