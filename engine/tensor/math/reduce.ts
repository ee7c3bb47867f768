// Reductions over one, several or all dims, with their gradients.

import { type DType, scalarTypeName } from "../../core/dtype.ts";
import { indexError, runtimeError } from "../../core/errors.ts";
import { contiguousStrides, normalizeDim, numel, type Shape } from "../../core/shape.ts";
import type { TernaryOp } from "../../kernels/elementwise/contract.ts";

import { kernels } from "../../kernels/index.ts";
import type { Reduction } from "../../kernels/reduce/contract.ts";
import { empty, full, unwritten } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";
import { stretched } from "./broadcast.ts";
import { to } from "./cast.ts";

/** The dtype that the input is taken to before. */
export interface Cast {
  readonly dtype?: DType | null;
}

/** Dims to reduce: one, several, or (null, or an empty list) all. */
export type Dims = number | readonly number[] | null;

/** The dims of `dim` as sorted indices; null and the empty list are all. */
export function reducedDims(dim: Dims, rank: number): number[] {
  if (dim === null || (Array.isArray(dim) && dim.length === 0)) return Array.from({ length: rank }, (_, d) => d);
  const given = typeof dim === "number" ? [dim] : dim;
  const dims = given.map((d) => normalizeDim(d, rank));
  const twice = dims.find((d, i) => dims.indexOf(d) !== i);
  if (twice !== undefined) throw runtimeError(`dim ${twice} appears multiple times in the list of dims`);
  return dims.filter((d) => d < rank).sort((a, b) => a - b);
}

/** A reduction laid out as (outer, size, inner): what is reduced lies in the middle. */
interface Frame {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
  /** A tensor with the elements in that order. */
  readonly source: Tensor;
  /** The result's shape with the reduced dims as 1, and as asked for. */
  readonly kept: Shape;
  readonly shape: Shape;
}

export function frame(input: Tensor, dim: Dims, keepdim: boolean): Frame {
  const dims = reducedDims(dim, input.ndim);
  const kept = input.shape.map((size, d) => (dims.includes(d) ? 1 : size));
  const shape = keepdim ? kept : input.shape.filter((_, d) => !dims.includes(d));
  const size = numel(dims.map((d) => input.shape[d]!));
  const first = dims[0] ?? input.ndim;
  const last = dims.at(-1) ?? input.ndim - 1;
  if (last - first + 1 === dims.length) {
    const outer = numel(input.shape.slice(0, first));
    return { outer, size, inner: numel(input.shape.slice(last + 1)), source: input, kept, shape };
  }
  const order = [...input.shape.keys()].sort((a, b) => Number(dims.includes(a)) - Number(dims.includes(b)) || a - b);
  const strides = contiguousStrides(input.shape);
  const source = empty(input.shape, input.dtype);
  const at = <T>(values: readonly T[]): T[] => order.map((d) => values[d]!);
  kernels.copyStrided(input.data, source.data, at(input.shape), at(strides), 0);
  return { outer: numel(shape), size, inner: 1, source, kept, shape };
}

/** Every line reduced, with the reduction's setting. */
function run(how: Reduction, f: Frame, dtype: DType = "float32", setting = 0): Tensor {
  const out = unwritten(f.shape, dtype);
  kernels.reduce(how, f.source.data, out.data, f.outer, f.size, f.inner, setting);
  return out;
}

/** Every input element gets its line's value, times a factor. */
function repeated(values: Tensor, input: Tensor, { kept }: Pick<Frame, "kept">, factor = 1): Tensor {
  const out = unwritten(input.shape);
  kernels.copyStrided(values.data, out.data, input.shape, stretched(kept, input.shape), 0);
  if (factor !== 1) kernels.scale(out.data, factor);
  return out;
}

/** Every input element's gradient by the kernel `op` from its line's gradient, its own value and another one per line. */
function spread(
  op: TernaryOp,
  grad: Tensor,
  input: Tensor,
  perLine: Tensor,
  { kept }: Pick<Frame, "kept">,
  setting = 0,
): Tensor {
  const out = unwritten(input.shape);
  const shared = (x: Tensor): number[] => stretched(x.numel() === 1 ? x.shape : kept, input.shape);
  const strides = [shared(grad), contiguousStrides(input.shape), shared(perLine)] as const;
  kernels.ternary(op, [grad.data, input.data, perLine.data], out.data, input.shape, strides, setting);
  return out;
}

/** Every input element times its line's value. */
function times(input: Tensor, perLine: Tensor, { kept }: Pick<Frame, "kept">): Tensor {
  const out = unwritten(input.shape);
  const own = contiguousStrides(input.shape);
  kernels.binary("mul", input.data, perLine.data, out.data, input.shape, own, stretched(kept, input.shape));
  return out;
}

/** Every line's value divided by another one; 0 where both are 0. */
function share(grad: Tensor, parts: Tensor): Tensor {
  const out = unwritten(parts.shape);
  kernels.binary("div", grad.data, parts.data, out.data, [out.numel()], [1], [1]);
  return out;
}

/** What sums and products of a dtype are: int64 for integers and bools. */
export const integral = (dtype: DType): DType => (dtype === "float32" ? "float32" : "int64");

/** Sum over `dim`; int64 for integers and bools. */
export function sum(given: Tensor, dim: Dims = null, keepdim = false, { dtype = null }: Cast = {}): Tensor {
  const input = dtype === null ? given : to(given, dtype);
  const f = frame(input, dim, keepdim);
  if (dtype === "bool") return run("any", f, "bool");
  return record("SumBackward1", run("sum", f, integral(input.dtype)), [input], (grad) => [repeated(grad, input, f)]);
}

function floatsOnly(op: string, input: Tensor): void {
  if (input.dtype === "float32") return;
  throw runtimeError(
    op === "mean()"
      ? "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: " +
          scalarTypeName[input.dtype]
      : `${op} only support floating point and complex dtypes`,
  );
}

/** Mean over `dim`. */
export function mean(given: Tensor, dim: Dims = null, keepdim = false, { dtype = null }: Cast = {}): Tensor {
  const input = dtype === null ? given : to(given, dtype);
  floatsOnly("mean()", input);
  const f = frame(input, dim, keepdim);
  return record("MeanBackward1", run("mean", f), [input], (grad) => [repeated(grad, input, f, 1 / f.size)]);
}

/** Product over one dim or all. */
export function prod(given: Tensor, dim: number | null = null, keepdim = false, { dtype = null }: Cast = {}): Tensor {
  const input = dtype === null ? given : to(given, dtype);
  const f = frame(input, dim, keepdim);
  if (dtype === "bool") return run("all", f, "bool");
  return record(
    "ProdBackward0",
    run("prod", f, integral(input.dtype)),
    [input],
    (grad) => {
      const others = empty(input.shape);
      kernels.prodSlopes(input.data, others.data, f.outer, f.size, f.inner);
      return [times(others, grad, f)];
    },
    [input],
  );
}

/** Torch's error about an extreme of nothing. */
export function refuseEmpty(op: string, input: Tensor, dim: Dims): void {
  if (input.numel() > 0) return;
  if (dim === null) {
    const text = `${op}(): Expected reduction dim to be specified for input.numel() == 0.`;
    if (op.startsWith("arg")) throw indexError(text);
    throw runtimeError(`${text} Specify the reduction dim with the 'dim' argument.`);
  }
  const none = reducedDims(dim, input.ndim).find((d) => input.shape[d] === 0);
  if (none !== undefined) throw indexError(`${op}(): Expected reduction dim ${none} to have non-zero size.`);
}

/** A reduction to an extreme value, whose gradient is shared evenly by all elements that have it. */
const extreme =
  (op: string, node: string, line: "max" | "min") =>
  (input: Tensor, dim: Dims = null, keepdim = false): Tensor => {
    refuseEmpty(op, input, dim);
    const f = frame(input, dim, keepdim);
    const out = run(line, f, input.dtype);
    return record(
      node,
      out,
      [input],
      (grad) => {
        const hits = spread("whereEq", full([], 1), input, out, f);
        return [times(hits, share(grad, run("sum", frame(hits, dim, keepdim))), f)];
      },
      [input, out],
    );
  };

export const amax = extreme("amax", "AmaxBackward0", "max");
export const amin = extreme("amin", "AminBackward0", "min");

/** What is taken from the count that a variance divides by. */
export interface Correction {
  readonly correction?: number | null;
}

const freedomOf = (size: number, unbiased: boolean, correction: number | null | undefined): number =>
  Math.max(size - (correction ?? Number(unbiased)), 0);

/** Sample variance: divides by n - 1, by n when not `unbiased`, or by n - correction. */
export function variance(
  input: Tensor,
  dim: Dims = null,
  unbiased = true,
  keepdim = false,
  { correction }: Correction = {},
): Tensor {
  floatsOnly("std and var", input);
  const f = frame(input, dim, keepdim);
  const freedom = freedomOf(f.size, unbiased, correction);
  const out = run("variance", f, "float32", freedom);
  return record(
    "VarBackward0",
    out,
    [input],
    (grad) => {
      const means = run("mean", f);
      return [spread("centred", grad, input, means, f, 2 / freedom)];
    },
    [input],
  );
}

/** Square root of the variance. */
export function std(
  input: Tensor,
  dim: Dims = null,
  unbiased = true,
  keepdim = false,
  { correction }: Correction = {},
): Tensor {
  floatsOnly("std and var", input);
  const f = frame(input, dim, keepdim);
  const freedom = freedomOf(f.size, unbiased, correction);
  const out = run("std", f, "float32", freedom);
  return record(
    "StdBackward0",
    out,
    [input],
    (grad) => {
      const perLine = share(grad, out);
      // A line of equal elements has no deviation, and torch gives it no gradient.
      for (let i = 0; i < out.numel(); i++) if (out.data[i] === 0) perLine.data[i] = 0;
      return [spread("centred", perLine, input, run("mean", f), f, 1 / freedom)];
    },
    [input, out],
  );
}

/** The p-norm over `dim`: (Σ |x|ᵖ)^(1/p); "fro" is 2, p may be 0 or ±Infinity. */
export function norm(input: Tensor, p: number | "fro" = "fro", dim: Dims = null, keepdim = false): Tensor {
  const order = p === "fro" ? 2 : p;
  if (input.dtype !== "float32") {
    throw runtimeError(
      `norm(): input dtype should be either floating point or complex. Got ${scalarTypeName[input.dtype]} instead.`,
    );
  }
  const f = frame(input, dim, keepdim);
  const out = run("norm", f, "float32", order);
  return record(
    "LinalgVectorNormBackward0",
    out,
    [input],
    (grad) => {
      if (order === 0) return [empty(input.shape)];
      if (!Number.isFinite(order)) {
        const signs = spread("signWhereSize", full([], 1), input, out, f);
        const counts = run("norm", frame(signs, dim, keepdim), "float32", 1);
        // A line of zeros has no sign to share.
        kernels.unary("clamp", counts.data, counts.data, 1, Number.POSITIVE_INFINITY);
        return [times(signs, share(grad, counts), f)];
      }
      const op = order === 1 ? "signed" : order === 2 ? "quotient" : "normSlope";
      return [spread(op, grad, input, out, f, order)];
    },
    [input, out],
  );
}

/** log Σ eˣ over `dim`, without overflow. */
export function logsumexp(input: Tensor, dim: Dims, keepdim = false): Tensor {
  const f = frame(input, dim, keepdim);
  const out = run("logsumexp", f);
  return record("LogsumexpBackward0", out, [input], (grad) => [spread("expDifference", grad, input, out, f)], [
    input,
    out,
  ]);
}

/** Whether any element over `dim` is not zero. */
export const any = (input: Tensor, dim: number | null = null, keepdim = false): Tensor =>
  run("any", frame(input, dim, keepdim), "bool");

/** Whether all elements over `dim` are not zero. */
export const all = (input: Tensor, dim: number | null = null, keepdim = false): Tensor =>
  run("all", frame(input, dim, keepdim), "bool");

const place =
  (op: "argmax" | "argmin") =>
  (input: Tensor, dim: number | null = null, keepdim = false): Tensor => {
    if (input.dtype === "bool") throw notImplementedFor(`${op}_cpu`, "bool");
    refuseEmpty(op, input, dim);
    return run(op, frame(input, dim, keepdim), "int64");
  };

/** Index along `dim` (of the flattened input without one) of the first largest element. */
export const argmax = place("argmax");
/** Index along `dim` (of the flattened input without one) of the first smallest element. */
export const argmin = place("argmin");
