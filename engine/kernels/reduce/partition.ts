// Owns how sums over channels, and reductions of lines, are divided among threads.
import { bounds, type Partitions, touched } from "../threads/partition.ts";
import type { ReduceExports } from "./exports.ts";

/** Lines that lie side by side are divided where cache lines end, mostly; `inner` is how many lie so. */
const lineUnit = ({ inner }: { readonly inner: number }): number => (inner === 1 ? 1 : 16);

type Lines = Readonly<Record<"size" | "first" | "end", number>>;
const elements = ({ size, first, end }: Lines): number => touched * (end - first) * size;

export const reducePartitions: Partitions<keyof ReduceExports> = {
  sumChannels: bounds(
    ({ outer, channels, inner }) => touched * outer * channels * inner,
    () => 4,
  ),
  reduceLines: bounds(elements, lineUnit),
  minMaxDim: bounds(elements, lineUnit),
  argMinMaxDim: bounds(elements, lineUnit),
  cumulate: bounds((args) => 2 * elements(args), lineUnit),
  cumulateProducts: bounds((args) => 2 * elements(args), lineUnit),
  cumulateProductsBackward: bounds((args) => 4 * elements(args), lineUnit),
};
