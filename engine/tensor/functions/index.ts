// Owns the list of torch's functions over tensors, each callable by position or name.
import type { Kwargs } from "../../core/kwargs.ts";
import type { pythonCalls } from "../../ops/torch/python.ts";
import { asFunction, type Keyworded, type Op } from "../calls.ts";
import type { RandomOptions, TensorOptions } from "../create.ts";
import type { Tensor } from "../tensor.ts";
import { pointwiseFunctions } from "./pointwise.ts";
import { reductionFunctions } from "./reduction.ts";
import { creationFunctions, indexingFunctions, productFunctions, pythonFunctions } from "./rest.ts";
import { shapeFunctions } from "./shape.ts";

/** The ops by torch's names: arguments by place, what is given by name only in a last object. */
export const ops = {
  ...pointwiseFunctions,
  ...reductionFunctions,
  ...shapeFunctions,
  ...indexingFunctions,
  ...productFunctions,
  ...creationFunctions,
  ...pythonFunctions,
};

/** Functions that may be called in more ways than their op. */
interface Otherwise {
  arange(end: number, options?: TensorOptions): Tensor;
  arange(start: number, end: number, options?: TensorOptions): Tensor;
  arange(start: number, end: number, step: number, options?: TensorOptions): Tensor;
  randint(high: number, size: readonly number[], options?: RandomOptions): Tensor;
  randint(low: number, high: number, size: readonly number[], options?: RandomOptions): Tensor;
  eye(n: number, options?: TensorOptions): Tensor;
  eye(n: number, m: number, options?: TensorOptions): Tensor;
  repeat_interleave(repeats: Tensor): Tensor;
  repeat_interleave(input: Tensor, repeats: number | Tensor, dim?: number | null): Tensor;
}

/** Those that take their tensors one after the other. */
type Variadic = {
  [K in keyof typeof pythonCalls]: (typeof pythonCalls)[K][0] extends `*${string}` ? K : never;
}[keyof typeof pythonCalls];

type Spread<T> = T extends (list: readonly (infer E)[], ...rest: never[]) => infer R
  ? ((...given: readonly E[]) => R) & ((...given: readonly [...unknown[], Kwargs]) => R)
  : never;

type Function<K extends keyof typeof ops> = K extends keyof Otherwise
  ? Keyworded<Otherwise[K]>
  : K extends Variadic
    ? Spread<(typeof ops)[K]>
    : (typeof ops)[K] extends Op
      ? Keyworded<(typeof ops)[K]>
      : never;

/** torch's functions. */
export const functions = Object.fromEntries(
  Object.entries(ops).map(([name, op]) => [name, asFunction(name, op as (...args: readonly unknown[]) => unknown)]),
) as unknown as { readonly [K in keyof typeof ops]: Function<K> };
