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
  overlapping(rect: Rect, margin?: number): readonly R[];
  /** Whether one of them passes a test, which must not search itself. */
  some(rect: Rect, margin: number, test: (found: R) => boolean): boolean;
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
  // Boxes that wait to be looked into: one list for all searches, none of which begins within another.
  const waiting: Box<R>[] = [];
  const some = (rect: Rect, margin: number, test: (found: R) => boolean): boolean => {
    const { x, y } = rect;
    const [right, bottom] = [x + rect.width, y + rect.height];
    waiting.length = 0;
    waiting.push(tree.toJSON() as Box<R>);
    for (let box = waiting.pop(); box; box = waiting.pop()) {
      const { children, leaf } = box;
      count += children.length;
      for (const child of children) {
        if (leaf) {
          if (overlap(rect, child as R, margin) && test(child as R)) return true;
          continue;
        }
        // As `overlap` compares, so that no rounding in the sums tells a box apart from what lies in it.
        const { minX, minY, maxX, maxY } = child as Box<R>;
        if (x < maxX + margin && minX < right + margin && y < maxY + margin && minY < bottom + margin) {
          waiting.push(child as Box<R>);
        }
      }
    }
    return false;
  };
  return {
    add: (rect) => void tree.insert(rect),
    remove: (rect) => void tree.remove(rect),
    some,
    overlapping: (rect, margin = 0) => {
      const found: R[] = [];
      some(rect, margin, (other) => found.push(other) === 0);
      return found;
    },
    isFree: (rect, margin = 0) => !some(rect, margin, () => true),
    looked: () => count,
  };
}
