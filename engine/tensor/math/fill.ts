// Ops that make tensors from sizes or like other tensors.
import { runtimeError } from "../../core/errors.ts";
import type { Shape } from "../../core/shape.ts";
import { empty, full, ones, type RandomOptions, rand, randn, type TensorOptions, zeros } from "../create.ts";
import type { Tensor } from "../tensor.ts";

const like = (input: Tensor, options: TensorOptions): TensorOptions => ({ dtype: input.dtype, ...options });

export const zeros_like = (input: Tensor, options: TensorOptions = {}): Tensor =>
  zeros(input.shape, like(input, options));
export const ones_like = (input: Tensor, options: TensorOptions = {}): Tensor =>
  ones(input.shape, like(input, options));
export const full_like = (input: Tensor, value: number, options: TensorOptions = {}): Tensor =>
  full(input.shape, value, like(input, options));
export const empty_like = (input: Tensor): Tensor => empty(input.shape, input.dtype);
export const randn_like = (input: Tensor, options: RandomOptions = {}): Tensor => randn(input.shape, options);
export const rand_like = (input: Tensor, options: RandomOptions = {}): Tensor => rand(input.shape, options);
export const new_zeros = (input: Tensor, shape: Shape, options: TensorOptions = {}): Tensor =>
  zeros(shape, like(input, options));
export const new_ones = (input: Tensor, shape: Shape, options: TensorOptions = {}): Tensor =>
  ones(shape, like(input, options));
export const new_full = (input: Tensor, shape: Shape, value: number, options: TensorOptions = {}): Tensor =>
  full(shape, value, like(input, options));

/** torch.arange: start (0 without one), start + step, … below end; int64 when all three are whole. */
export function arange(end: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, options?: TensorOptions): Tensor;
export function arange(start: number, end: number, step: number, options?: TensorOptions): Tensor;
export function arange(...given: (number | TensorOptions | undefined)[]): Tensor {
  const numbers = given.filter((value) => typeof value === "number");
  const options = given.find((value) => typeof value === "object") ?? {};
  const [first = 0, second, step = 1] = numbers;
  const [start, end] = second === undefined ? [0, first] : [first, second];
  if (step === 0) throw runtimeError("step must be nonzero");
  if (step > 0 !== end >= start && end !== start) {
    throw runtimeError("upper bound and larger bound inconsistent with step sign");
  }
  const dtype = numbers.every(Number.isInteger) ? "int64" : "float32";
  const out = empty([Math.ceil((end - start) / step)], options.dtype ?? dtype);
  for (let i = 0; i < out.numel(); i++) out.data[i] = start + i * step;
  return options.requires_grad ? out.requires_grad_() : out;
}

/** `steps` evenly spaced numbers from start to end, both included. */
export function linspace(start: number, end: number, steps: number, options: TensorOptions = {}): Tensor {
  if (steps < 0) throw runtimeError("number of steps must be non-negative");
  const out = empty([steps]);
  const step = steps > 1 ? (end - start) / (steps - 1) : 0;
  // From both ends to the middle, as torch does: the last element is exactly `end`.
  for (let i = 0; i < steps; i++) out.data[i] = i < steps / 2 ? start + i * step : end - (steps - 1 - i) * step;
  return options.requires_grad ? out.requires_grad_() : out;
}

/** Ones on the diagonal of an n by m matrix (m = n without one). */
export function eye(n: number, m: number = n, options: TensorOptions = {}): Tensor {
  const out = zeros([n, m], options);
  for (let i = 0; i < Math.min(n, m); i++) out.data[i * m + i] = 1;
  return out;
}
