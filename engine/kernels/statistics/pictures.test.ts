// Checks the pictures of tensors against hand-computed ones.
import { describe, expect, it } from "vitest";
import { drawPicture, sampleView } from "./pictures.ts";

const range = (n: number) => Float32Array.from({ length: n }, (_, i) => i);

describe("sampleView", () => {
  it("takes one sample of a batch and clamps the index", () => {
    expect(sampleView([4, 3, 2], 2, true)).toEqual({ shape: [3, 2], offset: 12, length: 6 });
    expect(sampleView([4, 3, 2], 9, true)).toEqual({ shape: [3, 2], offset: 18, length: 6 });
  });

  it("takes the whole of a tensor without a batch", () => {
    expect(sampleView([4, 3, 2], 2, false)).toEqual({ shape: [4, 3, 2], offset: 0, length: 24 });
    expect(sampleView([7], 2, true)).toEqual({ shape: [7], offset: 0, length: 7 });
    expect(sampleView([], 0, true)).toEqual({ shape: [], offset: 0, length: 1 });
  });
});

describe("drawPicture", () => {
  it("shows a small image as it is, stretched to 1…255", () => {
    const picture = drawPicture(range(8), [2, 1, 2, 2], 1, true);
    expect(picture).toEqual({
      kind: "grid",
      width: 2,
      height: 2,
      count: 1,
      total: 1,
      columns: 1,
      values: Uint8Array.of(1, 86, 170, 255),
      low: 4,
      high: 7,
    });
  });

  it("averages large images down and keeps their proportions", () => {
    const data = new Float32Array(2 * 64 * 32);
    data.fill(1, 64 * 32); // the second channel is white
    const picture = drawPicture(data, [1, 2, 64, 32], 0, true);
    if (picture.kind !== "grid") throw new Error("expected a grid");
    expect([picture.height, picture.width, picture.count, picture.columns]).toEqual([32, 16, 2, 2]);
    expect([...new Set(picture.values.subarray(0, 512))]).toEqual([1]);
    expect([...new Set(picture.values.subarray(512))]).toEqual([255]);
  });

  it("means cells: a checkerboard becomes grey beside black and white", () => {
    const data = new Float32Array(128 * 128);
    for (let i = 0; i < data.length; i++) {
      const x = i % 128;
      const y = Math.floor(i / 128);
      data[i] = x < 2 && y < 2 ? 1 : x >= 64 ? (x + y) % 2 : 0;
    }
    const picture = drawPicture(data, [1, 128, 128], 0, false);
    expect(picture.values[0]).toBe(255);
    expect(picture.values[1]).toBe(1);
    expect(picture.values[63]).toBe(128);
  });

  it("says how many channels there are when it shows sixteen", () => {
    const picture = drawPicture(range(40 * 4), [1, 40, 2, 2], 0, true);
    expect(picture).toMatchObject({ kind: "grid", count: 16, total: 40, columns: 4 });
  });

  it("reads dims before the last two as channels", () => {
    expect(drawPicture(range(2 * 3 * 4), [1, 2, 3, 2, 2], 0, true)).toMatchObject({ count: 6, total: 6 });
  });

  it("shows vectors and sequences as strips", () => {
    expect(drawPicture(Float64Array.of(5, 7, 9), [1, 3], 0, true)).toEqual({
      kind: "strip",
      length: 3,
      rows: 1,
      total: 3,
      values: Uint8Array.of(1, 128, 255),
      low: 5,
      high: 9,
    });
    expect(drawPicture(range(2 * 5 * 100), [2, 5, 100], 0, true)).toMatchObject({ length: 64, rows: 5, total: 100 });
    expect(drawPicture(Uint8Array.of(1), [], 0, true)).toMatchObject({ length: 1, rows: 1, low: 1, high: 1 });
  });

  it("marks NaN and infinities with 0 and stretches by the finite ones", () => {
    const picture = drawPicture(Float32Array.of(1, Number.NaN, 3, Number.POSITIVE_INFINITY), [4], 0, true);
    expect(picture).toMatchObject({ low: 1, high: 3, values: Uint8Array.of(1, 0, 255, 0) });
  });

  it("draws empty tensors as nothing", () => {
    expect(drawPicture(new Float32Array(0), [1, 0], 0, true)).toMatchObject({ rows: 0, length: 0 });
    expect(drawPicture(new Float32Array(0), [1, 3, 0, 4], 0, true)).toMatchObject({ count: 0, total: 0 });
  });
});
