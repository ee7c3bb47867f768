// Owns the sizes of ops that join several inputs.
import { runtimeError, ShapeError } from "../../core/errors.ts";
import { normalizeDim, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import { stretch } from "./elementwise.ts";

/** Torch's old exception: an empty tensor of shape (0,) is no part of a concatenation. */
export const isSkipped = (shape: Shape): boolean => shape.length === 1 && shape[0] === 0;

export const mergeShapes = {
  add: stretch,
  mul: stretch,
  cat(tensors, dim = 0) {
    if (tensors.length === 0) throw runtimeError("torch.cat(): expected a non-empty list of Tensors");
    const scalar = tensors.findIndex((shape) => shape.length === 0);
    if (scalar >= 0) {
      throw runtimeError(`zero-dimensional tensor (at position ${scalar}) cannot be concatenated`);
    }
    const first = tensors.find((shape) => !isSkipped(shape));
    if (!first) return tensors[0]!;
    const axis = normalizeDim(dim, first.length);
    let along = 0;
    for (const [i, shape] of tensors.entries()) {
      if (isSkipped(shape)) continue;
      if (shape.length !== first.length) {
        throw new ShapeError(`Tensors must have same number of dimensions: got ${first.length} and ${shape.length}`, {
          what: "rank",
          expected: first.length,
          got: shape.length,
          input: i,
        });
      }
      for (const [d, size] of shape.entries()) {
        if (d === axis || size === first[d]) continue;
        throw new ShapeError(
          `Sizes of tensors must match except in dimension ${axis}. ` +
            `Expected size ${first[d]} but got size ${size} for tensor number ${i} in the list.`,
          { what: "size", expected: first[d]!, got: size, input: i, dim: d },
        );
      }
      along += shape[axis]!;
    }
    return first.map((size, d) => (d === axis ? along : size));
  },
} satisfies Partial<Functional<Shape>>;
