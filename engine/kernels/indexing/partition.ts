// Owns how reading and writing at indices is divided among threads.
import { bounds, type Partitions, touched } from "../threads/partition.ts";
import type { IndexingExports } from "./exports.ts";

export const indexingPartitions: Partitions<keyof IndexingExports> = {
  gatherAlong: bounds(({ count, inner, first, end }) => touched * count * inner * (end - first)),
  scatterAlong: bounds(({ count, inner, first, end }) => touched * count * inner * (end - first)),
};
