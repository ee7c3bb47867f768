// Ops that rearrange elements, with their gradients. Tensors are contiguous: a result shares its input's memory when it
// is one run of it (view, narrow of the outermost dim that is not 1) and is a copy otherwise (permute, expand).
import { indexError, runtimeError } from "../../core/errors.ts";
import { contiguousStrides, normalizeDim, numel, printShape, type Shape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import { shapeShapes } from "../../ops/shapes/shape.ts";
import { empty, unwritten } from "../create.ts";
import { record, Tensor } from "../tensor.ts";

/** Sizes or dims as separate arguments or as one list. */
export type Sizes = number[] | [readonly number[]];
const listed = (sizes: Sizes): readonly number[] =>
  Array.isArray(sizes[0]) ? (sizes[0] as readonly number[]) : (sizes as number[]);

/** The elements of input at `offset` with `strides`, as a tensor of `shape`; the gradient is added back there. */
export function as_strided(input: Tensor, name: string, shape: Shape, strides: readonly number[], offset = 0): Tensor {
  const own = contiguousStrides(shape);
  const oneRun = shape.every((size, d) => size === 1 || strides[d] === own[d]);
  const shares = oneRun || numel(shape) === 0;
  const out = shares
    ? new Tensor(input.storage, shape, numel(shape) === 0 ? input.offset : input.offset + offset)
    : unwritten(shape, input.dtype);
  if (!shares) kernels.copyStrided(input.data, out.data, shape, strides, offset);
  return record(name, out, [input], (grad) => {
    const gradInput = empty(input.shape);
    kernels.addStrided(grad.floats, gradInput.floats, shape, strides, offset);
    return [gradInput];
  });
}

/** The same elements in another shape; one size may be -1. */
export const view = (input: Tensor, ...sizes: Sizes): Tensor => input.reshape(listed(sizes));
export const reshape = (input: Tensor, ...sizes: Sizes): Tensor => input.reshape(listed(sizes));
export const view_as = (input: Tensor, other: Tensor): Tensor => input.reshape(other.shape);

/** The dims in another order. */
export function permute(input: Tensor, ...dims: Sizes): Tensor {
  const given = listed(dims);
  if (given.length !== input.ndim) {
    throw runtimeError(
      "permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering " +
        `of dimensions i.e. input.dim() = ${input.ndim} is not equal to len(dims) = ${given.length}`,
    );
  }
  const order = given.map((d) => normalizeDim(d, input.ndim));
  if (new Set(order).size !== order.length) throw runtimeError("permute(): duplicate dims are not allowed.");
  const strides = contiguousStrides(input.shape);
  return as_strided(
    input,
    "PermuteBackward0",
    order.map((d) => input.shape[d]!),
    order.map((d) => strides[d]!),
  );
}

/** Two dims exchanged. */
export function transpose(input: Tensor, dim0: number, dim1: number): Tensor {
  const order = [...input.shape.keys()];
  const a = normalizeDim(dim0, input.ndim);
  const b = normalizeDim(dim1, input.ndim);
  if (input.ndim === 0) return input.reshape([]);
  order[a] = b;
  order[b] = a;
  return permute(input, order);
}
export const swapaxes = transpose;

/** The transpose of a matrix; a vector stays. */
export function t(input: Tensor): Tensor {
  if (input.ndim > 2) {
    throw runtimeError(`t() expects a tensor with <= 2 dimensions, but self is ${input.ndim}D`);
  }
  return input.ndim < 2 ? input.reshape(input.shape) : transpose(input, 0, 1);
}

/** Dims moved to other places, the rest in their order. */
export function movedim(
  input: Tensor,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  const from = [source].flat().map((d) => normalizeDim(d, input.ndim));
  const to = [destination].flat().map((d) => normalizeDim(d, input.ndim));
  if (from.length !== to.length) {
    throw runtimeError(
      `movedim: Invalid source or destination dims: source (${printShape(from)} dims) should contain the same number of ` +
        `dims as destination (${printShape(to)} dims)`,
    );
  }
  const rest = [...input.shape.keys()].filter((d) => !from.includes(d));
  const order = input.shape.map((_, d) => (to.includes(d) ? from[to.indexOf(d)]! : -1));
  return permute(
    input,
    order.map((d) => (d < 0 ? rest.shift()! : d)),
  );
}

/** Without the dims of size 1, or without `dim` if its size is 1. */
export function squeeze(input: Tensor, dim: number | null = null): Tensor {
  const axis = dim === null ? null : normalizeDim(dim, input.ndim);
  return input.reshape(input.shape.filter((size, d) => size !== 1 || (axis !== null && d !== axis)));
}

/** With a new dim of size 1 before `dim`. */
export function unsqueeze(input: Tensor, dim: number): Tensor {
  const axis = normalizeDim(dim, input.ndim + 1);
  return input.reshape([...input.shape.slice(0, axis), 1, ...input.shape.slice(axis)]);
}

/** Dims start_dim … end_dim as one. */
export function flatten(input: Tensor, start_dim = 0, end_dim = -1): Tensor {
  const from = normalizeDim(start_dim, input.ndim);
  const to = normalizeDim(end_dim, input.ndim);
  if (from > to) throw runtimeError("flatten() has invalid args: start_dim cannot come after end_dim");
  if (input.ndim === 0) return input.reshape([1]);
  const { shape } = input;
  return input.reshape([...shape.slice(0, from), numel(shape.slice(from, to + 1)), ...shape.slice(to + 1)]);
}

/** One dim as several; one of the sizes may be -1. */
export const unflatten = (input: Tensor, dim: number, sizes: readonly number[]): Tensor =>
  input.reshape(shapeShapes.unflatten(input.shape, dim, sizes));

/** Dims of size 1 stretched to `sizes`; -1 keeps a size, new dims come first. */
export function expand(input: Tensor, ...sizes: Sizes): Tensor {
  const given = listed(sizes);
  const lead = given.length - input.ndim;
  if (lead < 0) {
    throw runtimeError(
      `expand(torch.FloatTensor{${printShape(input.shape)}}, size=${printShape(given)}): the number of sizes provided ` +
        `(${given.length}) must be greater or equal to the number of dimensions in the tensor (${input.ndim})`,
    );
  }
  const strides = contiguousStrides(input.shape);
  const shape = given.map((size, d) => {
    const own = d < lead ? 1 : input.shape[d - lead]!;
    if (size === -1 && d < lead) {
      throw runtimeError(
        `The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension ${d}`,
      );
    }
    if (size !== -1 && own !== 1 && own !== size) {
      throw runtimeError(
        `The expanded size of the tensor (${size}) must match the existing size (${own}) at non-singleton dimension ${d}.` +
          `  Target sizes: ${printShape(given)}.  Tensor sizes: ${printShape(input.shape)}`,
      );
    }
    return size === -1 ? own : size;
  });
  return as_strided(
    input,
    "ExpandBackward0",
    shape,
    shape.map((size, d) => (d < lead || (input.shape[d - lead] === 1 && size !== 1) ? 0 : strides[d - lead]!)),
  );
}
export const expand_as = (input: Tensor, other: Tensor): Tensor => expand(input, other.shape);
export const broadcast_to = (input: Tensor, shape: Shape): Tensor => expand(input, shape);

/** The whole tensor repeated along each dim. */
export function repeat(input: Tensor, ...counts: Sizes): Tensor {
  const times = listed(counts);
  const lead = times.length - input.ndim;
  if (lead < 0) {
    throw runtimeError("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor");
  }
  const shape = [...new Array<number>(lead).fill(1), ...input.shape];
  const strides = contiguousStrides(shape);
  const repeated = as_strided(
    input,
    "RepeatBackward0",
    shape.flatMap((size, d) => [times[d]!, size]),
    strides.flatMap((stride) => [0, stride]),
  );
  return repeated.reshape(shape.map((size, d) => size * times[d]!));
}

/** The order of elements reversed along the dims. */
export function flip(input: Tensor, ...dims: Sizes): Tensor {
  const axes = listed(dims).map((d) => normalizeDim(d, input.ndim));
  const strides = contiguousStrides(input.shape);
  const offset = axes.reduce((sum, d) => sum + Math.max(input.shape[d]! - 1, 0) * strides[d]!, 0);
  return as_strided(
    input,
    "FlipBackward0",
    input.shape,
    strides.map((stride, d) => (axes.includes(d) ? -stride : stride)),
    offset,
  );
}

/** The part [start, start + length) of a dim. */
export function narrow(input: Tensor, dim: number, start: number, length: number): Tensor {
  if (input.ndim === 0) throw runtimeError("narrow() cannot be applied to a 0-dim tensor.");
  const axis = normalizeDim(dim, input.ndim);
  const size = input.shape[axis]!;
  if (start < -size || start > size) {
    throw indexError(`Dimension out of range (expected to be in range of [${-size}, ${size - 1}], but got ${start})`);
  }
  const from = start < 0 ? start + size : start;
  if (length < 0 || from + length > size) {
    throw runtimeError(`start (${from}) + length (${length}) exceeds dimension size (${size}).`);
  }
  return slice(input, axis, from, from + length);
}

/** input[…, start:end:step, …] along a dim, with Python's reading of negative and too large bounds. */
export function slice(input: Tensor, dim: number, start = 0, end = Number.POSITIVE_INFINITY, step = 1): Tensor {
  const axis = normalizeDim(dim, input.ndim);
  const size = input.shape[axis]!;
  const clip = (at: number): number => Math.min(Math.max(at < 0 ? at + size : at, 0), size);
  if (step <= 0) throw runtimeError("slice step must be positive");
  const from = clip(start);
  const strides = contiguousStrides(input.shape);
  const length = Math.max(Math.ceil((clip(end) - from) / step), 0);
  return as_strided(
    input,
    "SliceBackward0",
    input.shape.map((s, d) => (d === axis ? length : s)),
    strides.map((s, d) => (d === axis ? s * step : s)),
    from * strides[axis]!,
  );
}

/** One entry of a dim, without that dim. */
export function select(input: Tensor, dim: number, index: number): Tensor {
  if (input.ndim === 0) throw indexError("select() cannot be applied to a 0-dim tensor.");
  const axis = normalizeDim(dim, input.ndim);
  const size = input.shape[axis]!;
  if (index < -size || index >= size) {
    throw indexError(
      `select(): index ${index} out of range for tensor of size ${printShape(input.shape)} at dimension ${axis}`,
    );
  }
  const strides = contiguousStrides(input.shape);
  const rest = <T>(list: readonly T[]): T[] => list.filter((_, d) => d !== axis);
  return as_strided(
    input,
    "SelectBackward0",
    rest(input.shape),
    rest(strides),
    (index < 0 ? index + size : index) * strides[axis]!,
  );
}

/** All entries of a dim, without that dim. */
export const unbind = (input: Tensor, dim = 0): Tensor[] =>
  Array.from({ length: input.shape[normalizeDim(dim, input.ndim)] ?? 0 }, (_, i) => select(input, dim, i));

/** Parts of a dim: of one size (the last may be smaller), or of the sizes listed. */
export function split(input: Tensor, sizes: number | readonly number[], dim = 0): Tensor[] {
  const axis = normalizeDim(dim, input.ndim);
  const total = input.shape[axis]!;
  if (typeof sizes === "number") {
    if (sizes < 0) throw runtimeError(`split expects split_size be non-negative, but got split_size=${sizes}`);
    if (sizes === 0 && total > 0) {
      throw runtimeError(`split_size can only be 0 if dimension size is 0, but got dimension size of ${total}`);
    }
    const count = Math.max(Math.ceil(total / sizes), 1) || 1;
    return Array.from({ length: count }, (_, i) => slice(input, axis, i * sizes, (i + 1) * sizes));
  }
  if (sizes.reduce((n, s) => n + s, 0) !== total) {
    throw runtimeError(
      `split_with_sizes expects split_sizes to sum exactly to ${total} (input tensor's size at dimension ${axis}), but got ` +
        `split_sizes=${printShape(sizes)}`,
    );
  }
  let start = 0;
  return sizes.map((size) => {
    start += size;
    return slice(input, axis, start - size, start);
  });
}

/** At most `chunks` parts of a dim, all but the last of one size. */
export function chunk(input: Tensor, chunks: number, dim = 0): Tensor[] {
  if (chunks <= 0) throw runtimeError(`chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
  const total = input.shape[normalizeDim(dim, input.ndim)]!;
  const size = Math.ceil(total / chunks);
  return size === 0 ? split(input, new Array<number>(chunks).fill(0), dim) : split(input, size, dim);
}

/** The diagonal of two dims as the last dim. */
export function diagonal(input: Tensor, offset = 0, dim1 = 0, dim2 = 1): Tensor {
  const a = normalizeDim(dim1, input.ndim);
  const b = normalizeDim(dim2, input.ndim);
  if (a === b) throw runtimeError(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
  const strides = contiguousStrides(input.shape);
  const rows = input.shape[a]! + Math.min(offset, 0);
  const columns = input.shape[b]! - Math.max(offset, 0);
  const rest = <T>(list: readonly T[]): T[] => list.filter((_, d) => d !== a && d !== b);
  return as_strided(
    input,
    "DiagonalBackward0",
    [...rest(input.shape), Math.max(Math.min(rows, columns), 0)],
    [...rest(strides), strides[a]! + strides[b]!],
    offset < 0 ? -offset * strides[a]! : offset * strides[b]!,
  );
}

/** Windows of `size` along a dim, `step` apart, as a last dim. */
export function unfold(input: Tensor, dimension: number, size: number, step: number): Tensor {
  const axis = normalizeDim(dimension, input.ndim);
  const length = input.shape[axis] ?? 1;
  if (size > length) {
    throw runtimeError(`maximum size for tensor at dimension ${axis} is ${length} but size is ${size}`);
  }
  if (step <= 0) throw runtimeError(`step is ${step} but must be > 0`);
  const strides = contiguousStrides(input.shape);
  const count = Math.floor((length - size) / step) + 1;
  return as_strided(
    input,
    "UnfoldBackward0",
    [...input.shape.map((s, d) => (d === axis ? count : s)), size],
    [...strides.map((s, d) => (d === axis ? s * step : s)), strides[axis] ?? 1],
  );
}

/** The tensor itself: every tensor is contiguous. */
export const contiguous = (input: Tensor): Tensor => input;
export const is_contiguous = (_input: Tensor): boolean => true;
