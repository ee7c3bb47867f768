// Routing at any size: the quick search finds the ways that looking at everything finds, and costs little more per wire.
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkProperty } from "../../engine/core/property.fixture.ts";
import { parseModelFile } from "../../engine/graph/file.ts";
import { edgeId } from "../../engine/graph/graph.ts";
import type { Rect } from "../document/room.ts";
import { nodeWidth, pitch } from "./geometry.ts";
import { plainObstacles } from "./obstacles.fixture.ts";
import { obstaclesOf } from "./obstacles.ts";
import { placeNodes } from "./place.ts";
import { routeWires, type Wire } from "./route.ts";

const card = (x: number, y: number, height = 64): Rect => ({ x, y, width: nodeWidth, height });
const wire = (id: string, from: Rect, to: Rect): Wire => ({
  id,
  from: { x: from.x + from.width / 2, y: from.y + from.height },
  to: { x: to.x + to.width / 2, y: to.y },
});
const wired = (cards: readonly Rect[], ends: readonly (readonly [number, number])[]): Wire[] =>
  ends.map(([a, b], i) => wire(`e${i}`, cards[a % cards.length]!, cards[b % cards.length]!));

function expectSame(wires: readonly Wire[], cards: readonly Rect[]): void {
  const plain = routeWires(wires, cards, plainObstacles(cards));
  expect([...routeWires(wires, cards)]).toEqual([...plain]);
}

const places = {
  "in rows and columns": fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 9 })).map(([x, y]) => [x * pitch.x, y * pitch.y]),
  "anywhere near": fc.tuple(
    fc.double({ min: 0, max: 1500, noNaN: true }),
    fc.double({ min: 0, max: 1500, noNaN: true }),
  ),
  "anywhere at all": fc.tuple(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  ),
};

test.each(Object.entries(places))("ways are those of looking at everything, of cards %s", (_where, place) => {
  const cards = fc.array(
    fc.tuple(place, fc.constantFrom(48, 64, 84)).map(([[x, y], height]) => card(x!, y!, height)),
    { minLength: 2, maxLength: 40 },
  );
  const ends = fc.array(fc.tuple(fc.nat({ max: 39 }), fc.nat({ max: 39 })), { maxLength: 50 });
  checkProperty(
    fc.property(cards, ends, fc.boolean(), (given, pairs, hub) => {
      expectSame(wired(given, hub ? pairs.map(([, b]) => [0, b] as const) : pairs), given);
    }),
  );
});

const examples = new URL("../../public/examples/", import.meta.url);

test.each(readdirSync(examples))("ways are those of looking at everything, in %s", (file) => {
  const { graph } = parseModelFile(readFileSync(new URL(file, examples), "utf8"));
  const cards = new Map(Object.entries(placeNodes(graph)).map(([name, [x, y]]) => [name, card(x, y)]));
  const ends = graph.edges.map(({ source, target }) => [source, target].map((n) => cards.get(n)!));
  expect(ends.length).toBeGreaterThan(4);
  expectSame(
    ends.map(([from, to], i) => wire(edgeId(graph.edges[i]!), from!, to!)),
    [...cards.values()],
  );
});

const count = 5000;
const rows = 45;
const grid = Array.from({ length: count }, (_, i) => card(Math.floor(i / rows) * pitch.x, (i % rows) * pitch.y));
const column = Array.from({ length: count }, (_, i) => card(0, i * pitch.y));
const chain = grid.slice(1).map((_, i) => [i, i + 1] as const);
// Each wire leads somewhere else, and none to the card it leaves.
const anyhow = grid.map((_, i) => [(i * 7919) % count, (i * 104729 + 1) % count] as const);

test.each([
  ["a chain in one column", column, chain],
  ["a chain in many columns", grid, chain],
  [
    "a chain with skips",
    column,
    chain.flatMap(([a, b]) =>
      a % 3 === 0
        ? ([
            [a, b],
            [a, b + 3],
          ] as const)
        : ([[a, b]] as const),
    ),
  ],
  ["all from one", grid, chain.map(([, b]) => [0, b] as const)],
  ["from anywhere to anywhere", grid, anyhow],
  ["all on one spot", grid.map(() => card(0, 0)), chain],
])("what 5,000 cards are looked at is some thousand times a wire: %s", (_name, cards, ends) => {
  const obstacles = obstaclesOf(cards);
  const wires = wired(cards, ends);
  expect(routeWires(wires, cards, obstacles).size).toBe(wires.length);
  // Looking at everything: at least the 5,000 cards, for each of some twenty pieces and places of a wire.
  expect(obstacles.looked() / wires.length).toBeLessThan(4000);
});
