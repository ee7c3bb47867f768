// Tests of how a sample is looked at: planes and bars, indices, ranges, numbers and copied text.
import { describe, expect, test } from "vitest";
import { drawPicture } from "../../engine/kernels/statistics/pictures.ts";
import { paintValues } from "../scene/colors.ts";
import { shortNumber } from "../ui/numbers.ts";
import { valuesText } from "./text.ts";
import { columnsOf, unravel, viewOf, wholeSample } from "./view.ts";

describe("views", () => {
  test("images are planes, one for each channel", () => {
    expect(viewOf([6, 24, 20])).toEqual({ kind: "planes", count: 6, height: 24, width: 20, size: 2880 });
    expect(viewOf([2, 3, 4, 5])).toMatchObject({ count: 6, height: 4, width: 5 });
    expect(viewOf([7, 9])).toMatchObject({ kind: "planes", count: 1, height: 7, width: 9 });
  });

  test("vectors are bars, however long", () => {
    expect(viewOf([10])).toMatchObject({ kind: "bars", width: 10 });
    expect(viewOf([])).toMatchObject({ kind: "bars", width: 1, size: 1 });
    expect(viewOf([25_088])).toEqual({ kind: "bars", count: 1, height: 1, width: 25_088, size: 25_088 });
  });

  test.each([[], [0], [1], [1024], [1025], [25_088], [1, 100], [1, 1], [2, 100], [100, 1], [1, 1, 9], [3, 4, 5]])(
    "a sample of %j is bars on its edge if it is here",
    (...shape: number[]) => {
      const values = new Float32Array(shape.reduce((product, n) => product * n, 1));
      const picture = drawPicture(values, shape, 0, false);
      const bars = picture.kind === "strip" && (picture.rows === 1 || values.length === 0);
      expect(viewOf(shape).kind).toBe(bars ? "bars" : "planes");
    },
  );

  test("bars that share a column of pixels reach as far as the longest of them", () => {
    const values = Float32Array.of(1, -2, 3, Number.NaN, -5, -4);
    expect(columnsOf(values, 3)).toEqual([
      { low: -2, high: 1, finite: true },
      { low: 3, high: 3, finite: false },
      { low: -5, high: -4, finite: true },
    ]);
    expect(columnsOf(values, 100)).toHaveLength(6);
    expect(columnsOf(values, 4).map(({ high }) => high)).toEqual([1, 3, Number.NEGATIVE_INFINITY, -4]);
  });
});

test("indices count the last dim first", () => {
  expect(unravel(0, [2, 3])).toEqual([0, 0]);
  expect(unravel(5, [2, 3])).toEqual([1, 2]);
  expect(unravel(23, [2, 3, 4])).toEqual([1, 2, 3]);
  expect(unravel(0, [])).toEqual([]);
});

test("what was cut from a sample is still counted", () => {
  expect(wholeSample([1, 511, 512, 512], [16, 512, 512])).toEqual([511, 512, 512]);
  expect(viewOf(wholeSample([1, 511, 512, 512], [16, 512, 512])).count).toBe(511);
  expect(wholeSample([511, 512, 512], [16, 512, 512])).toEqual([511, 512, 512]);
  expect(wholeSample([1, 3000, 3000], [1398, 3000])).toEqual([3000, 3000]);
});

test("numbers are short", () => {
  expect([0, 1.5, -0.123456789, 1e-7, 1234567, Number.NaN].map((value) => shortNumber(value, 4))).toEqual([
    "0",
    "1.5",
    "−0.1235",
    "1e−7",
    "1.23e6",
    "nan",
  ]);
});

test("colours run from the first of the table to the last; what is not finite stands out", () => {
  const table = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
  const values = Float32Array.of(-1, 0, 1, Number.NaN);
  const painted = paintValues(values, 0, 5, { low: -1, high: 1, table });
  expect([...painted.slice(0, 4)]).toEqual([0, 0, 0, 255]);
  expect([...painted.slice(4, 8)]).toEqual([128, 128, 128, 255]);
  expect([...painted.slice(8, 12)]).toEqual([255, 255, 255, 255]);
  expect(painted[12]).not.toBe(painted[13]);
  expect(painted[19]).toBe(0);
});

test("copied values are nested as the shape says", () => {
  const values = Float32Array.of(1, 0.1, Number.NaN, Number.NEGATIVE_INFINITY);
  expect(valuesText(values, [2, 2], "float32", "json")).toBe("[[1, 0.100000001], [null, null]]");
  expect(valuesText(values, [1, 4], "float32", "numpy")).toBe(
    "np.array([[1, 0.100000001, np.nan, -np.inf]], dtype=np.float32)",
  );
  expect(valuesText(Float32Array.of(3), [], "int64", "numpy")).toBe("np.array(3, dtype=np.int64)");
});
