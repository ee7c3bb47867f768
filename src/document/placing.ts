// Owns where a new node goes: on a free place, making room downstream where there is none.
import { type Graph, parsePort } from "../../engine/graph/graph.ts";
import type { Layout, Position } from "./document.ts";

/** The room a node takes on the canvas, with the picture on the edge below it, in canvas units. */
export const cell = { width: 232, height: 136 } as const;

const overlaps = (a: Position, b: Position): boolean =>
  Math.abs(a[0] - b[0]) < cell.width && Math.abs(a[1] - b[1]) < cell.height;

/** The place nearest to `wanted`, to its right, where no other node lies. */
export function freePlace(layout: Layout, wanted: Position): Position {
  const taken = Object.values(layout);
  let [x, y] = wanted;
  for (;;) {
    const blocker = taken.find((other) => overlaps(other, [x, y]));
    if (!blocker) return [x, y];
    x = blocker[0] + cell.width;
  }
}

/** Names of the nodes that read from `name`, directly or through others. */
export function downstream(graph: Graph, name: string): ReadonlySet<string> {
  const readers = new Map<string, string[]>();
  for (const edge of graph.edges) {
    const from = parsePort(edge.from).node;
    readers.set(from, [...(readers.get(from) ?? []), parsePort(edge.to).node]);
  }
  const found = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const reader of readers.get(next) ?? []) {
      if (reader === name || found.has(reader)) continue;
      found.add(reader);
      open.push(reader);
    }
  }
  return found;
}

/** A node placed in a graph; nodes after it that lie in its way move down, and those in theirs. */
export function placeBelow(graph: Graph, layout: Layout, name: string, wanted: Position): Layout {
  const after = downstream(graph, name);
  const { [name]: _old, ...others } = layout;
  const rest: Record<string, Position> = others;
  const settled: Position[] = [wanted];
  const candidates = Object.keys(others).filter((other) => after.has(other));
  candidates.sort((a, b) => (others[a]?.[1] ?? 0) - (others[b]?.[1] ?? 0));
  for (const other of candidates) {
    const start = others[other]!;
    let at = start;
    for (let blocker = find(settled, at); blocker; blocker = find(settled, at)) at = [at[0], blocker[1] + cell.height];
    if (at === start) continue;
    rest[other] = at;
    settled.push(at);
  }
  return { ...rest, [name]: freePlace(rest, wanted) };
}

const find = (taken: readonly Position[], at: Position): Position | undefined =>
  taken.find((other) => overlaps(other, at));

/** How far from where it was wanted a part may lie, in half cells. */
const reach = 16;

/** The shift nearest to `wanted` that puts every node of a part on a free place. */
export function freeShift(layout: Layout, part: Layout, wanted: Position): Position {
  const taken = Object.values(layout);
  const places = Object.values(part);
  const isFree = ([dx, dy]: Position) => !places.some(([x, y]) => find(taken, [x + dx, y + dy]));
  const steps = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const shifts = steps.flatMap((i) =>
    steps.map((j): Position => [wanted[0] + (i * cell.width) / 2, wanted[1] + (j * cell.height) / 2]),
  );
  const distance = ([x, y]: Position) => Math.hypot(x - wanted[0], y - wanted[1]);
  // Of two as near, to the right and below first.
  shifts.sort((a, b) => distance(a) - distance(b) || b[0] - a[0] || b[1] - a[1]);
  const near = shifts.find(isFree);
  if (near) return near;
  const right = Math.max(...taken.map(([x]) => x)) + cell.width;
  return [right - Math.min(...places.map(([x]) => x)), wanted[1]];
}
