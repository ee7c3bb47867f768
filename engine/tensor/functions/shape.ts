// Owns which ops stand behind torch's functions that rearrange, cut and join tensors.
import type { DType } from "../../core/dtype.ts";
import type { shapeCalls } from "../../ops/torch/shape.ts";
import type { Op } from "../calls.ts";
import { to, type_as } from "../math/cast.ts";
import * as diagonals from "../math/diagonals.ts";
import * as join from "../math/join.ts";
import { repeat_interleave } from "../math/repeats.ts";
import * as shape from "../math/shape.ts";
import * as stacks from "../math/stacks.ts";
import { adjoint, sum_to_size } from "../math/statistics.ts";
import type { Tensor } from "../tensor.ts";

const narrow = (input: Tensor, dim: number, start: number | Tensor, length: number): Tensor =>
  shape.narrow(input, dim, typeof start === "number" ? start : start.item(), length);

/** The same elements in another shape; with a dtype, which no two here share the size of, the tensor itself. */
function view(input: Tensor, ...sizes: shape.Sizes): Tensor;
function view(input: Tensor, dtype: DType): Tensor;
function view(input: Tensor, ...given: readonly unknown[]): Tensor {
  return typeof given[0] === "string" ? to(input, given[0] as DType) : shape.view(input, ...(given as shape.Sizes));
}

const { cat } = join;

export const shapeFunctions = {
  broadcast_to: shape.broadcast_to,
  chunk: shape.chunk,
  diag: diagonals.diag,
  diag_embed: diagonals.diag_embed,
  diagflat: diagonals.diagflat,
  diagonal: shape.diagonal,
  flatten: shape.flatten,
  flip: shape.flip,
  fliplr: stacks.fliplr,
  flipud: stacks.flipud,
  moveaxis: shape.movedim,
  movedim: shape.movedim,
  narrow,
  narrow_copy: (input: Tensor, dim: number, start: number, length: number): Tensor =>
    shape.narrow(input, dim, start, length).clone(),
  permute: shape.permute,
  ravel: stacks.ravel,
  repeat_interleave,
  reshape: shape.reshape,
  roll: join.roll,
  rot90: stacks.rot90,
  select: shape.select,
  split_with_sizes: stacks.split_with_sizes,
  squeeze: shape.squeeze,
  swapaxes: shape.transpose,
  swapdims: shape.transpose,
  t: shape.t,
  tensor_split: stacks.tensor_split,
  hsplit: stacks.hsplit,
  vsplit: stacks.vsplit,
  dsplit: stacks.dsplit,
  tile: stacks.tile,
  transpose: shape.transpose,
  tril: join.tril,
  triu: join.triu,
  unbind: shape.unbind,
  unflatten: shape.unflatten,
  unsqueeze: shape.unsqueeze,
  adjoint,
  cat,
  concat: cat,
  concatenate: cat,
  stack: join.stack,
  hstack: stacks.hstack,
  vstack: stacks.vstack,
  row_stack: stacks.vstack,
  dstack: stacks.dstack,
  column_stack: stacks.column_stack,
  combinations: stacks.combinations,
  clone: (input: Tensor): Tensor => input.clone(),
  expand: shape.expand,
  expand_as: shape.expand_as,
  reshape_as: stacks.reshape_as,
  view_as: shape.view_as,
  type_as,
  repeat: shape.repeat,
  unfold: shape.unfold,
  view,
  sum_to_size,
} satisfies Record<keyof typeof shapeCalls, Op>;
