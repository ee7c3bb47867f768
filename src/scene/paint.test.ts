// Tests of thumbnails: tiles, bars and rows as pixels, in the colours the viewer gives the same values.
import { expect, test } from "vitest";
import { drawPicture } from "../../engine/kernels/statistics/pictures.ts";
import { type ColorMap, nonFinite, paintValues } from "./colors.ts";
import { type Paint, type Pixels, paintPicture } from "./paint.ts";

/** A table whose entries are told apart by their red. */
const table = Uint8Array.from({ length: 768 }, (_, i) => (i % 3 === 0 ? i / 3 : 7));
const paintOf = (low: number, high: number): Paint => ({
  colors: { kind: "diverging", low, high, table },
  negative: [0, 0, 255],
  positive: [255, 0, 0],
  side: 40,
});
const pixel = ({ width, data }: Pixels, x: number, y: number) => [
  ...data.slice((y * width + x) * 4, (y * width + x) * 4 + 4),
];

test("channels become tiles with a gap between them", () => {
  const values = new Float32Array(2 * 256).fill(1, 256);
  const pixels = paintPicture(drawPicture(values, [1, 2, 16, 16], 0, true), paintOf(0, 1));
  expect([pixels.width, pixels.height]).toEqual([33, 16]);
  expect(pixel(pixels, 0, 0)).toEqual([0, 7, 7, 255]);
  expect(pixel(pixels, 16, 0)).toEqual([0, 0, 0, 0]);
  expect(pixel(pixels, 17, 0)).toEqual([255, 7, 7, 255]);
});

test.each([
  ["a grid", [1, 1, 16, 16]],
  ["rows", [1, 16, 16]],
])("%s has the viewer's colours, value by value", (_, shape) => {
  const values = Float32Array.from({ length: 256 }, (_unused, i) => (i === 9 ? Number.NaN : (i - 100) / 50));
  const paint = paintOf(-3.12, 3.12);
  const pixels = paintPicture(drawPicture(values, shape, 0, true), paint);
  const viewed = paintValues(values, 0, 256, paint.colors as ColorMap);
  expect([pixels.width, pixels.height]).toEqual([16, 16]);
  for (let i = 0; i < 256; i++) {
    for (let c = 0; c < 4; c++) expect(Math.abs(pixels.data[4 * i + c]! - viewed[4 * i + c]!), `${i}`).toBeLessThan(2);
  }
  expect(pixel(pixels, 9, 0)).toEqual([...nonFinite, 255]);
});

test("a vector becomes bars up and down from zero, each whole pixels wide", () => {
  const values = Float32Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? -1 : 1));
  const pixels = paintPicture(drawPicture(values, [1, 10], 0, true), paintOf(-1, 1));
  expect([pixels.width, pixels.height]).toEqual([40, 40]);
  const columns = (y: number) => Array.from({ length: 40 }, (_, x) => pixel(pixels, x, y)[3] === 255);
  // Three pixels and a gap: the first bar points down, the second up.
  const bars = (odd: boolean) =>
    Array.from({ length: 40 }, (_, x) => Math.floor(x / 4) % 2 === Number(odd) && x % 4 < 3);
  expect(columns(0)).toEqual(bars(true));
  expect(columns(39)).toEqual(bars(false));
  expect(pixel(pixels, 0, 39)).toEqual([0, 0, 255, 255]);
});

test("a bar that is not finite is marked from end to end", () => {
  const pixels = paintPicture(drawPicture(Float32Array.of(1, Number.NaN), [1, 2], 0, true), paintOf(0, 1));
  for (const y of [0, 20, 39]) expect(pixel(pixels, 25, y)).toEqual([...nonFinite, 255]);
});
