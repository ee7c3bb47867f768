// Ops on tensors that move elements: what computes them lies in math/.
import type { Functional } from "../../ops/functional.ts";
import { rearrangingShapes } from "../../ops/shapes/rearranging.ts";
import { roll, stack, tril, triu } from "../math/join.ts";
import { repeat_interleave } from "../math/repeats.ts";
import * as shape from "../math/shape.ts";
import { tile } from "../math/stacks.ts";
import type { Tensor } from "../tensor.ts";
import { checked } from "./checked.ts";

/** The same elements under the sizes that `how` gives. */
const resized =
  <K extends "reshape" | "squeeze" | "unsqueeze">(how: K): Functional<Tensor>[K] =>
  (input: Tensor, ...args: readonly unknown[]): Tensor => {
    const sizes = rearrangingShapes[how] as (
      input: readonly number[],
      ...args: readonly unknown[]
    ) => readonly number[];
    return input.reshape(sizes(input.shape, ...args));
  };

export const rearrangingOps = checked({
  reshape: resized("reshape"),
  permute: (input, dims) => shape.permute(input, dims),
  transpose: shape.transpose,
  movedim: shape.movedim,
  squeeze: resized("squeeze"),
  unsqueeze: resized("unsqueeze"),
  expand: (input, size) => shape.expand(input, size),
  repeat: (input, repeats) => shape.repeat(input, repeats),
  tile,
  repeat_interleave: (input, repeats, dim) => repeat_interleave(input, repeats, dim),
  flip: (input, dims) => shape.flip(input, dims),
  roll,
  diagonal: shape.diagonal,
  tril,
  triu,
  chunk: shape.chunk,
  split: shape.split,
  unbind: shape.unbind,
  stack,
} satisfies Partial<Functional<Tensor>>);
