// Places of new nodes: free ones, with room made downstream.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkProperty } from "../../engine/core/property.fixture.ts";
import { edge } from "../../engine/graph/graph.fixture.ts";
import type { Layout, Position } from "./document.ts";
import { cell, freePlace, freeShift, nearestPlace, placeBelow } from "./placing.ts";
import { farthest, indexRects, overlap as meet, rectAt, rectsOf } from "./room.ts";

const overlap = (a: Position, b: Position) => Math.abs(a[0] - b[0]) < cell.width && Math.abs(a[1] - b[1]) < cell.height;
const overlaps = (layout: Layout) => {
  const places = Object.values(layout);
  return places.some((a, i) => places.some((b, j) => j > i && overlap(a, b)));
};
const chain = {
  nodes: { a: { module: "Input" }, n: { module: "ReLU" }, b: { module: "ReLU" }, c: { module: "Output" } },
  edges: [edge("a", "n"), edge("n", "b"), edge("b", "c")],
};

test("what follows moves down, as far as it must", () => {
  const layout: Layout = { a: [0, 0], b: [0, cell.height], c: [0, 2 * cell.height + 40] };
  expect(placeBelow(chain, layout, "n", [0, cell.height])).toEqual({
    a: [0, 0],
    n: [0, cell.height],
    b: [0, 2 * cell.height],
    c: [0, 3 * cell.height],
  });
});

test("where there is room nothing moves", () => {
  const layout: Layout = { a: [0, 0], b: [0, 3 * cell.height], c: [0, 4 * cell.height] };
  expect(placeBelow(chain, layout, "n", [0, cell.height])).toEqual({ ...layout, n: [0, cell.height] });
});

test("what does not follow stays, and the new node goes beside it", () => {
  const layout: Layout = { a: [0, 0], x: [20, cell.height] };
  expect(placeBelow({ nodes: {}, edges: [] }, layout, "n", [0, cell.height])).toEqual({
    ...layout,
    n: [20 + cell.width, cell.height],
  });
});

const position = fc.tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 }));

test("a free place is free, and so is that of a whole part", () => {
  checkProperty(
    fc.property(
      fc.array(position, { maxLength: 12 }),
      fc.array(position, { minLength: 1, maxLength: 4 }),
      position,
      (taken, part, wanted) => {
        const layout = Object.fromEntries(taken.map((at, i): [string, Position] => [`t${i}`, at]));
        const place = freePlace(layout, wanted);
        expect(taken.some((at) => overlap(at, place))).toBe(false);
        const copies = Object.fromEntries(part.map((at, i): [string, Position] => [`p${i}`, at]));
        const [dx, dy] = freeShift(layout, copies, wanted);
        expect(part.some(([x, y]) => taken.some((at) => overlap(at, [x + dx, y + dy])))).toBe(false);
      },
    ),
  );
});

test("a chain built by placing below never overlaps", () => {
  checkProperty(
    fc.property(fc.array(fc.nat(30), { maxLength: 20 }), (anchors) => {
      let layout: Layout = { n0: [0, 0] };
      let order = ["n0"];
      anchors.forEach((anchor, i) => {
        const after = anchor % order.length;
        const name = `n${i + 1}`;
        order = [...order.slice(0, after + 1), name, ...order.slice(after + 1)];
        const edges = order.slice(1).map((to, j) => edge(order[j]!, to));
        const [x, y] = layout[order[after]!]!;
        const nodes = Object.fromEntries(order.map((node) => [node, { module: "ReLU" }]));
        layout = placeBelow({ nodes, edges }, layout, name, [x, y + cell.height]);
      });
      expect(overlaps(layout)).toBe(false);
    }),
  );
});

describe("every search ends", () => {
  const far = fc.double({ min: -farthest, max: farthest, noNaN: true });
  const near = fc.double({ min: -600, max: 600, noNaN: true });
  const corner = fc.constantFrom(24.4, -farthest, farthest, 0.1 + 0.2, 1e-12, farthest - 1e-9);
  const coordinate = fc.oneof(near, far, corner);
  const anywhere = fc.tuple(coordinate, coordinate);
  const wild = fc.oneof(coordinate, fc.constantFrom(1e17, -1e300, Infinity, -Infinity, NaN, 2 ** 53));
  const layoutOf = (places: readonly Position[], stem: string): Layout =>
    Object.fromEntries(places.map((at, i) => [`${stem}${i}`, at]));
  const inBounds = ([x, y]: Position) => Math.abs(x) <= farthest && Math.abs(y) <= farthest;
  const clear = (a: Position, b: Position) => !meet(rectAt(a, cell), rectAt(b, cell), -1e-6);

  test("at fractions and far out, on a place that is free and within bounds", () => {
    expect(freePlace({ a: [24.4, 0] }, [24.4, 0])).toEqual([257, 0]);
    checkProperty(
      fc.property(fc.array(anywhere, { maxLength: 12 }), fc.tuple(wild, wild), (taken, wanted) => {
        const at = freePlace(layoutOf(taken, "t"), wanted);
        expect(inBounds(at)).toBe(true);
        expect(taken.every((other) => clear(other, at))).toBe(true);
        const card = { width: 192, height: 84 };
        const nearest = nearestPlace(indexRects(rectsOf(layoutOf(taken, "t"), card)), wanted, card);
        expect(inBounds(nearest)).toBe(true);
        expect(taken.some((other) => meet(rectAt(other, card), rectAt(nearest, card), -1e-6))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test("for a part", () => {
    checkProperty(
      fc.property(
        fc.array(anywhere, { maxLength: 8 }),
        fc.array(anywhere, { minLength: 1, maxLength: 4 }),
        fc.tuple(wild, wild),
        (taken, part, wanted) => {
          const [dx, dy] = freeShift(layoutOf(taken, "t"), layoutOf(part, "p"), wanted);
          expect(part.every(([x, y]) => inBounds([x + dx, y + dy]))).toBe(true);
        },
      ),
    );
  });

  test("below, however far out", () => {
    const [x, y] = placeBelow(chain, { a: [0, 1e6], b: [0, 1e6], c: [0, 1e6] }, "n", [0, 1e17]).n!;
    expect(inBounds([x, y])).toBe(true);
    expect(clear([x, y], [0, 1e6])).toBe(true);
    checkProperty(
      fc.property(fc.tuple(anywhere, anywhere, anywhere), fc.tuple(wild, wild), ([a, b, c], wanted) => {
        const layout = placeBelow(chain, { a, b, c }, "n", wanted);
        expect(Object.values(layout).every(inBounds)).toBe(true);
        for (const other of ["a", "b", "c"]) expect(clear(layout.n!, layout[other]!)).toBe(true);
      }),
    );
  });

  test.each([
    ["on one point", () => [0, 0] as Position],
    ["a hair apart", (i: number): Position => [i * 0.01, 0]],
    ["on a slope of hairs", (i: number): Position => [i * 0.01, i * 0.013]],
    ["on the corner", () => [farthest, farthest] as Position],
    ["in a full row", (i: number): Position => [(i % 8600) * cell.width - farthest, 0]],
  ])(
    "with 10,000 nodes %s",
    (_, place) => {
      const names = Array.from({ length: 10_000 }, (_, i) => `n${i}`);
      const layout = Object.fromEntries(names.map((name, i) => [name, place(i)]));
      const nodes = Object.fromEntries([...names, "new"].map((name) => [name, { module: "ReLU" }]));
      const edges = names.map((to) => edge("new", to));
      const at = freePlace(layout, place(0));
      expect(Object.values(layout).every((other) => clear(other, at))).toBe(true);
      const below = placeBelow({ nodes, edges }, layout, "new", place(0));
      expect(names.every((name) => clear(below[name]!, below.new!))).toBe(true);
      const [dx, dy] = freeShift(layout, layout, [0, 0]);
      expect(names.every((name) => inBounds([layout[name]![0] + dx, layout[name]![1] + dy]))).toBe(true);
    },
    20_000,
  );
});
