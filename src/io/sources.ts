// Owns the tensor an Input node is fed with: the user's choice at the node's shape and dtype, or why it does not fit.
import type { ArrayTensor } from "../../engine/core/array.ts";
import type { DType } from "../../engine/core/dtype.ts";
import { FormatError } from "../../engine/core/errors.ts";
import { say } from "../../engine/core/said.ts";
import { numel, printShape, type Shape, sameShape } from "../../engine/core/shape.ts";
import type { InputSource } from "../../workers/protocol.ts";
import type { InputChoice } from "../editor/inputs.ts";
import { digitOf, drawColorDigit, drawDigit } from "./digits.ts";
import { imageChannels } from "./resample.ts";
import { rasterizeDrawing } from "./strokes.ts";

/** Why the choice is not what is fed: the shape is no image, the dtype no fraction, the file has another shape, … */
export type Misfit = "notImage" | "notFloat" | "tooLarge" | "fileShape" | "fileDtype";

/** Dims of a batch of grey or coloured images. */
export interface ImageShape {
  readonly batch: number;
  readonly channels: 1 | 3;
  readonly height: number;
  readonly width: number;
}

// More than this is drawn in the worker, not painted here and sent.
const largestPainted = 2 ** 25;

/** A shape (N, C, H, W) or (C, H, W) with 1 or 3 channels, else null. */
export function imageShape(shape: Shape): ImageShape | null {
  if (shape.length !== 3 && shape.length !== 4) return null;
  const [channels, height, width] = shape.slice(-3) as [number, number, number];
  if (channels !== 1 && channels !== 3) return null;
  return { batch: shape.length === 4 ? shape[0]! : 1, channels, height, width };
}

/** Why a choice cannot be fed to a node of this shape and dtype, or null. */
export function misfitOf(choice: InputChoice, shape: Shape, dtype: DType): Misfit | null {
  switch (choice.kind) {
    case "normal":
    case "uniform":
      return null;
    case "file":
      if (!sameShape(choice.array.shape, shape)) return "fileShape";
      return dtype === "int64" && hasFractions(choice.array.data) ? "fileDtype" : null;
    case "digit":
    case "drawing":
    case "image":
      if (dtype !== "float32") return "notFloat";
      if (!imageShape(shape)) return "notImage";
      return numel(shape) > largestPainted ? "tooLarge" : null;
    default:
      return choice satisfies never;
  }
}

/** What stands in for a choice that does not fit. */
export const fallback = { kind: "normal", seed: 0 } as const;

/** What to feed a node of this shape and dtype with. */
export function feedOf(choice: InputChoice, shape: Shape, dtype: DType): InputSource {
  const image = imageShape(shape);
  if (misfitOf(choice, shape, dtype) !== null) return fallback;
  if (choice.kind === "normal" || choice.kind === "uniform") return { kind: choice.kind, seed: choice.seed };
  if (choice.kind === "file") return { kind: "tensor", ...convert(choice.array, dtype) };
  if (!image) return fallback;
  return { kind: "tensor", data: paint(choice, image), shape, dtype };
}

function paint(choice: Exclude<InputChoice, { kind: "file" | "normal" | "uniform" }>, image: ImageShape): Float32Array {
  const { batch, channels, height, width } = image;
  const out = new Float32Array(batch * channels * height * width);
  const size = channels * height * width;
  const shared = choice.kind === "digit" ? null : paintOne(choice, image);
  const digits = new Map<number, Float32Array>();
  for (let sample = 0; sample < batch; sample++) {
    const digit = digitOf(sample);
    const values =
      shared ??
      digits.get(digit) ??
      (channels === 3 ? drawColorDigit(digit, width, height) : drawDigit(digit, width, height));
    digits.set(digit, values);
    out.set(values, sample * size);
  }
  return out;
}

function paintOne(
  choice: Extract<InputChoice, { kind: "drawing" | "image" }>,
  { channels, height, width }: ImageShape,
): Float32Array {
  if (choice.kind === "image") return imageChannels(choice, channels, width, height);
  const plane = rasterizeDrawing(choice.strokes, width, height);
  const out = new Float32Array(channels * plane.length);
  for (let c = 0; c < channels; c++) out.set(plane, c * plane.length);
  return out;
}

/** The array in a dtype that can hold its values. */
function convert(array: ArrayTensor, dtype: DType): ArrayTensor {
  const { shape, data } = array;
  switch (dtype) {
    case "float32":
      return { dtype, shape, data: Float32Array.from(data) };
    case "int64":
      return { dtype, shape, data: Float64Array.from(data) };
    case "bool":
      return { dtype, shape, data: Uint8Array.from(data, (value) => (value === 0 ? 0 : 1)) };
    default:
      return dtype satisfies never;
  }
}

function hasFractions(data: ArrayLike<number>): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isInteger(data[i])) return true;
  return false;
}

const largestFile = 2 ** 28;

/**
 * Refuses an array that an Input node of this shape cannot take as its own: another number of dims, more than 2^28
 * elements. Throws FormatError naming the place.
 */
export function checkInputArray({ shape }: ArrayTensor, expected: Shape): void {
  if (numel(shape) > largestFile) {
    throw new FormatError("shape", say("inputElements", { most: largestFile, shape: printShape(shape) }));
  }
  if (shape.length !== expected.length) {
    const wants = { dims: expected.length, wants: printShape(expected) };
    throw new FormatError("shape", say("inputDims", { ...wants, shape: printShape(shape) }));
  }
}

/** Refuses an Input node that no image fits into. Throws FormatError naming the place. */
export function checkImageTarget(shape: Shape, dtype: DType): void {
  if (dtype !== "float32") throw new FormatError("dtype", say("imageDtype", { dtype }));
  if (!imageShape(shape)) {
    throw new FormatError("shape", say("imageShape", { shape: printShape(shape) }));
  }
}
