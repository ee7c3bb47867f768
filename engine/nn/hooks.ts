// Owns hooks on modules: their handles, and how a full backward hook sees the gradients of a module's inputs and outputs.
import { type Grad, recordAll, Tensor } from "../tensor/tensor.ts";

export interface Handle {
  remove(): void;
}

/** Hooks in the order they were registered. */
export class Hooks<H> {
  private readonly all = new Set<{ readonly hook: H }>();

  add(hook: H): Handle {
    const entry = { hook };
    this.all.add(entry);
    return { remove: () => void this.all.delete(entry) };
  }

  get size(): number {
    return this.all.size;
  }

  *[Symbol.iterator](): Iterator<H> {
    for (const { hook } of [...this.all]) yield hook;
  }
}

type OnGrads = (gradInputs: readonly Grad[], gradOutputs: readonly Grad[]) => readonly Grad[] | undefined;

const alias = (tensor: Tensor): Tensor => tensor.detach();

/**
 * Puts a Node before the inputs and one behind the outputs of a call: the one behind sees the outputs' gradients first,
 * the one before the inputs' gradients last, which is when `onGrads` is called.
 */
export function watchGrads(
  inputs: readonly Tensor[],
  call: (inputs: readonly Tensor[]) => Tensor | readonly Tensor[],
  onGrads: OnGrads,
): Tensor | readonly Tensor[] {
  let gradOutputs: readonly Grad[] = [];
  const needed = inputs.some((input) => input.requires_grad);
  const watched = inputs.map(alias);
  recordAll("BackwardHookFunctionBackward", watched, inputs, (...grads) => onGrads(grads, gradOutputs) ?? grads);
  const result = call(watched);
  // As torch, only tensors that stand directly in the tuple: an LSTM's states stand in one of their own.
  const list = Array.isArray(result) ? (result as readonly unknown[]) : [result];
  const outputs = list.filter((item): item is Tensor => item instanceof Tensor);
  const seen = outputs.map(alias);
  const see = (...grads: Tensor[]): readonly Grad[] => {
    gradOutputs = grads;
    if (!needed)
      onGrads(
        inputs.map(() => null),
        grads,
      );
    return grads;
  };
  recordAll("BackwardHookFunctionBackward", seen, outputs, see);
  if (!Array.isArray(result)) return seen[0]!;
  const rest = seen.values();
  return list.map((item) => (item instanceof Tensor ? rest.next().value : item)) as readonly Tensor[];
}
