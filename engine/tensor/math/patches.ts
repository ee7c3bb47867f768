// Ops that write a part of a tensor back into a copy of it: an entry, a slice, a diagonal, what a mask holds for.
import { runtimeError } from "../../core/errors.ts";
import { normalizeDim, printShape, sameShape } from "../../core/shape.ts";
import type { Tensor } from "../tensor.ts";
import { arange } from "./fill.ts";
import { nonzero, scatter } from "./indexing.ts";
import { index_copy } from "./placing.ts";
import { diagonal, expand, flatten, narrow, select, slice, unsqueeze } from "./shape.ts";

function sameSize(src: Tensor, part: Tensor): void {
  if (sameShape(src.shape, part.shape)) return;
  throw runtimeError(
    `expected src to have a size equal to the slice of self. src size = ${printShape(src.shape)}, slice size = ` +
      printShape(part.shape),
  );
}

/** Where the elements of input stand in it, flattened. */
const places = (input: Tensor): Tensor => arange(0, input.numel()).reshape(input.shape);

/** A copy of input with src written at the places, which are those of the flattened input. */
const written = (input: Tensor, at: Tensor, src: Tensor): Tensor =>
  scatter(flatten(input), 0, flatten(at), flatten(src)).reshape(input.shape);

/** A copy of input with src as one entry of a dim. */
export function select_scatter(input: Tensor, src: Tensor, dim: number, index: number): Tensor {
  sameSize(src, select(input, dim, index));
  const axis = normalizeDim(dim, input.ndim);
  const at = arange(0, 1).fill_(index < 0 ? index + input.shape[axis]! : index);
  return index_copy(input, axis, at, unsqueeze(src, axis));
}

/** A copy of input with src as a slice of a dim. */
export function slice_scatter(
  input: Tensor,
  src: Tensor,
  dim = 0,
  start: number | null = null,
  end: number | null = null,
  step = 1,
): Tensor {
  const axis = normalizeDim(dim, input.ndim);
  const [from, to] = [start ?? 0, end ?? Number.POSITIVE_INFINITY];
  sameSize(src, slice(input, axis, from, to, step));
  return index_copy(input, axis, slice(arange(0, input.shape[axis]!), 0, from, to, step), src);
}

/** A copy of input with src on a diagonal. */
export function diagonal_scatter(input: Tensor, src: Tensor, offset = 0, dim1 = 0, dim2 = 1): Tensor {
  const at = diagonal(places(input), offset, dim1, dim2);
  sameSize(src, at);
  return written(input, at, src);
}

/** A copy of input with the first elements of source, one after the other, where the mask (broadcast) holds. */
export function masked_scatter(input: Tensor, mask: Tensor, source: Tensor): Tensor {
  if (mask.dtype !== "bool") throw runtimeError("masked_scatter_ only supports boolean masks");
  const at = nonzero(flatten(expand(mask, input.shape)));
  if (at.numel() > source.numel()) {
    throw runtimeError("masked_scatter: expected self and source to have same number of elements");
  }
  return written(input, at, narrow(flatten(source), 0, 0, at.numel()));
}
