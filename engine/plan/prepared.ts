// Owns a module prepared for inputs of known shapes: a plan that reads inputs where they lie, gives its outputs away, and
// holds nothing between runs but what it made of the weights.
import type { Module } from "../nn/base.ts";
import { no_grad } from "../tensor/autograd.ts";
import { scope } from "../tensor/storage.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { BorrowedMemory } from "./borrowed.ts";
import { lifetimes, viewed } from "./lifetimes.ts";
import { merge } from "./merge.ts";
import { checkInputs } from "./plan.ts";
import { stepOf } from "./steps/index.ts";
import type { Step } from "./steps/step.ts";
import { type InputLike, trace } from "./trace.ts";
import type { Graph } from "./values.ts";

/** What a prepared module takes, in bytes; counted from shapes alone. */
export interface PreparedBytes {
  /** Its outputs, but for those that lie where an input does. */
  readonly outputs: number;
  /** While it runs: values between inputs and outputs. */
  readonly running: number;
  /** From its first run to its release: weights laid out for their kernels. */
  readonly kept: number;
}

export class Prepared {
  readonly bytes: PreparedBytes;
  /** What it gives out, one per port. */
  readonly outputs: readonly InputLike[];
  private readonly graph: Graph;
  private readonly memory: BorrowedMemory;
  private readonly steps: readonly Step[];

  constructor(graph: Graph) {
    this.graph = graph;
    this.outputs = graph.outputs;
    this.memory = new BorrowedMemory(lifetimes(graph), graph.inputs, graph.outputs);
    this.steps = no_grad(() => graph.ops.filter((op) => !viewed(op)).map((op) => stepOf(op, this.memory)));
    const kept = this.steps.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
    this.bytes = { outputs: this.memory.outer, running: this.memory.inner, kept };
  }

  /**
   * The module's outputs, one per port: new memory of the scope around the call, or the inputs' own where nothing but
   * their shape changes. Weights are read as they are now.
   * @throws RuntimeError when the inputs are not of the prepared shapes and dtypes
   * @throws RangeError when there is not so much memory
   */
  run(...inputs: readonly Tensor[]): readonly Tensor[] {
    checkInputs(this.graph, inputs);
    return scope(() =>
      no_grad(() =>
        this.memory.runOn(inputs, () => {
          for (const step of this.steps) step.refresh?.();
          for (const step of this.steps) step.run();
        }),
      ),
    );
  }

  /** Gives back what it made of the weights; it cannot run again. */
  release(): void {
    for (const step of this.steps) step.release?.();
  }
}

/**
 * Prepares a module for inputs of these shapes (null: an optional one that is left out), in eval mode. Takes no memory
 * before it runs.
 * @throws ShapeError with torch's message when the inputs do not fit
 * @throws TypeError for modules that are not torch.nn's, and for those with forward hooks
 */
export const prepare = (module: Module, inputs: readonly (InputLike | null)[]): Prepared =>
  new Prepared(merge(trace(module, inputs)));
