// Comparisons and logic: ops whose results are bools, without gradients.
import { map } from "../../kernels/reference/strided.ts";
import { empty } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { combine } from "./binary.ts";
import { asTensor, type Operand } from "./broadcast.ts";

const comparison =
  (holds: (a: number, b: number) => boolean) =>
  (input: Operand, other: Operand): Tensor =>
    combine((a, b) => Number(holds(a, b)), asTensor(input), asTensor(other), "bool");

export const eq = comparison((a, b) => a === b);
export const ne = comparison((a, b) => a !== b);
export const lt = comparison((a, b) => a < b);
export const le = comparison((a, b) => a <= b);
export const gt = comparison((a, b) => a > b);
export const ge = comparison((a, b) => a >= b);
export const logical_and = comparison((a, b) => a !== 0 && b !== 0);
export const logical_or = comparison((a, b) => a !== 0 || b !== 0);
export const logical_xor = comparison((a, b) => (a !== 0) !== (b !== 0));

const test =
  (holds: (x: number) => boolean) =>
  (input: Tensor): Tensor => {
    const out = empty(input.shape, "bool");
    map((x) => Number(holds(x)), input.data, out.data);
    return out;
  };

export const logical_not = test((x) => x === 0);
export const isnan = test(Number.isNaN);
export const isinf = test((x) => Math.abs(x) === Number.POSITIVE_INFINITY);
export const isfinite = test(Number.isFinite);

/** Whether two tensors have the same shape and elements. */
export const equal = (input: Tensor, other: Tensor): boolean =>
  input.ndim === other.ndim &&
  input.shape.every((size, dim) => size === other.shape[dim]) &&
  input.data.every((value, i) => value === other.data[i]);

/** |input - other| ≤ atol + rtol |other| for all elements, with infinities equal to themselves. */
export function allclose(
  input: Tensor,
  other: Tensor,
  { rtol = 1e-5, atol = 1e-8, equal_nan = false }: { rtol?: number; atol?: number; equal_nan?: boolean } = {},
): boolean {
  const close = (a: number, b: number): number => {
    if (Number.isNaN(a) && Number.isNaN(b)) return Number(equal_nan);
    return Number(a === b || (Number.isFinite(b) && Math.abs(a - b) <= atol + rtol * Math.abs(b)));
  };
  return !combine(close, input, other, "bool").data.includes(0);
}
