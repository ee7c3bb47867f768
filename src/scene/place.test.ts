// Placement: no two nodes overlap, layers follow the edges, long chains are folded, what is placed stays.

import fc from "fast-check";
import { expect, test } from "vitest";
import { checkProperty } from "../../engine/core/property.fixture.ts";
import { edge } from "../../engine/graph/graph.fixture.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import type { Layout } from "../document/document.ts";
import { farthest, overlap } from "../document/room.ts";
import { nodeHeight, nodeWidth } from "./geometry.ts";
import { placeMissing, placeNodes } from "./place.ts";

const graphOf = (count: number, edges: readonly (readonly [number, number])[]): Graph => ({
  nodes: Object.fromEntries(Array.from({ length: count }, (_, i) => [`n${i}`, { module: "Add" }])),
  edges: edges.map(([a, b], i) => edge(`n${a}`, i % 2 ? `n${b}` : `n${b}.other`)),
});
const chain = (count: number): Graph =>
  graphOf(
    count,
    Array.from({ length: count - 1 }, (_, i) => [i, i + 1] as const),
  );

function expectApart(layout: Layout): void {
  const rects = Object.values(layout).map(([x, y]) => ({ x, y, width: nodeWidth, height: nodeHeight(true) }));
  rects.forEach((a, i) => {
    for (const b of rects.slice(i + 1)) expect(overlap(a, b)).toBe(false);
  });
}

test("no two nodes of any graph overlap, cycles and loops included", () => {
  const edge = fc.tuple(fc.nat({ max: 14 }), fc.nat({ max: 14 }));
  checkProperty(
    fc.property(fc.array(edge, { maxLength: 30 }), (edges) => {
      const layout = placeNodes(graphOf(15, edges));
      expect(Object.keys(layout)).toHaveLength(15);
      expectApart(layout);
    }),
  );
});

test("a short chain is one column, a long one is folded into columns that read downwards", () => {
  const short = Object.values(placeNodes(chain(3)));
  expect(new Set(short.map(([x]) => x)).size).toBe(1);
  const layout = placeNodes(chain(15));
  const columns = new Set(Object.values(layout).map(([x]) => x));
  expect(columns.size).toBeGreaterThan(2);
  expect(columns.size).toBeLessThan(7);
  for (const { source, target } of chain(15).edges) {
    const [a, b] = [layout[source]!, layout[target]!];
    expect(b[0] > a[0] || b[1] > a[1]).toBe(true);
  }
});

test("a target lies below its sources within a branch, and branches lie side by side", () => {
  const diamond = graphOf(4, [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 3],
  ]);
  const layout = placeNodes(diamond);
  expect(layout.n1![1]).toBe(layout.n2![1]);
  expect(layout.n1![0]).not.toBe(layout.n2![0]);
  expect(layout.n3![1]).toBeGreaterThan(layout.n1![1]);
});

test("only nodes without a place get one, clear of the others", () => {
  const graph = chain(5);
  const some: Layout = { n0: [40, 40], n1: [40, 200] };
  const missing = placeMissing(graph, some);
  expect(Object.keys(missing)).toEqual(["n2", "n3", "n4"]);
  expectApart({ ...some, ...missing });
  expect(placeMissing(graph, { ...some, ...missing })).toEqual({});
});

test.each([
  ["a chain", chain(5000)],
  [
    "a chain whose every node reads the first one too",
    graphOf(
      3000,
      Array.from({ length: 5996 }, (_, i) => [i % 2 ? 0 : i / 2, (i >> 1) + 1] as const),
    ),
  ],
  ["a row", graphOf(5000, [])],
  [
    "a star",
    graphOf(
      5000,
      Array.from({ length: 4999 }, (_, i) => [0, i + 1] as const),
    ),
  ],
])(
  "thousands of nodes get finite places of their own: %s",
  (_, graph) => {
    const layout = placeNodes(graph);
    const places = Object.values(layout);
    expect(places).toHaveLength(Object.keys(graph.nodes).length);
    expect(places.every(([x, y]) => Math.abs(x) <= farthest && Math.abs(y) <= farthest)).toBe(true);
    expect(new Set(places.map(String)).size).toBe(places.length);
  },
  60_000,
);
