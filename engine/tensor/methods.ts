// Owns which ops are methods of Tensor as well: one table, the types that follow from it, and what installs it.
import { normalizeDim } from "../core/shape.ts";
import { tensorFunctional } from "./functional.ts";
import * as binary from "./math/binary.ts";
import * as cast from "./math/cast.ts";
import * as compare from "./math/compare.ts";
import * as elementwise from "./math/elementwise.ts";
import { new_full, new_ones, new_zeros } from "./math/fill.ts";
import * as index from "./math/index.ts";
import * as inplace from "./math/inplace.ts";
import { roll, tril, triu } from "./math/join.ts";
import * as matmul from "./math/matmul.ts";
import { argsort, max, min, sort, topk, type ValuesIndices } from "./math/order.ts";
import * as random from "./math/random.ts";
import * as reduce from "./math/reduce.ts";
import * as shape from "./math/shape.ts";
import { Tensor } from "./tensor.ts";

/** Sizes of all dims, or of one. */
function size(input: Tensor): readonly number[];
function size(input: Tensor, dim: number): number;
function size(input: Tensor, dim?: number): number | readonly number[] {
  return dim === undefined ? input.shape : input.shape[normalizeDim(dim, input.ndim)]!;
}

/** Every method by its name: a function whose first argument is the tensor. */
const table = {
  exp: elementwise.exp,
  expm1: elementwise.expm1,
  log: elementwise.log,
  log2: elementwise.log2,
  log10: elementwise.log10,
  log1p: elementwise.log1p,
  sqrt: elementwise.sqrt,
  rsqrt: elementwise.rsqrt,
  reciprocal: elementwise.reciprocal,
  sin: elementwise.sin,
  cos: elementwise.cos,
  tan: elementwise.tan,
  asin: elementwise.asin,
  acos: elementwise.acos,
  atan: elementwise.atan,
  sinh: elementwise.sinh,
  cosh: elementwise.cosh,
  tanh: elementwise.tanh,
  sigmoid: elementwise.sigmoid,
  erf: elementwise.erf,
  erfinv: elementwise.erfinv,
  abs: elementwise.abs,
  square: elementwise.square,
  sign: elementwise.sign,
  floor: elementwise.floor,
  ceil: elementwise.ceil,
  trunc: elementwise.trunc,
  round: elementwise.round,
  neg: elementwise.neg,
  erfc: elementwise.erfc,
  relu: elementwise.relu,
  softplus: elementwise.softplus,
  logsigmoid: elementwise.logsigmoid,
  add: binary.add,
  sub: binary.sub,
  mul: binary.mul,
  div: binary.div,
  floor_divide: binary.floor_divide,
  remainder: binary.remainder,
  fmod: binary.fmod,
  pow: binary.pow,
  maximum: binary.maximum,
  minimum: binary.minimum,
  atan2: binary.atan2,
  clamp: binary.clamp,
  where: binary.where,
  lerp: binary.lerp,
  addcmul: binary.addcmul,
  addcdiv: binary.addcdiv,
  eq: compare.eq,
  ne: compare.ne,
  lt: compare.lt,
  le: compare.le,
  gt: compare.gt,
  ge: compare.ge,
  logical_and: compare.logical_and,
  logical_or: compare.logical_or,
  logical_xor: compare.logical_xor,
  logical_not: compare.logical_not,
  isnan: compare.isnan,
  isinf: compare.isinf,
  isfinite: compare.isfinite,
  equal: compare.equal,
  allclose: compare.allclose,
  sum: reduce.sum,
  mean: reduce.mean,
  prod: reduce.prod,
  amax: reduce.amax,
  amin: reduce.amin,
  std: reduce.std,
  norm: reduce.norm,
  logsumexp: reduce.logsumexp,
  cumsum: reduce.cumsum,
  any: reduce.any,
  all: reduce.all,
  argmax: reduce.argmax,
  argmin: reduce.argmin,
  matmul: matmul.matmul,
  dot: matmul.dot,
  mv: matmul.mv,
  mm: matmul.mm,
  bmm: matmul.bmm,
  addmm: matmul.addmm,
  baddbmm: matmul.baddbmm,
  outer: matmul.outer,
  view_as: shape.view_as,
  transpose: shape.transpose,
  swapaxes: shape.swapaxes,
  t: shape.t,
  movedim: shape.movedim,
  squeeze: shape.squeeze,
  unsqueeze: shape.unsqueeze,
  flatten: shape.flatten,
  unflatten: shape.unflatten,
  expand_as: shape.expand_as,
  broadcast_to: shape.broadcast_to,
  repeat_interleave: shape.repeat_interleave,
  narrow: shape.narrow,
  slice: shape.slice,
  select: shape.select,
  unbind: shape.unbind,
  split: shape.split,
  chunk: shape.chunk,
  diagonal: shape.diagonal,
  unfold: shape.unfold,
  contiguous: shape.contiguous,
  is_contiguous: shape.is_contiguous,
  index_select: index.index_select,
  index: index.index,
  gather: index.gather,
  scatter_add: index.scatter_add,
  scatter: index.scatter,
  masked_fill: index.masked_fill,
  masked_select: index.masked_select,
  to: cast.to,
  float: cast.float,
  long: cast.long,
  bool: cast.bool,
  cpu: cast.cpu,
  cuda: cast.cuda,
  type_as: cast.type_as,
  copy_: inplace.copy_,
  fill_: inplace.fill_,
  zero_: inplace.zero_,
  abs_: inplace.abs_,
  ceil_: inplace.ceil_,
  exp_: inplace.exp_,
  floor_: inplace.floor_,
  log_: inplace.log_,
  neg_: inplace.neg_,
  reciprocal_: inplace.reciprocal_,
  relu_: inplace.relu_,
  round_: inplace.round_,
  rsqrt_: inplace.rsqrt_,
  sigmoid_: inplace.sigmoid_,
  sqrt_: inplace.sqrt_,
  tanh_: inplace.tanh_,
  trunc_: inplace.trunc_,
  add_: inplace.add_,
  sub_: inplace.sub_,
  mul_: inplace.mul_,
  div_: inplace.div_,
  pow_: inplace.pow_,
  clamp_: inplace.clamp_,
  lerp_: inplace.lerp_,
  addcmul_: inplace.addcmul_,
  addcdiv_: inplace.addcdiv_,
  masked_fill_: inplace.masked_fill_,
  scatter_: inplace.scatter_,
  scatter_add_: inplace.scatter_add_,
  normal_: random.normal_,
  uniform_: random.uniform_,
  exponential_: random.exponential_,
  random_: random.random_,
  bernoulli_: random.bernoulli_,
  bernoulli: random.bernoulli,
  var: reduce.variance,
  argsort,
  sort,
  topk,
  roll,
  tril,
  triu,
  new_full,
  new_ones,
  new_zeros,
  view: shape.view,
  permute: shape.permute,
  expand: shape.expand,
  repeat: shape.repeat,
  flip: shape.flip,
  max,
  min,
  size,
  dim: (input: Tensor): number => input.ndim,
  nelement: (input: Tensor): number => input.numel(),
  softmax: (input: Tensor, dim: number): Tensor => tensorFunctional.softmax(input, dim),
  log_softmax: (input: Tensor, dim: number): Tensor => tensorFunctional.log_softmax(input, dim),
} as const;

/** The methods of functions over a tensor: the same without their first argument. */
type Bound<T> = {
  [K in keyof T]: T[K] extends (input: Tensor, ...rest: infer Rest) => infer Result ? (...rest: Rest) => Result : never;
};

/** Methods with overloads, which a mapped type cannot carry over. */
interface Overloaded {
  max(): Tensor;
  max(other: Tensor): Tensor;
  max(dim: number, keepdim?: boolean): ValuesIndices;
  min(): Tensor;
  min(other: Tensor): Tensor;
  min(dim: number, keepdim?: boolean): ValuesIndices;
  size(): readonly number[];
  size(dim: number): number;
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

export interface TensorMethods extends Omit<Bound<typeof table>, keyof Overloaded>, Overloaded, Properties {}

declare module "./tensor.ts" {
  interface Tensor extends TensorMethods {}
}

/** Puts the methods on Tensor. Called once, by the engine's index, before anything else. */
export function installMethods(): void {
  for (const [name, op] of Object.entries(table)) {
    const apply = op as (input: Tensor, ...rest: unknown[]) => unknown;
    Object.defineProperty(Tensor.prototype, name, {
      value(this: Tensor, ...rest: unknown[]) {
        return apply(this, ...rest);
      },
      configurable: true,
      writable: true,
    });
  }
  for (const [name, op] of Object.entries(properties)) {
    Object.defineProperty(Tensor.prototype, name, {
      get(this: Tensor) {
        return op(this);
      },
      configurable: true,
    });
  }
}
