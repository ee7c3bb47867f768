// Owns which ops stand behind torch's functions that index, multiply matrices and make tensors, and those written in Python.
import type { creationCalls } from "../../ops/torch/creation.ts";
import type { indexingCalls } from "../../ops/torch/indexing.ts";
import type { productCalls } from "../../ops/torch/product.ts";
import type { pythonCalls } from "../../ops/torch/python.ts";
import type { Op } from "../calls.ts";
import * as create from "../create.ts";
import * as contraction from "../math/contraction.ts";
import { einsum } from "../math/einsum.ts";
import * as made from "../math/fill.ts";
import * as index from "../math/indexing.ts";
import { meshgrid } from "../math/join.ts";
import * as matmul from "../math/matmul.ts";
import * as patches from "../math/patches.ts";
import * as placing from "../math/placing.ts";
import { bernoulli } from "../math/random.ts";
import { norm } from "../math/reduce.ts";
import { split } from "../math/shape.ts";
import * as stacks from "../math/stacks.ts";
import { trace } from "../math/statistics.ts";
import type { Tensor } from "../tensor.ts";

export const indexingFunctions = {
  argwhere: index.nonzero,
  fill: placing.fill,
  gather: index.gather,
  index_add: placing.index_add,
  index_copy: placing.index_copy,
  index_fill: placing.index_fill,
  index_put: placing.index_put,
  index_select: index.index_select,
  masked_fill: index.masked_fill,
  masked_select: index.masked_select,
  nonzero: (input: Tensor, { as_tuple = false }: { readonly as_tuple?: boolean } = {}): Tensor | Tensor[] =>
    as_tuple ? index.nonzero_tuple(input) : index.nonzero(input),
  scatter: placing.scatter,
  scatter_add: index.scatter_add,
  scatter_reduce: placing.scatter_reduce,
  select_scatter: patches.select_scatter,
  slice_scatter: patches.slice_scatter,
  diagonal_scatter: patches.diagonal_scatter,
  masked_scatter: patches.masked_scatter,
  take: placing.take,
  take_along_dim: placing.take_along_dim,
} satisfies Record<keyof typeof indexingCalls, Op>;

export const productFunctions = {
  addbmm: contraction.addbmm,
  addmm: matmul.addmm,
  addmv: contraction.addmv,
  addr: contraction.addr,
  baddbmm: matmul.baddbmm,
  bmm: matmul.bmm,
  cross: contraction.cross,
  dot: matmul.dot,
  ger: matmul.outer,
  inner: contraction.inner,
  kron: contraction.kron,
  matmul: matmul.matmul,
  mm: matmul.mm,
  mv: matmul.mv,
  outer: matmul.outer,
  trace,
  vdot: matmul.dot,
} satisfies Record<keyof typeof productCalls, Op>;

export const creationFunctions = {
  arange: made.arange,
  bernoulli,
  empty: create.zeros,
  empty_like: made.empty_like,
  eye: made.eye,
  full: create.full,
  full_like: made.full_like,
  linspace: made.linspace,
  logspace: made.logspace,
  new_empty: made.new_empty,
  new_full: made.new_full,
  new_ones: made.new_ones,
  new_zeros: made.new_zeros,
  ones: create.ones,
  ones_like: made.ones_like,
  rand: create.rand,
  rand_like: made.rand_like,
  randint: create.randint,
  randn: create.randn,
  randn_like: made.randn_like,
  randperm: create.randperm,
  tril_indices: made.tril_indices,
  triu_indices: made.triu_indices,
  zeros: create.zeros,
  zeros_like: made.zeros_like,
} satisfies Record<keyof typeof creationCalls, Op>;

export const pythonFunctions = {
  atleast_1d: stacks.atleast_1d,
  atleast_2d: stacks.atleast_2d,
  atleast_3d: stacks.atleast_3d,
  block_diag: stacks.block_diag,
  broadcast_tensors: stacks.broadcast_tensors,
  cartesian_prod: stacks.cartesian_prod,
  cdist: contraction.cdist,
  chain_matmul: contraction.chain_matmul,
  einsum,
  meshgrid: (tensors: readonly (Tensor | readonly Tensor[])[], indexing: "ij" | "xy" | null = null): Tensor[] =>
    meshgrid(tensors.flat() as Tensor[], indexing),
  norm,
  split,
  tensordot: contraction.tensordot,
} satisfies Record<keyof typeof pythonCalls, Op>;
