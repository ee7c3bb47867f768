// Owns the form of a training plan's steps: an op's forward, and its backward over gradients that lie ready.
import type { Memory } from "../../memory.ts";
import type { Named, Op, OpName } from "../../values.ts";
import type { OpGradients } from "../gradients.ts";

export interface TrainingStep {
  forward(): void;
  /** Null where no gradient comes back, or none is needed. */
  readonly backward: (() => void) | null;
  release?(): void;
}

/** Makes the step of an op; null where it cannot serve this one. */
export type TrainingPlanner<N extends OpName> = (
  op: Named<N>,
  memory: Memory,
  gradients: OpGradients,
) => TrainingStep | null;
/** Likewise, for ops of any name. */
export type AnyTrainingPlanner = (op: Op, memory: Memory, gradients: OpGradients) => TrainingStep | null;
