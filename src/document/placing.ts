// Owns where new nodes go: on a free place, making room downstream where there is none. Every search has an end.
import type { Graph } from "../../engine/graph/graph.ts";
import { topologyOf } from "../../engine/graph/topology.ts";
import type { Layout, Position } from "./document.ts";
import {
  bounded,
  boundedPosition,
  extent,
  farthest,
  indexRects,
  type RectIndex,
  rectAt,
  rectsOf,
  type Size,
} from "./room.ts";

/** The room a node takes on the canvas, with the picture on the edge below it, in canvas units. */
export const cell = { width: 232, height: 136 } as const;

type Direction = "right" | "below" | "left" | "above";

/** Rounding may leave two rectangles that touch overlapping by less than this. */
const touch = -1e-6;

/** One step out of the way of what lies at a place, so far that nothing of it is met again. */
function step(taken: RectIndex, at: Position, size: Size, direction: Direction): Position | null {
  let [x, y] = at;
  for (const other of taken.overlapping(rectAt(at, size), touch)) {
    if (direction === "right") x = Math.max(x, Math.ceil(other.x + other.width));
    else if (direction === "left") x = Math.min(x, Math.floor(other.x - size.width));
    else if (direction === "below") y = Math.max(y, Math.ceil(other.y + other.height));
    else y = Math.min(y, Math.floor(other.y - size.height));
  }
  return x === at[0] && y === at[1] ? null : [x, y];
}

/** The first free place in one direction; null where there is none within bounds, or the search costs too much. */
function walk(taken: RectIndex, from: Position, size: Size, direction: Direction, most = Infinity): Position | null {
  const limit = taken.looked() + most;
  let at = from;
  for (let next = step(taken, at, size, direction); next !== null; next = step(taken, at, size, direction)) {
    if (Math.abs(next[0]) > farthest || Math.abs(next[1]) > farthest || taken.looked() > limit) return null;
    at = next;
  }
  return at;
}

/** How many rows above and below are searched; a full row holds thousands of nodes. */
const rows = 64;

/** The place nearest to `wanted`, to its right, where nothing lies; a row further where that row is full. */
function placeBeside(taken: RectIndex, wanted: Position, size: Size): Position {
  const start = boundedPosition(wanted);
  for (let row = 0; row <= rows; row++) {
    for (const side of row === 0 ? [1] : [1, -1]) {
      const y = start[1] + side * row * size.height;
      if (bounded(y) !== y) continue;
      const at = walk(taken, [start[0], y], size, "right") ?? walk(taken, [start[0], y], size, "left");
      if (at) return at;
    }
  }
  return start;
}

/** The place nearest to `wanted`, to its right, where no other node lies. */
export const freePlace = (layout: Layout, wanted: Position): Position =>
  placeBeside(indexRects(rectsOf(layout, cell)), wanted, cell);

/** The place nearest to `wanted` in any of the four directions where a card of this size keeps clear of all others. */
export function nearestPlace(taken: RectIndex, wanted: Position, size: Size): Position {
  const start = boundedPosition(wanted);
  const far = ([x, y]: Position) => Math.abs(x - start[0]) + Math.abs(y - start[1]);
  let best: Position | null = null;
  for (const direction of ["right", "below", "left", "above"] as const) {
    const at = walk(taken, start, size, direction);
    if (at && (best === null || far(at) < far(best))) best = at;
  }
  return best ?? placeBeside(taken, start, size);
}

/** A node placed in a graph; nodes after it that lie in its way move down, and those in theirs. */
export function placeBelow(graph: Graph, layout: Layout, id: string, wanted: Position): Layout {
  const { [id]: _old, ...others } = layout;
  const after = topologyOf(graph).downstream([id]);
  const fixed = Object.entries(others).filter(([other]) => !after.has(other));
  const obstacles = indexRects(fixed.map(([, at]) => rectAt(at, cell)));
  const at = placeBeside(obstacles, wanted, cell);
  const moved = pushDown(others, after, obstacles, at);
  return moved ? { ...others, ...moved, [id]: at } : { ...others, [id]: freePlace(others, wanted) };
}

/**
 * New places for those of `after` that a node at `at` is in the way of, and those that they come to lie on. Null where
 * that leads out of bounds or, with many nodes on one spot, costs more than it is worth: then nothing should move.
 */
function pushDown(layout: Layout, after: ReadonlySet<string>, obstacles: RectIndex, at: Position): Layout | null {
  const places: Record<string, Position> = {};
  const settled = indexRects([rectAt(at, cell)]);
  obstacles.add(rectAt(at, cell));
  const candidates = Object.entries(layout).filter(([id]) => after.has(id));
  candidates.sort(([, a], [, b]) => a[1] - b[1]);
  const most = 100_000 + 64 * candidates.length;
  for (const [id, start] of candidates) {
    if (settled.looked() + obstacles.looked() > most) return null;
    if (settled.isFree(rectAt(start, cell), touch)) continue;
    // Out of the way of what has moved, and of what stays.
    const place = walk(obstacles, start, cell, "below", most);
    if (!place) return null;
    places[id] = place;
    settled.add(rectAt(place, cell));
    obstacles.add(rectAt(place, cell));
  }
  return places;
}

/** How far from where it was wanted a part may lie, in half cells. */
const reach = 16;

/** How much a search for a part's place may look at, once for each of its nodes and more; beyond, it lies beside everything. */
const patience = (nodes: number): number => 400_000 + 32 * nodes;

/** The shift nearest to `wanted` that puts every node of a part on a free place. */
export function freeShift(layout: Layout, part: Layout, wanted: Position): Position {
  const taken = indexRects(rectsOf(layout, cell));
  const places = Object.values(part);
  const most = patience(places.length);
  const bounds = boundsOf(places);
  const inBounds = ([dx, dy]: Position) =>
    bounds.left + dx >= -farthest &&
    bounds.right + dx <= farthest &&
    bounds.top + dy >= -farthest &&
    bounds.bottom + dy <= farthest;
  const isFreeAt = ([x, y]: Position, [dx, dy]: Position) =>
    taken.looked() < most && taken.isFree(rectAt([x + dx, y + dy], cell), touch);
  const isFree = (shift: Position) => inBounds(shift) && places.every((at) => isFreeAt(at, shift));
  const steps = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const shifts = steps.flatMap((i) =>
    steps.map((j): Position => [wanted[0] + (i * cell.width) / 2, wanted[1] + (j * cell.height) / 2]),
  );
  const distance = ([x, y]: Position) => Math.hypot(x - wanted[0], y - wanted[1]);
  // Of two as near, to the right and below first.
  shifts.sort((a, b) => distance(a) - distance(b) || b[0] - a[0] || b[1] - a[1]);
  for (const shift of shifts) {
    if (isFree(shift)) return shift;
    if (taken.looked() >= most) break;
  }
  return beside(boundsOf(Object.values(layout)), bounds, wanted, inBounds);
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The corners of what positions span. */
function boundsOf(places: readonly Position[]): Bounds {
  const [left, right] = extent(places.map(([x]) => x));
  const [top, bottom] = extent(places.map(([, y]) => y));
  return { left, right, top, bottom };
}

/** The shift that puts a part to the right of everything, or to another side where there is no room. */
function beside(all: Bounds, part: Bounds, wanted: Position, inBounds: (shift: Position) => boolean): Position {
  const sides: readonly Position[] = [
    [Math.ceil(all.right + cell.width - part.left), wanted[1]],
    [wanted[0], Math.ceil(all.bottom + cell.height - part.top)],
    [Math.floor(all.left - cell.width - part.right), wanted[1]],
    [wanted[0], Math.floor(all.top - cell.height - part.bottom)],
  ];
  const free = sides.find(inBounds);
  if (free) return free;
  // No room anywhere: as near to where it was wanted as bounds allow, on top of what is there.
  const within = (value: number, low: number, high: number) =>
    Math.min(farthest - high, Math.max(-farthest - low, Number.isFinite(value) ? value : 0));
  return [within(wanted[0], part.left, part.right), within(wanted[1], part.top, part.bottom)];
}
