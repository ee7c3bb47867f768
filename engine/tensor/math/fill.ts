// Ops that make tensors from sizes or like other tensors.
import { runtimeError } from "../../core/errors.ts";
import type { Shape } from "../../core/shape.ts";
import {
  asElement,
  empty,
  finish,
  full,
  ones,
  type RandomOptions,
  rand,
  randn,
  type TensorOptions,
  zeros,
} from "../create.ts";
import type { Tensor } from "../tensor.ts";

const like = (input: Tensor, options: TensorOptions): TensorOptions => ({ dtype: input.dtype, ...options });

export const zeros_like = (input: Tensor, options: TensorOptions = {}): Tensor =>
  zeros(input.shape, like(input, options));
export const ones_like = (input: Tensor, options: TensorOptions = {}): Tensor =>
  ones(input.shape, like(input, options));
export const full_like = (input: Tensor, value: number | boolean, options: TensorOptions = {}): Tensor =>
  full(input.shape, value, like(input, options));
export const empty_like = (input: Tensor, options: TensorOptions = {}): Tensor =>
  zeros(input.shape, like(input, options));
export const new_empty = (input: Tensor, shape: Shape, options: TensorOptions = {}): Tensor =>
  zeros(shape, like(input, options));
export const randn_like = (input: Tensor, options: RandomOptions = {}): Tensor => randn(input.shape, options);
export const rand_like = (input: Tensor, options: RandomOptions = {}): Tensor => rand(input.shape, options);
export const new_zeros = (input: Tensor, shape: Shape, options: TensorOptions = {}): Tensor =>
  zeros(shape, like(input, options));
export const new_ones = (input: Tensor, shape: Shape, options: TensorOptions = {}): Tensor =>
  ones(shape, like(input, options));
export const new_full = (input: Tensor, shape: Shape, value: number | boolean, options: TensorOptions = {}): Tensor =>
  full(shape, value, like(input, options));

/** start (0 without one), start + step, … below end; int64 when all three are whole. */
export function arange(start: number | undefined, end: number, step = 1, options: TensorOptions = {}): Tensor {
  const first = start ?? 0;
  if (step === 0) throw runtimeError("step must be nonzero");
  if (step > 0 !== end >= first && end !== first) {
    throw runtimeError("upper bound and larger bound inconsistent with step sign");
  }
  const dtype = options.dtype ?? ([first, end, step].every(Number.isInteger) ? "int64" : "float32");
  const [a, b, by] = dtype === "int64" ? [first, end, step].map(Math.trunc) : [first, end, step];
  const out = empty([Math.max(Math.ceil((b! - a!) / by!), 0)], dtype);
  const { data } = out;
  for (let i = 0; i < data.length; i++) data[i] = a! + i * by!;
  return finish(out, options);
}

/** `steps` powers of the base whose exponents are evenly spaced. */
export function logspace(start: number, end: number, steps: number, base = 10, options: TensorOptions = {}): Tensor {
  const exponents = linspace(start, end, steps);
  const out = empty(exponents.shape, options.dtype);
  const [from, to] = [exponents.data, out.data];
  for (let i = 0; i < from.length; i++) to[i] = asElement(base ** from[i]!, out.dtype);
  return finish(out, options);
}

/** The places of a matrix's triangle: a row of rows over a row of columns. */
const triangle =
  (keeps: (offset: number, diagonal: number) => boolean) =>
  (row: number, col: number, offset = 0, options: TensorOptions = {}): Tensor => {
    if (row < 0) throw runtimeError(`row must be non-negative, got${row}`);
    if (col < 0) throw runtimeError(`col must be non-negative, got${col}`);
    const places: [number, number][] = [];
    for (let i = 0; i < row; i++) for (let j = 0; j < col; j++) if (keeps(j - i, offset)) places.push([i, j]);
    const out = empty([2, places.length], options.dtype ?? "int64");
    out.copy_([...places.map(([i]) => i), ...places.map(([, j]) => j)]);
    return finish(out, options);
  };

export const tril_indices = triangle((offset, diagonal) => offset <= diagonal);
export const triu_indices = triangle((offset, diagonal) => offset >= diagonal);

/** `steps` evenly spaced numbers from start to end, both included. */
export function linspace(start: number, end: number, steps: number, options: TensorOptions = {}): Tensor {
  if (steps < 0) throw runtimeError("number of steps must be non-negative");
  const out = empty([steps], options.dtype);
  const step = steps > 1 ? (end - start) / (steps - 1) : 0;
  // From both ends to the middle, as torch does: the last element is exactly `end`.
  for (let i = 0; i < steps; i++) {
    const value = i < steps / 2 ? start + i * step : end - (steps - 1 - i) * step;
    out.data[i] = asElement(value, out.dtype);
  }
  return finish(out, options);
}

/** Ones on the diagonal of an n by m matrix (m = n without one). */
export function eye(n: number, m: number = n, options: TensorOptions = {}): Tensor {
  if (n < 0) throw runtimeError(`n must be greater or equal to 0, got ${n}`);
  if (m < 0) throw runtimeError(`m must be greater or equal to 0, got ${m}`);
  const out = zeros([n, m], options);
  for (let i = 0; i < Math.min(n, m); i++) out.data[i * m + i] = 1;
  return out;
}
