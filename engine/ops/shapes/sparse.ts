// Owns the sizes of look-ups and torch's checks of their shapes.
import { runtimeError, ShapeError, TorchError, valueError } from "../../core/errors.ts";
import { printSize } from "../../core/python.ts";
import { type Shape, sameShape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

/** The row of the padding, counted from the start; null where there is none. */
export function paddingRow(padding_idx: number | null, rows: number): number | null {
  if (padding_idx === null) return null;
  if (padding_idx >= rows || padding_idx < -rows) {
    throw new TorchError("AssertionError", "Padding_idx must be within num_embeddings");
  }
  return padding_idx < 0 ? padding_idx + rows : padding_idx;
}

export const sparseShapes = {
  embedding(input, weight, padding_idx = null) {
    if (weight.length !== 2) throw runtimeError("'weight' must be 2-D");
    paddingRow(padding_idx, weight[0]!);
    return [...input, weight[1]!];
  },
  embedding_bag(
    input,
    weight,
    offsets = null,
    _max_norm = null,
    _norm_type = 2,
    scale_grad_by_freq = false,
    mode = "mean",
    sparse = false,
    per_sample_weights = null,
    include_last_offset = false,
    padding_idx = null,
  ) {
    if (per_sample_weights && !sameShape(input, per_sample_weights)) {
      throw valueError(
        `embedding_bag: If per_sample_weights (${printSize(per_sample_weights)}) is not None, then it must have the ` +
          `same shape as the input (${printSize(input)})`,
      );
    }
    if (input.length === 2 && offsets) {
      throw valueError(
        "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences. " +
          "However, found offsets of type <class 'torch.Tensor'>",
      );
    }
    if (input.length !== 1 && input.length !== 2) {
      throw new ShapeError(
        `input has to be 1D or 2D Tensor, but got Tensor of dimension ${input.length}`,
        { what: "rank", expected: 2, got: input.length, input: 0 },
        "ValueError",
      );
    }
    if (input.length === 1 && !offsets) throw valueError("offsets has to be a 1D Tensor but got None");
    if (offsets && offsets.length !== 1) throw valueError("offsets has to be a 1D Tensor");
    if (mode !== "sum" && mode !== "mean" && mode !== "max") throw valueError("mode has to be one of sum, mean or max");
    if (mode === "max" && scale_grad_by_freq) {
      throw valueError("max mode does not support scaling the gradient by the frequency");
    }
    if (mode === "max" && sparse) throw valueError("max mode does not support sparse weights");
    if (per_sample_weights && mode !== "sum") {
      throw new TorchError(
        "NotImplementedError",
        "embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' " +
          `(got mode='${mode}'). Please open a feature request on GitHub.`,
      );
    }
    const [rows, width] = weight as readonly [number, number];
    if (padding_idx !== null && (padding_idx >= rows || padding_idx < -rows)) {
      throw runtimeError(
        `padding_idx must be within the number of embeddings, -${rows} through ${rows - 1}, but got ${padding_idx}`,
      );
    }
    if (!offsets) return [input[0]!, width];
    if (include_last_offset && offsets[0]! < 1) {
      throw runtimeError("include_last_offset: number of offset should be at least 1");
    }
    return [offsets[0]! - Number(include_last_offset), width];
  },
  one_hot(input, num_classes = -1) {
    if (num_classes < 0) throw runtimeError("the number of classes cannot be known before the values are");
    return [...input, num_classes];
  },
} satisfies Partial<Functional<Shape>>;
