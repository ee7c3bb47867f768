// Ops that draw random numbers from torch's stream, into their tensor or anew; none has a gradient.
import { runtimeError } from "../../core/errors.ts";
import {
  bernoulli_ as fillBernoulli,
  exponential_ as fillExponential,
  normal_ as fillNormal,
  random_ as fillRandom,
  uniform_ as fillUniform,
  type Generator,
} from "../../core/random.ts";
import { empty } from "../create.ts";
import { notImplementedFor, type Tensor } from "../tensor.ts";

/** Fills with normal numbers. */
export function normal_(input: Tensor, mean = 0, std = 1, generator?: Generator): Tensor {
  if (input.dtype !== "float32") throw notImplementedFor("normal_kernel_cpu", input.dtype);
  if (std < 0) throw runtimeError(`normal expects std >= 0.0, but found std ${std}`);
  input.beforeWrite();
  fillNormal(input.floats, mean, std, generator);
  return input;
}

/** Fills with uniform numbers in [from, to). */
export function uniform_(input: Tensor, from = 0, to = 1, generator?: Generator): Tensor {
  if (input.dtype !== "float32") throw notImplementedFor("check_uniform_bounds", input.dtype);
  if (from > to) {
    throw runtimeError(`uniform_ expects to return a [from, to) range, but found from=${from} > to=${to}`);
  }
  input.beforeWrite();
  fillUniform(input.floats, from, to, generator);
  return input;
}

/** Fills with exponentially distributed numbers of rate `lambd`. */
export function exponential_(input: Tensor, lambd = 1, generator?: Generator): Tensor {
  if (input.dtype !== "float32") throw notImplementedFor("exponential_", input.dtype);
  input.beforeWrite();
  fillExponential(input.floats, lambd, generator);
  return input;
}

/** Fills with uniform integers in [from, to). */
export function random_(input: Tensor, from: number, to: number, generator?: Generator): Tensor {
  const { data } = input;
  if (data instanceof Uint8Array) throw notImplementedFor("random_from_to", input.dtype);
  if (from >= to) throw runtimeError(`random_ expects 'from' to be less than 'to', but got from=${from} >= to=${to}`);
  input.beforeWrite();
  fillRandom(data, from, to, generator);
  return input;
}

/** Fills with 1 (probability p) and 0. */
export function bernoulli_(input: Tensor, p = 0.5, generator?: Generator): Tensor {
  input.beforeWrite();
  fillBernoulli(input.data, p, generator);
  return input;
}

/** 1 with the probability each element says, or all the same one, else 0. */
export function bernoulli(input: Tensor, p?: number, { generator }: { readonly generator?: Generator } = {}): Tensor {
  const out = empty(input.shape, input.dtype);
  fillBernoulli(out.data, p ?? input.floats, generator);
  return out;
}
