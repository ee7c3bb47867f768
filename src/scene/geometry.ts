// Owns the sizes of what lies on the canvas, in canvas units (pixels at 100 %), and what lies in rectangles.
import { cell } from "../document/placing.ts";
import type { Rect } from "../document/room.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}
export const nodeWidth = 192;
const rowHeight = 16;
const nodePadding = 8;

/** The row of port names inside a card, along the edge where they are. */
export const portRow = 10;

/**
 * A card's height: name and shape always, a row between them where arguments differ from the default, and rows of
 * port names where there is more than one input or output.
 */
export const nodeHeight = (hasArgs: boolean, inputs = 1, outputs = 1): number =>
  2 * nodePadding + rowHeight * (hasArgs ? 3 : 2) + portRow * (Number(inputs > 1) + Number(outputs > 1));

/** The room an edge's label takes when it shows everything. */
export const labelSize = { width: 172, height: 48 } as const;

/** A small picture of a tensor, across and up. */
export const thumbnailSize = 40;

/** From one node's top left corner to the next one's, in a column and from column to column. */
export const pitch = { x: cell.width, y: cell.height } as const;

/** Positions are multiples of this. */
export const grid = 8;
export const snap = (value: number): number => Math.round(value / grid) * grid;

/** Where port `index` of `count` lies along a card's edge, from 0 to 1: each has a stretch of its own for its name. */
export const portAt = (index: number, count: number): number => (index + 0.5) / count;

export const portX = (node: Rect, index: number, count: number): number => node.x + node.width * portAt(index, count);

export const centered = (center: Point, size: { readonly width: number; readonly height: number }): Rect => ({
  x: center.x - size.width / 2,
  y: center.y - size.height / 2,
  width: size.width,
  height: size.height,
});

export const contains = (rect: Rect, { x, y }: Point): boolean =>
  x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;

/** The rectangle around all of them; of none, an empty one at the origin. */
export function boundsOf(rects: readonly Rect[]): Rect {
  if (rects.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [x, y, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  // Not Math.min(...xs): a call takes some ten thousand arguments and no more.
  for (const rect of rects) {
    x = Math.min(x, rect.x);
    y = Math.min(y, rect.y);
    right = Math.max(right, rect.x + rect.width);
    bottom = Math.max(bottom, rect.y + rect.height);
  }
  return { x, y, width: right - x, height: bottom - y };
}
