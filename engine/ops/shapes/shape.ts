// Owns the sizes of ops that only rearrange or make elements.
import { indexError, runtimeError, ShapeError } from "../../core/errors.ts";
import { normalizeDim, numel, printShape, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import { rankError } from "./spatial.ts";

/** The sizes a dim of `size` is split into, one of them perhaps given as -1. */
function unflattened(dim: number, size: number, sizes: readonly number[]): number[] {
  if (sizes.length === 0) throw runtimeError("unflatten: sizes must be non-empty");
  const open = sizes.indexOf(-1);
  const unexpected = (text: string): Error => runtimeError(`unflatten got an unexpected error:\n${text}`);
  if (open !== sizes.lastIndexOf(-1)) throw unexpected("only one dimension can be inferred");
  const invalid = sizes.find((given) => given < -1);
  if (invalid !== undefined) throw runtimeError(`invalid shape dimension ${invalid}`);
  const known = numel(sizes.filter((given) => given !== -1));
  if (open >= 0 && known === 0 && size === 0) {
    throw runtimeError(
      `cannot reshape tensor of 0 elements into shape ${printShape(sizes)} because the unspecified dimension size -1 can ` +
        "be any value and is ambiguous",
    );
  }
  if (open < 0 ? known !== size : known === 0 || size % known !== 0) {
    throw runtimeError(
      `unflatten: Provided sizes ${printShape(sizes)} don't multiply up to the size of dim ${dim} (${size}) in the input ` +
        "tensor",
    );
  }
  return sizes.map((given) => (given === -1 ? size / known : given));
}

function atLeast3(op: string, input: Shape): void {
  if (input.length >= 3) return;
  throw rankError(
    `${op} expects input to have at least 3 dimensions, but got input with ${input.length} dimension(s)`,
    input,
    3,
  );
}

export const shapeShapes = {
  flatten(input, start_dim = 0, end_dim = -1) {
    const start = normalizeDim(start_dim, input.length);
    const end = normalizeDim(end_dim, input.length);
    if (start > end) throw runtimeError("flatten() has invalid args: start_dim cannot come after end_dim");
    return [...input.slice(0, start), numel(input.slice(start, end + 1)), ...input.slice(end + 1)];
  },
  unflatten(input, dim, sizes) {
    if (input.length === 0) throw indexError(`Dimension specified as ${dim} but tensor has no dimensions`);
    const axis = normalizeDim(dim, input.length);
    return [...input.slice(0, axis), ...unflattened(axis, input[axis]!, sizes), ...input.slice(axis + 1)];
  },
  pixel_shuffle(input, factor) {
    atLeast3("pixel_shuffle", input);
    if (factor <= 0) throw runtimeError(`pixel_shuffle expects a positive upscale_factor, but got ${factor}`);
    const [channels, height, width] = input.slice(-3) as [number, number, number];
    if (channels % factor ** 2 !== 0) {
      throw runtimeError(
        "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but " +
          `input.size(-3)=${channels} is not divisible by ${factor ** 2}`,
      );
    }
    return [...input.slice(0, -3), channels / factor ** 2, height * factor, width * factor];
  },
  pixel_unshuffle(input, factor) {
    atLeast3("pixel_unshuffle", input);
    if (factor <= 0) throw runtimeError(`pixel_unshuffle expects a positive downscale_factor, but got ${factor}`);
    const [channels, height, width] = input.slice(-3) as [number, number, number];
    const divides = (name: string, dim: number, size: number): number => {
      if (size % factor === 0) return size / factor;
      throw new ShapeError(
        `pixel_unshuffle expects ${name} to be divisible by downscale_factor, but input.size(${dim})=${size} is not ` +
          `divisible by ${factor}`,
      );
    };
    const rows = divides("height", -2, height);
    return [...input.slice(0, -3), channels * factor ** 2, rows, divides("width", -1, width)];
  },
  channel_shuffle(input, groups) {
    if (input.length < 3) {
      throw rankError(
        `channel_shuffle expects input with > 2 dims, but got input with sizes ${printShape(input)}`,
        input,
        3,
      );
    }
    if (groups <= 0) {
      throw runtimeError(`Number of groups to divide channels in must be positive. Value of groups:${groups}`);
    }
    if (input[1]! % groups !== 0) {
      throw new ShapeError(
        `Number of channels must be divisible by groups. Got ${input[1]} channels and ${groups} groups.`,
        { what: "groups", expected: groups, got: input[1]!, input: 0, dim: 1, arg: "groups" },
      );
    }
    return input;
  },
} satisfies Partial<Functional<Shape>>;
