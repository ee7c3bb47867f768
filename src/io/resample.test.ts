// Tests of images on their way into an Input: fitting, resampling, grey, inversion and the formulas of normalization.
import { describe, expect, test } from "vitest";
import type { Pixels } from "../editor/inputs.ts";
import { fitSpans, imageChannels, normalize, planesOf, resamplePlane } from "./resample.ts";

const solid = (width: number, height: number, rgba: readonly number[]): Pixels => ({
  width,
  height,
  data: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => rgba[i % 4]!),
});

describe("fitting a 200 × 100 image into 28 × 28", () => {
  const image = { width: 200, height: 100 };

  test("contain shows all of it, with bars", () => {
    const { x, y } = fitSpans(image, 28, 28, "contain");
    expect(x).toEqual({ from: 0, to: 200, start: 0, length: 28 });
    expect(y).toEqual({ from: 0, to: 100, start: 7, length: 14 });
  });

  test("cover fills all, cutting its sides", () => {
    const { x, y } = fitSpans(image, 28, 28, "cover");
    expect(x).toEqual({ from: expect.closeTo(50), to: expect.closeTo(150), start: 0, length: 28 });
    expect(y).toEqual({ from: expect.closeTo(0), to: expect.closeTo(100), start: 0, length: 28 });
  });

  test("stretch fills all with all of it", () => {
    const { x, y } = fitSpans(image, 28, 28, "stretch");
    expect([x.from, x.to, x.length, y.from, y.to, y.length]).toEqual([0, 200, 28, 0, 100, 28]);
  });
});

test("a size that stays leaves the values as they are", () => {
  const plane = Float32Array.from({ length: 12 }, (_, i) => i);
  const source = { width: 4, height: 3 };
  expect([...resamplePlane(plane, source, 4, 3, fitSpans(source, 4, 3, "stretch"))]).toEqual([...plane]);
});

test("shrinking keeps the mean, growing keeps a ramp a ramp", () => {
  const source = { width: 8, height: 8 };
  const checks = Float32Array.from({ length: 64 }, (_, i) => ((i >> 3) + i) & 1);
  const small = resamplePlane(checks, source, 2, 2, fitSpans(source, 2, 2, "stretch"));
  for (const value of small) expect(value).toBeCloseTo(0.5, 1);
  const ramp = resamplePlane(
    Float32Array.from([0, 1]),
    { width: 2, height: 1 },
    4,
    1,
    fitSpans({ width: 2, height: 1 }, 4, 1, "stretch"),
  );
  expect([...ramp]).toEqual([0, 0.25, 0.75, 1]);
});

test("one channel is luma, three are red, green and blue", () => {
  const image = solid(1, 1, [255, 51, 0, 255]);
  expect(planesOf(image, 1, false)[0]![0]).toBeCloseTo(0.299 + 0.587 * 0.2, 6);
  expect(planesOf(image, 3, false).map((plane) => plane[0])).toEqual([1, expect.closeTo(0.2, 6), 0]);
});

test("transparent parts are paper: white, or black when inverted", () => {
  const image = solid(1, 1, [0, 0, 0, 0]);
  expect(planesOf(image, 1, false)[0]![0]).toBeCloseTo(1, 6);
  expect(planesOf(image, 1, true)[0]![0]).toBeCloseTo(0, 6);
});

describe("normalization is (value - mean) / std", () => {
  test.each([
    ["none", [0.25]],
    ["half", [-0.5]],
    ["mnist", [(0.25 - 0.1307) / 0.3081]],
    ["imagenet", [(0.25 - 0.449) / 0.226]],
  ] as const)("%s, grey", (name, expected) => {
    const values = Float32Array.of(0.25);
    normalize(values, 1, name);
    expect(values[0]).toBeCloseTo(expected[0], 6);
  });

  test("imagenet has moments of its own for each channel", () => {
    const values = Float32Array.of(0.485, 0.456, 0.406, 1, 1, 1);
    const planes = Float32Array.of(values[0]!, values[3]!, values[1]!, values[4]!, values[2]!, values[5]!);
    normalize(planes, 3, "imagenet");
    const expected = [0, (1 - 0.485) / 0.229, 0, (1 - 0.456) / 0.224, 0, (1 - 0.406) / 0.225];
    planes.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
  });
});

test("bars beside a fitted image are black, and normalized with it", () => {
  const image = { pixels: solid(4, 2, [255, 255, 255, 255]), fit: "contain", invert: false } as const;
  expect([...imageChannels({ ...image, normalization: "none" }, 1, 4, 4)].slice(0, 8)).toEqual([
    0, 0, 0, 0, 1, 1, 1, 1,
  ]);
  expect(imageChannels({ ...image, normalization: "half" }, 1, 4, 4)[0]).toBe(-1);
  expect(imageChannels({ ...image, normalization: "none" }, 3, 0, 4)).toHaveLength(0);
});
