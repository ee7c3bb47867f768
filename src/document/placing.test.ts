// Places of new nodes: free ones, with room made downstream.
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkProperty } from "../../engine/core/property.fixture.ts";
import type { Layout, Position } from "./document.ts";
import { cell, downstream, freePlace, freeShift, placeBelow } from "./placing.ts";

const overlap = (a: Position, b: Position) => Math.abs(a[0] - b[0]) < cell.width && Math.abs(a[1] - b[1]) < cell.height;
const overlaps = (layout: Layout) => {
  const places = Object.values(layout);
  return places.some((a, i) => places.some((b, j) => j > i && overlap(a, b)));
};
const chain = {
  nodes: { a: { module: "Input" }, n: { module: "ReLU" }, b: { module: "ReLU" }, c: { module: "Output" } },
  edges: [
    { from: "a", to: "n" },
    { from: "n", to: "b" },
    { from: "b", to: "c" },
  ],
};

test("downstream is what reads, directly or not, cycles too", () => {
  expect([...downstream(chain, "n")]).toEqual(["b", "c"]);
  const cyclic = { ...chain, edges: [...chain.edges, { from: "c", to: "n" }] };
  expect([...downstream(cyclic, "n")].sort()).toEqual(["b", "c"]);
});

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
        const edges = order.slice(1).map((to, j) => ({ from: order[j]!, to }));
        const [x, y] = layout[order[after]!]!;
        layout = placeBelow({ nodes: {}, edges }, layout, name, [x, y + cell.height]);
      });
      expect(overlaps(layout)).toBe(false);
    }),
  );
});
