// Owns how attention is divided among threads.
import { type Args, bounds, type Emit, each, type Partitions, touched } from "../threads/partition.ts";
import type { AttentionExports } from "./exports.ts";

/** By heads; by queries too where there are few heads, though each part then packs keys and values anew. */
function divideAttend(
  { first, end, from, to }: Args<"first" | "end" | "from" | "to">,
  parts: number,
  emit: Emit<"first" | "end" | "from" | "to">,
): void {
  each(end - first, parts, 1, (i, iEnd) => {
    each(to - from, Math.max(1, Math.floor(parts / (end - first))), 64, (r, rEnd) => {
      emit({ first: first + i, end: first + iEnd, from: from + r, to: from + rEnd });
    });
  });
}

export const attentionPartitions = (kernel: AttentionExports): Partitions<keyof AttentionExports> => ({
  attend: {
    scratch: { at: "scratch", bytes: ({ s, e, ev }) => kernel.attendScratch(s, e, ev) },
    work: ({ first, end, from, to, s, e, ev }) => (end - first) * (to - from) * s * (e + ev + 2 * touched),
    divide: divideAttend,
  },
  attentionForward: bounds(
    ({ first, end, l, s, e, ev }) => (end - first) * l * s * (e + ev),
    () => 1,
    { at: "scratch", bytes: ({ l, s, e, ev }) => kernel.attentionScratch(l, s, e, ev) },
  ),
  attentionBackward: bounds(
    ({ first, end, l, s, e, ev }) => 2 * (end - first) * l * s * (e + ev),
    () => 1,
    { at: "scratch", bytes: ({ l, s, e, ev }) => kernel.attentionScratch(l, s, e, ev) },
  ),
});
