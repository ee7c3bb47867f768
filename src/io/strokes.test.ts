// Tests of painted lines: their width, their anti-aliasing, and the smoothing of what a hand drew.
import { expect, test } from "vitest";
import { rasterize, rasterizeDrawing, smooth } from "./strokes.ts";

test("a line covers as much as it is long and wide", () => {
  const painted = rasterize([[5, 10, 25, 10]], 30, 20, 2);
  // 20 × 4, and a half disc of radius 2 at either end.
  const area = 20 * 4 + Math.PI * 4;
  expect(Math.abs(painted.reduce((sum, value) => sum + value, 0) - area)).toBeLessThan(0.03 * area);
  expect(painted[10 * 30 + 15]).toBe(1);
  expect(painted[2 * 30 + 15]).toBe(0);
});

test("a border through the middle of a pixel covers half of it", () => {
  // The line's lower border lies at y = 6.5, the middle of the pixels of row 6.
  const painted = rasterize([[0, 5, 10, 5]], 10, 10, 1.5);
  expect(painted[6 * 10 + 5]).toBeCloseTo(0.5, 5);
  expect(painted[7 * 10 + 5]).toBe(0);
});

test("lines do not add up where they cross", () => {
  const painted = rasterize(
    [
      [0, 5, 10, 5],
      [5, 0, 5, 10],
    ],
    10,
    10,
    1,
  );
  expect(Math.max(...painted)).toBe(1);
});

test("a single point is a dot", () => {
  const painted = rasterize([[5, 5]], 10, 10, 2);
  expect(painted.reduce((sum, value) => sum + value, 0)).toBeCloseTo(Math.PI * 4, 0);
});

test("what lies outside of the picture is cut off", () => {
  expect(rasterize([[-50, -50, -40, -40]], 4, 4, 2).every((value) => value === 0)).toBe(true);
});

test("smoothing keeps the ends and stays within the corners", () => {
  const line = smooth([0, 0, 1, 0, 1, 1]);
  expect(line.slice(0, 2)).toEqual([0, 0]);
  expect(line.slice(-2)).toEqual([1, 1]);
  expect(line.length).toBeGreaterThan(6);
  const nearest = Math.min(
    ...Array.from({ length: line.length / 2 }, (_, i) => Math.hypot(line[2 * i]! - 1, line[2 * i + 1]!)),
  );
  expect(nearest).toBeGreaterThan(0.1);
});

test("a drawing is painted at the size asked for", () => {
  const painted = rasterizeDrawing([[0.5, 0, 0.5, 1]], 28, 14);
  expect(painted).toHaveLength(28 * 14);
  expect(painted[7 * 28 + 14]).toBeGreaterThan(0.5);
  expect(painted[7 * 28 + 2]).toBe(0);
  expect(rasterizeDrawing([], 4, 4).every((value) => value === 0)).toBe(true);
});
