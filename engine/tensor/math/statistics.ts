// Statistics along dims that are put together from reductions and sorting: medians, counts, means without NaN, differences.
import { indexError, runtimeError } from "../../core/errors.ts";
import { normalizeDim, printShape } from "../../core/shape.ts";
import { empty, full } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { add, clamp, div, minimum, mul, sub, where } from "./binary.ts";
import { float, to } from "./cast.ts";
import { isnan, logical_not, logical_xor, ne } from "./compare.ts";
import { cumsum } from "./cumulative.ts";
import { gather } from "./indexing.ts";
import { cat } from "./join.ts";
import { pair, sort, type ValuesIndices } from "./order.ts";
import { amax, amin, type Cast, type Correction, type Dims, mean, norm, std, sum, variance } from "./reduce.ts";
import { diagonal, flatten, narrow, squeeze, transpose } from "./shape.ts";

type Moments = (
  input: Tensor,
  dim?: Dims,
  unbiased?: boolean,
  keepdim?: boolean,
  options?: Correction,
) => readonly [Tensor, Tensor];

const withMean =
  (moment: typeof variance): Moments =>
  (input, dim = null, unbiased = true, keepdim = false, options = {}) => [
    moment(input, dim, unbiased, keepdim, options),
    mean(input, dim, keepdim),
  ];

/** Standard deviation and mean. */
export const std_mean = withMean(std);
/** Variance and mean. */
export const var_mean = withMean(variance);

/** Sum of what is a number. */
export function nansum(input: Tensor, dim: Dims = null, keepdim = false, options: Cast = {}): Tensor {
  const known = input.dtype === "float32" ? where(isnan(input), full([], 0), input) : input;
  return sum(known, dim, keepdim, options);
}

/** Mean of what is a number. */
export function nanmean(input: Tensor, dim: Dims = null, keepdim = false, options: Cast = {}): Tensor {
  const counts = sum(logical_not(isnan(input.detach())), dim, keepdim);
  return div(nansum(input, dim, keepdim, options), counts);
}

/** How many elements are not 0. */
export const count_nonzero = (input: Tensor, dim: Dims = null): Tensor => sum(ne(input, 0), dim);

/** The smallest and the largest element, of a dim or of all. */
export function aminmax(
  input: Tensor,
  { dim = null, keepdim = false }: { readonly dim?: number | null; readonly keepdim?: boolean } = {},
): readonly [Tensor, Tensor] & { readonly min: Tensor; readonly max: Tensor } {
  const whole = (x: Tensor): Tensor => (input.ndim === 0 && dim !== null && keepdim ? x.reshape([1]) : x);
  if (input.numel() === 0 && (dim === null || input.shape[normalizeDim(dim, input.ndim)] === 0)) {
    throw runtimeError("aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.");
  }
  const [min, max] = [whole(amin(input, dim, keepdim)), whole(amax(input, dim, keepdim))];
  return Object.assign([min, max] as const, { min, max });
}

/** Elements of a dim at places of it, one a line, and where they were; sorted lines give both. */
function chosen({ values, indices }: ValuesIndices, places: Tensor, axis: number, keepdim: boolean): ValuesIndices {
  const [value, index] = [gather(values, axis, places), gather(indices, axis, places)];
  return keepdim ? pair(value, index) : pair(squeeze(value, axis), squeeze(index, axis));
}

/** One place for every line of a dim. */
const everyLine = (input: Tensor, axis: number, place: number): Tensor =>
  full(
    input.shape.map((size, d) => (d === axis ? 1 : size)),
    place,
    { dtype: "int64" },
  );

/** The k-th smallest element of a dim, and where it was. */
export function kthvalue(input: Tensor, k: number, dim = -1, keepdim = false): ValuesIndices {
  const axis = normalizeDim(dim, input.ndim);
  const size = input.shape[axis] ?? 1;
  if (size === 0) throw indexError(`kthvalue(): Expected reduction dim ${axis} to have non-zero size.`);
  if (k < 1 || k > size) throw runtimeError(`kthvalue(): selected number k out of range for dimension ${axis}`);
  return chosen(sort(input, axis), everyLine(input, axis, k - 1), axis, keepdim);
}

/** The values of a dim in ascending order: the first. */
export const msort = (input: Tensor): Tensor => sort(input, 0).values;

/** The middle place of every line, the lower of two; where NaN counts, the place of the first one. */
function middles(sorted: ValuesIndices, axis: number, skips: boolean): Tensor {
  const numbers = sum(logical_not(isnan(sorted.values.detach())), axis, true);
  const size = sorted.values.shape[axis] ?? 1;
  const counts = skips ? numbers : full(numbers.shape, size, { dtype: "int64" });
  const middle = clamp(div(sub(counts, 1), 2, { rounding_mode: "floor" }), 0, null);
  return skips ? middle : where(ne(numbers, size), numbers, middle);
}

const medianOf =
  (op: string, skips: boolean) =>
  (input: Tensor, dim: number | null = null, keepdim = false): Tensor | ValuesIndices => {
    if (dim === null) {
      if (input.numel() === 0) return full([], Number.NaN);
      const { values } = medianAlong(flatten(input.detach()), 0, false, skips);
      // Equal elements share the gradient.
      const hits = isnan(values).data[0] === 1 ? isnan(input) : logical_not(ne(input, values));
      if (!input.requires_grad) return values;
      const share = div(to(hits, "float32"), sum(hits));
      return sum(mul(where(hits, input, full([], 0)), share));
    }
    const axis = normalizeDim(dim, input.ndim);
    if (input.shape[axis] === 0) {
      throw indexError(`${op}(): Expected reduction dim ${axis} to have non-zero size.`);
    }
    return medianAlong(input, axis, keepdim, skips);
  };

function medianAlong(input: Tensor, axis: number, keepdim: boolean, skips: boolean): ValuesIndices {
  const sorted = sort(input, axis);
  return chosen(sorted, middles(sorted, axis, skips), axis, keepdim);
}

interface Median {
  (input: Tensor): Tensor;
  (input: Tensor, dim: number, keepdim?: boolean): ValuesIndices;
}

/** The middle element, the lower of two, NaN where there is one; along a dim with its place. */
export const median = medianOf("median", false) as Median;
/** The same of what is a number. */
export const nanmedian = medianOf("nanmedian", true) as Median;

/** Differences of neighbours along a dim, n times over; `prepend` and `append` are joined to it before. */
export function diff(
  input: Tensor,
  n = 1,
  dim = -1,
  prepend: Tensor | null = null,
  append: Tensor | null = null,
): Tensor {
  if (input.ndim === 0) throw runtimeError("diff expects input to be at least one-dimensional");
  const axis = normalizeDim(dim, input.ndim);
  const parts = [prepend, input, append].filter((part) => part !== null);
  let x = parts.length > 1 && n > 0 ? cat(parts, axis) : input;
  for (let k = 0; k < n && x.shape[axis]! >= 0; k++) {
    const length = Math.max(x.shape[axis]! - 1, 0);
    const [after, before] = [narrow(x, axis, Math.min(1, x.shape[axis]!), length), narrow(x, axis, 0, length)];
    x = x.dtype === "bool" ? logical_xor(after, before) : sub(after, before);
  }
  return x === input ? input.clone() : x;
}

interface Spacing {
  readonly dx?: number;
  readonly dim?: number;
}

/** The areas of the trapezia between neighbours of a dim, at points x or `dx` apart. */
function trapezia(y: Tensor, x: Tensor | null, dx: number, axis: number): Tensor {
  const size = y.shape[axis]!;
  const pairs = add(narrow(y, axis, 1, size - 1), narrow(y, axis, 0, size - 1));
  if (x === null) return mul(float(pairs), dx / 2);
  const steps = x.ndim === 1 ? diff(x) : diff(x, 1, axis);
  const line = x.ndim === 1 ? steps.reshape(y.shape.map((_, d) => (d === axis ? steps.numel() : 1))) : steps;
  return div(mul(pairs, line), 2);
}

/** The area under y along a dim, by trapezia between points x, or `dx` apart. */
export function trapezoid(y: Tensor, x: Tensor | null = null, { dx = 1, dim = -1 }: Spacing = {}): Tensor {
  const axis = normalizeDim(dim, y.ndim);
  if (y.shape[axis] === 0) return empty(y.shape.filter((_, d) => d !== axis));
  return sum(trapezia(y, x, dx, axis), axis);
}

/** The same up to each point after the first. */
export function cumulative_trapezoid(y: Tensor, x: Tensor | null = null, { dx = 1, dim = -1 }: Spacing = {}): Tensor {
  const axis = normalizeDim(dim, y.ndim);
  return cumsum(trapezia(y, x, dx, axis), axis);
}

/** Every entry of a dim scaled down to a p-norm of at most `maxnorm`. */
export function renorm(input: Tensor, p: number, dim: number, maxnorm: number): Tensor {
  if (input.dtype !== "float32") {
    throw runtimeError("renorm: p must be non-zero, dtype must be floating point");
  }
  if (!(p > 0)) throw runtimeError("renorm: non-positive-norm not supported");
  if (maxnorm < 0) throw runtimeError(`renorm: expected maxnorm to be >= 0 but got ${maxnorm}`);
  if (input.ndim < 2) throw runtimeError(`renorm: input needs at least 2 dimensions, got ${input.ndim} dimensions`);
  const axis = normalizeDim(dim, input.ndim);
  const others = [...input.shape.keys()].filter((d) => d !== axis);
  const lengths = norm(input, p, others, true);
  const factors = minimum(div(full([], maxnorm), add(lengths, 1e-7)), full([], 1));
  return mul(input, factors);
}

/** The sum of the diagonal. */
export function trace(input: Tensor): Tensor {
  if (input.ndim !== 2) throw runtimeError(`trace: expected a matrix, but got tensor with dim ${input.ndim}`);
  return sum(diagonal(input));
}

/** The last two dims exchanged. */
export const adjoint = (input: Tensor): Tensor => transpose(input, -2, -1);

/** Summed to a shape that could be stretched to the tensor's. */
export function sum_to_size(input: Tensor, size: readonly number[]): Tensor {
  const lead = input.ndim - size.length;
  const fits = lead >= 0 && size.every((n, d) => n === 1 || n === input.shape[d + lead]);
  if (!fits) {
    throw runtimeError(`size {${printShape(input.shape)}} is not expandable to size {${printShape(size)}}.`);
  }
  if (size.length === 0) return sum(input);
  const dims = [...input.shape.keys()].filter((d) => d < lead || (size[d - lead] === 1 && input.shape[d] !== 1));
  return dims.length === 0 ? input : sum(input, dims, true).reshape(size);
}
