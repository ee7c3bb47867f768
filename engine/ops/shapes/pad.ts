// Owns the sizes of padding: constant for any number of dims, reflect, replicate and circular for 1 to 3.
import { runtimeError, ShapeError, TorchError } from "../../core/errors.ts";
import { normalizeDim, printShape, type Shape } from "../../core/shape.ts";
import type { Functional, PadMode } from "../functional.ts";

/** Before and after per dim of the input, outermost first, from torch's flat list that starts at the last dim. */
export function padPairs(rank: number, pad: readonly number[]): (readonly [before: number, after: number])[] {
  return Array.from({ length: rank }, (_, dim) => {
    const i = 2 * (rank - 1 - dim);
    return [pad[i] ?? 0, pad[i + 1] ?? 0] as const;
  });
}

/** What is left of a dim of `size` after cutting: torch narrows it once for each end. */
function cut(size: number, before: number, after: number): number {
  const narrow = (start: number, length: number, from: number): number => {
    if (start > from) normalizeDim(start, from);
    if (length >= 0) return length;
    throw runtimeError(`start (${start}) + length (${length}) exceeds dimension size (${from}).`);
  };
  const kept = before < 0 ? narrow(-before, size + before, size) : size;
  return after < 0 ? narrow(0, kept + after, kept) : kept;
}

function constant(input: Shape, pad: readonly number[], pairs: readonly (readonly [number, number])[]): number[] {
  const kept = input.map((size, dim) => cut(size, ...pairs[dim]!));
  if (pad.every((width) => width <= 0)) return kept;
  const out = input.map((size, dim) => size + pairs[dim]![0] + pairs[dim]![1]);
  const empty = out.findIndex((size, dim) => dim >= input.length - pad.length / 2 && size <= 0);
  if (empty < 0) return out;
  const [before, after] = pairs[empty]!;
  throw new ShapeError(
    `The input size ${input[empty]}, plus negative padding ${before} and ${after} resulted in a negative output size, ` +
      `which is invalid. Check dimension ${empty} of your input.`,
    { what: "size", expected: 1 - before - after, got: input[empty]!, input: 0, dim: empty, arg: "padding" },
  );
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

/** Torch's checks for sizes of 0: only the batch may be empty. */
function checkFull(input: Shape, dims: number, mode: PadMode): void {
  const batched = input.length === dims + 2;
  const flat = mode === "reflect" && dims < 3;
  // Where torch reflects one or two dims it does not look at the channels of an unbatched input.
  if (!input.slice(batched || flat ? 1 : 0).includes(0)) return;
  throw runtimeError(
    flat
      ? `${dims + 1}D or ${dims + 2}D (batch mode) tensor expected for input, but got: ` +
          `[ torch.FloatTensor{${input.join(",")}} ]`
      : `Expected ${dims + 1}D or ${dims + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero ` +
          `dimensions for input, but got: ${printShape(input)}`,
  );
}

function edges(input: Shape, pad: readonly number[], pairs: readonly (readonly [number, number])[], mode: PadMode) {
  const dims = pad.length / 2;
  const first = input.length - dims;
  checkFull(input, dims, mode);
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
  if (out.slice(first).every((n) => n < 1)) {
    const axes = ["D", "H", "W"].slice(3 - dims);
    const list = (shape: Shape): string[] => axes.map((axis, i) => `${axis}: ${shape[first + i]}`);
    // Torch's texts differ from kernel to kernel in just these characters.
    const between = list(input)
      .join(dims === 2 ? ", " : " ")
      .replace(/ (W: -?\d+)$/, dims === 3 ? ", $1" : " $1");
    const start = mode === "reflect" && dims === 1 ? "2input" : "input";
    const end = dims === 3 || (mode === "replicate" && dims === 1) ? ") " : mode === "replicate" ? " ) " : ")";
    throw runtimeError(`${start} (${between}${end}is too small. Calculated output ${list(out).join(" ")}`);
  }
  const negative = out.find((n) => n < 0);
  if (negative !== undefined) {
    throw runtimeError(`Trying to create tensor with negative dimension ${negative}: ${printShape(out)}`);
  }
  return out;
}

export const padShapes = {
  pad(input, pad, mode = "constant", value = 0) {
    if (pad.length % 2 !== 0) throw runtimeError("Padding length must be divisible by 2");
    if (pad.length > 2 * input.length) throw runtimeError("Padding length too large");
    const pairs = padPairs(input.length, pad);
    if (mode === "constant") return constant(input, pad, pairs);
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
