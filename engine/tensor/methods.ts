// Owns which ops are methods of Tensor as well: one table, the types that follow from it, and what installs it.
import type { Kwargs } from "../core/kwargs.ts";
import { normalizeDim } from "../core/shape.ts";
import { asMethod, type Op } from "./calls.ts";
import { ops } from "./functions/index.ts";
import { pointwiseFunctions } from "./functions/pointwise.ts";
import { reductionFunctions } from "./functions/reduction.ts";
import { indexingFunctions, productFunctions } from "./functions/rest.ts";
import { shapeFunctions } from "./functions/shape.ts";
import { type InPlaceName, inPlaceNames } from "./in_place_names.ts";
import { where } from "./math/binary.ts";
import * as cast from "./math/cast.ts";
import { logsigmoid, softplus } from "./math/elementwise.ts";
import { getitem } from "./math/getitem.ts";
import { index } from "./math/indexing.ts";
import * as inplace from "./math/inplace.ts";
import type { ValuesIndices } from "./math/order.ts";
import * as random from "./math/random.ts";
import * as shape from "./math/shape.ts";
import { Tensor } from "./tensor.ts";

/** Sizes of all dims, or of one. */
function size(input: Tensor): readonly number[];
function size(input: Tensor, dim: number): number;
function size(input: Tensor, dim?: number): number | readonly number[] {
  return dim === undefined ? input.shape : input.shape[normalizeDim(dim, input.ndim)]!;
}

const { new_empty, new_full, new_ones, new_zeros, norm, split, bernoulli } = ops;

/** Every method by its name: a function whose first argument is the tensor. */
const table = {
  ...pointwiseFunctions,
  ...reductionFunctions,
  ...shapeFunctions,
  ...indexingFunctions,
  ...productFunctions,
  new_empty,
  new_full,
  new_ones,
  new_zeros,
  norm,
  split,
  bernoulli,
  where: (input: Tensor, condition: Tensor, other: Tensor | number): Tensor => where(condition, input, other),
  softplus,
  logsigmoid,
  slice: shape.slice,
  contiguous: shape.contiguous,
  is_contiguous: shape.is_contiguous,
  index,
  getitem,
  to: cast.to,
  float: cast.float,
  long: cast.long,
  bool: cast.bool,
  cpu: cast.cpu,
  cuda: cast.cuda,
  copy_: inplace.copy_,
  zero_: inplace.zero_,
  normal_: random.normal_,
  uniform_: random.uniform_,
  exponential_: random.exponential_,
  random_: random.random_,
  bernoulli_: random.bernoulli_,
  size,
  dim: (input: Tensor): number => input.ndim,
  nelement: (input: Tensor): number => input.numel(),
} as const;

/** Functions of torch that no method is made of, or whose method the class has itself. */
const functionsOnly = [
  ...["bucketize", "searchsorted", "isin", "cat", "concat", "concatenate", "stack", "hstack", "vstack", "row_stack"],
  ...[
    "dstack",
    "column_stack",
    "combinations",
    "std_mean",
    "var_mean",
    "trapezoid",
    "trapz",
    "cumulative_trapezoid",
    "rsub",
    "fill",
  ],
  ...["clone", "reshape"],
];

/** The methods of functions over a tensor: the same without their first argument. */
type Bound<T> = {
  [K in keyof T]: T[K] extends (input: Tensor, ...rest: infer Rest) => infer Result
    ? ((...rest: Rest) => Result) & ((...given: readonly [...unknown[], Kwargs]) => Result)
    : never;
};

/** Those that write into their tensor. */
type Writing = {
  [K in InPlaceName as `${K}_`]: (typeof ops)[K] extends (input: Tensor, ...rest: infer Rest) => unknown
    ? ((...rest: Rest) => Tensor) & ((...given: readonly [...unknown[], Kwargs]) => Tensor)
    : never;
} & { fill_(value: number | Tensor): Tensor };

/** Methods with overloads, which a mapped type cannot carry over. */
interface Overloaded {
  max(): Tensor;
  max(other: Tensor): Tensor;
  max(dim: number, keepdim?: boolean): ValuesIndices;
  min(): Tensor;
  min(other: Tensor): Tensor;
  min(dim: number, keepdim?: boolean): ValuesIndices;
  median(): Tensor;
  median(dim: number, keepdim?: boolean): ValuesIndices;
  nanmedian(): Tensor;
  nanmedian(dim: number, keepdim?: boolean): ValuesIndices;
  size(): readonly number[];
  size(dim: number): number;
  view(...sizes: shape.Sizes): Tensor;
  repeat_interleave(repeats: number | Tensor, dim?: number | null): Tensor;
}

/** Methods that are read like properties. */
interface Properties {
  /** The dims in reverse order. */
  readonly T: Tensor;
  /** The last two dims exchanged. */
  readonly mT: Tensor;
}
const properties: Record<keyof Properties, (input: Tensor) => Tensor> = {
  T: (input) => shape.permute(input, [...input.shape.keys()].reverse()),
  mT: (input) => shape.transpose(input, -2, -1),
};

export interface TensorMethods
  extends Omit<Bound<typeof table>, keyof Overloaded | "clone" | "reshape" | "copy_" | "zero_">,
    Omit<Writing, "fill_">,
    Overloaded,
    Properties {}

declare module "./tensor.ts" {
  interface Tensor extends TensorMethods {}
}

type AnyOp = (...args: readonly unknown[]) => unknown;

function define(name: string, op: Op | AnyOp): void {
  const call = asMethod(name, op as AnyOp);
  Object.defineProperty(Tensor.prototype, name, {
    value(this: Tensor, ...rest: unknown[]) {
      return call(this, ...rest);
    },
    configurable: true,
    writable: true,
  });
}

/** Puts the methods on Tensor. Called once, by the engine's index, before anything else. */
export function installMethods(): void {
  for (const [name, op] of Object.entries(table)) if (!functionsOnly.includes(name)) define(name, op);
  for (const name of inPlaceNames) define(`${name}_`, inplace.writing(ops[name] as (x: Tensor) => Tensor));
  define("fill_", inplace.fill_);
  for (const [name, op] of Object.entries(properties)) {
    Object.defineProperty(Tensor.prototype, name, {
      get(this: Tensor) {
        return op(this);
      },
      configurable: true,
    });
  }
}
