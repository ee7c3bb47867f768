// Owns the step of any op that has none of its own: the op itself, its results copied to where the plan wants them.
import { runtimeError } from "../../core/errors.ts";
import { mapValues } from "../../ir/graph.ts";
import { inOrder } from "../../ops/signatures.ts";
import { tensorFunctional } from "../../tensor/functional.ts";
import { scope } from "../../tensor/storage.ts";
import { Tensor } from "../../tensor/tensor.ts";
import type { Memory } from "../memory.ts";
import type { TorchOp } from "../values.ts";
import type { Step } from "./step.ts";

const tensorsIn = (result: unknown): Tensor[] =>
  result instanceof Tensor ? [result] : Array.isArray(result) ? result.flatMap(tensorsIn) : [];

export function eager({ name, args, outputs }: TorchOp, memory: Memory): Step {
  const given = inOrder(
    name,
    mapValues<Readonly<Record<string, unknown>>>(args, (value) => memory.tensor(value)),
  );
  const targets = outputs.map((value) => memory.tensor(value));
  const op = tensorFunctional[name] as unknown as (...args: readonly unknown[]) => unknown;
  return {
    run: () =>
      scope(() => {
        tensorsIn(op(...given)).forEach((result, i) => {
          const target = targets[i]!;
          if (result.dtype !== target.dtype) {
            throw runtimeError(`plan: ${name} gave ${result.dtype} where ${target.dtype} was planned`);
          }
          if (result.storage !== target.storage || result.offset !== target.offset) target.data.set(result.data);
        });
      }),
  };
}
