// Owns the plan of a model: its work on inputs of fixed shapes, prepared once and run without allocating.
import { printBytes } from "../core/bytes.ts";
import { runtimeError } from "../core/errors.ts";
import { printShape, sameShape } from "../core/shape.ts";
import type { Value } from "../ir/graph.ts";
import type { Module } from "../nn/base.ts";
import { no_grad } from "../tensor/autograd.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { bytesByOwner, lifetimes, viewed } from "./lifetimes.ts";
import { Memory } from "./memory.ts";
import { merge } from "./merge.ts";
import { stepOf } from "./steps/index.ts";
import type { Step } from "./steps/step.ts";
import { type InputLike, trace } from "./trace.ts";
import type { Graph } from "./values.ts";

/** Bytes above which a plan is refused. */
export const defaultLimit = 2 * 2 ** 30;

export interface PlanOptions {
  /** Bytes that the plan may take. */
  readonly limit?: number;
  /** Modules, by their dotted names, whose outputs can be read after a run: nothing is merged across them. */
  readonly show?: readonly string[];
}

/** A model ready to run on inputs of the planned shapes, in eval mode and without gradients. */
export class Plan {
  /** Bytes of all values between inputs and outputs. */
  readonly bytes: number;
  /** Bytes of what each module gives out, by its name, before any share memory. */
  readonly byModule: ReadonlyMap<string, number>;
  /** Where inputs lie. Whoever fills these tensors and gives them to `run` spares it the copying. */
  readonly inputs: readonly Tensor[];
  private readonly graph: Graph;
  private readonly shown: ReadonlyMap<string, readonly Value[]>;
  private readonly memory: Memory;
  private readonly outputs: readonly Tensor[];
  private readonly steps: readonly Step[];

  constructor(graph: Graph, shown: ReadonlyMap<string, readonly Value[]>, limit: number) {
    this.graph = graph;
    this.shown = shown;
    const lives = lifetimes(graph, [...shown.values()].flat());
    this.memory = new Memory(lives);
    this.bytes = this.memory.bytes;
    this.byModule = bytesByOwner(graph, lives);
    if (this.bytes > limit) throw tooLarge(this.bytes, limit, this.byModule);
    this.memory.allocate();
    this.inputs = graph.inputs.map((value) => this.memory.tensor(value));
    this.outputs = graph.outputs.map((value) => this.memory.tensor(value));
    this.steps = no_grad(() => graph.ops.filter((op) => !viewed(op)).map((op) => stepOf(op, this.memory)));
  }

  /**
   * The model's outputs, one tensor per port. They are the plan's own: the next run overwrites them. Weights are read
   * as they are now.
   * @throws RuntimeError when the inputs are not of the planned shapes and dtypes
   */
  run(...inputs: readonly Tensor[]): readonly Tensor[] {
    copyInputs(this.graph, this.memory, inputs);
    no_grad(() => {
      for (const step of this.steps) step.refresh?.();
      for (const step of this.steps) step.run();
    });
    return this.outputs;
  }

  /**
   * What a module gave out in the last run, one tensor per port.
   * @throws RuntimeError when the plan was not made to show it
   */
  output(name: string): readonly Tensor[] {
    const values = this.shown.get(name);
    if (!values) throw runtimeError(`this plan does not show ${name}`);
    return values.map((value) => this.memory.tensor(value));
  }

  /** Gives its memory back; it cannot run again. */
  release(): void {
    for (const step of this.steps) step.release?.();
    this.memory.release();
  }
}

/** @throws RuntimeError when inputs are not of the planned shapes and dtypes */
export function checkInputs({ inputs }: Graph, given: readonly Tensor[]): void {
  if (given.length !== inputs.length) {
    throw runtimeError(`this plan takes ${inputs.length} inputs, but got ${given.length}`);
  }
  for (const [i, input] of given.entries()) {
    const { shape, dtype } = inputs[i]!;
    if (!sameShape(shape, input.shape) || dtype !== input.dtype) {
      const got = `${printShape(input.shape)} of ${input.dtype}`;
      throw runtimeError(`this plan is for inputs of ${printShape(shape)} of ${dtype}, but input ${i} is ${got}`);
    }
  }
}

/**
 * Puts inputs where a plan reads them.
 * @throws RuntimeError when they are not of the planned shapes and dtypes
 */
export function copyInputs(graph: Graph, memory: Memory, given: readonly Tensor[]): void {
  checkInputs(graph, given);
  for (const [i, input] of given.entries()) {
    const own = memory.tensor(graph.inputs[i]!);
    if (own.storage !== input.storage) own.data.set(input.data);
  }
}

const largest = 5;

/** The refusal of a plan that needs more than `limit` bytes, with the figures of the largest modules. */
export function tooLarge(bytes: number, limit: number, byModule: ReadonlyMap<string, number>): Error {
  const most = [...byModule].sort((a, b) => b[1] - a[1]).slice(0, largest);
  const list = most.map(([name, own]) => `${name} ${printBytes(own)}`).join(", ");
  return runtimeError(
    `this model needs ${printBytes(bytes)} on inputs like these, and the limit is ${printBytes(limit)}; most of it: ${list}`,
  );
}

/**
 * Plans a model's work on inputs of these shapes, in eval mode: normalisations folded into the weights before them,
 * activations computed with the products before them, ops that go row by row one after another on a few rows at a time,
 * values that are never needed at the same time in the same memory, weights laid out for their kernels until they change.
 * @throws ShapeError with torch's message when the inputs do not fit
 * @throws TypeError for modules that are not torch.nn's, and for those with forward hooks
 * @throws RuntimeError above the limit, with the figures of the largest modules
 */
export function plan(
  model: Module,
  inputs: readonly InputLike[],
  { limit = defaultLimit, show = [] }: PlanOptions = {},
): Plan {
  const graph = trace(model, inputs);
  const shown = new Map(
    show.map((name) => {
      const values = graph.byModule.get(name);
      if (!values) throw runtimeError(`plan: the model has no module ${name} to show`);
      return [name, values] as const;
    }),
  );
  const kept = [...shown.values()].flat();
  return new Plan(merge(graph, kept), shown, limit);
}
