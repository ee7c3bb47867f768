// Owns the form of a training plan's steps: an op's forward, and its backward over gradients that lie ready.
import type { Memory } from "../../memory.ts";
import type { Op } from "../../values.ts";
import type { GradientFlow } from "../gradients.ts";

export interface TrainingStep {
  forward(): void;
  /** Null where no gradient comes back, or none is needed. */
  readonly backward: (() => void) | null;
  release?(): void;
}

/** Makes the step of an op; null where it cannot serve this one. Called in the order in which backward runs. */
export type TrainingPlanner = (op: Op, memory: Memory, gradients: GradientFlow) => TrainingStep | null;
