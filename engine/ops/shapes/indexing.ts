// Owns the sizes of ops that read and write at indices or where a mask holds.
import { indexError, runtimeError, ShapeError } from "../../core/errors.ts";
import { broadcastShapes, normalizeDim, numel, printShape, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import { indexedShape } from "./getitem.ts";

/** Torch's check of indices along an axis; `what` is read or written. */
function checkIndex(input: Shape, axis: number, index: Shape, what = "self", named = "self"): void {
  if (Math.max(index.length, 1) !== Math.max(input.length, 1)) {
    throw new ShapeError(`Index tensor must have the same number of dimensions as ${named} tensor`, {
      what: "rank",
      expected: input.length,
      got: index.length,
      input: 1,
    });
  }
  const wide = index.findIndex((size, d) => d !== axis && size > input[d]!);
  if (wide < 0) return;
  throw new ShapeError(
    `Size does not match at dimension ${wide} expected index ${printShape(index)} to be smaller than ${what} ` +
      `${printShape(input)} apart from dimension ${axis}`,
    { what: "size", expected: input[wide]!, got: index[wide]!, input: 1, dim: wide },
  );
}

const operand = (value: Shape | number): Shape => (typeof value === "number" ? [] : value);

export const indexingShapes = {
  select(input, dim, index) {
    if (input.length === 0) throw indexError("select() cannot be applied to a 0-dim tensor.");
    const axis = normalizeDim(dim, input.length);
    const size = input[axis]!;
    if (index < -size || index >= size) {
      throw indexError(
        `select(): index ${index} out of range for tensor of size ${printShape(input)} at dimension ${axis}`,
      );
    }
    return input.filter((_, d) => d !== axis);
  },
  narrow(input, dim, start, length) {
    if (input.length === 0) throw runtimeError("narrow() cannot be applied to a 0-dim tensor.");
    const axis = normalizeDim(dim, input.length);
    const size = input[axis]!;
    if (length < 0) throw runtimeError("narrow(): length must be non-negative.");
    if (start < -size || start > size) {
      throw indexError(`Dimension out of range (expected to be in range of [${-size}, ${size - 1}], but got ${start})`);
    }
    const from = start < 0 ? start + size : start;
    if (from + length > size) {
      throw runtimeError(`start (${from}) + length (${length}) exceeds dimension size (${size}).`);
    }
    return input.map((own, d) => (d === axis ? length : own));
  },
  getitem: indexedShape,
  gather(input, dim, index) {
    checkIndex(input, normalizeDim(dim, input.length), index, "self", "input");
    return index;
  },
  index_select(input, dim, index) {
    const axis = normalizeDim(dim, input.length);
    if (index.length > 1) throw indexError("index_select(): Index is supposed to be a vector");
    return input.map((size, d) => (d === axis ? (index[0] ?? 1) : size));
  },
  take_along_dim(input, indices, dim = null) {
    if (dim === null) return [numel(indices)];
    if (input.length !== indices.length) {
      throw runtimeError(
        "torch.take_along_dim(): input and indices should have the same number of dimensions, but got " +
          `${input.length} dimensions for input, and ${indices.length} dimensions for indices`,
      );
    }
    const axis = normalizeDim(dim, input.length);
    const other = (shape: Shape): number[] => shape.map((size, d) => (d === axis ? 1 : size));
    return broadcastShapes(other(input), other(indices)).map((size, d) => (d === axis ? indices[d]! : size));
  },
  masked_fill(input, mask, value) {
    const filler = operand(value);
    if (filler.length > 0) {
      throw runtimeError(
        "masked_fill_ only supports a 0-dimensional value tensor, but got tensor with " +
          `${filler.length} dimension(s).`,
      );
    }
    return broadcastShapes(mask, input);
  },
  where: (condition, input, other) => broadcastShapes(condition, broadcastShapes(operand(input), operand(other))),
  scatter(input, dim, index, src) {
    const axis = normalizeDim(dim, input.length);
    checkIndex(input, axis, index);
    if (typeof src !== "number") checkIndex(src, -1, index, "src", "src");
    return input;
  },
  scatter_add(input, dim, index, src) {
    checkIndex(input, normalizeDim(dim, input.length), index);
    checkIndex(src, -1, index, "src", "src");
    return input;
  },
} satisfies Partial<Functional<Shape>>;
