// Owns the tests of the plots: marks where the figures say, text that cannot break the picture.
import { expect, test } from "vitest";
import { curvePlot, ratioPlot } from "./plots.ts";
import { logScale, ticks } from "./svg.ts";

const circles = (svg: string): number[][] =>
  [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);

test("equal factors are equal steps", () => {
  const scale = logScale(1, 100, 0, 200);
  expect([1, 10, 100].map(scale)).toEqual([0, 100, 200]);
  expect(logScale(5, 5, 0, 200)(5)).toBe(100);
});

test("ticks enclose the values", () => {
  expect(ticks([0.3, 7])).toEqual([0.2, 0.5, 1, 2, 5, 10]);
  expect(ticks([20])).toEqual([20]);
  expect(ticks([0.3, 40_000])).toEqual([0.2, 1, 10, 100, 1000, 10_000, 50_000]);
});

test("a curve rises to the right with what it shows", () => {
  const points = [1, 8, 64].map((x) => ({ x, y: x * 2 }));
  const svg = curvePlot("Cost", "images", "milliseconds", [{ name: "ours", points }]);
  // The last is the mark of the legend.
  const places = circles(svg).slice(0, 3);
  expect(places).toHaveLength(3);
  const [[x0, y0], [x1, y1], [x2, y2]] = places as [[number, number], [number, number], [number, number]];
  expect(x1 - x0).toBeCloseTo(x2 - x1, 0);
  expect(y0 - y1).toBeCloseTo(y1 - y2, 0);
  expect(y0).toBeGreaterThan(y1);
  for (const size of ["1", "8", "64", "images", "milliseconds", "ours"]) expect(svg).toContain(`>${size}</text>`);
});

test("ratios lie left and right of the line at 1", () => {
  const rows = [{ label: "work", ratios: { a: 0.5, b: 2 } }];
  const svg = ratioPlot("Ratios", ["a", "b", "absent"], rows);
  expect(svg).toContain(">1×</text>");
  expect(svg).not.toContain("absent");
  const one = Number(/M([\d.]+) [\d.]+L[\d.]+ [\d.]+" stroke="#1d4ed8"/.exec(svg)?.[1]);
  const left = [...svg.matchAll(/<path d="M([\d.]+) [^"]*" fill="#c2410c"/g)].at(-1);
  const right = [...svg.matchAll(/<path d="M([\d.]+) [^"]*" fill="#047857"/g)].at(-1);
  expect(Number(left?.[1])).toBeLessThan(one);
  expect(Number(right?.[1])).toBeGreaterThan(one);
});

test("markup in a name stays text", () => {
  const svg = curvePlot('<a> & "b"', "x", "y", [{ name: "s", points: [{ x: 1, y: 1 }] }]);
  expect(svg).toContain("&lt;a&gt; &amp; &quot;b&quot;");
  expect(svg).not.toContain("<a>");
});

test("nothing to draw is refused", () => {
  expect(() => curvePlot("Empty", "x", "y", [])).toThrow("nothing to draw");
  expect(() => ratioPlot("Empty", ["a"], [{ label: "work", ratios: {} }])).toThrow("nothing to draw");
});
