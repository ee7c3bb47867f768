// Owns when values and their gradients are needed in a step of training: forward through the ops, then back.
import { bytesPerElement } from "../../core/dtype.ts";
import { Value, valuesIn } from "../../ir/graph.ts";
import { traits } from "../../ir/traits.ts";
import type { Block } from "../arena.ts";
import { functionOf } from "../functions.ts";
import { viewed } from "../lifetimes.ts";
import type { Lives } from "../memory.ts";
import { type Graph, isTorchOp, type Op, tensorOf } from "../values.ts";
import { type Flow, flowOf } from "./flow.ts";
import { type Workspaces, workspacesOf } from "./workspaces.ts";

/** What an op's backward reads again of its forward. */
interface Saved {
  readonly inputs: boolean;
  readonly output: boolean;
}
/** By its traits; a function of elements by where its slope follows from, a merged activation by its output. */
function savedOf(op: Op): Saved {
  if (!isTorchOp(op)) return { inputs: true, output: true };
  const saves = functionOf(op)?.byOutput ? "output" : traits[op.name].saves;
  return { inputs: saves === undefined, output: saves === "output" || op.activation !== "none" };
}

/** A graph with its gradients: which values have one, and where all of them are needed. */
export interface TrainingLives {
  readonly lives: Lives;
  /** The value that stands for the gradient of a computed value; null where none is needed. */
  readonly gradOf: (value: Value) => Value | null;
  readonly flow: Flow;
  /** Where parts of gradients are computed before they are added; null where none is. */
  readonly scratch: Value | null;
  /** Memory that ops need for themselves. */
  readonly workspaces: ReadonlyMap<Op, Workspaces>;
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
    tensorOf(value)?.requires_grad ?? (value.dtype === "float32" && learning.has(root(value)));
  const blocks = new Map<Value, Block>();
  const grads = new Map<Value, { readonly value: Value; first: number; readonly last: number }>();
  const workspaces = new Map<Op, Workspaces>();
  const live = (value: Value, last: number): void => {
    const block = blocks.get(root(value));
    if (block) blocks.set(root(value), { ...block, last: Math.max(block.last, last) });
  };
  for (const value of graph.inputs) blocks.set(value, { bytes: value.bytes, first: 0, last: end });
  ops.forEach((op, i) => {
    const read = valuesIn(op.args);
    for (const value of read) live(value, i + 1);
    const learns = read.some(needs);
    const same = viewed(op);
    if (same) {
      roots.set(op.outputs[0]!, root(same));
      return;
    }
    for (const value of op.outputs) {
      blocks.set(value, { bytes: value.bytes, first: i + 1, last: i + 1 });
      if (!learns || value.dtype !== "float32") continue;
      learning.add(value);
      grads.set(value, { value: new Value(value.shape, "float32"), first: end, last: back(i) });
    }
    const own = workspacesOf(op);
    workspaces.set(op, own);
    for (const value of Object.values(own)) {
      blocks.set(value, { bytes: value.bytes, first: i + 1, last: learns ? back(i) : i + 1 });
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
  const flow = flowOf(graph, needs, root);
  const scratch = flow.largestAdded > 0 ? new Value([flow.largestAdded / bytesPerElement.float32], "float32") : null;
  if (scratch) blocks.set(scratch, { bytes: scratch.bytes, first: ops.length + 1, last: end });
  return {
    lives: { blocks, roots, lasting: new Set([...graph.inputs, ...graph.outputs.map(root)]) },
    gradOf: (value) => {
      const grad = grads.get(root(value));
      return grad && grad.first <= grad.last ? grad.value : null;
    },
    flow,
    scratch,
    workspaces,
  };
}
