// Owns the sizes of layer normalization: those of the input.
import { runtimeError, ShapeError } from "../../core/errors.ts";
import { printShape, type Shape, sameShape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

export const layernormShapes = {
  layer_norm(input, normalized_shape, weight = null, bias = null) {
    const rank = normalized_shape.length;
    if (rank === 0) {
      throw runtimeError(
        "Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got " +
          "normalized_shape = []",
      );
    }
    for (const [name, shape] of Object.entries({ weight, bias })) {
      if (!shape || sameShape(shape, normalized_shape)) continue;
      throw runtimeError(
        `Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape ${printShape(shape)} and ` +
          `normalized_shape = ${printShape(normalized_shape)}`,
      );
    }
    const lead = input.length - rank;
    const wrong = normalized_shape.findIndex((size, dim) => input[lead + dim] !== size);
    if (lead >= 0 && wrong < 0) return input;
    throw new ShapeError(
      `Given normalized_shape=${printShape(normalized_shape)}, expected input with shape [*, ` +
        `${normalized_shape.join(", ")}], but got input of size${printShape(input)}`,
      lead < 0
        ? { what: "rank", expected: rank, got: input.length, input: 0 }
        : {
            what: "features",
            expected: normalized_shape[wrong]!,
            got: input[lead + wrong]!,
            input: 0,
            dim: lead + wrong,
            arg: "normalized_shape",
          },
    );
  },
} satisfies Partial<Functional<Shape>>;
