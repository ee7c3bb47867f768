// Owns when values and their gradients are needed in a step of training: forward through the ops, then back.
import type { Block } from "../arena.ts";
import { functionOf } from "../functions.ts";
import { isView } from "../lifetimes.ts";
import type { Lives } from "../memory.ts";
import { type Graph, type Op, type OpName, Value, valuesIn } from "../values.ts";

/** What an op's backward reads again of its forward. */
interface Saved {
  readonly inputs: boolean;
  readonly output: boolean;
}
const nothing: Saved = { inputs: false, output: false };
const inputs: Saved = { inputs: true, output: false };
const output: Saved = { inputs: false, output: true };

const saved: Partial<Readonly<Record<OpName, Saved>>> = {
  softmax: output,
  log_softmax: output,
  add: nothing,
  cat: nothing,
  avg_pool1d: nothing,
  avg_pool2d: nothing,
  avg_pool3d: nothing,
  adaptive_avg_pool1d: nothing,
  adaptive_avg_pool2d: nothing,
  adaptive_avg_pool3d: nothing,
  max_pool1d: nothing,
  max_pool2d: nothing,
  max_pool3d: nothing,
};

/** An activation merged into the op is read again by its output. */
function savedOf(op: Op): Saved {
  const own = functionOf(op)?.byOutput ? output : (saved[op.name] ?? inputs);
  return op.activation === "none" ? own : { ...own, output: true };
}

/** A graph with its gradients: which values have one, and where all of them are needed. */
export interface TrainingLives {
  readonly lives: Lives;
  /** The value that stands for the gradient of a computed value; null where none is needed. */
  readonly gradOf: (value: Value) => Value | null;
  /** Whether a gradient flows to a value: it is learned, or computed from what is. */
  readonly needs: (value: Value) => boolean;
}

/**
 * Steps are counted from 0, the copying of inputs: n ops forward, the loss's gradient, n ops back. What backward reads
 * again lives until then; a gradient from the first op that adds to it to the op that made its value.
 */
export function trainingLives(graph: Graph): TrainingLives {
  const { ops } = graph;
  const end = 2 * ops.length + 2;
  const back = (i: number): number => 2 * ops.length + 1 - i;
  const roots = new Map<Value, Value>();
  const root = (value: Value): Value => roots.get(value) ?? value;
  const learning = new Set<Value>();
  const needs = (value: Value): boolean =>
    value.tensor ? value.tensor.requires_grad : value.dtype === "float32" && learning.has(root(value));
  const blocks = new Map<Value, Block>();
  const grads = new Map<Value, { readonly value: Value; first: number; readonly last: number }>();
  const live = (value: Value, last: number): void => {
    const block = blocks.get(root(value));
    if (block) blocks.set(root(value), { ...block, last: Math.max(block.last, last) });
  };
  for (const value of graph.inputs) blocks.set(value, { bytes: value.bytes, first: 0, last: end });
  ops.forEach((op, i) => {
    const read = valuesIn(op.args);
    for (const value of read) live(value, i + 1);
    const learns = read.some(needs);
    if (isView(op)) {
      roots.set(op.outputs[0]!, root(op.args[0] as Value));
      return;
    }
    for (const value of op.outputs) {
      blocks.set(value, { bytes: value.bytes, first: i + 1, last: i + 1 });
      if (!learns || value.dtype !== "float32") continue;
      learning.add(value);
      grads.set(value, { value: new Value(value.shape, "float32"), first: end, last: back(i) });
    }
    if (!learns) return;
    const { inputs, output } = savedOf(op);
    if (inputs) for (const value of read) live(value, back(i));
    if (output) for (const value of op.outputs) live(value, back(i));
    for (const value of read) {
      const grad = grads.get(root(value));
      if (grad) grad.first = Math.min(grad.first, back(i));
    }
  });
  for (const value of graph.outputs) live(value, end);
  const loss = grads.get(root(graph.outputs[0]!));
  if (loss) loss.first = ops.length + 1;
  for (const { value, first, last } of grads.values()) {
    if (first <= last) blocks.set(value, { bytes: value.bytes, first, last });
  }
  return {
    lives: { blocks, roots, lasting: new Set([...graph.inputs, ...graph.outputs.map(root)]) },
    gradOf: (value) => {
      const grad = grads.get(root(value));
      return grad && grad.first <= grad.last ? grad.value : null;
    },
    needs,
  };
}
