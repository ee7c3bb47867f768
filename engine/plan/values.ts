// Owns what a plan is made of before it has memory: values with a shape and a dtype, and the ops between them.
import type { DType } from "../core/dtype.ts";
import { bytesPerElement } from "../core/dtype.ts";
import { numel, type Shape } from "../core/shape.ts";
import type { FusedActivation } from "../kernels/activation.ts";
import type { Functional } from "../ops/functional.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** torch's op, which the interpreters know by this name. */
export type TorchOp = keyof Functional<Value>;
/** Or what a plan makes of several: attention between projections (attention.ts), ops that go row by row (rows.ts). */
export type OpName = TorchOp | "attend" | "rows";

/** What flows between ops: known by shape and dtype, with numbers only when a plan runs. */
export class Value {
  readonly shape: Shape;
  readonly dtype: DType;
  /** A parameter or buffer, which has its numbers already; null for what is computed. */
  readonly tensor: Tensor | null;

  constructor(shape: Shape, dtype: DType, tensor: Tensor | null = null) {
    this.shape = shape;
    this.dtype = dtype;
    this.tensor = tensor;
  }

  get bytes(): number {
    return numel(this.shape) * bytesPerElement[this.dtype];
  }
}

/** Batch normalisation in eval mode, as it is folded into the weights before it. */
export interface Norm {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  readonly eps: number;
}

/** One op and what was merged into it. */
export interface Op {
  readonly name: OpName;
  /** In the op's own order: values, lists of values, and plain arguments. */
  readonly args: readonly unknown[];
  /** In the order in which the op returns them. */
  readonly outputs: readonly Value[];
  /** The module that calls it, by its dotted name. */
  readonly owner: string;
  readonly norm: Norm | null;
  readonly activation: FusedActivation;
  /** Of ops that go row by row, those ops; values among them that the op does not give out are its own. */
  readonly parts?: readonly Op[];
}

/** A module's work on inputs of known shapes. */
export interface Graph {
  readonly inputs: readonly Value[];
  /** In the order in which they run. */
  readonly ops: readonly Op[];
  readonly outputs: readonly Value[];
  /** What each module gives out, by its dotted name. */
  readonly byModule: ReadonlyMap<string, readonly Value[]>;
}

/** The values among an op's arguments, also those in lists. */
export function valuesIn(args: readonly unknown[]): Value[] {
  return args.flatMap((arg) => (arg instanceof Value ? [arg] : Array.isArray(arg) ? valuesIn(arg) : []));
}

/** Values replaced by what `map` makes of them, everything else as it is. */
export const mapValues = (args: readonly unknown[], map: (value: Value) => unknown): unknown[] =>
  args.map((arg) => (arg instanceof Value ? map(arg) : Array.isArray(arg) ? mapValues(arg, map) : arg));
