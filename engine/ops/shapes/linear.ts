// Owns the sizes of linear maps.
import { indexError, runtimeError, ShapeError } from "../../core/errors.ts";
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
  bilinear(input1, input2, weight, bias = null) {
    if (input1.length === 0) throw indexError("Dimension specified as -1 but tensor has no dimensions");
    if (input1.length !== input2.length) {
      throw new ShapeError(`bilinear(): input dimensions do not match: got ${input1.length} and ${input2.length}`, {
        what: "rank",
        expected: input1.length,
        got: input2.length,
        input: 1,
      });
    }
    const lead = input1.slice(0, -1);
    const differs = lead.findIndex((size, dim) => size !== input2[dim]);
    if (differs >= 0) {
      throw new ShapeError(
        `bilinear(): input batch dimensions do not match at dim ${differs}: got ${input1[differs]} and ` +
          `${input2[differs]}`,
        { what: "size", expected: input1[differs]!, got: input2[differs]!, input: 1, dim: differs },
      );
    }
    for (const [i, input] of [input1, input2].entries()) {
      const got = input.at(-1)!;
      const expected = weight[i + 1]!;
      if (got === expected) continue;
      throw new ShapeError(
        `bilinear(): input${i + 1} size does not match weight size: got ${got} but expected ${expected}`,
        { what: "features", expected, got, input: i, dim: input.length - 1, arg: `in${i + 1}_features` },
      );
    }
    const [outFeatures] = weight as readonly [number];
    if (bias && bias[0] !== outFeatures) {
      throw runtimeError(
        `bilinear(): bias size does not match weight size: got ${bias[0]} but expected ${outFeatures}`,
      );
    }
    return [...lead, outFeatures];
  },
} satisfies Partial<Functional<Shape>>;
