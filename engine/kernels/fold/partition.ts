// Owns how windows as columns are divided among threads: by planes.
import { bounds, type Partitions, touched } from "../threads/partition.ts";
import type { FoldExports } from "./exports.ts";

type Sizes = Readonly<Record<"kh" | "kw" | "blocksH" | "blocksW" | "first" | "end", number>>;
const work = ({ kh, kw, blocksH, blocksW, first, end }: Sizes): number =>
  touched * kh * kw * blocksH * blocksW * (end - first);

export const foldPartitions: Partitions<keyof FoldExports> = {
  unfoldPlanes: bounds(work),
  foldPlanes: bounds(work),
};
