// Owns where gradients go: into the plan's memory or a parameter's grad, as was decided beforehand.
import type { Value } from "../../ir/graph.ts";
import { kernels } from "../../kernels/index.ts";
import { zeros } from "../../tensor/create.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Access, Memory } from "../memory.ts";
import { type Op, tensorOf } from "../values.ts";
import { noParts, type PartOfGradient } from "./flow.ts";
import type { TrainingLives } from "./lifetimes.ts";

/** Lets `compute` write a gradient, or adds what it writes to what is there. */
export type Sink = (compute: (into: Float32Array) => void) => void;

/** The gradients of one op: those that come back to its outputs, and where its part of its arguments' goes. */
export interface OpGradients {
  /** The gradient of an output; null where none comes back. */
  of(output: Value): Access | null;
  /** The same as a tensor. */
  tensorOf(output: Value): Tensor | null;
  /** Where the op's part of the gradient of an argument goes, by its name (and place in a list); null: none is needed. */
  into(argument: string, place?: number): Sink | null;
  /** Every value that the op adds to the gradient of, once. */
  readonly sinks: readonly { readonly value: Value; readonly sink: Sink }[];
  /** Memory of the op's own, from its forward to its backward. */
  workspace(name: string): Tensor;
}

/** The grad of a parameter, to be written. */
function gradOf(parameter: Tensor): Float32Array {
  const grad = parameter.grad!;
  grad.storage.version++;
  return grad.floats;
}

export class Gradients {
  private readonly memory: Memory;
  private readonly lives: TrainingLives;
  private readonly scratch: Access | null;

  constructor(memory: Memory, lives: TrainingLives) {
    this.memory = memory;
    this.lives = lives;
    this.scratch = lives.scratch && memory.access(lives.scratch);
  }

  /** Makes the grads that parameters have not; before every run, as views do not outlast an allocation. */
  prepare(): void {
    for (const parameter of this.lives.flow.learning) parameter.grad ??= zeros(parameter.shape);
  }

  private sink({ value, adds }: PartOfGradient): Sink {
    const parameter = tensorOf(value);
    const target: Access = parameter ? () => gradOf(parameter) : this.memory.access(this.lives.gradOf(value)!);
    if (!adds) return (compute) => compute(target());
    const length = value.bytes / 4;
    return (compute) => {
      const part = this.scratch!().subarray(0, length);
      compute(part);
      kernels.accumulate(part, target());
    };
  }

  through(op: Op): OpGradients {
    const { memory, lives } = this;
    const { flow } = lives;
    const gradValue = (output: Value): Value | null => (flow.reached.has(output) ? lives.gradOf(output) : null);
    const parts = flow.parts.get(op) ?? noParts;
    const first = [...new Map([...parts.values()].toReversed().map((part) => [part.value, part])).values()];
    return {
      of: (output) => {
        const grad = gradValue(output);
        return grad && memory.access(grad);
      },
      tensorOf: (output) => {
        const grad = gradValue(output);
        return grad && memory.tensor(grad);
      },
      into: (argument, place = 0) => {
        const part = parts.get(`${argument}.${place}`);
        return part ? this.sink(part) : null;
      },
      sinks: first.map((part) => ({ value: part.value, sink: this.sink(part) })),
      workspace: (name) => memory.tensor(lives.workspaces.get(op)![name]!),
    };
  }
}
