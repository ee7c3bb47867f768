// Owns the form of a plan's steps: what runs again and again over memory that stays where it is.
import { Value } from "../../ir/graph.ts";
import type { Memory } from "../memory.ts";
import type { Named, Op, OpName } from "../values.ts";

export interface Step {
  /** What it takes for itself when it first runs, and keeps, in bytes; 0 unless given. */
  readonly bytes?: number;
  run(): void;
  /** Brings what was prepared of the weights up to date; before every run. */
  refresh?(): void;
  release?(): void;
}

/** Makes the step of an op; null where it cannot serve this one. */
export type Planner<N extends OpName> = (op: Named<N>, memory: Memory) => Step | null;
/** Likewise, for ops of any name. */
export type AnyPlanner = (op: Op, memory: Memory) => Step | null;

/** Whether kernels for float32 can serve an op: all its values are. */
export const allFloats = (...values: readonly unknown[]): boolean =>
  values.every((value) => !(value instanceof Value) || value.dtype === "float32");
