// Owns how functions of elements are divided among threads.
import { type Args, each, floats, type Partition, type Partitions, touched } from "../threads/partition.ts";
import type { ElementwiseExports } from "./exports.ts";

type Planes<Input extends string> = Input | `${Input}One` | `${Input}Row` | "out" | "rows" | "n";

/**
 * Functions of several inputs, row by row: of an input `a` the pointer, whether one element serves a row (`aOne`), and the
 * bytes from row to row (`aRow`). `bytes`: of an element of each input; `outBytes` of one of the output.
 */
function planes<Input extends string>(
  bytes: Readonly<Record<Input, number>>,
  outBytes: number,
  cost: number,
): Partition<Planes<Input>> {
  const inputs = (Object.keys(bytes) as Input[]).map((input) => {
    return { input, size: bytes[input], one: `${input}One`, row: `${input}Row` } as const;
  });
  return {
    work: ({ rows, n }) => cost * rows * n,
    divide(args, parts, emit) {
      const { out, rows, n } = args;
      const changed: Partial<Record<Planes<Input>, number>> = {};
      const part = (start: number, end: number, along: "rows" | "n"): void => {
        for (const { input, size, one, row } of inputs) {
          const step = along === "rows" ? args[row] : args[one] ? 0 : size;
          changed[input] = args[input] + start * step;
        }
        changed.out = out + start * outBytes * (along === "rows" ? n : 1);
        changed[along] = end - start;
        emit(changed as Partial<Args<Planes<Input>>>);
      };
      if (rows >= parts) each(rows, parts, 1, (start, end) => part(start, end, "rows"));
      else if (rows === 1) each(n, parts, 16, (start, end) => part(start, end, "n"));
      else emit({});
    },
  };
}

export const elementwisePartitions: Partitions<keyof ElementwiseExports> = {
  unary: floats("x", "out"),
  unaryBackward: floats("g", "v", "out"),
  scale: floats("out"),
  binary: planes({ a: 4, b: 4 }, 4, touched),
  ternary: planes({ g: 4, a: 4, b: 4 }, 4, 2 * touched),
  compare: planes({ a: 4, b: 4 }, 1, touched),
  where: planes({ c: 1, a: 4, b: 4 }, 4, touched),
};
