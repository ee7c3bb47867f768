// Owns the sizes of activations: those of the input.
import { runtimeError } from "../../core/errors.ts";
import { normalizeDim, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

/** The dim softmax takes when none is given: torch's deprecated rule, 0 for 0, 1 and 3 dims, else 1. */
export const softmaxDim = (dim: number | null | undefined, rank: number): number =>
  normalizeDim(dim ?? (rank === 0 || rank === 1 || rank === 3 ? 0 : 1), rank);

const same = (input: Shape): Shape => input;

function alongDim(input: Shape, dim?: number | null): Shape {
  softmaxDim(dim, input.length);
  return input;
}

export const activationShapes = {
  relu: same,
  sigmoid: same,
  tanh: same,
  gelu(input, approximate = "none") {
    if (approximate !== "none" && approximate !== "tanh") {
      throw runtimeError("approximate argument must be either none or tanh.");
    }
    return input;
  },
  softmax: alongDim,
  log_softmax: alongDim,
} satisfies Partial<Functional<Shape>>;
