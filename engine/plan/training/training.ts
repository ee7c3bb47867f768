// Owns the plan of a step of training: forward, backward and the optimizer over memory that stays where it is.
import { runtimeError } from "../../core/errors.ts";
import type { Module } from "../../nn/base.ts";
import { no_grad } from "../../tensor/autograd.ts";
import { scope } from "../../tensor/storage.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { fuse } from "../fuse.ts";
import { bytesByOwner, viewed } from "../lifetimes.ts";
import { type Access, Memory } from "../memory.ts";
import { copyInputs, defaultLimit, tooLarge } from "../plan.ts";
import { type InputLike, traceLoss } from "../trace.ts";
import type { Graph } from "../values.ts";
import { Gradients } from "./gradients.ts";
import { trainingLives } from "./lifetimes.ts";
import { trainingStepOf } from "./steps/index.ts";
import type { TrainingStep } from "./steps/step.ts";

/** What a step of training needs of an optimizer. */
export interface Stepping {
  step(): unknown;
}

export interface TrainingOptions {
  /** Bytes that values and their gradients may take. */
  readonly limit?: number;
}

export class TrainingPlan {
  /** Bytes of all values, their gradients and what steps need for themselves; parameters and theirs are the model's. */
  readonly bytes: number;
  /** Where inputs and targets lie. Whoever fills these tensors and gives them to `step` spares it the copying. */
  readonly inputs: readonly Tensor[];
  private readonly graph: Graph;
  private readonly memory: Memory;
  private readonly gradients: Gradients;
  private readonly optimizer: Stepping | null;
  private readonly forwards: readonly TrainingStep[];
  private readonly backwards: readonly TrainingStep[];
  private readonly lossGrad: Access;

  constructor(graph: Graph, optimizer: Stepping | null, limit: number) {
    this.graph = graph;
    this.optimizer = optimizer;
    const planned = trainingLives(graph);
    this.memory = new Memory(planned.lives);
    this.bytes = this.memory.bytes;
    if (this.bytes > limit) throw tooLarge(this.bytes, limit, bytesByOwner(graph, planned.lives));
    const [loss] = graph.outputs;
    const grad = planned.gradOf(loss!);
    if (loss!.bytes !== 4) throw runtimeError("grad can be implicitly created only for scalar outputs");
    if (!grad) throw runtimeError("element 0 of tensors does not require grad and does not have a grad_fn");
    this.memory.allocate();
    this.inputs = graph.inputs.map((value) => this.memory.tensor(value));
    this.gradients = new Gradients(this.memory, planned);
    this.lossGrad = this.memory.access(grad);
    const ops = graph.ops.filter((op) => !viewed(op));
    this.forwards = no_grad(() => ops.map((op) => trainingStepOf(op, this.memory, this.gradients.through(op))));
    this.backwards = this.forwards.toReversed();
  }

  /**
   * One step: the loss of these inputs and targets, the gradient of every parameter in its `grad` (what was there is
   * overwritten), and the optimizer's step. Returns the loss; the next step overwrites it.
   * @throws RuntimeError when inputs or targets are not of the planned shapes and dtypes
   */
  step(...given: readonly Tensor[]): Tensor {
    copyInputs(this.graph, this.memory, given);
    this.gradients.prepare();
    no_grad(() =>
      scope(() => {
        for (const { forward } of this.forwards) forward();
        this.lossGrad()[0] = 1;
        for (const { backward } of this.backwards) backward?.();
      }),
    );
    this.optimizer?.step();
    return this.memory.tensor(this.graph.outputs[0]!);
  }

  /** The model's output in the last step, before the optimizer's. */
  get output(): Tensor {
    return this.memory.tensor(this.graph.outputs[1]!);
  }

  /** Gives its memory back; it cannot step again. Parameters, their grads and the optimizer's state stay. */
  release(): void {
    for (const step of this.forwards) step.release?.();
    this.memory.release();
  }
}

/**
 * Plans steps of training on inputs and targets of these shapes, in training mode. `criterion` takes the model's first
 * output and the targets; `optimizer` steps after each backward (null: only gradients are computed).
 * @throws as `plan` does
 * @throws RuntimeError with torch's message when the loss is no scalar or does not depend on what learns
 */
export function planTraining(
  model: Module,
  criterion: Module,
  optimizer: Stepping | null,
  inputs: readonly InputLike[],
  targets: readonly InputLike[],
  { limit = defaultLimit }: TrainingOptions = {},
): TrainingPlan {
  return new TrainingPlan(fuse(traceLoss(model, criterion, inputs, targets)), optimizer, limit);
}
