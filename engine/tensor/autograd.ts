// Owns torch.autograd: gradients on request, and switching the recording of ops off and on.
import { runtimeError } from "../core/errors.ts";
import { withGradMode } from "./node.ts";
import { type Grad, runBackward, type Tensor } from "./tensor.ts";

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** Runs `fn` without recording: what it computes requires no grad. */
export const no_grad = <T>(fn: () => T): T => withGradMode(false, fn);

/** Runs `fn` with recording, inside no_grad too. */
export const enable_grad = <T>(fn: () => T): T => withGradMode(true, fn);

/** Adds the gradients of `tensors` (times `grads`) to the `grad` of every leaf they were computed from. */
export function backward(
  tensors: Tensor | readonly Tensor[],
  grads: Grad | readonly Grad[] = [],
  options: { retain_graph?: boolean } = {},
): void {
  const roots = list<Tensor>(tensors);
  const given = list<Grad>(grads);
  if (given.length > 0 && given.length !== roots.length) {
    throw runtimeError(`got ${roots.length} tensors and ${given.length} gradients`);
  }
  runBackward(roots, given, options.retain_graph ?? false, null);
}

/** The gradients of `outputs` (times `grad_outputs`) with respect to `inputs`; no `grad` changes. */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  grad_outputs: Grad | readonly Grad[] = [],
  options: { retain_graph?: boolean; allow_unused?: boolean } = {},
): Grad[] {
  const targets = list<Tensor>(inputs);
  if (targets.some((input) => !input.requires_grad)) {
    throw runtimeError("One of the differentiated Tensors does not require grad");
  }
  const found = runBackward(list<Tensor>(outputs), list<Grad>(grad_outputs), options.retain_graph ?? false, targets);
  if (!options.allow_unused && found.includes(null)) {
    throw runtimeError(
      "One of the differentiated Tensors appears to not have been used in the graph. " +
        "Set allow_unused=True if this is the desired behavior.",
    );
  }
  return found;
}
