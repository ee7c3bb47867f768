// Ways of edges: clear of cards, labels apart, and the hit test that dropping uses.
import { expect, test } from "vitest";
import { overlap, type Rect } from "../document/room.ts";
import { centered, labelSize, nodeWidth, pitch } from "./geometry.ts";
import { isOnRoute, routeWires, type Wire } from "./route.ts";

const card = (column: number, row: number): Rect => ({
  x: column * pitch.x,
  y: row * pitch.y,
  width: nodeWidth,
  height: 64,
});
const out = (rect: Rect) => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height });
const into = (rect: Rect) => ({ x: rect.x + rect.width / 2, y: rect.y });
const wire = (id: string, from: Rect, to: Rect): Wire => ({ id, from: out(from), to: into(to) });

test("a node straight below is reached by a straight line with the label on it", () => {
  const [a, b] = [card(0, 0), card(0, 1)];
  const route = routeWires([wire("a->b", a, b)], [a, b]).get("a->b")!;
  expect(route.points).toEqual([out(a), into(b)]);
  expect(route.label).toEqual({ x: out(a).x, y: (out(a).y + into(b).y) / 2 });
});

test("an edge past other nodes goes around them, and no label covers a card or another label", () => {
  const column = [0, 1, 2, 3].map((row) => card(0, row));
  const [a, b, c, d] = column as [Rect, Rect, Rect, Rect];
  const wires = [wire("ab", a, b), wire("bc", b, c), wire("cd", c, d), wire("ad", a, d), wire("back", d, a)];
  const routes = routeWires(wires, column);
  const labels = [...routes.values()].map((route) => centered(route.label, labelSize));
  labels.forEach((label, i) => {
    for (const node of column) expect(overlap(label, node)).toBe(false);
    for (const other of labels.slice(i + 1)) expect(overlap(label, other)).toBe(false);
  });
  for (const { points } of routes.values()) {
    points.slice(1).forEach((point, i) => {
      const before = points[i]!;
      const piece = {
        x: Math.min(point.x, before.x),
        y: Math.min(point.y, before.y),
        width: Math.abs(point.x - before.x),
        height: Math.abs(point.y - before.y),
      };
      for (const node of column) expect(overlap(piece, node, -1)).toBe(false);
    });
  }
});

test("a point is on a route when it is near the line or on the label", () => {
  const [a, b] = [card(0, 0), card(0, 3)];
  const route = routeWires([wire("ab", a, b)], [a, b]).get("ab")!;
  const { x, y } = out(a);
  expect(isOnRoute(route, { x: x + 11, y: y + 20 })).toBe(true);
  expect(isOnRoute(route, { x: x + 14, y: y + 20 })).toBe(false);
  expect(isOnRoute(route, { x: route.label.x + 80, y: route.label.y })).toBe(true);
});

test("300 edges are routed within a frame's budget many times over", () => {
  const cards = Array.from({ length: 300 }, (_, i) => card(Math.floor(i / 20), i % 20));
  const wires = cards.slice(1).map((to, i) => wire(`e${i}`, cards[i]!, to));
  // The quickest of several: a processor shared with others is slow now and then.
  const times = Array.from({ length: 10 }, () => {
    const start = performance.now();
    routeWires(wires, cards);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(400);
});
