// Owns how the statistics of a tensor's values are divided among threads: by blocks.
import { bounds, type Partitions, touched } from "../threads/partition.ts";
import type { StatisticsExports } from "./exports.ts";

export const statisticsPartitions: Partitions<keyof StatisticsExports> = {
  describeBlocks: bounds(({ n }) => touched * n),
  countBlocks: bounds(({ n }) => 2 * touched * n),
};
