// Owns how normalisations of channels, groups and local responses are divided among threads.
import { bounds, floats, type Partitions, touched } from "../threads/partition.ts";
import type { NormExports } from "./exports.ts";

type Channels = Readonly<Record<"batch" | "channels" | "spatial", number>>;
const all = ({ batch, channels, spatial }: Channels): number => touched * batch * channels * spatial;

export const normPartitions: Partitions<keyof NormExports> = {
  channelStatistics: bounds(all),
  batchNormForward: bounds(({ first, end, spatial }) => touched * (end - first) * spatial),
  batchNormSums: bounds(all),
  batchNormBackwardInput: bounds(all),
  groupNormForward: bounds(({ first, end, per, spatial }) => 3 * touched * (end - first) * per * spatial),
  groupNormBackward: bounds(({ first, end, per, spatial }) => 4 * touched * (end - first) * per * spatial),
  localResponseForward: bounds(({ first, end, size, spatial }) => (3 * touched + size) * (end - first) * spatial),
  localResponseProducts: floats("g", "y", "base", "out"),
  localResponseBackward: bounds(({ first, end, size, spatial }) => (3 * touched + size) * (end - first) * spatial),
};
