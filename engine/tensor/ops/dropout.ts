// Dropout of tensors, with its gradient; masks are those of torch's CPU stream.

import { runtimeError } from "../../core/errors.ts";
import { bernoulli_ } from "../../core/random.ts";
import { contiguousStrides, type Shape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { dropoutShapes } from "../../ops/shapes/dropout.ts";
import { empty } from "../create.ts";
import { in_place } from "../math/inplace.ts";
import { dtypeName, record, type Tensor } from "../tensor.ts";

/** SELU's scale times its alpha: where SELU ends far on the negative side, with the sign turned. */
const saturation = 1.7580993408473766;

/**
 * input * mask + shift, where mask is 0 or a constant and broadcasts to the input. Plain dropout keeps the mean
 * (mask 1 / (1 - p), no shift); alpha dropout puts the dropped to SELU's negative end and keeps mean 0 and variance 1
 * (Klambauer et al., 2017).
 */
function masked(input: Tensor, maskShape: Shape, p: number, alpha: boolean): Tensor {
  if (input.dtype !== "float32" && p < 1) {
    const wanted = alpha ? "Long" : dtypeName(input.dtype);
    throw runtimeError(`result type Float can't be cast to the desired output type ${wanted}`);
  }
  const mask = empty(maskShape, input.dtype);
  const shifts = alpha && p < 1;
  const shift = shifts ? empty(maskShape) : null;
  // With p = 1 torch draws nothing.
  if (p < 1) {
    const noise = mask.floats;
    bernoulli_(noise, 1 - p);
    const factor = alpha ? 1 / Math.sqrt((saturation * saturation * p + 1) * (1 - p)) : 1 / (1 - p);
    shift?.copy_(noise.map((kept) => saturation * factor * (kept - 1 + p)));
    kernels.scale(noise, factor);
  }
  const strides = contiguousStrides(input.shape);
  const maskStrides = contiguousStrides(maskShape).map((s, i) => (maskShape[i] === 1 ? 0 : s));
  const times = (x: Tensor): Tensor => {
    const out = empty(input.shape, x.dtype);
    kernels.mul(x.data, mask.data, out.data, input.shape, strides, maskStrides);
    return out;
  };
  const out = times(input);
  if (shift) kernels.add(out.data, shift.data, out.data, input.shape, strides, maskStrides);
  return record("MulBackward0", out, [input], (grad) => [times(grad)], [mask]);
}

type Kind = "dropout" | "dropout1d" | "dropout2d" | "dropout3d" | "alpha_dropout" | "feature_alpha_dropout";

/** `drawn`: how many leading dims, at an input of that rank, have a draw of their own. */
const dropout =
  (kind: Kind, drawn: (rank: number) => number) =>
  (input: Tensor, p = 0.5, training = true, inplace = false): Tensor => {
    dropoutShapes[kind](input.shape, p, training);
    if (!training || p === 0 || input.numel() === 0) return input;
    const dims = drawn(input.ndim);
    const maskShape = input.shape.map((size, dim) => (dim < dims ? size : 1));
    const draw = (x: Tensor): Tensor => masked(x, maskShape, p, kind.includes("alpha"));
    return inplace ? in_place(input, draw) : draw(input);
  };

export const dropoutOps = {
  dropout: dropout("dropout", (rank) => rank),
  dropout1d: dropout("dropout1d", (rank) => rank - 1),
  // One draw per (dim 0, dim 1): a channel of (N, C, H, W); of a 3D input, which torch 1.13 reads as (N, C, L), a row.
  dropout2d: dropout("dropout2d", () => 2),
  // Torch takes every input that has not 5 dims as one without a batch.
  dropout3d: dropout("dropout3d", (rank) => (rank === 5 ? 2 : 1)),
  alpha_dropout: dropout("alpha_dropout", (rank) => rank),
  feature_alpha_dropout: dropout("feature_alpha_dropout", () => 2),
} satisfies Partial<Functional<Tensor>>;
