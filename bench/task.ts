// Owns what a contestant is given: one piece of work as plain data, and the figures that belong to it.
import type { Graph } from "../engine/graph/graph.ts";
import type { ArgValues } from "../engine/modules/fields.ts";

/** One module of the work, with everything resolved. A value has the name of the step that makes it. */
export interface Step {
  readonly name: string;
  /** torch.nn class, Add, Cat, or MatMul. */
  readonly module: string;
  readonly args: ArgValues;
  readonly inputs: readonly string[];
  readonly inputShapes: readonly (readonly number[])[];
  readonly shape: readonly number[];
}

/** A named array: where it lies in its file, counted in floats. */
export interface Stored {
  readonly name: string;
  readonly shape: readonly number[];
  readonly at: number;
}

export interface Task {
  readonly name: string;
  /** One output from the inputs; or a step of training, which returns the loss before it. */
  readonly kind: "matmul" | "forward" | "train";
  /** What our own engine builds; null for a matmul. */
  readonly graph: Graph | null;
  /** In an order in which every step follows those it reads from. */
  readonly steps: readonly Step[];
  readonly inputs: readonly Stored[];
  /** state_dict keys in torch's order. */
  readonly weights: readonly Stored[];
  /** The step whose value is returned, or goes into the loss. */
  readonly output: string;
  readonly outputShape: readonly number[];
  /** Files of little-endian floats, relative to the task's own. */
  readonly files: { readonly inputs: string; readonly weights: string | null };
  /** Cross-entropy against the labels and plain SGD. */
  readonly train: { readonly lr: number; readonly labels: readonly number[] } | null;
}

/** A task with its numbers at hand. */
export interface LoadedTask extends Task {
  input(name: string): Float32Array<ArrayBuffer>;
  weight(key: string): Float32Array<ArrayBuffer>;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
