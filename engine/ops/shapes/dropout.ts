// Owns the sizes of dropout: those of the input.
import { ShapeError, valueError } from "../../core/errors.ts";
import { pyRepr } from "../../core/python.ts";
import { numel, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) {
    throw valueError(`dropout probability has to be between 0 and 1, but got ${pyRepr(p, "float")}`);
  }
}

export const dropoutShapes = {
  dropout(input, p = 0.5) {
    checkProbability(p);
    return input;
  },
  dropout2d(input, p = 0.5, training = true) {
    checkProbability(p);
    if (training && p > 0 && numel(input) > 0 && input.length < 2) {
      throw new ShapeError("Feature dropout requires at least 2 dimensions in the input", {
        what: "rank",
        expected: 4,
        got: input.length,
        input: 0,
      });
    }
    return input;
  },
} satisfies Partial<Functional<Shape>>;
