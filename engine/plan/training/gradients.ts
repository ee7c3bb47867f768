// Owns where gradients go: into the plan's memory or a parameter's grad, the first of several written, the others added.
import { kernels } from "../../kernels/index.ts";
import { unwritten, zeros } from "../../tensor/create.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Access, Memory } from "../memory.ts";
import type { Op, Value } from "../values.ts";
import type { TrainingLives } from "./lifetimes.ts";

/** Lets `compute` write a gradient, or adds what it writes to those that came before. */
export type Sink = (compute: (into: Float32Array) => void) => void;

/** What the steps of an op ask about gradients. */
export interface GradientFlow {
  /** Whether a gradient flows to a value: it is learned, or computed from what is. */
  needs(value: Value): boolean;
  /** The value that stands for the gradient of a computed one; null where none is needed. */
  valueOf(value: Value): Value | null;
  /** The gradient of a computed value; null when nothing that runs back before has added to it. */
  of(value: Value): Access | null;
  /**
   * Where an op puts its part of the gradient of an argument; null where none is needed. To be asked for in the order
   * in which backward runs: it decides once who is the first.
   */
  into(value: Value | null | undefined): Sink | null;
}

/** For ops that the loss does not depend on. */
const none: GradientFlow = { needs: () => false, valueOf: () => null, of: () => null, into: () => null };

/** The grad of a parameter, to be written. */
function gradOf(parameter: Tensor): Float32Array {
  const grad = parameter.grad!;
  grad.storage.version++;
  return grad.floats;
}

export class Gradients implements GradientFlow {
  private readonly memory: Memory;
  private readonly plan: TrainingLives;
  private readonly begun = new Set<Value>();
  private readonly parameters = new Set<Tensor>();
  private spare: Tensor | null = null;

  constructor(memory: Memory, plan: TrainingLives) {
    this.memory = memory;
    this.plan = plan;
  }

  needs(value: Value): boolean {
    return this.plan.needs(value);
  }

  /** Makes the grads that parameters have not; before every run, as views do not outlast an allocation. */
  prepare(): void {
    for (const parameter of this.parameters) parameter.grad ??= zeros(parameter.shape);
  }

  /** Says that a value's gradient is there before any op adds to it: the loss's. */
  begin(value: Value): void {
    this.begun.add(this.plan.gradOf(value)!);
  }

  /** How gradients flow through an op; to be asked for in the order in which backward runs. */
  through({ outputs }: Op): GradientFlow {
    return outputs.some((output) => this.of(output)) ? this : none;
  }

  valueOf(value: Value): Value | null {
    return this.plan.gradOf(value);
  }

  of(value: Value): Access | null {
    const grad = this.plan.gradOf(value);
    return grad && this.begun.has(grad) ? this.memory.access(grad) : null;
  }

  into(value: Value | null | undefined): Sink | null {
    if (!value || !this.plan.needs(value)) return null;
    const { tensor } = value;
    const key = tensor ? value : this.plan.gradOf(value);
    if (!key) return null;
    if (tensor) this.parameters.add(tensor);
    const target: Access = tensor ? () => gradOf(tensor) : this.memory.access(key);
    const first = !this.begun.has(key);
    this.begun.add(key);
    if (first) return (compute) => compute(target());
    if (!this.spare || this.spare.numel() * 4 < value.bytes) {
      this.spare?.storage.free();
      this.spare = unwritten([value.bytes / 4]).keep();
    }
    const length = value.bytes / 4;
    return (compute) => {
      compute(this.spare!.floats.subarray(0, length));
      kernels.accumulate(this.spare!.floats.subarray(0, length), target());
    };
  }

  release(): void {
    this.spare?.storage.free();
  }
}
