// Ops that read or write at indices or where a mask holds, with their gradients.
import { indexError, runtimeError } from "../../core/errors.ts";
import { broadcastShapes, contiguousStrides, normalizeDim, numel, type Shape, sameShape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import { empty, full, unwritten } from "../create.ts";
import { record, type Tensor } from "../tensor.ts";
import { where } from "./binary.ts";
import { type Operand, stretched } from "./broadcast.ts";
import { select } from "./shape.ts";

function checkIndices(indices: ArrayLike<number>, size: number, negative: boolean): void {
  const place = kernels.firstOutside(indices, negative ? -size : 0, size);
  if (place < 0) return;
  throw indexError(
    negative
      ? `index ${indices[place]} is out of bounds for dimension 0 with size ${size}`
      : "index out of range in self",
  );
}

/** Rows (entries of `axis`) at the indices; `shape` is that of the result. */
export function take(
  name: string,
  input: Tensor,
  axis: number,
  index: () => ArrayLike<number>,
  shape: Shape,
  saved: readonly Tensor[],
): Tensor {
  const outer = numel(input.shape.slice(0, axis));
  const size = input.shape[axis] ?? 1;
  const inner = numel(input.shape.slice(axis + 1));
  const out = empty(shape, input.dtype);
  kernels.takeRows(input.data, index(), out.data, outer, size, inner);
  return record(
    name,
    out,
    [input],
    (grad) => {
      const gradInput = empty(input.shape);
      kernels.addRows(grad.data, index(), gradInput.data, outer, size, inner);
      return [gradInput];
    },
    saved,
  );
}

/** The entries of `dim` at a 1-D int64 `index`. */
export function index_select(input: Tensor, dim: number, index: Tensor): Tensor {
  const axis = normalizeDim(dim, input.ndim);
  if (index.dtype !== "int64") throw runtimeError("index_select(): Expected dtype int32 or int64 for index");
  if (index.ndim > 1) throw indexError("index_select(): Index is supposed to be a vector");
  checkIndices(index.data, input.shape[axis] ?? 1, false);
  const shape = input.shape.map((size, d) => (d === axis ? index.numel() : size));
  return take("IndexSelectBackward0", input, axis, () => index.data, shape, [index]);
}

/**
 * input[at]: one entry of the first dim for a number, entries at an int64 tensor of any shape (negative from the end),
 * the elements where a bool mask holds.
 */
export function index(input: Tensor, at: Tensor | number): Tensor {
  if (typeof at === "number") {
    if (input.ndim > 0) checkIndices([at], input.shape[0]!, true);
    return select(input, 0, at);
  }
  if (at.dtype === "bool") return masked_select(input, at);
  if (at.dtype !== "int64") throw indexError("tensors used as indices must be long, byte or bool tensors");
  const size = input.shape[0];
  if (size === undefined) throw indexError("too many indices for tensor of dimension 0");
  checkIndices(at.data, size, true);
  const rows = Array.from(at.data, (i) => (i < 0 ? i + size : i));
  return take("IndexBackward0", input, 0, () => rows, [...at.shape, ...input.shape.slice(1)], [at]);
}

function checkGather(op: string, shape: Shape, axis: number, index: Tensor, what: string): void {
  if (index.dtype !== "int64") throw runtimeError(`${op}(): Expected dtype int64 for index`);
  if (Math.max(index.ndim, 1) !== Math.max(shape.length, 1)) {
    throw runtimeError("Index tensor must have the same number of dimensions as input tensor");
  }
  const wide = index.shape.findIndex((size, d) => d !== axis && size > shape[d]!);
  if (wide >= 0) {
    throw runtimeError(
      `Size does not match at dimension ${wide} expected index [${index.shape.join(", ")}] to be smaller than ${what} ` +
        `[${shape.join(", ")}] apart from dimension ${axis}`,
    );
  }
  const size = shape[axis] ?? 1;
  const place = kernels.firstOutside(index.data, 0, size);
  if (place >= 0) {
    throw runtimeError(`index ${index.data[place]} is out of bounds for dimension ${axis} with size ${size}`);
  }
}

/** Sizes around `axis` where the index names places along every line of a tensor of `shape`; null where along some only. */
function linesAlong(
  index: Shape,
  shape: Shape,
  axis: number,
): readonly [outer: number, size: number, inner: number] | null {
  if (index.length !== shape.length || index.some((size, d) => d !== axis && size !== shape[d])) return null;
  return [numel(shape.slice(0, axis)), shape[axis] ?? 1, numel(shape.slice(axis + 1))];
}

/** out = from at the places that the index names along `axis`. */
function readAt(from: Tensor, axis: number, index: Tensor, out: Tensor): void {
  const lines = linesAlong(index.shape, from.shape, axis);
  if (lines) kernels.gatherAlong(from.data, index.data, out.data, ...lines);
  else {
    const [x, y] = [from.data, out.data];
    kernels.forEachIndexed(index.data, index.shape, contiguousStrides(from.shape), axis, (at, named) => {
      y[at] = x[named]!;
    });
  }
}

/** Writes values, in the index's order, to the places that it names along `axis`, or adds them to what stands there. */
function writeAt(values: Tensor["data"], axis: number, index: Tensor, out: Tensor, adds: boolean): void {
  const lines = linesAlong(index.shape, out.shape, axis);
  if (lines) kernels.scatterAlong(values, index.data, out.data, ...lines, adds);
  else {
    const to = out.data;
    kernels.forEachIndexed(index.data, index.shape, contiguousStrides(out.shape), axis, (at, named) => {
      to[named] = adds ? to[named]! + values[at]! : values[at]!;
    });
  }
  // The sum of two bools is their "or".
  if (adds && out.dtype === "bool") kernels.convert(out.data, out.data);
}

/** Adds grad at the places of a tensor of `shape` that gather would read. */
export function scatterGrad(grad: Tensor, shape: Shape, axis: number, index: Tensor): Tensor {
  const out = empty(shape);
  writeAt(grad.data, axis, index, out, true);
  return out;
}

/** out[i][j] = input[index[i][j]][j] (for dim 0): an element along `dim` for every index. */
export function gather(input: Tensor, dim: number, index: Tensor): Tensor {
  const axis = normalizeDim(dim, input.ndim);
  checkGather("gather", input.shape, axis, index, "self");
  const out = unwritten(index.shape, input.dtype);
  readAt(input, axis, index, out);
  return record("GatherBackward0", out, [input], (grad) => [scatterGrad(grad, input.shape, axis, index)], [index]);
}

/** A copy of src cut to the index's shape, in C order. */
function cut(src: Tensor, shape: Shape): Tensor["data"] {
  if (sameShape(src.shape, shape)) return src.data;
  const out = empty(shape, src.dtype);
  kernels.copyStrided(src.data, out.data, shape, contiguousStrides(src.shape), 0);
  return out.data;
}

function gathered(grad: Tensor, src: Tensor, axis: number, index: Tensor): Tensor {
  const gradSrc = empty(src.shape);
  if (sameShape(src.shape, index.shape)) {
    readAt(grad, axis, index, gradSrc);
    return gradSrc;
  }
  const strides = contiguousStrides(src.shape);
  const places = new Float64Array(index.numel());
  // Every element of the index's box in src's own memory order.
  const positions = Float64Array.from({ length: src.numel() }, (_, i) => i);
  kernels.copyStrided(positions, places, index.shape, strides, 0);
  const to = gradSrc.data;
  const from = grad.data;
  kernels.forEachIndexed(index.data, index.shape, contiguousStrides(grad.shape), axis, (at, named) => {
    to[places[at]!] = from[named]!;
  });
  return gradSrc;
}

/** A copy of input with src added at the places that `gather` would read. */
export function scatter_add(input: Tensor, dim: number, index: Tensor, src: Tensor): Tensor {
  const axis = normalizeDim(dim, input.ndim);
  checkGather("scatter", input.shape, axis, index, "self");
  const out = empty(input.shape, input.dtype);
  const from = cut(src, index.shape);
  out.data.set(input.data);
  writeAt(from, axis, index, out, true);
  return record(
    "ScatterAddBackward0",
    out,
    [input, src],
    (grad) => [grad, src.requires_grad ? gathered(grad, src, axis, index) : null],
    [index],
  );
}

/** A copy of input with src (a tensor or a number) written at the places that `gather` would read. */
export function scatter(input: Tensor, dim: number, index: Tensor, src: Tensor | number): Tensor {
  const axis = normalizeDim(dim, input.ndim);
  checkGather("scatter", input.shape, axis, index, "self");
  const out = empty(input.shape, input.dtype);
  const from = typeof src === "number" ? full(index.shape, src, { dtype: input.dtype }).data : cut(src, index.shape);
  out.data.set(input.data);
  writeAt(from, axis, index, out, false);
  const source = typeof src === "number" ? null : src;
  return record(
    "ScatterBackward0",
    out,
    [input, source],
    (grad) => {
      const kept = unwritten(input.shape);
      const zeros = empty(index.shape);
      kept.data.set(grad.data);
      writeAt(zeros.data, axis, index, kept, false);
      return [kept, source?.requires_grad ? gathered(grad, source, axis, index) : null];
    },
    [index],
  );
}

/** A copy of input with `value` where the mask (broadcast) holds. */
export function masked_fill(input: Tensor, mask: Tensor, value: Operand): Tensor {
  if (mask.dtype !== "bool") {
    throw runtimeError(
      `masked_fill only supports boolean masks, but got dtype ${mask.dtype === "int64" ? "Long" : "Float"}`,
    );
  }
  if (typeof value === "object" && value.ndim > 0) {
    throw runtimeError(
      `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.ndim} dimension(s).`,
    );
  }
  const filler = empty([], input.dtype).fill_(typeof value === "object" ? 0 : Number(value));
  return where(mask, typeof value === "object" ? value : filler, input);
}

/** The elements where the mask (broadcast) holds, as a 1-D tensor. */
export function masked_select(input: Tensor, mask: Tensor): Tensor {
  if (mask.dtype !== "bool") throw runtimeError("masked_select: expected BoolTensor or ByteTensor for mask");
  const shape = broadcastShapes(input.shape, mask.shape);
  const places = new Float64Array(numel(shape));
  const holds = new Uint8Array(numel(shape));
  const positions = Float64Array.from({ length: input.numel() }, (_, i) => i);
  kernels.copyStrided(positions, places, shape, stretched(input.shape, shape), 0);
  kernels.copyStrided(mask.data, holds, shape, stretched(mask.shape, shape), 0);
  const chosen = places.filter((_, i) => holds[i] === 1);
  const out = empty([chosen.length], input.dtype);
  kernels.takeRows(input.data, chosen, out.data, 1, input.numel(), 1);
  return record("MaskedSelectBackward0", out, [input], (grad) => {
    const gradInput = empty(input.shape);
    kernels.addRows(grad.data, chosen, gradInput.data, 1, input.numel(), 1);
    return [gradInput];
  });
}

/** Where the elements are not 0, one row of places for each. */
export function nonzero(input: Tensor): Tensor {
  const { data, shape } = input;
  const found: number[] = [];
  for (let at = 0; at < data.length; at++) if (data[at] !== 0) found.push(at);
  const out = empty([found.length, shape.length], "int64");
  const strides = contiguousStrides(shape);
  const to = out.data;
  found.forEach((at, row) => {
    shape.forEach((size, d) => {
      to[row * shape.length + d] = Math.floor(at / strides[d]!) % size;
    });
  });
  return out;
}

/** The same, one tensor of places for each dim. */
export function nonzero_tuple(input: Tensor): Tensor[] {
  const places = nonzero(input.ndim === 0 ? input.reshape([1]) : input);
  return Array.from({ length: places.shape[1]! }, (_, d) => select(places, 1, d));
}

/** int64 (…, num_classes) with a 1 at every class; -1 takes the largest class plus one. */
export function one_hot(input: Tensor, num_classes = -1): Tensor {
  if (input.dtype !== "int64") {
    throw runtimeError("one_hot is only applicable to index tensor.");
  }
  if (input.numel() === 0 && num_classes <= 0) {
    throw runtimeError("Can not infer total number of classes from empty tensor.");
  }
  const values = input.data;
  if (values.some((v) => v < 0)) throw runtimeError("Class values must be non-negative.");
  const largest = Array.from(values).reduce((a, b) => Math.max(a, b), -1);
  if (num_classes === 0 || num_classes < -1) throw runtimeError("num_classes should be positive");
  if (num_classes > 0 && largest >= num_classes) {
    throw runtimeError("Class values must be smaller than num_classes.");
  }
  const classes = num_classes === -1 ? largest + 1 : num_classes;
  const out = empty([...input.shape, classes], "int64");
  values.forEach((v, i) => {
    out.data[i * classes + v] = 1;
  });
  return out;
}
