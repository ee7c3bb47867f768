// Comparisons and logic: ops whose results are bools, without gradients.

import { broadcastShapes } from "../../core/shape.ts";
import type { Comparison } from "../../kernels/elementwise/contract.ts";

import { kernels } from "../../kernels/index.ts";
import { unwritten } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { combine } from "./binary.ts";
import { asFloat, asTensor, type Operand, stretched } from "./broadcast.ts";

/** op(a, b) over broadcast tensors; by its kernel where both are float32. */
function compare(op: Comparison, input: Operand, other: Operand): Tensor {
  const given = [asTensor(input), asTensor(other)] as const;
  const floats = given.some((x) => x.dtype === "float32");
  const [a, b] = floats ? [asFloat(given[0]), asFloat(given[1])] : given;
  const shape = broadcastShapes(a.shape, b.shape);
  const out = unwritten(shape, "bool");
  kernels.compare(
    op,
    a.data,
    b.data,
    out.data as Uint8Array,
    shape,
    stretched(a.shape, shape),
    stretched(b.shape, shape),
  );
  return out;
}

const comparison =
  (op: Comparison) =>
  (input: Operand, other: Operand): Tensor =>
    compare(op, input, other);

export const eq = comparison("eq");
export const ne = comparison("ne");
export const lt = comparison("lt");
export const le = comparison("le");
export const gt = comparison("gt");
export const ge = comparison("ge");

const logic =
  (holds: (a: number, b: number) => boolean) =>
  (input: Operand, other: Operand): Tensor =>
    combine((a, b) => Number(holds(a, b)), asTensor(input), asTensor(other), "bool");

export const logical_and = logic((a, b) => a !== 0 && b !== 0);
export const logical_or = logic((a, b) => a !== 0 || b !== 0);
export const logical_xor = logic((a, b) => (a !== 0) !== (b !== 0));

export function logical_not(input: Tensor): Tensor {
  const out = unwritten(input.shape, "bool");
  kernels.isZero(input.data, out.data as Uint8Array);
  return out;
}

export const isnan = (input: Tensor): Tensor => compare("ne", input, input);
export const isinf = (input: Tensor): Tensor => compare("sizeEq", input, Number.POSITIVE_INFINITY);
export const isfinite = (input: Tensor): Tensor => compare("sizeLt", input, Number.POSITIVE_INFINITY);

/** Whether two tensors have the same shape and elements. */
export const equal = (input: Tensor, other: Tensor): boolean =>
  input.ndim === other.ndim &&
  input.shape.every((size, dim) => size === other.shape[dim]) &&
  input.data.every((value, i) => value === other.data[i]);
