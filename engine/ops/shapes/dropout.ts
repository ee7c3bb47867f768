// Owns the sizes of dropout: those of the input.
import { ShapeError, valueError } from "../../core/errors.ts";
import { pyRepr } from "../../core/python.ts";
import { numel, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import { rankError } from "./spatial.ts";

function checkProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) {
    throw valueError(`dropout probability has to be between 0 and 1, but got ${pyRepr(p, "float")}`);
  }
}

function whole(input: Shape, p = 0.5): Shape {
  checkProbability(p);
  return input;
}

/** Dropout of whole features, for which torch wants two dims once it draws. `added`: dims that torch adds in front. */
const features =
  (added: number) =>
  (input: Shape, p = 0.5, training = true): Shape => {
    checkProbability(p);
    if (training && p > 0 && p < 1 && numel(input) > 0 && input.length + added < 2) {
      throw new ShapeError("Feature dropout requires at least 2 dimensions in the input", {
        what: "rank",
        expected: 4,
        got: input.length,
        input: 0,
      });
    }
    return input;
  };

export const dropoutShapes = {
  dropout: whole,
  dropout1d(input, p = 0.5) {
    checkProbability(p);
    if (input.length === 2 || input.length === 3) return input;
    throw rankError(
      `dropout1d: Expected 2D or 3D input, but received a ${input.length}D input. Note that dropout1d exists to ` +
        "provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch " +
        "dimension (i.e. 2D or 3D inputs).",
      input,
      3,
    );
  },
  dropout2d: features(0),
  dropout3d: features(1),
  alpha_dropout: whole,
  feature_alpha_dropout: features(0),
} satisfies Partial<Functional<Shape>>;
