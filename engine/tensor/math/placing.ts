// Ops that write into a copy of their tensor at indices, with their gradients; all of them put together from others.
import { type DType, scalarTypeName } from "../../core/dtype.ts";
import { indexError, runtimeError } from "../../core/errors.ts";
import { broadcastShapes, normalizeDim, numel, printShape } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import { empty, full, unwritten } from "../create.ts";
import { record, type Tensor } from "../tensor.ts";
import { div, maximum, minimum, mul, where } from "./binary.ts";
import type { Operand } from "./broadcast.ts";
import { to } from "./cast.ts";
import { eq } from "./compare.ts";
import { locateAt } from "./getitem.ts";
import { gather, index_select, scatter_add, take as takeRows, scatter as write } from "./indexing.ts";
import { expand, flatten, narrow, permute, unbind } from "./shape.ts";

function checkIndex(op: string, index: Tensor, text: string, kind = runtimeError): void {
  if (index.dtype !== "int64") throw kind(`${op}(): ${text}`);
  if (index.ndim > 1) throw indexError(`${op}(): Index is supposed to be a vector`);
}

/** A copy of input with alpha times the entries of source added at the entries of `dim` that the index names. */
export function index_add(
  input: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  { alpha = 1 }: { readonly alpha?: number } = {},
): Tensor {
  const axis = normalizeDim(dim, input.ndim);
  checkIndex("index_add_", index, `Expected dtype int32/int64 for index but got: ${scalarTypeName[index.dtype]}`);
  const [size, count] = [input.shape[axis] ?? 1, source.shape[axis] ?? 1];
  if (index.numel() !== count) {
    throw runtimeError(
      `index_add_(): Number of indices (${index.numel()}) should be equal to source.size(dim): (${count}), for dim: ${axis}`,
    );
  }
  const slice = (x: Tensor): number[] => x.shape.filter((_, d) => d !== axis);
  if (input.ndim > 0) broadcastShapes(slice(input), slice(source));
  if (kernels.firstOutside(index.data, 0, size) >= 0) throw indexError("index out of range in self");
  if (source.dtype !== input.dtype) {
    throw runtimeError("index_add_(): self and source must have the same scalar type");
  }
  const scaled = alpha === 1 ? source : mul(source, alpha);
  const [outer, inner] = [numel(input.shape.slice(0, axis)), numel(input.shape.slice(axis + 1))];
  const out = unwritten(input.shape, input.dtype);
  out.data.set(input.data);
  kernels.addRows(scaled.data, index.data, out.data, outer, size, inner);
  // The sum of two bools is their "or".
  if (out.dtype === "bool") kernels.convert(out.data, out.data);
  return record(
    "IndexAddBackward0",
    out,
    [input, scaled],
    (grad) => {
      if (!scaled.requires_grad) return [grad, null];
      return [
        grad,
        index_select(grad.reshape(input.ndim === 0 ? [1] : input.shape), axis, index.reshape([index.numel()])).reshape(
          source.shape,
        ),
      ];
    },
    [index],
  );
}

/** The entries of `dim` that the index names, as a mask that broadcasts. */
function marked(input: Tensor, axis: number, index: Tensor): Tensor {
  const size = input.shape[axis] ?? 1;
  const bad = kernels.firstOutside(index.data, -size, size);
  if (bad >= 0) throw indexError(`index ${index.data[bad]} is out of bounds for dimension ${axis} with size ${size}`);
  const mask = empty(
    input.shape.map((n, d) => (d === axis ? n : 1)),
    "bool",
  );
  const holds = mask.data;
  for (const at of index.data) holds[at < 0 ? at + size : at] = 1;
  return mask;
}

/** A copy of input with `value` at the entries of `dim` that the index names. */
export function index_fill(input: Tensor, dim: number, index: Tensor, value: Operand): Tensor {
  const axis = normalizeDim(dim, input.ndim);
  checkIndex("index_fill_", index, "Expected dtype int64 for index.", indexError);
  if (typeof value === "object" && value.ndim > 0) {
    throw runtimeError(
      `index_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.ndim} dimension(s).`,
    );
  }
  return filledWhere(marked(input, axis, index), value, input);
}

/** Where the mask holds the value, in the dtype of the input. */
function filledWhere(mask: Tensor, value: Operand, input: Tensor): Tensor {
  const filler = typeof value === "object" ? value : full([], Number(value), { dtype: input.dtype });
  const out = where(mask, filler, input);
  return out.dtype === input.dtype ? out : to(out, input.dtype);
}

/** A tensor of one value everywhere, like input. */
export function fill(input: Tensor, value: Operand): Tensor {
  if (typeof value === "object" && value.ndim > 0) {
    throw runtimeError(`fill_ only supports 0-dimension value tensor but got tensor with ${value.ndim} dimensions.`);
  }
  return filledWhere(full(input.shape, 1, { dtype: "bool" }), value, input);
}

/** A copy of input with the entries of source written at the entries of `dim` that the index names. */
export function index_copy(input: Tensor, dim: number, index: Tensor, source: Tensor): Tensor {
  const axis = normalizeDim(dim, input.ndim);
  checkIndex("index_copy_", index, "Expected a long tensor for index, but got Float", indexError);
  const slice = (x: Tensor): number[] => x.shape.filter((_, d) => d !== axis);
  if (source.ndim > 0 && printShape(slice(input)) !== printShape(slice(source))) {
    throw runtimeError(
      "index_copy_(): Source/destination tensor must have same slice shapes. Destination slice shape: " +
        `${slice(input).join(" ")} at dimension ${axis} and source slice shape: ${slice(source).join(" ")} at dimension 0.`,
    );
  }
  if (index.numel() !== (source.shape[axis] ?? 1)) {
    throw indexError(
      `index_copy_(): Number of indices (${index.numel()}) should be equal to source.size(dim) (${source.shape[axis] ?? 1})`,
    );
  }
  const line = index.reshape(source.shape.map((size, d) => (d === axis ? size : 1)));
  return write(input, axis, expand(line, source.shape), source);
}

/** A copy of input with values written at the places, one tensor for each dim, or added there. */
export function index_put(
  input: Tensor,
  indices: readonly (Tensor | null)[],
  values: Tensor,
  accumulate = false,
): Tensor {
  const found = locateAt(input, indices);
  if (found === null) return expand(values, input.shape).clone();
  const dims = indices.flatMap((at, d) => (at ? [d] : []));
  const apart = dims.some((d, i) => d !== dims[0]! + i);
  const given = expand(values, found.shape);
  const { x, axis } = found;
  const rows = x.shape.map((size, d) => (d === axis ? found.flat.length : size));
  const index = empty([found.flat.length], "int64");
  index.copy_(found.flat);
  const written = (accumulate ? index_add : index_copy)(x, axis, index, given.reshape(rows));
  if (!apart) return written.reshape(input.shape);
  // The dims that were read came first; they go back to where they were.
  const order = [...dims, ...[...input.shape.keys()].filter((d) => !dims.includes(d))];
  const sized = written.reshape(order.map((d) => input.shape[d]!));
  return permute(
    sized,
    order.map((_, d) => order.indexOf(d)),
  );
}

/** Elements of the flattened input at the places of an index of any shape. */
export function take(input: Tensor, index: Tensor): Tensor {
  if (index.dtype !== "int64")
    throw runtimeError(`take(): Expected a long tensor for index, but got ${scalarTypeName[index.dtype]}`);
  const count = input.numel();
  const bad = kernels.firstOutside(index.data, -count, count);
  if (bad >= 0) {
    throw indexError(`out of range: tried to access index ${index.data[bad]} on a tensor of ${count} elements.`);
  }
  const places = Float64Array.from(index.data, (at) => (at < 0 ? at + count : at));
  return takeRows("TakeBackward0", flatten(input), 0, () => places, index.shape, [index]);
}

/** Elements along `dim` at the indices, both broadcast but along it; of the flattened input without a dim. */
export function take_along_dim(input: Tensor, indices: Tensor, dim: number | null = null): Tensor {
  if (indices.dtype !== "int64") {
    throw runtimeError(
      `torch.take_along_dim(): dtype of indices should be Long but got ${scalarTypeName[indices.dtype]}`,
    );
  }
  if (dim === null) return gather(flatten(input), 0, flatten(indices));
  if (input.ndim !== indices.ndim) {
    throw runtimeError(
      "torch.take_along_dim(): input and indices should have the same number of dimensions, but got " +
        `${input.ndim} dimensions for input, and ${indices.ndim} dimensions for indices`,
    );
  }
  const axis = normalizeDim(dim, input.ndim);
  const as = (x: Tensor, size: number): number[] => x.shape.map((n, d) => (d === axis ? size : n));
  const shape = broadcastShapes(as(input, 1), as(indices, 1));
  const along = (size: number): number[] => shape.map((n, d) => (d === axis ? size : n));
  return gather(expand(input, along(input.shape[axis]!)), axis, expand(indices, along(indices.shape[axis]!)));
}

type Reduce = "add" | "multiply";

/** A copy of input with src written at the places that `gather` would read, or joined to what stands there. */
export function scatter(
  input: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor | number,
  { reduce }: { readonly reduce?: Reduce } = {},
): Tensor {
  if (reduce === undefined) return write(input, dim, index, src);
  if (reduce !== "add" && reduce !== "multiply") {
    throw runtimeError("reduce argument must be either add or multiply.");
  }
  const values = typeof src === "number" ? full(index.shape, src, { dtype: input.dtype }) : src;
  return scatter_reduce(input, dim, index, values, reduce === "add" ? "sum" : "prod");
}

type Join = (before: Tensor, by: Tensor) => Tensor;
const joins: Readonly<Record<string, Join>> = { prod: mul, amax: maximum, amin: minimum };

/** What changes nothing when it is joined. */
function neutral(reduce: string, dtype: DType): number {
  if (reduce === "prod") return 1;
  if (reduce !== "amax" && reduce !== "amin") return 0;
  if (dtype === "bool") return Number(reduce === "amin");
  const limit = dtype === "int64" ? Number.MAX_SAFE_INTEGER : Number.POSITIVE_INFINITY;
  return reduce === "amax" ? -limit : limit;
}

/** A copy of input with src joined to what stands at the places that `gather` would read. */
export function scatter_reduce(
  input: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor,
  reduce: string,
  { include_self = true }: { readonly include_self?: boolean } = {},
): Tensor {
  const start = include_self ? input : write(input, dim, index, neutral(reduce, input.dtype));
  if (reduce === "sum") return scatter_add(start, dim, index, src);
  if (reduce === "mean") {
    const ones = full(index.shape, 1);
    const counts = scatter_add(full(input.shape, Number(include_self)), dim, index, ones);
    const shares = where(eq(counts, 0), full([], 1), counts);
    const sums = scatter_add(start, dim, index, src);
    return input.dtype === "float32"
      ? div(sums, shares)
      : to(div(sums, shares, { rounding_mode: "floor" }), input.dtype);
  }
  const join = joins[reduce];
  if (!join) throw runtimeError(`reduce argument must be either sum, prod, mean, amax or amin, got ${reduce}`);
  return joinedAt(start, dim, index, src, join);
}

/** Sources that meet at one place are joined one after the other. */
function joinedAt(input: Tensor, dim: number, index: Tensor, src: Tensor, join: Join): Tensor {
  const axis = normalizeDim(dim, input.ndim);
  const wide = (x: Tensor): Tensor => (x.ndim === 0 ? x.reshape([1]) : x);
  const cut = index.shape.reduce((x, size, d) => narrow(x, d, 0, size), wide(src));
  const sources = unbind(cut, axis);
  const joined = unbind(wide(index), axis).reduce((out, line, i) => {
    const at = line.reshape(wide(index).shape.map((size, d) => (d === axis ? 1 : size)));
    return write(out, axis, at, join(gather(out, axis, at), sources[i]!.reshape(at.shape)));
  }, wide(input));
  return joined.reshape(input.shape);
}
