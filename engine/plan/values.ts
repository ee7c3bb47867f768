// Owns what a plan is made of before it has memory: a graph of ops, with its weights and with what was merged.

import type { Graph as GraphOf, OpOf } from "../ir/graph.ts";
import { Value } from "../ir/graph.ts";
import type { AttentionDims } from "../kernels/attention/contract.ts";

import type { FusedActivation } from "../kernels/matmul/contract.ts";
import type { OpName as TorchOpName } from "../ops/signatures.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** A parameter or buffer, which has its numbers already. */
export class Weight extends Value {
  readonly tensor: Tensor;

  constructor(tensor: Tensor) {
    super(tensor.shape, tensor.dtype);
    this.tensor = tensor;
  }
}

/** The numbers of a weight; null for what is computed, or for nothing. */
export const tensorOf = (value: unknown): Tensor | null => (value instanceof Weight ? value.tensor : null);

/** Batch normalisation in eval mode, as it is folded into the weights before it. */
export interface Norm {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  readonly eps: number;
}

/** An op of torch, and what was merged into it. */
export interface TorchOpOf<K extends TorchOpName> extends OpOf<K> {
  readonly norm: Norm | null;
  readonly activation: FusedActivation;
}
export type TorchOp = { readonly [K in TorchOpName]: TorchOpOf<K> }[TorchOpName];

interface Made {
  readonly outputs: readonly Value[];
  readonly owner: string;
}

/** What lies between attention's projections (attention.ts). */
export interface AttendOp extends Made {
  readonly name: "attend";
  readonly args: {
    readonly query: Value;
    readonly key: Value;
    readonly value: Value;
    readonly dims: AttentionDims;
  };
}

/** Ops that go row by row, as one (rows.ts); values among them that the op does not give out are its own. */
export interface RowsOp extends Made {
  readonly name: "rows";
  readonly args: { readonly inputs: readonly Value[] };
  readonly parts: readonly TorchOp[];
}

/** An op of torch, or what a plan makes of several. */
export type Op = TorchOp | AttendOp | RowsOp;
export type OpName = Op["name"];
/** The op of a name. */
export type Named<N extends OpName> = Extract<Op, { readonly name: N }>;

export type Graph = GraphOf<Op>;

export const isTorchOp = (op: Op): op is TorchOp => op.name !== "attend" && op.name !== "rows";
