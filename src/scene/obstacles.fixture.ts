// The obstacles of lines by looking at all of them each time: slow and plain, what the quick ones are compared with.
import { overlap, type Rect } from "../document/room.ts";
import type { Point } from "./geometry.ts";
import { type Obstacles, samePoint, segment } from "./obstacles.ts";

export function plainObstacles(nodes: readonly Rect[]): Obstacles {
  const labels: Rect[] = [];
  const lines: { readonly rect: Rect; readonly source: Point }[] = [];
  return {
    meetsNode: (rect, margin) => nodes.some((node) => overlap(rect, node, margin)),
    meetsLabel: (rect, margin) => labels.some((label) => overlap(rect, label, margin)),
    meetsLine: (rect, margin, source) =>
      lines.some((line) => !samePoint(line.source, source) && overlap(rect, line.rect, margin)),
    columnsBetween: (top, bottom) => nodes.filter((node) => node.y + node.height > top && node.y < bottom),
    addLabel: (rect) => void labels.push(rect),
    addLine: (source, pieces) => {
      for (const { start, end } of pieces) lines.push({ rect: segment(start, end), source });
    },
    looked: () => 0,
  };
}
