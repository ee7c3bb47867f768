// Ops that bring tensors to a rank, join them as rows, columns and layers, or cut them the same way.
import { runtimeError } from "../../core/errors.ts";
import { broadcastShapes, normalizeDim, printShape, type Shape } from "../../core/shape.ts";
import { empty } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { padColumns } from "./diagonals.ts";
import { index_select } from "./indexing.ts";
import { cat, meshgrid, stack } from "./join.ts";
import { expand, flatten, flip, reshape, slice, split, transpose, unsqueeze } from "./shape.ts";

/** One tensor for one, a list for several or a list. */
const each =
  (op: (x: Tensor) => Tensor) =>
  (tensors: readonly (Tensor | readonly Tensor[])[]): Tensor | Tensor[] => {
    const [only] = tensors;
    if (tensors.length === 1 && !Array.isArray(only)) return op(only as Tensor);
    return (Array.isArray(only) && tensors.length === 1 ? only : (tensors as Tensor[])).map(op);
  };

const to1d = (x: Tensor): Tensor => (x.ndim === 0 ? x.reshape([1]) : x);
const to2d = (x: Tensor): Tensor => (x.ndim < 2 ? x.reshape([1, x.numel()]) : x);
function to3d(x: Tensor): Tensor {
  if (x.ndim < 2) return x.reshape([1, x.numel(), 1]);
  return x.ndim === 2 ? unsqueeze(x, -1) : x;
}

export const atleast_1d = each(to1d);
export const atleast_2d = each(to2d);
export const atleast_3d = each(to3d);

function some(name: string, tensors: readonly Tensor[]): void {
  if (tensors.length === 0) throw runtimeError(`${name} expects a non-empty TensorList`);
}

/** Joined along the second dim, vectors along their first. */
export function hstack(tensors: readonly Tensor[]): Tensor {
  some("hstack", tensors);
  const parts = tensors.map(to1d);
  return cat(parts, parts[0]!.ndim === 1 ? 0 : 1);
}

/** Joined along the first dim, vectors as rows. */
export function vstack(tensors: readonly Tensor[]): Tensor {
  some("vstack", tensors);
  return cat(tensors.map(to2d), 0);
}

/** Joined along the third dim. */
export function dstack(tensors: readonly Tensor[]): Tensor {
  some("dstack", tensors);
  return cat(tensors.map(to3d), 2);
}

/** Joined along the second dim, vectors as columns. */
export function column_stack(tensors: readonly Tensor[]): Tensor {
  some("column_stack", tensors);
  return hstack(tensors.map((x) => (x.ndim < 2 ? x.reshape([x.numel(), 1]) : x)));
}

/** Parts of a dim between the places listed, or so many of sizes that differ by one at most. */
export function tensor_split(input: Tensor, at: number | readonly number[] | Tensor, dim = 0): Tensor[] {
  if (input.ndim === 0) {
    throw runtimeError("tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims");
  }
  const axis = normalizeDim(dim, input.ndim);
  const size = input.shape[axis]!;
  const places = typeof at === "object" && "dtype" in at ? placesOf(at) : at;
  if (typeof places !== "number") {
    const bounds = [0, ...places];
    return bounds.map((from, i) => slice(input, axis, from, places[i] ?? Number.POSITIVE_INFINITY));
  }
  if (places <= 0) throw runtimeError(`number of sections must be larger than 0, got ${places}`);
  const [least, longer] = [Math.floor(size / places), size % places];
  return split(
    input,
    Array.from({ length: places }, (_, i) => least + Number(i < longer)),
    axis,
  );
}

function placesOf(at: Tensor): number | readonly number[] {
  if (at.dtype !== "int64") {
    throw runtimeError(
      `tensor_split expected tensor_indices_or_sections to have dtype of long, but got ${at.dtype === "bool" ? "Bool" : "Float"}`,
    );
  }
  if (at.ndim > 1) {
    throw runtimeError(
      "tensor_split expected tensor_indices_or_sections to be a zero-dimensional or one-dimensional tensor, but got a " +
        `tensor with ${at.ndim} dims`,
    );
  }
  return at.ndim === 0 ? at.item() : Array.from(at.data);
}

const splitter =
  (name: string, least: number, axisOf: (x: Tensor) => number) =>
  (input: Tensor, at: number | readonly number[]): Tensor[] => {
    if (input.ndim < least) {
      throw runtimeError(
        `torch.${name} requires a tensor with at least ${least} dimension, but got a tensor with ` +
          `${input.ndim} dimensions!`,
      );
    }
    const axis = axisOf(input);
    const size = input.shape[axis]!;
    if (typeof at === "number" && (at === 0 || size % at !== 0)) {
      throw runtimeError(
        `torch.${name} attempted to split along dimension ${axis}, but the size of the dimension ${size} is not divisible ` +
          `by the split_size ${at}!`,
      );
    }
    return tensor_split(input, at, axis);
  };

export const hsplit = splitter("hsplit", 1, (x) => (x.ndim === 1 ? 0 : 1));
export const vsplit = splitter("vsplit", 2, () => 0);
export const dsplit = splitter("dsplit", 3, () => 2);

export const split_with_sizes = (input: Tensor, split_sizes: readonly number[], dim = 0): Tensor[] =>
  split(input, split_sizes, dim);

const listOf = (tensors: readonly (Tensor | readonly Tensor[])[]): readonly Tensor[] => tensors.flat() as Tensor[];

/** All stretched to their common shape. */
export function broadcast_tensors(tensors: readonly (Tensor | readonly Tensor[])[]): Tensor[] {
  const all = listOf(tensors);
  const shape = all.map((x) => x.shape as Shape).reduce((a, b) => broadcastShapes(a, b), [] as Shape);
  return all.map((x) => expand(x, shape));
}

/** Every combination of one element of each vector, as rows. */
export function cartesian_prod(tensors: readonly (Tensor | readonly Tensor[])[]): Tensor {
  const all = listOf(tensors);
  const wrong = all.find((x) => x.ndim !== 1);
  if (wrong) throw runtimeError(`Expect a 1D vector, but got shape ${printShape(wrong.shape)}`);
  if (all.length === 1) return all[0]!;
  return stack(
    meshgrid(all).map((x) => flatten(x)),
    1,
  );
}

/** Every choice of r elements of a vector, in their order. */
export function combinations(input: Tensor, r = 2, with_replacement = false): Tensor {
  if (input.ndim !== 1) throw runtimeError(`Expect a 1D vector, but got shape ${printShape(input.shape)}`);
  if (r < 0) throw runtimeError(`Expect a non-negative number, but got ${r}`);
  if (r === 0) return empty([0], input.dtype);
  const rows: number[][] = [];
  const choose = (row: readonly number[], from: number): void => {
    if (row.length === r) rows.push([...row]);
    else for (let i = from; i < input.numel(); i++) choose([...row, i], with_replacement ? i : i + 1);
  };
  choose([], 0);
  const places = empty([rows.length * r], "int64");
  places.copy_(rows.flat());
  return reshape(index_select(input, 0, places), [rows.length, r]);
}

/** Matrices along the diagonal of one, zeros elsewhere. */
export function block_diag(tensors: readonly (Tensor | readonly Tensor[])[]): Tensor {
  const all = listOf(tensors).map((x) => {
    if (x.ndim <= 2) return to2d(x);
    throw runtimeError(
      `torch.block_diag: Input tensors must have 2 or fewer dimensions. Input 0 has ${x.ndim} dimensions`,
    );
  });
  const width = all.reduce((n, x) => n + x.shape[1]!, 0);
  let before = 0;
  const rows = all.map((x) => {
    before += x.shape[1]!;
    return padColumns(x, before - x.shape[1]!, width - before);
  });
  return rows.length === 0 ? empty([1, 0]) : cat(rows, 0);
}

/** The order along the last dim, or the first, reversed. */
export function fliplr(input: Tensor): Tensor {
  if (input.ndim < 2) throw runtimeError("Input must be >= 2-d.");
  return flip(input, 1);
}
export function flipud(input: Tensor): Tensor {
  if (input.ndim < 1) throw runtimeError("Input must be >= 1-d.");
  return flip(input, 0);
}

/** Turned by k quarters in the plane of two dims, from the first to the second. */
export function rot90(input: Tensor, k = 1, dims: readonly number[] = [0, 1]): Tensor {
  if (dims.length !== 2) {
    throw runtimeError(`expected total rotation dims == 2, but got dims = ${dims.length}`);
  }
  if (input.ndim < 2) throw runtimeError(`expected total dims >= 2, but got total dims = ${input.ndim}`);
  const [a, b] = dims as [number, number];
  if (a === b || Math.abs(a - b) === input.ndim) {
    throw runtimeError(`expected rotation dims to be different, but got dim0 = ${a} and dim1 = ${b}`);
  }
  const [from, to] = [normalizeDim(a, input.ndim), normalizeDim(b, input.ndim)];
  const quarter = ((k % 4) + 4) % 4;
  if (quarter === 0) return input.clone();
  if (quarter === 1) return transpose(flip(input, to), from, to);
  return quarter === 2 ? flip(input, from, to) : transpose(flip(input, from), from, to);
}

/** As one dim. */
export const ravel = (input: Tensor): Tensor => input.reshape([input.numel()]);
export const reshape_as = (input: Tensor, other: Tensor): Tensor => input.reshape(other.shape);

/** The whole tensor repeated along each of its last dims. */
export function tile(input: Tensor, dims: readonly number[]): Tensor {
  const lead = new Array<number>(Math.max(input.ndim - dims.length, 0)).fill(1);
  const times = [...lead, ...dims];
  const shape = [...new Array<number>(times.length - input.ndim).fill(1), ...input.shape];
  const wide = unsqueezed(input, shape);
  return expand(
    wide,
    shape.flatMap((size, d) => [times[d]!, size]),
  ).reshape(shape.map((size, d) => size * times[d]!));
}

const unsqueezed = (input: Tensor, shape: Shape): Tensor => input.reshape(shape.flatMap((size) => [1, size]));
