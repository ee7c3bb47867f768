// Owns the sizes of linear maps.
import { runtimeError, ShapeError } from "../../core/errors.ts";
import { numel, printShape, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

export const linearShapes = {
  linear(input, weight, bias = null) {
    if (input.length === 0) {
      throw new ShapeError(`both arguments to matmul need to be at least 1D, but they are 0D and ${weight.length}D`, {
        what: "rank",
        expected: 1,
        got: 0,
        input: 0,
      });
    }
    if (weight.length !== 2)
      throw runtimeError(`t() expects a tensor with <= 2 dimensions, but self is ${weight.length}D`);
    const [outFeatures, inFeatures] = weight as [number, number];
    const leading = input.slice(0, -1);
    const got = input.at(-1)!;
    if (got !== inFeatures) {
      throw new ShapeError(
        `mat1 and mat2 shapes cannot be multiplied (${numel(leading)}x${got} and ${inFeatures}x${outFeatures})`,
        { what: "features", expected: inFeatures, got, input: 0, dim: input.length - 1, arg: "in_features" },
      );
    }
    const out = [...leading, outFeatures];
    if (bias && (bias.length !== 1 || (bias[0] !== outFeatures && bias[0] !== 1))) {
      throw new ShapeError(
        `The expanded size of the tensor (${outFeatures}) must match the existing size (${bias[0]}) at non-singleton ` +
          `dimension ${out.length - 1}.  Target sizes: ${printShape(out)}.  Tensor sizes: ${printShape(bias)}`,
      );
    }
    return out;
  },
} satisfies Partial<Functional<Shape>>;
