// Elementwise ops of two or three broadcast tensors, with their gradients, and `binary`, which makes such an op.
import { type DType, scalarTypeName } from "../../core/dtype.ts";
import { runtimeError } from "../../core/errors.ts";
import { broadcastShapes } from "../../core/shape.ts";
import type { BinaryOp, TernaryOp } from "../../kernels/elementwise/contract.ts";
import { kernels } from "../../kernels/index.ts";
import { empty, unwritten } from "../create.ts";
import { type Grad, record, Tensor } from "../tensor.ts";
import { asFloat, asTensor, type Operand, promote, stretched, sum_to_shape } from "./broadcast.ts";
import { neg, ofKernel } from "./elementwise.ts";

type Function2 = (a: number, b: number) => number;
/**
 * A partial derivative: a constant, a function of both inputs, the kernel that takes the gradient and one of them, or the
 * kernel that takes the gradient and both, in this order.
 */
export type Slope =
  | number
  | Function2
  | readonly [op: BinaryOp, by: "a" | "b"]
  | readonly [op: TernaryOp, by: "ab" | "ba"];

export interface BinaryOptions {
  /** The result's dtype from the promoted one; the promoted one by default. */
  readonly result?: (promoted: DType) => DType;
}

/** f(a, b) over broadcast tensors, without a gradient; f is a function, or the kernel that computes it. */
export function combine(f: Function2 | BinaryOp, a: Tensor, b: Tensor, dtype: DType): Tensor {
  const shape = broadcastShapes(a.shape, b.shape);
  const out = unwritten(shape, dtype);
  const strides = [stretched(a.shape, shape), stretched(b.shape, shape)] as const;
  if (typeof f === "function") kernels.mapBinary(f, a.data, b.data, out.data, shape, ...strides);
  else {
    const [x, y] = dtype === "float32" ? [asFloat(a), asFloat(b)] : [a, b];
    kernels.binary(f, x.data, y.data, out.data, shape, ...strides);
  }
  if (dtype === "bool") kernels.convert(out.data, out.data);
  return out;
}

function slopeTimes(grad: Tensor, slope: Slope, a: Tensor, b: Tensor): Tensor {
  if (slope === 1) return grad;
  if (slope === -1) return neg(grad);
  if (slope === 0) return empty(grad.shape);
  const { shape } = grad;
  const own = stretched(shape, shape);
  if (typeof slope === "object" && (slope[1] === "a" || slope[1] === "b")) {
    const [op, by] = slope as readonly [BinaryOp, "a" | "b"];
    return combine(op, grad, by === "a" ? a : b, "float32");
  }
  if (typeof slope === "object") {
    const [op, order] = slope as readonly [TernaryOp, "ab" | "ba"];
    const [x, y] = order === "ab" ? [asFloat(a), asFloat(b)] : [asFloat(b), asFloat(a)];
    const out = unwritten(shape);
    const strides = [own, stretched(x.shape, shape), stretched(y.shape, shape)] as const;
    kernels.ternary(op, [grad.data, x.data, y.data], out.data, shape, strides);
    return out;
  }
  const out = unwritten(shape);
  const f = typeof slope === "number" ? (g: number) => g * slope : (g: number, x: number, y: number) => g * slope(x, y);
  const strides = [a.shape, b.shape].map((s) => stretched(s, shape)) as [number[], number[]];
  kernels.mapTernary(f, [grad.data, a.data, b.data], out.data, shape, [own, ...strides]);
  return out;
}

/**
 * An op y = forward(a, b) on every pair of elements of two broadcast tensors (or numbers), whose gradients are
 * grad * slopeA and grad * slopeB, summed to the inputs' shapes.
 */
export const binary =
  (
    name: string,
    forward: Function2 | BinaryOp,
    slopeA: Slope,
    slopeB: Slope,
    options: BinaryOptions = {},
  ): ((input: Operand, other: Operand) => Tensor) =>
  (input, other) => {
    const a = asTensor(input);
    const b = asTensor(other);
    const promoted = promote(a.dtype, b.dtype);
    const part = (of: Tensor, slope: Slope, grad: Tensor): Grad =>
      of.requires_grad ? sum_to_shape(slopeTimes(grad, slope, a, b), of.shape) : null;
    const reads = (of: Tensor, slope: Slope): boolean => of.requires_grad && typeof slope !== "number";
    return record(
      name,
      combine(forward, a, b, options.result?.(promoted) ?? promoted),
      [a, b],
      (grad) => [part(a, slopeA, grad), part(b, slopeB, grad)],
      reads(a, slopeA) || reads(b, slopeB) ? [a, b] : [],
    );
  };

/** What `alpha` multiplies `other` by. */
export interface Alpha {
  readonly alpha?: number;
}

/** other times alpha; torch's errors about an alpha that the dtype of the result does not hold. */
function scaled(input: Operand, other: Operand, alpha: number | boolean): Operand {
  if (alpha === 1) return other;
  const dtype = promote(asTensor(input).dtype, asTensor(other).dtype);
  if (typeof alpha === "boolean" && dtype !== "bool")
    throw runtimeError("Boolean alpha only supported for Boolean results.");
  if (typeof alpha === "number" && dtype !== "float32" && !Number.isInteger(alpha)) {
    throw runtimeError("For integral input tensors, argument alpha must not be a floating point number.");
  }
  return mul(other, dtype === "bool" ? Boolean(alpha) : alpha);
}

const plus = binary("AddBackward0", "add", 1, 1);
const minus = binary("SubBackward0", "sub", 1, -1);

/** input + alpha * other, broadcast; the sum of two bools is their "or". */
export const add = (input: Operand, other: Operand, { alpha = 1 }: Alpha = {}): Tensor =>
  plus(input, scaled(input, other, alpha));

/** Torch's errors about subtracting what is true or false. */
export function refuseBools(input: Operand, other: Operand): void {
  const isBool = (x: Operand): boolean => (x instanceof Tensor ? x.dtype === "bool" : typeof x === "boolean");
  const bools = [input, other].filter(isBool).length;
  if (bools === 0) return;
  const [what, instead] =
    bools === 2
      ? ["two bool tensors", "Use the `^` or `logical_xor()` operator instead."]
      : ["a bool tensor", "If you are trying to invert a mask, use the `~` or `logical_not()` operator instead."];
  throw runtimeError(`Subtraction, the \`-\` operator, with ${what} is not supported. ${instead}`);
}

/** input - alpha * other, broadcast. */
export function sub(input: Operand, other: Operand, { alpha = 1 }: Alpha = {}): Tensor {
  refuseBools(input, other);
  return minus(input, scaled(input, other, alpha));
}

/** other - alpha * input. */
export const rsub = (input: Operand, other: Operand, alpha = 1): Tensor => sub(other, input, { alpha });

/** input * other, broadcast. */
export const mul = binary("MulBackward0", "mul", ["mul", "b"], ["mul", "a"]);

const toFloat: BinaryOptions = { result: () => "float32" };
const trueDiv = binary("DivBackward0", "div", ["div", "b"], ["divB", "ab"], toFloat);
const floorDiv = binary("DivBackward1", "floorDiv", 0, 0);
const truncDiv = binary("DivBackward1", "truncDiv", 0, 0);

/** input / other, broadcast; float32 unless a rounding mode keeps the dtype. */
export function div(
  input: Operand,
  other: Operand,
  { rounding_mode = null }: { readonly rounding_mode?: "trunc" | "floor" | null } = {},
): Tensor {
  if (rounding_mode === null) return trueDiv(input, other);
  const divisor = asTensor(other);
  if (promote(asTensor(input).dtype, divisor.dtype) !== "float32" && divisor.data.includes(0)) {
    throw runtimeError("ZeroDivisionError");
  }
  return (rounding_mode === "floor" ? floorDiv : truncDiv)(input, other);
}

export const floor_divide = (input: Operand, other: Operand): Tensor => div(input, other, { rounding_mode: "floor" });

/** The remainder with the divisor's sign, as Python's `%`. */
export const remainder = binary("RemainderBackward0", "remainder", 1, ["remainderB", "ab"]);
/** The remainder with the dividend's sign, as C's `fmod`. */
export const fmod = binary(
  "FmodBackward0",
  (a, b) => a % b,
  1,
  (a, b) => -Math.trunc(a / b),
);

const power = binary("PowBackward0", "pow", ["powA", "ab"], ["powB", "ab"]);

/** input to the power of exponent, broadcast. */
export function pow(input: Operand, exponent: Operand): Tensor {
  const base = asTensor(input);
  const power_ = asTensor(exponent);
  if (promote(base.dtype, power_.dtype) === "int64" && typeof exponent === "number" && exponent < 0) {
    throw runtimeError("Integers to negative integer powers are not allowed.");
  }
  if (base.dtype === "float32" && typeof exponent !== "object") {
    return ofKernel("PowBackward0", "pow", {}, Number(exponent))(base);
  }
  return power(base, power_);
}

/** The larger of each pair, NaN where there is one; equal elements share the gradient. */
export const maximum = binary("MaximumBackward0", "max", ["larger", "ab"], ["larger", "ba"]);
/** The smaller of each pair, NaN where there is one; equal elements share the gradient. */
export const minimum = binary("MinimumBackward0", "min", ["smaller", "ab"], ["smaller", "ba"]);
export const atan2 = binary(
  "Atan2Backward0",
  Math.atan2,
  (a, b) => b / (a * a + b * b),
  (a, b) => -a / (a * a + b * b),
  toFloat,
);

const atLeast = binary("ClampMinBackward0", "atLeast", ["whereGe", "ab"], ["whereLt", "ab"]);
const atMost = binary("ClampMaxBackward0", "atMost", ["whereLe", "ab"], ["whereGt", "ab"]);

/** min(max(input, min), max); a bound may be a number, a tensor (broadcast) or null. */
export function clamp(input: Tensor, min: Tensor | number | null = null, max: Tensor | number | null = null): Tensor {
  if (min === null && max === null) throw runtimeError("torch.clamp: At least one of 'min' or 'max' must not be None");
  if (min instanceof Object || max instanceof Object || input.dtype !== "float32") {
    const low = min === null ? input : atLeast(input, min);
    return max === null ? low : atMost(low, max);
  }
  const low = min ?? Number.NEGATIVE_INFINITY;
  const high = max ?? Number.POSITIVE_INFINITY;
  return ofKernel("ClampBackward1", "clamp", {}, low, high)(input);
}

/** out = a where the condition holds, b elsewhere. */
function choose(condition: Tensor, a: Tensor, b: Tensor, out: Tensor): void {
  const strides = [condition, a, b].map((t) => stretched(t.shape, out.shape)) as [number[], number[], number[]];
  kernels.where([condition.data as Uint8Array, a.data, b.data], out.data, out.shape, strides);
}

/** input where condition holds, other elsewhere; all three are broadcast. */
export function where(condition: Tensor, input: Operand, other: Operand): Tensor {
  const a = asTensor(input);
  const b = asTensor(other);
  if (condition.dtype !== "bool") {
    throw runtimeError(
      `where expected condition to be a boolean tensor, but got a tensor with dtype ${scalarTypeName[condition.dtype]}`,
    );
  }
  const shape = broadcastShapes(condition.shape, broadcastShapes(a.shape, b.shape));
  const out = unwritten(shape, promote(a.dtype, b.dtype));
  const [x, y] = out.dtype === "float32" ? [asFloat(a), asFloat(b)] : [a, b];
  choose(condition, x, y, out);
  const part = (of: Tensor, grad: Tensor, holds: boolean): Grad => {
    if (!of.requires_grad) return null;
    const [masked, zero] = [unwritten(shape), empty([])];
    if (holds) choose(condition, grad, zero, masked);
    else choose(condition, zero, grad, masked);
    return sum_to_shape(masked, of.shape);
  };
  return record("WhereBackward0", out, [condition, a, b], (grad) => [null, part(a, grad, true), part(b, grad, false)], [
    condition,
  ]);
}

/** input + weight * (end - input). */
export const lerp = (input: Tensor, end: Operand, weight: Operand): Tensor => add(input, mul(weight, sub(end, input)));

/** x times a value, which torch takes to the dtype of x before. */
const factor = (x: Tensor, value: number): Tensor =>
  value === 1 ? x : mul(x, x.dtype === "float32" ? value : Math.trunc(value));

/** input + value * tensor1 * tensor2. */
export const addcmul = (
  input: Tensor,
  tensor1: Operand,
  tensor2: Operand,
  { value = 1 }: { readonly value?: number } = {},
): Tensor => add(input, factor(mul(tensor1, tensor2), value));

/** input + value * tensor1 / tensor2. */
export const addcdiv = (
  input: Tensor,
  tensor1: Operand,
  tensor2: Operand,
  { value = 1 }: { readonly value?: number } = {},
): Tensor => add(input, div(tensor1, tensor2), { alpha: value });
