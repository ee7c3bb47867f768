// Owns where a new node goes: on a free place, making room downstream where there is none.
import { type Graph, parsePort } from "../../engine/graph/graph.ts";
import type { Layout, Position } from "./document.ts";

/** The room a node takes on the canvas, with the picture on the edge below it, in canvas units. */
export const cell = { width: 280, height: 180 } as const;

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

/** A node placed in a graph, with the nodes after it moved down where one of them lies in its cell. */
export function placeBelow(graph: Graph, layout: Layout, name: string, wanted: Position): Layout {
  const after = downstream(graph, name);
  const { [name]: _old, ...others } = layout;
  const below = Object.entries(others).filter(([other, at]) => after.has(other) && at[1] > wanted[1] - cell.height);
  const blockers = below.filter(([, at]) => overlaps(at, wanted)).map(([, at]) => at[1]);
  const shift = blockers.length === 0 ? 0 : wanted[1] + cell.height - Math.min(...blockers);
  const moved = Object.fromEntries(below.map(([other, at]): [string, Position] => [other, [at[0], at[1] + shift]]));
  const rest: Layout = shift === 0 ? others : { ...others, ...moved };
  return { ...rest, [name]: freePlace(rest, wanted) };
}
