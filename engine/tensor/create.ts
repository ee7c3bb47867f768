// Owns the making of tensors: from values, filled, and random.
import type { ArrayTensor } from "../core/array.ts";
import type { DType } from "../core/dtype.ts";
import { runtimeError, valueError } from "../core/errors.ts";
import { type Generator, normal_, random_, randperm as shuffled, uniform_ } from "../core/random.ts";
import { numel, printShape, type Shape } from "../core/shape.ts";
import { Storage } from "./storage.ts";
import { Tensor } from "./tensor.ts";

export interface TensorOptions {
  readonly dtype?: DType;
  readonly requires_grad?: boolean;
}

type Value = number | boolean;
/** Numbers, flat or nested as the shape. */
export type Values = Value | ArrayLike<number> | readonly Values[];

function make(shape: Shape, dtype: DType, zeroed: boolean): Tensor {
  const negative = shape.find((size) => size < 0);
  if (negative !== undefined) {
    throw runtimeError(`Trying to create tensor with negative dimension ${negative}: ${printShape(shape)}`);
  }
  return new Tensor(new Storage(dtype, numel(shape), zeroed), [...shape]);
}

/** A tensor of this shape whose elements are zero. */
export const empty = (shape: Shape, dtype: DType = "float32"): Tensor => make(shape, dtype, true);

/** A tensor of this shape for whoever writes every element: what stands there before is anything. */
export const unwritten = (shape: Shape, dtype: DType = "float32"): Tensor => make(shape, dtype, false);

/** The tensor as its options ask for it. */
export function finish(tensor: Tensor, { requires_grad = false }: TensorOptions): Tensor {
  if (requires_grad && tensor.dtype !== "float32") {
    throw runtimeError("Only Tensors of floating point and complex dtype can require gradients");
  }
  return requires_grad ? tensor.requires_grad_() : tensor;
}

function flatten(values: Values): { shape: number[]; flat: Value[] } {
  if (typeof values === "number" || typeof values === "boolean") return { shape: [], flat: [values] };
  const parts = Array.from(values as ArrayLike<Values>, flatten);
  const first = parts[0]?.shape ?? [];
  for (const { shape } of parts) {
    if (shape.length === first.length && shape.every((n, i) => n === first[i])) continue;
    const dim = Math.max(
      0,
      first.findIndex((n, i) => n !== shape[i]),
    );
    throw valueError(`expected sequence of length ${first[dim]} at dim ${dim + 1} (got ${shape[dim]})`);
  }
  return { shape: [parts.length, ...first], flat: parts.flatMap((part) => part.flat) };
}

/**
 * torch.tensor: from numbers or bools, flat or nested. `shape` arranges flat values; without `dtype` bools make a bool
 * tensor and everything else float32 (JavaScript cannot tell 1 from 1.0).
 */
export function tensor(values: Values, options: TensorOptions & { readonly shape?: Shape } = {}): Tensor {
  const { shape, flat } = ArrayBuffer.isView(values)
    ? { shape: [(values as ArrayLike<number> & object).length], flat: values as ArrayLike<number> }
    : flatten(values);
  const dtype = options.dtype ?? (flat.length > 0 && typeof flat[0] === "boolean" ? "bool" : "float32");
  const out = empty(options.shape ?? shape, dtype);
  if (out.numel() !== flat.length) {
    throw runtimeError(`shape '${printShape(out.shape)}' is invalid for input of size ${flat.length}`);
  }
  const data = out.data;
  for (let i = 0; i < flat.length; i++) {
    data[i] = asElement(Number(flat[i]), dtype);
  }
  return finish(out, options);
}

/** A tensor with a copy of an array's elements. */
export function fromArray(array: ArrayTensor): Tensor {
  const out = empty(array.shape, array.dtype);
  out.data.set(array.data);
  return out;
}

/** A copy of a tensor's elements, with shape and dtype. */
export const toArray = (source: Tensor): ArrayTensor =>
  ({ dtype: source.dtype, shape: [...source.shape], data: source.toTypedArray() }) as ArrayTensor;

export const zeros = (shape: Shape, options: TensorOptions = {}): Tensor =>
  finish(empty(shape, options.dtype), options);

/** A number as an element of the dtype. */
export function asElement(value: number | boolean, dtype: DType): number {
  const number = Number(value);
  if (dtype === "float32") return number;
  return dtype === "bool" ? Number(number !== 0) : Math.trunc(number);
}

/** A tensor of one value; of bools where that is one. */
export function full(shape: Shape, value: number | boolean, options: TensorOptions = {}): Tensor {
  const dtype = options.dtype ?? (typeof value === "boolean" ? "bool" : "float32");
  return finish(empty(shape, dtype).fill_(asElement(value, dtype)), options);
}

export const ones = (shape: Shape, options: TensorOptions = {}): Tensor => full(shape, 1, options);

export type RandomOptions = TensorOptions & { readonly generator?: Generator };

/** Standard normal numbers: torch.randn's stream. */
export function randn(shape: Shape, options: RandomOptions = {}): Tensor {
  const out = empty(shape);
  normal_(out.floats, 0, 1, options.generator);
  return finish(out, options);
}

/** Uniform numbers in [0, 1): torch.rand's stream. */
export function rand(shape: Shape, options: RandomOptions = {}): Tensor {
  const out = empty(shape);
  uniform_(out.floats, 0, 1, options.generator);
  return finish(out, options);
}

/** Uniform integers in [low, high), from 0 without a low. */
export function randint(low: number | undefined, high: number, shape: Shape, options: RandomOptions = {}): Tensor {
  const out = empty(shape, options.dtype ?? "int64");
  random_(out.data as Float32Array | Float64Array, low ?? 0, high, options.generator);
  return finish(out, options);
}

/** 0 … n - 1 in random order. */
export const randperm = (n: number, options: RandomOptions = {}): Tensor =>
  tensor(shuffled(n, options.generator), { dtype: "int64" });
