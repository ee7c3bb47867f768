// Owns the training step of any op that has none of its own: the op itself under autograd.
import { runtimeError } from "../../../core/errors.ts";
import { mapValues, type Value, valuesIn } from "../../../ir/graph.ts";
import { inOrder } from "../../../ops/signatures.ts";
import { enable_grad } from "../../../tensor/autograd.ts";
import { tensorFunctional } from "../../../tensor/functional.ts";
import { runBackward, Tensor } from "../../../tensor/tensor.ts";
import type { Memory } from "../../memory.ts";
import type { TorchOp } from "../../values.ts";
import type { OpGradients } from "../gradients.ts";
import type { TrainingStep } from "./step.ts";

const tensorsIn = (result: unknown): Tensor[] =>
  result instanceof Tensor ? [result] : Array.isArray(result) ? result.flatMap(tensorsIn) : [];

/** What the op makes on the way lives in the scope around the plan's run, until its backward has read it. */
export function eager({ name, args, outputs }: TorchOp, memory: Memory, gradients: OpGradients): TrainingStep {
  const learning = new Map(gradients.sinks.map(({ value, sink }) => [value, sink]));
  const leaves = new Map<Value, Tensor>();
  for (const value of valuesIn(args)) {
    const tensor = memory.tensor(value).detach();
    leaves.set(value, learning.has(value) ? tensor.requires_grad_() : tensor);
  }
  const given = inOrder(
    name,
    mapValues<Readonly<Record<string, unknown>>>(args, (value) => leaves.get(value)!),
  );
  const targets = outputs.map((value) => memory.tensor(value));
  const arriving = outputs.map((value) => gradients.tensorOf(value));
  const sinks = [...learning].map(([value, sink]) => ({ leaf: leaves.get(value)!, sink }));
  const op = tensorFunctional[name] as unknown as (...args: readonly unknown[]) => unknown;
  let made: readonly Tensor[] = [];
  return {
    forward() {
      made = tensorsIn(enable_grad(() => op(...given)));
      made.forEach((result, i) => {
        const target = targets[i]!;
        if (result.dtype !== target.dtype) {
          throw runtimeError(`plan: ${name} gave ${result.dtype} where ${target.dtype} was planned`);
        }
        if (result.storage !== target.storage || result.offset !== target.offset) target.data.set(result.data);
      });
    },
    backward() {
      const roots: Tensor[] = [];
      const grads: Tensor[] = [];
      made.forEach((result, i) => {
        const grad = arriving[i];
        if (!grad || !result.requires_grad) return;
        roots.push(result);
        grads.push(grad);
      });
      made = [];
      const wanted = sinks.map(({ leaf }) => leaf);
      const found = roots.length === 0 ? [] : runBackward(roots, grads, false, wanted);
      sinks.forEach(({ sink }, i) => {
        const grad = found[i];
        sink((into) => (grad ? into.set(grad.floats) : into.fill(0)));
      });
    },
  };
}
