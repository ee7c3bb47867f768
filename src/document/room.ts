// Owns rectangles on the canvas: how far out they may lie, which overlap, and an index that finds those near a place.
import RBush, { type BBox } from "rbush";
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

/** Rectangles in a tree by where they lie: to look around a place costs what lies there, not what lies anywhere. */
export interface RectIndex<R extends Rect = Rect> {
  add(rect: R): void;
  remove(rect: R): void;
  /** Those that a rectangle overlaps, or comes nearer to than `margin`. */
  overlapping(rect: Rect, margin?: number): Iterable<R>;
  isFree(rect: Rect, margin?: number): boolean;
  /** How many boxes and rectangles have been looked at so far: what the searches have cost. */
  looked(): number;
}

/** What RBush's `toJSON` gives: the tree itself. Searching it here stops at the first find, and counts. */
interface Box<R> {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly leaf: boolean;
  readonly children: readonly (Box<R> | R)[];
}

class RectTree<R extends Rect> extends RBush<R> {
  override toBBox({ x, y, width, height }: R): BBox {
    return { minX: x, minY: y, maxX: x + width, maxY: y + height };
  }
  override compareMinX(a: R, b: R): number {
    return a.x - b.x;
  }
  override compareMinY(a: R, b: R): number {
    return a.y - b.y;
  }
}

export function indexRects<R extends Rect = Rect>(rects: Iterable<R> = []): RectIndex<R> {
  const tree = new RectTree<R>().load([...rects]);
  let count = 0;
  function* overlapping(rect: Rect, margin = 0): Generator<R> {
    const [left, top, right, bottom] = [rect.x, rect.y, rect.x + rect.width, rect.y + rect.height];
    const waiting = [tree.toJSON() as Box<R>];
    for (let box = waiting.pop(); box; box = waiting.pop()) {
      for (const child of box.children) {
        count++;
        if (box.leaf) {
          if (overlap(rect, child as R, margin)) yield child as R;
          continue;
        }
        // As `overlap` compares, so that no rounding in the sums tells a box apart from what lies in it.
        const { minX, minY, maxX, maxY } = child as Box<R>;
        if (left < maxX + margin && minX < right + margin && top < maxY + margin && minY < bottom + margin) {
          waiting.push(child as Box<R>);
        }
      }
    }
  }
  return {
    add: (rect) => void tree.insert(rect),
    remove: (rect) => void tree.remove(rect),
    overlapping,
    isFree: (rect, margin) => overlapping(rect, margin).next().done === true,
    looked: () => count,
  };
}
