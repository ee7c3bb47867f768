// Ops that find or sort elements along a dim and say where they were: max, min, sort, topk, with their gradients.

import { runtimeError } from "../../core/errors.ts";
import { normalizeDim } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import { empty } from "../create.ts";
import { record, type Tensor } from "../tensor.ts";
import { maximum, minimum } from "./binary.ts";
import { to } from "./cast.ts";
import { gather, scatterGrad } from "./indexing.ts";
import { amax, amin, argmax, argmin, frame, refuseEmpty } from "./reduce.ts";
import { squeeze } from "./shape.ts";

/** Torch's named pair: `[values, indices]`, and by name. */
export type ValuesIndices = readonly [Tensor, Tensor] & { readonly values: Tensor; readonly indices: Tensor };

/** The pair of a result and where it comes from. */
export const pair = (values: Tensor, indices: Tensor): ValuesIndices =>
  Object.assign([values, indices] as const, { values, indices });

/** `sort`'s options. */
export interface Order {
  readonly descending?: boolean;
}

function ordered(name: string, input: Tensor, count: number, dim: number, descending: boolean): ValuesIndices {
  const axis = normalizeDim(dim, input.ndim);
  const f = frame(input, axis, true);
  const shape = input.shape.map((size, d) => (d === axis ? count : size));
  const values = empty(shape, input.dtype);
  const indices = empty(shape, "int64");
  kernels.sortLines(f.source.data, values.data, indices.data, f.outer, f.size, f.inner, count, descending);
  record(name, values, [input], (grad) => [scatterGrad(grad, input.shape, axis, indices)], [indices]);
  return pair(values, indices);
}

/** Sorts along `dim` (stable): values and where they were. */
export const sort = (input: Tensor, dim = -1, descending = false): ValuesIndices =>
  ordered("SortBackward0", input, input.shape.at(dim) ?? 1, dim, descending);

/** Where the sorted elements were. */
export const argsort = (input: Tensor, dim = -1, descending = false): Tensor => sort(input, dim, descending).indices;

/** The k largest (or smallest) elements along `dim`, in order, and where they were. */
export function topk(input: Tensor, k: number, dim = -1, largest = true, _sorted = true): ValuesIndices {
  const size = input.shape[normalizeDim(dim, input.ndim)] ?? 1;
  if (k < 0 || k > size) throw runtimeError("selected index k out of range");
  return ordered("TopkBackward0", input, k, dim, largest);
}

function along(find: typeof argmax, input: Tensor, dim: number, keepdim: boolean): ValuesIndices {
  const indices = find(input.dtype === "bool" ? to(input, "int64") : input, dim, true);
  const values = gather(input, dim, indices);
  return keepdim ? pair(values, indices) : pair(squeeze(values, dim), squeeze(indices, dim));
}

/** The largest element; with a dim those along it and where they are; with a tensor the larger of each pair. */
export function max(input: Tensor): Tensor;
export function max(input: Tensor, other: Tensor): Tensor;
export function max(input: Tensor, dim: number, keepdim?: boolean): ValuesIndices;
export function max(input: Tensor, dim?: number | Tensor, keepdim = false): Tensor | ValuesIndices {
  if (dim === undefined) {
    refuseEmpty("max", input, null);
    return amax(input);
  }
  return typeof dim === "number" ? along(argmax, input, dim, keepdim) : maximum(input, dim);
}

/** The smallest element; with a dim those along it and where they are; with a tensor the smaller of each pair. */
export function min(input: Tensor): Tensor;
export function min(input: Tensor, other: Tensor): Tensor;
export function min(input: Tensor, dim: number, keepdim?: boolean): ValuesIndices;
export function min(input: Tensor, dim?: number | Tensor, keepdim = false): Tensor | ValuesIndices {
  if (dim === undefined) {
    refuseEmpty("min", input, null);
    return amin(input);
  }
  return typeof dim === "number" ? along(argmin, input, dim, keepdim) : minimum(input, dim);
}
