// Tests of what an Input node is fed with: the choice at its shape and dtype, what stands in, and what is refused.
import { describe, expect, test } from "vitest";
import type { ArrayTensor } from "../../engine/core/array.ts";
import type { InputChoice } from "../editor/inputs.ts";
import { checkImageTarget, checkInputArray, feedOf, imageShape, misfitOf } from "./sources.ts";

const floats = (shape: readonly number[], data: readonly number[]): ArrayTensor => ({
  dtype: "float32",
  shape,
  data: Float32Array.from(data),
});
const digit: InputChoice = { kind: "digit" };

function dataOf(choice: InputChoice, shape: readonly number[], dtype: "float32" | "int64" = "float32") {
  const source = feedOf(choice, shape, dtype);
  if (source.kind !== "tensor") throw new Error(`expected a tensor, got ${source.kind}`);
  return source.data;
}

test("images are (N, C, H, W) or (C, H, W) of 1 or 3 channels", () => {
  expect(imageShape([2, 3, 8, 9])).toEqual({ batch: 2, channels: 3, height: 8, width: 9 });
  expect(imageShape([1, 8, 9])).toEqual({ batch: 1, channels: 1, height: 8, width: 9 });
  expect(imageShape([2, 4, 8, 9])).toBeNull();
  expect(imageShape([28, 28])).toBeNull();
});

test("each sample of a batch is another digit, in every shape", () => {
  const batch = dataOf(digit, [11, 1, 16, 16]);
  const sample = (i: number) => [...batch.slice(i * 256, (i + 1) * 256)];
  expect(sample(0)).not.toEqual(sample(1));
  expect(sample(0)).toEqual(sample(10));
  expect(dataOf(digit, [1, 16, 16])).toEqual(batch.slice(0, 256));
  expect(dataOf(digit, [2, 3, 8, 8])).toHaveLength(384);
});

test("a drawing and an image fill the whole batch", () => {
  const drawing = dataOf({ kind: "drawing", strokes: [[0.2, 0.2, 0.8, 0.8]] }, [2, 3, 8, 8]);
  expect(drawing.slice(0, 64)).toEqual(drawing.slice(5 * 64));
  const pixels = { width: 1, height: 1, data: Uint8ClampedArray.of(255, 0, 0, 255) };
  const image: InputChoice = {
    kind: "image",
    name: "red.png",
    pixels,
    fit: "cover",
    invert: false,
    normalization: "none",
  };
  expect([...dataOf(image, [2, 3, 1, 2])]).toEqual([1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]);
});

test("what does not fit is stood in for by seeded normal numbers", () => {
  expect(misfitOf(digit, [4, 10], "float32")).toBe("notImage");
  expect(misfitOf(digit, [1, 1, 28, 28], "int64")).toBe("notFloat");
  expect(misfitOf(digit, [1024, 3, 256, 256], "float32")).toBe("tooLarge");
  expect(feedOf(digit, [4, 10], "float32")).toEqual({ kind: "normal", seed: 0 });
});

test("a file is the tensor itself, in the Input's dtype", () => {
  const file: InputChoice = { kind: "file", name: "x.npy", array: floats([1, 2], [3, 4]) };
  expect(dataOf(file, [1, 2])).toEqual(Float32Array.of(3, 4));
  expect(dataOf(file, [1, 2], "int64")).toEqual(Float64Array.of(3, 4));
  expect(misfitOf(file, [2, 1], "float32")).toBe("fileShape");
  const fractions: InputChoice = { kind: "file", name: "x.npy", array: floats([1, 2], [3, 4.5]) };
  expect(misfitOf(fractions, [1, 2], "int64")).toBe("fileDtype");
  expect(misfitOf({ kind: "uniform", seed: 3 }, [7], "int64")).toBeNull();
  expect(feedOf({ kind: "uniform", seed: 3 }, [7], "int64")).toEqual({ kind: "uniform", seed: 3 });
});

describe("refusals name the place", () => {
  const image = [1, 1, 28, 28];

  test("another number of dims", () => {
    const array = floats([28, 28], new Array(784).fill(0));
    expect(() => checkInputArray(array, image)).toThrow(
      "shape: expected 4 dims like the Input's [1, 1, 28, 28], got [28, 28]",
    );
  });

  test("too many elements", () => {
    const huge = { dtype: "bool", shape: [2 ** 14, 2 ** 15], data: new Uint8Array(0) } as const;
    expect(() => checkInputArray(huge, [1, 1])).toThrow("shape: expected at most 268435456 elements");
  });

  test("an image for what is no image", () => {
    expect(() => checkImageTarget([1, 4, 8, 8], "float32")).toThrow(
      "shape: expected an Input of 1 or 3 channels, [N, C, H, W], got [1, 4, 8, 8]",
    );
    expect(() => checkImageTarget(image, "int64")).toThrow("dtype: expected an Input of float32");
    expect(() => checkImageTarget(image, "float32")).not.toThrow();
  });
});
