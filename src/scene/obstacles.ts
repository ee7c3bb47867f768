// Owns what lines and labels keep clear of: cards, labels and other lines, found by where they lie.
import { indexRects, type Rect } from "../document/room.ts";
import type { Point } from "./geometry.ts";

/** A straight piece of a line, from one corner to the next. */
export interface Piece {
  readonly start: Point;
  readonly end: Point;
}

/** What is in the way of lines. It grows: each line and label that has found its place is in the way of the next. */
export interface Obstacles {
  /** Whether a rectangle overlaps a card, or comes nearer to one than `margin`. */
  meetsNode(rect: Rect, margin: number): boolean;
  meetsLabel(rect: Rect, margin: number): boolean;
  /** The same of the lines that leave other ports. */
  meetsLine(rect: Rect, margin: number, source: Point): boolean;
  /** Where the cards between two heights begin and end aside, each once, in the order in which they were given. */
  columnsBetween(top: number, bottom: number): readonly Column[];
  addLabel(rect: Rect): void;
  addLine(source: Point, pieces: readonly Piece[]): void;
  /** How many boxes and rectangles have been looked at so far. */
  looked(): number;
}

export type Column = Pick<Rect, "x" | "width">;

/** A piece of a line that others keep beside, unless they leave the same port. */
interface Lane extends Rect {
  readonly source: Point;
}

interface Card extends Rect {
  readonly order: number;
}

export const samePoint = (a: Point, b: Point): boolean => a.x === b.x && a.y === b.y;

export const segment = (a: Point, b: Point): Rect => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});

/** Wider than anything lies apart. */
const everywhere = 1e9;

export function obstaclesOf(nodes: readonly Rect[]): Obstacles {
  const cards = indexRects(nodes.map(({ x, y, width, height }, order): Card => ({ x, y, width, height, order })));
  const labels = indexRects();
  const lanes = indexRects<Lane>();
  /** The longest piece from each corner in each direction, by the port that its line leaves. */
  const longest = new Map<string, Lane>();
  return {
    meetsNode: (rect, margin) => !cards.isFree(rect, margin),
    meetsLabel: (rect, margin) => !labels.isFree(rect, margin),
    meetsLine: (rect, margin, source) => lanes.some(rect, margin, (lane) => !samePoint(lane.source, source)),
    columnsBetween: (top, bottom) => {
      const band = { x: -everywhere, y: top, width: 2 * everywhere, height: bottom - top };
      const first = new Map<number, Card[]>();
      // A little more than the band, and then exactly: the sums above are rounded.
      for (const card of cards.overlapping(band, 1)) {
        if (card.y + card.height <= top || card.y >= bottom) continue;
        const here = first.get(card.x);
        const at = here?.findIndex((other) => other.width === card.width) ?? -1;
        if (!here) first.set(card.x, [card]);
        else if (at < 0) here.push(card);
        else if (card.order < here[at]!.order) here[at] = card;
      }
      return [...first.values()].flat().sort((a, b) => a.order - b.order);
    },
    addLabel: labels.add,
    // A port that thousands of lines leave has them all on few ways: the longest of them stands for the others.
    addLine: (source, pieces) => {
      for (const { start, end } of pieces) {
        const lane = { ...segment(start, end), source };
        const [right, down] = [Math.sign(end.x - start.x), Math.sign(end.y - start.y)];
        const key = [source.x, source.y, start.x, start.y, right, down].join(" ");
        const known = longest.get(key);
        if (known && known.width >= lane.width && known.height >= lane.height) continue;
        if (known) lanes.remove(known);
        longest.set(key, lane);
        lanes.add(lane);
      }
    },
    looked: () => cards.looked() + labels.looked() + lanes.looked(),
  };
}
