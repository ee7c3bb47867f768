// Owns the small picture of a document: its nodes as boxes and its edges as lines, as a few numbers.
import { moduleDef } from "../../../engine/modules/index.ts";
import type { Document } from "../../document/document.ts";
import type { GraphPicture } from "../../session/documents.ts";

/** Every box of a picture is as large as this. */
export const boxSize = { width: 200, height: 72 } as const;

const most = { boxes: 120, lines: 160 } as const;

/** Null of a model without a node that has a place. */
export function pictureOf({ graph, layout }: Document): GraphPicture | null {
  const placed = Object.entries(graph.nodes)
    .flatMap(([id, node]) => {
      const at = Object.hasOwn(layout, id) ? layout[id] : undefined;
      return at ? [{ id, at, category: moduleDef(node.module)?.category ?? "other" }] : [];
    })
    .slice(0, most.boxes);
  if (placed.length === 0) return null;
  const left = Math.min(...placed.map(({ at }) => at[0]));
  const top = Math.min(...placed.map(({ at }) => at[1]));
  const right = Math.max(...placed.map(({ at }) => at[0])) + boxSize.width;
  const bottom = Math.max(...placed.map(({ at }) => at[1])) + boxSize.height;
  const boxes = new Map(placed.map(({ id, at, category }) => [id, { x: at[0] - left, y: at[1] - top, category }]));
  const lines = graph.edges.flatMap((edge): GraphPicture["lines"][number][] => {
    const from = boxes.get(edge.source);
    const to = boxes.get(edge.target);
    if (!from || !to) return [];
    const middle = boxSize.width / 2;
    return [[from.x + middle, from.y + boxSize.height, to.x + middle, to.y]];
  });
  return { width: right - left, height: bottom - top, boxes: [...boxes.values()], lines: lines.slice(0, most.lines) };
}
