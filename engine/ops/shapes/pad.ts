// Owns the sizes of padding: constant for any number of dims, reflect, replicate and circular for 1 to 3.
import { runtimeError, ShapeError, TorchError } from "../../core/errors.ts";
import { printShape, type Shape } from "../../core/shape.ts";
import type { Functional, PadMode } from "../functional.ts";

/** Before and after per dim of the input, outermost first, from torch's flat list that starts at the last dim. */
export function padPairs(rank: number, pad: readonly number[]): (readonly [before: number, after: number])[] {
  return Array.from({ length: rank }, (_, dim) => {
    const i = 2 * (rank - 1 - dim);
    return [pad[i] ?? 0, pad[i + 1] ?? 0] as const;
  });
}

function constant(input: Shape, pairs: readonly (readonly [number, number])[]): number[] {
  return input.map((size, dim) => {
    const [before, after] = pairs[dim]!;
    const narrow = (start: number, length: number, from: number): number => {
      if (length >= 0) return length;
      throw runtimeError(`start (${start}) + length (${length}) exceeds dimension size (${from}).`);
    };
    let kept = size;
    if (before < 0) kept = narrow(-before, kept + before, kept);
    if (after < 0) kept = narrow(0, kept + after, kept);
    return kept + Math.max(before, 0) + Math.max(after, 0);
  });
}

function circular(input: Shape, pad: readonly number[], pairs: readonly (readonly [number, number])[]): number[] {
  if (pad.length !== 2 * (input.length - 2)) {
    throw runtimeError(`Invalid padding size, expected ${2 * (input.length - 2)} but got ${pad.length}`);
  }
  return input.map((size, dim) => {
    const [before, after] = pairs[dim]!;
    if (before > size || after > size) {
      throw new ShapeError("Padding value causes wrapping around more than once.", {
        what: "size",
        expected: Math.max(before, after),
        got: size,
        input: 0,
        dim,
        arg: "padding",
      });
    }
    const out = size + before + after;
    if (out < 0) throw runtimeError("Negative padding value is resulting in an empty dimension");
    return out;
  });
}

function edges(input: Shape, pad: readonly number[], pairs: readonly (readonly [number, number])[], mode: PadMode) {
  const dims = pad.length / 2;
  const first = input.length - dims;
  if (mode === "reflect") {
    const last = input.length - 1;
    for (let dim = last; dim >= first; dim--) {
      const [before, after] = pairs[dim]!;
      const size = input[dim]!;
      if (before < size && after < size) continue;
      // Torch prints the number of dims where it means the sizes, in 2D only.
      const shown = dims === 2 ? String(input.length) : printShape(input);
      throw new ShapeError(
        `Argument #${4 + 2 * (last - dim)}: Padding size should be less than the corresponding input dimension, ` +
          `but got: padding (${before}, ${after}) at dimension ${dim} of input ${shown}`,
        { what: "size", expected: Math.max(before, after) + 1, got: size, input: 0, dim, arg: "padding" },
      );
    }
  }
  const out = input.map((size, dim) => size + pairs[dim]![0] + pairs[dim]![1]);
  if (out.some((n) => n < 0) || out.slice(first).every((n) => n < 1)) {
    const axes = ["D", "H", "W"].slice(3 - dims);
    const list = (shape: Shape): string => axes.map((axis, i) => `${axis}: ${shape[first + i]}`).join(" ");
    throw runtimeError(`input (${list(input)}) is too small. Calculated output ${list(out)}`);
  }
  return out;
}

export const padShapes = {
  pad(input, pad, mode = "constant", value = 0) {
    if (pad.length % 2 !== 0) throw runtimeError("Padding length must be divisible by 2");
    if (pad.length > 2 * input.length) throw runtimeError("Padding length too large");
    const pairs = padPairs(input.length, pad);
    if (mode === "constant") return constant(input, pairs);
    if (value !== 0) throw runtimeError(`Padding mode "${mode}" doesn't take in value argument`);
    if (mode !== "reflect" && mode !== "replicate" && mode !== "circular") {
      throw new TorchError("NotImplementedError", `Unrecognised padding mode ${mode as string}`);
    }
    const dims = pad.length / 2;
    if (dims < 1 || dims > 3 || (input.length !== dims + 1 && input.length !== dims + 2)) {
      throw new ShapeError(
        "Only 2D, 3D, 4D, 5D padding with non-constant padding are supported for now",
        { what: "rank", expected: dims + 2, got: input.length, input: 0 },
        "NotImplementedError",
      );
    }
    return mode === "circular" ? circular(input, pad, pairs) : edges(input, pad, pairs, mode);
  },
} satisfies Partial<Functional<Shape>>;
