// Owns how softmax is divided among threads.
import { type Partitions, ranges, touched } from "../threads/partition.ts";
import type { SoftmaxExports } from "./exports.ts";

export const softmaxPartitions: Partitions<keyof SoftmaxExports> = {
  softmaxForward: ranges(
    "outer",
    ({ size, inner }) => ({ x: 4 * size * inner, out: 4 * size * inner }),
    ({ outer, size, inner }) => 8 * touched * outer * size * inner,
  ),
  softmaxBackward: ranges(
    "outer",
    ({ size, inner }) => ({ g: 4 * size * inner, y: 4 * size * inner, out: 4 * size * inner }),
    ({ outer, size, inner }) => 4 * touched * outer * size * inner,
  ),
};
