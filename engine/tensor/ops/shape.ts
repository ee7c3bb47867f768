// Ops on tensors that make or rearrange elements, with their gradients.
import type { Functional } from "../../ops/functional.ts";
import { shapeShapes } from "../../ops/shapes/shape.ts";
import { empty } from "../create.ts";
import type { Tensor } from "../tensor.ts";

export const shapeOps = {
  zeros: (shape, dtype) => empty(shape, dtype),
  flatten: (input, start_dim, end_dim) => input.reshape(shapeShapes.flatten(input.shape, start_dim, end_dim)),
} satisfies Partial<Functional<Tensor>>;
