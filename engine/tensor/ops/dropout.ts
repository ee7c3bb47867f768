// Dropout of tensors, with its gradient; masks are those of torch's CPU stream.
import { runtimeError } from "../../core/errors.ts";
import { bernoulli_ } from "../../core/random.ts";
import { contiguousStrides } from "../../core/shape.ts";
import { mul } from "../../kernels/reference/broadcast.ts";
import { scale } from "../../kernels/reference/elementwise.ts";
import type { Functional } from "../../ops/functional.ts";
import { dropoutShapes } from "../../ops/shapes/dropout.ts";
import { empty } from "../create.ts";
import { record, type Tensor } from "../tensor.ts";

/** Multiplies by a mask of 0 and 1 / (1 - p) whose shape broadcasts to the input's. */
function masked(input: Tensor, maskShape: readonly number[], p: number): Tensor {
  if (input.dtype !== "float32") {
    throw runtimeError("result type Float can't be cast to the desired output type Long");
  }
  const mask = empty(maskShape);
  // With p = 1 torch draws nothing.
  if (p < 1) {
    bernoulli_(mask.floats, 1 - p);
    scale(mask.floats, 1 / (1 - p));
  }
  const strides = contiguousStrides(input.shape);
  const maskStrides = contiguousStrides(maskShape).map((s, i) => (maskShape[i] === 1 ? 0 : s));
  const times = (x: Tensor): Tensor => {
    const out = empty(input.shape);
    mul(x.data, mask.data, out.data, input.shape, strides, maskStrides);
    return out;
  };
  return record("MulBackward0", times(input), [input], (grad) => [times(grad)], [mask]);
}

const isIdentity = (input: Tensor, p: number, training: boolean): boolean =>
  !training || p === 0 || input.numel() === 0;

export const dropoutOps = {
  dropout(input, p = 0.5, training = true) {
    dropoutShapes.dropout(input.shape, p);
    return isIdentity(input, p, training) ? input : masked(input, input.shape, p);
  },
  dropout2d(input, p = 0.5, training = true) {
    dropoutShapes.dropout2d(input.shape, p, training);
    // One draw per (dim 0, dim 1): a channel of (N, C, H, W); of a 3D input, which torch 1.13 reads as (N, C, L), a row.
    const features = input.shape.map((size, dim) => (dim < 2 ? size : 1));
    return isIdentity(input, p, training) ? input : masked(input, features, p);
  },
} satisfies Partial<Functional<Tensor>>;
