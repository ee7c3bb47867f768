// Owns the sizes of ops that only rearrange or make elements.
import { runtimeError } from "../../core/errors.ts";
import { normalizeDim, numel, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

export const shapeShapes = {
  zeros: (shape) => shape,
  flatten(input, start_dim = 0, end_dim = -1) {
    const start = normalizeDim(start_dim, input.length);
    const end = normalizeDim(end_dim, input.length);
    if (start > end) throw runtimeError("flatten() has invalid args: start_dim cannot come after end_dim");
    return [...input.slice(0, start), numel(input.slice(start, end + 1)), ...input.slice(end + 1)];
  },
} satisfies Partial<Functional<Shape>>;
