// Owns how normalisations of rows are divided among threads.
import { bounds, type Partitions, ranges, touched } from "../threads/partition.ts";
import type { LayernormExports } from "./exports.ts";

export const layerNormPartitions: Partitions<keyof LayernormExports> = {
  layerNormForward: ranges(
    "rows",
    ({ size }) => ({ x: 4 * size, out: 4 * size, mean: 8, invstd: 8 }),
    ({ rows, size }) => 4 * touched * rows * size,
  ),
  rmsNormForward: ranges(
    "rows",
    ({ size }) => ({ x: 4 * size, out: 4 * size, invstd: 8 }),
    ({ rows, size }) => 3 * touched * rows * size,
  ),
  rowNormBackward: ranges(
    "rows",
    ({ size }) => ({ g: 4 * size, x: 4 * size, mean: 8, invstd: 8, gradX: 4 * size }),
    ({ rows, size }) => 4 * touched * rows * size,
  ),
  // By columns, so that no sum is cut.
  rowNormParameters: bounds(
    ({ rows, size }) => 2 * touched * rows * size,
    () => 16,
  ),
};
