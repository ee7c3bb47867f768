// Ops on tensors that make or rearrange elements, with their gradients.
import { numel, type Shape } from "../../core/shape.ts";
import type { Functional } from "../../ops/functional.ts";
import { shapeShapes } from "../../ops/shapes/shape.ts";
import { permute, transpose, unflatten } from "../math/shape.ts";
import type { Tensor } from "../tensor.ts";

/** The last three dims read as `parts`, put in another order, and read as those of `shape`. */
function rearrange(input: Tensor, parts: readonly number[], order: readonly number[], shape: Shape): Tensor {
  const outer = numel(shape.slice(0, -3));
  const split = input.reshape([outer, ...parts]);
  return permute(split, [0, ...order.map((dim) => dim + 1)]).reshape(shape);
}

export const shapeOps = {
  flatten: (input, start_dim, end_dim) => input.reshape(shapeShapes.flatten(input.shape, start_dim, end_dim)),
  unflatten,
  pixel_shuffle(input, factor) {
    const out = shapeShapes.pixel_shuffle(input.shape, factor);
    const [channels, height, width] = out.slice(-3) as [number, number, number];
    const parts = [channels, factor, factor, height / factor, width / factor];
    return rearrange(input, parts, [0, 3, 1, 4, 2], out);
  },
  pixel_unshuffle(input, factor) {
    const out = shapeShapes.pixel_unshuffle(input.shape, factor);
    const [height, width] = out.slice(-2) as [number, number];
    const parts = [input.shape.at(-3)!, height, factor, width, factor];
    return rearrange(input, parts, [0, 2, 4, 1, 3], out);
  },
  channel_shuffle(input, groups) {
    const [batch, channels, ...inner] = shapeShapes.channel_shuffle(input.shape, groups) as [
      number,
      number,
      ...number[],
    ];
    const split = input.reshape([batch, groups, channels / groups, numel(inner)]);
    return transpose(split, 1, 2).reshape(input.shape);
  },
} satisfies Partial<Functional<Tensor>>;
