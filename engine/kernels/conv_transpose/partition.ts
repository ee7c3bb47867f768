// Owns how what transposed convolutions need beside convolutions is divided among threads.
import { bounds, type Partitions, touched } from "../threads/partition.ts";
import type { ConvTransposeExports } from "./exports.ts";

export const convTransposePartitions: Partitions<keyof ConvTransposeExports> = {
  interleavePhases: bounds(({ first, end, h, w }) => touched * (end - first) * h * w),
};
