// Owns rectangles on the canvas: how far out they may lie, which overlap, and an index that finds those near a place.
import type { Layout, Position } from "./document.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** Nothing lies further than this from the origin, in either direction. */
export const farthest = 1e6;

/** A coordinate within bounds; one that is no number becomes 0. */
export const bounded = (value: number): number =>
  Number.isNaN(value) ? 0 : Math.min(farthest, Math.max(-farthest, value));

export const boundedPosition = ([x, y]: Position): Position => [bounded(x), bounded(y)];

/** Whether two rectangles overlap, or come nearer than `margin`. */
export const overlap = (a: Rect, b: Rect, margin = 0): boolean =>
  a.x < b.x + b.width + margin &&
  b.x < a.x + a.width + margin &&
  a.y < b.y + b.height + margin &&
  b.y < a.y + a.height + margin;

/** The least and the greatest of some numbers; not Math.min(...xs), which takes some ten thousand and no more. */
export function extent(values: Iterable<number>): readonly [least: number, greatest: number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}

export const rectAt = ([x, y]: Position, { width, height }: Size): Rect => ({ x, y, width, height });

/** Rectangles of one size at these positions. */
export const rectsOf = (layout: Layout, size: Size): Rect[] => Object.values(layout).map((at) => rectAt(at, size));

/** Side of the index's squares; about a card, so that a card lies in few of them. */
const square = 256;
const column = (value: number): number => Math.floor(bounded(value) / square);

/** Rectangles by the squares they touch: to look around a place costs what lies there, not what lies anywhere. */
export interface RectIndex {
  add(rect: Rect): void;
  /** Those that a rectangle overlaps, or comes nearer to than `margin`; some of them more than once. */
  overlapping(rect: Rect, margin?: number): Iterable<Rect>;
  isFree(rect: Rect, margin?: number): boolean;
  /** How many squares and rectangles have been looked at so far: what the searches have cost. */
  looked(): number;
}

export function indexRects(rects: Iterable<Rect> = []): RectIndex {
  const squares = new Map<number, Rect[]>();
  let count = 0;
  // Columns and rows number some thousands, far less than 2 ** 16.
  const key = (i: number, j: number) => i * 65536 + j;
  function* touched({ x, y, width, height }: Rect, margin: number): Generator<number> {
    const [right, bottom] = [column(x + width + margin), column(y + height + margin)];
    for (let i = column(x - margin); i <= right; i++) {
      for (let j = column(y - margin); j <= bottom; j++) yield key(i, j);
    }
  }
  function* overlapping(rect: Rect, margin = 0): Generator<Rect> {
    for (const at of touched(rect, margin)) {
      count++;
      for (const other of squares.get(at) ?? []) {
        count++;
        if (overlap(rect, other, margin)) yield other;
      }
    }
  }
  const add = (rect: Rect) => {
    for (const at of touched(rect, 0)) {
      const list = squares.get(at);
      if (list) list.push(rect);
      else squares.set(at, [rect]);
    }
  };
  for (const rect of rects) add(rect);
  return {
    add,
    overlapping,
    isFree: (rect, margin) => overlapping(rect, margin).next().done === true,
    looked: () => count,
  };
}
