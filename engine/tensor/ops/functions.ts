// Torch's functions of tensors among the ops: what computes them lies in math/.
import type { Functional } from "../../ops/functional.ts";
import { empty, full, ones, rand, randn, tensor } from "../create.ts";
import * as binary from "../math/binary.ts";
import { bool, long } from "../math/cast.ts";
import * as compare from "../math/compare.ts";
import { cdist, tensordot } from "../math/contraction.ts";
import { cumprod, cumsum } from "../math/cumulative.ts";
import { einsum } from "../math/einsum.ts";
import * as elementwise from "../math/elementwise.ts";
import { arange, eye, linspace } from "../math/fill.ts";
import { getitem } from "../math/getitem.ts";
import * as index from "../math/indexing.ts";
import * as matmul from "../math/matmul.ts";
import * as order from "../math/order.ts";
import { take_along_dim } from "../math/placing.ts";
import * as reduce from "../math/reduce.ts";
import { narrow, select } from "../math/shape.ts";
import type { Tensor } from "../tensor.ts";
import { checked } from "./checked.ts";

export const sourceOps = checked({
  zeros: (shape, dtype) => empty(shape, dtype),
  ones: (size, dtype = "float32") => ones(size, { dtype }),
  full: (size, fill_value, dtype = null) =>
    full(size, fill_value, { dtype: dtype ?? (Number.isInteger(fill_value) ? "int64" : "float32") }),
  eye: (n, m = null, dtype = "float32") => eye(n, m ?? n, { dtype }),
  arange: (start, end, step = 1, dtype = null) => arange(start, end, step, dtype === null ? {} : { dtype }),
  linspace: (start, end, steps) => linspace(start, end, steps),
  randn: (size) => randn(size),
  rand: (size) => rand(size),
  tensor: (data, shape, dtype) => tensor(data, { shape, dtype }),
} satisfies Partial<Functional<Tensor>>);

export const indexingOps = checked({
  select,
  narrow,
  getitem: (input, text) => getitem(input, text),
  gather: (input, dim, at) => index.gather(input, dim, at),
  index_select: index.index_select,
  take_along_dim,
  masked_fill: index.masked_fill,
  where: binary.where,
  scatter: (input, dim, at, src) => index.scatter(input, dim, at, src),
  scatter_add: index.scatter_add,
} satisfies Partial<Functional<Tensor>>);

/** The extreme of all, or along a dim with where it was; truths are ordered as 0 and 1. */
const found =
  (of: typeof order.max) =>
  (input: Tensor, dim: number | null = null, keepdim = false): Tensor | readonly [Tensor, Tensor] => {
    if (dim === null) return of(input);
    if (input.dtype !== "bool") return of(input, dim, keepdim);
    const [values, indices] = of(long(input), dim, keepdim);
    return [bool(values), indices];
  };

export const reducingOps = checked({
  sum: (input, dim, keepdim) => reduce.sum(input, dim, keepdim),
  mean: (input, dim, keepdim) => reduce.mean(input, dim, keepdim),
  prod: (input, dim, keepdim) => reduce.prod(input, dim, keepdim),
  amax: reduce.amax,
  amin: reduce.amin,
  max: found(order.max),
  min: found(order.min),
  argmax: reduce.argmax,
  argmin: reduce.argmin,
  var: (input, dim, unbiased, keepdim) => reduce.variance(input, dim, unbiased, keepdim),
  std: (input, dim, unbiased, keepdim) => reduce.std(input, dim, unbiased, keepdim),
  norm: (input, p = 2, dim = null, keepdim = false) => reduce.norm(input, p, dim, keepdim),
  logsumexp: reduce.logsumexp,
  all: reduce.all,
  any: reduce.any,
  cumsum: (input, dim) => cumsum(input, dim),
  cumprod: (input, dim) => cumprod(input, dim),
  sort: (input, dim, descending) => order.sort(input, dim, descending),
  argsort: (input, dim, descending) => order.argsort(input, dim, descending),
  topk: order.topk,
} satisfies Partial<Functional<Tensor>>);

export const elementwiseOps = checked({
  sub: (input, other) => binary.sub(input, other),
  div: (input, other, rounding_mode = null) => binary.div(input, other, { rounding_mode }),
  floor_divide: binary.floor_divide,
  remainder: binary.remainder,
  fmod: binary.fmod,
  pow: binary.pow,
  maximum: binary.maximum,
  minimum: binary.minimum,
  atan2: binary.atan2,
  eq: compare.eq,
  ne: compare.ne,
  lt: compare.lt,
  le: compare.le,
  gt: compare.gt,
  ge: compare.ge,
  logical_and: compare.logical_and,
  logical_or: compare.logical_or,
  logical_xor: compare.logical_xor,
  clamp: binary.clamp,
  lerp: binary.lerp,
  neg: elementwise.neg,
  abs: elementwise.abs,
  sign: elementwise.sign,
  exp: elementwise.exp,
  expm1: elementwise.expm1,
  log: elementwise.log,
  log2: elementwise.log2,
  log10: elementwise.log10,
  log1p: elementwise.log1p,
  sqrt: elementwise.sqrt,
  rsqrt: elementwise.rsqrt,
  square: (input) => elementwise.square(input.dtype === "bool" ? long(input) : input),
  reciprocal: elementwise.reciprocal,
  sin: elementwise.sin,
  cos: elementwise.cos,
  tan: elementwise.tan,
  atan: elementwise.atan,
  erf: elementwise.erf,
  floor: elementwise.floor,
  ceil: elementwise.ceil,
  round: (input) => elementwise.round(input),
  trunc: elementwise.trunc,
  logical_not: compare.logical_not,
  isnan: compare.isnan,
} satisfies Partial<Functional<Tensor>>);

export const productOps = checked({
  matmul: matmul.matmul,
  mm: matmul.mm,
  bmm: matmul.bmm,
  outer: matmul.outer,
  addmm: (input, mat1, mat2, beta = 1, alpha = 1) => matmul.addmm(input, mat1, mat2, { beta, alpha }),
  einsum: (equation, operands) => einsum([equation, ...operands]),
  tensordot: (a, b, dims) => tensordot(a, b, dims),
  cdist: (x1, x2, p) => cdist(x1, x2, p),
  baddbmm: (input, batch1, batch2, beta = 1, alpha = 1) => matmul.baddbmm(input, batch1, batch2, { beta, alpha }),
} satisfies Partial<Functional<Tensor>>);
