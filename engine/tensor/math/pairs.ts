// Elementwise ops of two tensors that few models need, with their gradients.
import { scalarTypeName } from "../../core/dtype.ts";
import { runtimeError } from "../../core/errors.ts";
import type { Tensor } from "../tensor.ts";
import { type BinaryOptions, binary, clamp, combine, mul, pow, sub } from "./binary.ts";
import { asTensor, type Operand, promote } from "./broadcast.ts";
import { float } from "./cast.ts";
import { norm } from "./reduce.ts";

const toFloat: BinaryOptions = { result: () => "float32" };
const isMinus = (x: number): boolean => x < 0 || Object.is(x, -0);
const signed = (a: number, b: number): number => (isMinus(b) ? -Math.abs(a) : Math.abs(a));

/** The size of input with the sign of other. */
export const copysign = binary("CopysignBackward0", signed, (a, b) => (a === 0 ? 0 : signed(a, b) / a), 0, toFloat);

/** √(input² + other²). */
export const hypot = binary(
  "HypotBackward0",
  Math.hypot,
  (a, b) => a / Math.hypot(a, b),
  (a, b) => b / Math.hypot(a, b),
);

/** input · log(other), 0 where input is. */
export const xlogy = binary(
  "XlogyBackward0",
  (a, b) => (Number.isNaN(b) ? b : a === 0 ? 0 : a * Math.log(b)),
  (a, b) => (a === 0 && b <= 0 ? 0 : Math.log(b)),
  (a, b) => a / b,
  toFloat,
);

const sameInfinity = (a: number, b: number): boolean => a === b && Math.abs(a) === Number.POSITIVE_INFINITY;

/** log(eᵃ + eᵇ) without overflow. */
export const logaddexp = binary(
  "LogaddexpBackward0",
  (a, b) => (sameInfinity(a, b) ? a : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))),
  (a, b) => 1 / (1 + Math.exp(b - a)),
  (a, b) => 1 / (1 + Math.exp(a - b)),
);

/** log₂(2ᵃ + 2ᵇ) without overflow. */
export const logaddexp2 = binary(
  "Logaddexp2Backward0",
  (a, b) => (sameInfinity(a, b) ? a : Math.max(a, b) + Math.log1p(2 ** -Math.abs(a - b)) / Math.LN2),
  (a, b) => 1 / (1 + 2 ** (b - a)),
  (a, b) => 1 / (1 + 2 ** (a - b)),
);

/** The larger of each pair, or the one that is a number. */
export const fmax = binary(
  "FmaxBackward0",
  (a, b) => (Number.isNaN(a) || a < b ? b : a),
  (a, b) => (a >= b || Number.isNaN(b) ? 1 : 0),
  (a, b) => (a >= b || Number.isNaN(b) ? 0 : 1),
);

/** The smaller of each pair, or the one that is a number. */
export const fmin = binary(
  "FminBackward0",
  (a, b) => (Number.isNaN(a) || a > b ? b : a),
  (a, b) => (a <= b || Number.isNaN(b) ? 1 : 0),
  (a, b) => (a <= b || Number.isNaN(b) ? 0 : 1),
);

const step = binary("NotImplemented", (a, b) => (Number.isNaN(a) ? a : a === 0 ? b : a < 0 ? 0 : 1), 0, 0);

/** 0 below 0, 1 above, `values` at 0. */
export function heaviside(input: Tensor, values: Tensor): Tensor {
  if (input.dtype !== values.dtype)
    throw runtimeError("heaviside is not yet implemented for tensors with different dtypes.");
  return step(input.detach(), values.detach());
}

/** input · 2^other. */
export const ldexp = (input: Tensor, other: Tensor): Tensor => mul(input, pow(2, float(other)));

/** Powers of floats: what is none becomes one first. */
export const float_power = (input: Operand, exponent: Operand): Tensor =>
  pow(float(asTensor(input)), typeof exponent === "object" ? float(exponent) : exponent);

export const clamp_min = (input: Tensor, min: Tensor | number): Tensor => clamp(input, min, null);
export const clamp_max = (input: Tensor, max: Tensor | number): Tensor => clamp(input, null, max);

/** The p-norm of the difference. */
export const dist = (input: Tensor, other: Tensor, p = 2): Tensor => norm(sub(input, other), p);

/** Where |input - other| ≤ atol + rtol |other|, with infinities equal to themselves. */
export function isclose(input: Tensor, other: Tensor, rtol = 1e-5, atol = 1e-8, equal_nan = false): Tensor {
  if (input.dtype !== other.dtype) {
    throw runtimeError(`${scalarTypeName[input.dtype]} did not match ${scalarTypeName[other.dtype]}`);
  }
  if (rtol < 0) throw runtimeError(`rtol must be greater than or equal to zero, but got ${rtol}`);
  if (atol < 0) throw runtimeError(`atol must be greater than or equal to zero, but got ${atol}`);
  const close = (a: number, b: number): number => {
    if (Number.isNaN(a) && Number.isNaN(b)) return Number(equal_nan);
    const near = Math.abs(a - b) <= Math.fround(atol + Math.abs(Math.fround(rtol * b)));
    return Number(a === b || (Number.isFinite(a) && Number.isFinite(b) && near));
  };
  return combine(close, input, other, "bool");
}

/** Whether all of isclose holds. */
export const allclose = (input: Tensor, other: Tensor, rtol?: number, atol?: number, equal_nan?: boolean): boolean =>
  !isclose(input, other, rtol, atol, equal_nan).data.includes(0);

const bitwise =
  (name: string, op: (a: bigint, b: bigint) => bigint) =>
  (input: Operand, other: Operand): Tensor => {
    const [a, b] = [asTensor(input), asTensor(other)];
    const dtype = promote(a.dtype, b.dtype);
    if (dtype === "float32") throw runtimeError(`"bitwise_${name}_cpu" not implemented for 'Float'`);
    return combine((x, y) => Number(op(BigInt(x), BigInt(y))), a, b, dtype);
  };

export const bitwise_and = bitwise("and", (a, b) => a & b);
export const bitwise_or = bitwise("or", (a, b) => a | b);
export const bitwise_xor = bitwise("xor", (a, b) => a ^ b);
