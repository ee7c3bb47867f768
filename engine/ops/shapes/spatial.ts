// Owns what the spatial families share: one number per dim, and the size formulas of windows that slide.
import { runtimeError, ShapeError, type TorchErrorName } from "../../core/errors.ts";
import type { Shape } from "../../core/shape.ts";
import type { Ints } from "../functional.ts";

/** `3` and `[3]` as three numbers; anything else of the wrong length is torch's error about `op`'s argument `name`. */
export function perDim(value: Ints, dims: number, fail: () => string): number[] {
  if (typeof value === "number") return new Array<number>(dims).fill(value);
  if (value.length === dims) return [...value];
  if (value.length === 1) return new Array<number>(dims).fill(value[0]!);
  throw runtimeError(fail());
}

const words = ["zero", "a single int", "two ints", "three ints"];

/** The same for pooling, whose error reads "kernel_size must either be a single int, or a tuple of two ints". */
export const poolInts = (op: string, name: string, value: Ints, dims: number): number[] =>
  perDim(value, dims, () => `${op}: ${name} must either be a single int, or a tuple of ${words[dims]}`);

/** How many positions a dilated kernel takes: floor((size + pads - dilation (kernel - 1) - 1) / stride) + 1. */
export const windows = (size: number, kernel: number, stride: number, pads: number, dilation: number): number =>
  Math.floor((size + pads - dilation * (kernel - 1) - 1) / stride) + 1;

/** The same with ceil_mode: a last window may stick out on the right, but must begin inside the input or its left padding. */
export function ceilWindows(size: number, kernel: number, stride: number, pad: number, dilation: number): number {
  const count = Math.ceil((size + 2 * pad - dilation * (kernel - 1) - 1) / stride) + 1;
  return (count - 1) * stride >= size + pad ? count - 1 : count;
}

/** A batched shape: (C, …) gets a first dim of 1. */
export const withBatch = (input: Shape, dims: number): number[] =>
  input.length === dims + 1 ? [1, ...input] : [...input];

/** The wrong number of dims, in the words `text`. */
export const rankError = (text: string, input: Shape, expected: number, name?: TorchErrorName): ShapeError =>
  new ShapeError(text, { what: "rank", expected, got: input.length, input: 0 }, name);

/** `3x28x28` for `[3, 28, 28]`. */
export const sizes = (shape: Shape): string => shape.join("x");
