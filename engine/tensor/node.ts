// Owns the graph of autograd: one Node per op, their order, and whether ops are recorded at all.
import { runtimeError } from "../core/errors.ts";
import { printShape, type Shape } from "../core/shape.ts";

/** What a Node needs of a tensor. */
export interface Traced<T extends Traced<T>> {
  readonly grad_fn: Node<T> | null;
  readonly shape: Shape;
  readonly storage: { readonly version: number };
}

type Closure<T> = (...grads: T[]) => readonly (T | null)[];

/** One op in the graph. */
export class Node<T extends Traced<T>> {
  readonly name: string;
  readonly inputs: readonly (T | null)[];
  outputs: readonly T[] = [];
  /** Tensors whose values the closure reads, with their versions when it was made. */
  readonly saved: readonly (readonly [T, number])[];
  private closure: Closure<T> | null;

  constructor(name: string, inputs: readonly (T | null)[], closure: Closure<T>, saved: readonly T[]) {
    this.name = name;
    // A copy: who gave the list may go on adding to it, as a dense block does with its features.
    this.inputs = [...inputs];
    this.closure = closure;
    this.saved = saved.map((tensor) => [tensor, tensor.storage.version] as const);
  }

  apply(grads: readonly T[]): readonly (T | null)[] {
    if (this.closure === null) {
      throw runtimeError(
        "Trying to backward through the graph a second time (or directly access saved tensors after they have already " +
          "been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). " +
          "Specify retain_graph=True if you need to backward through the graph a second time or if you need to access " +
          "saved tensors after calling backward.",
      );
    }
    for (const [tensor, version] of this.saved) {
      if (tensor.storage.version === version) continue;
      const { grad_fn } = tensor;
      const maker = grad_fn ? `, which is output ${grad_fn.outputs.indexOf(tensor)} of ${grad_fn.name},` : "";
      throw runtimeError(
        "one of the variables needed for gradient computation has been modified by an inplace operation: " +
          `[torch.FloatTensor ${printShape(tensor.shape)}]${maker} is at version ${tensor.storage.version}; expected version ` +
          `${version} instead. Hint: enable anomaly detection to find the operation that failed to compute its ` +
          "gradient, with torch.autograd.set_detect_anomaly(True).",
      );
    }
    return this.closure(...grads);
  }

  /** Forgets what the closure holds; a second backward is then an error. */
  release(): void {
    this.closure = null;
  }
}

let recording = true;

export const is_grad_enabled = (): boolean => recording;

/** Runs `fn` with recording on or off. */
export function withGradMode<T>(enabled: boolean, fn: () => T): T {
  const before = recording;
  recording = enabled;
  try {
    return fn();
  } finally {
    recording = before;
  }
}

/** The Nodes behind `roots`, every one before those it was computed from. */
export function sortNodes<T extends Traced<T>>(roots: readonly T[]): Node<T>[] {
  const done = new Set<Node<T>>();
  const order: Node<T>[] = [];
  const stack: { node: Node<T>; next: number }[] = [];
  const enter = (node: Node<T> | null | undefined): void => {
    if (!node || done.has(node)) return;
    done.add(node);
    stack.push({ node, next: 0 });
  };
  for (const root of roots) {
    enter(root.grad_fn);
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const { inputs } = top.node;
      if (top.next < inputs.length) enter(inputs[top.next++]?.grad_fn);
      else {
        order.push(top.node);
        stack.pop();
      }
    }
  }
  return order.reverse();
}
