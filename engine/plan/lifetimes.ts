// Owns when the values of a graph are needed that runs forward only, and which of them may lie in the same place.
import { numel } from "../core/shape.ts";
import { Value, valuesIn } from "../ir/graph.ts";
import { traits } from "../ir/traits.ts";
import type { Block } from "./arena.ts";
import type { Lives } from "./memory.ts";
import { type Graph, isTorchOp, type Op } from "./values.ts";

/** What an op gives another name or shape, if it does nothing else; else null. */
export function viewed(op: Op): Value | null {
  const view = isTorchOp(op) ? traits[op.name].view : undefined;
  if (!view || !("input" in op.args)) return null;
  const trains = "training" in op.args && op.args.training === true;
  return view === "always" || !trains ? (op.args.input as Value) : null;
}

/** Whether an op may write where one of its inputs lies, element by element. */
const isPointwise = (op: Op): boolean => isTorchOp(op) && traits[op.name].pointwise === true;

/** What each module's outputs take, in bytes, by the module's name, before any share memory. */
export function bytesByOwner({ ops }: Graph, { blocks }: Lives): ReadonlyMap<string, number> {
  const byOwner = new Map<string, number>();
  for (const { owner, outputs } of ops.flatMap((op): readonly Op[] => (op.name === "rows" ? op.parts : [op]))) {
    for (const value of outputs) if (blocks.has(value)) byOwner.set(owner, (byOwner.get(owner) ?? 0) + value.bytes);
  }
  return byOwner;
}

/** The root whose bytes an op's output takes over; null where it needs its own. */
function hostOf(
  op: Op,
  step: number,
  out: Value,
  blocks: ReadonlyMap<Value, Block>,
  root: (value: Value) => Value,
  inputs: readonly Value[],
): Value | null {
  const same = viewed(op);
  if (same) return root(same);
  if (!isPointwise(op) || out.dtype !== "float32") return null;
  const host = Object.values(op.args).find((arg): arg is Value => {
    if (!(arg instanceof Value)) return false;
    const dies = blocks.get(root(arg))?.last === step && !inputs.includes(root(arg));
    return dies && arg.dtype === out.dtype && numel(arg.shape) === numel(out.shape);
  });
  return host ? root(host) : null;
}

/** From when to when values are needed; step 0 is the copying of the inputs, which last, as do
 * values that are `kept`. */
export function lifetimes(graph: Graph, kept: readonly Value[] = []): Lives {
  const lastUse = new Map<Value, number>();
  graph.ops.forEach((op, i) => {
    for (const value of valuesIn(op.args)) lastUse.set(value, i + 1);
  });
  const ends = [...graph.outputs, ...kept];
  for (const value of ends) lastUse.set(value, graph.ops.length + 1);
  const blocks = new Map<Value, Block>();
  const roots = new Map<Value, Value>();
  const root = (value: Value): Value => roots.get(value) ?? value;
  for (const value of graph.inputs) blocks.set(value, { bytes: value.bytes, first: 0, last: graph.ops.length + 1 });
  graph.ops.forEach((op, i) => {
    for (const value of op.outputs) {
      const last = Math.max(lastUse.get(value) ?? 0, i + 1);
      const host = hostOf(op, i + 1, value, blocks, root, graph.inputs);
      if (host === null) {
        blocks.set(value, { bytes: value.bytes, first: i + 1, last });
        continue;
      }
      roots.set(value, host);
      const before = blocks.get(host);
      if (before) blocks.set(host, { ...before, last: Math.max(before.last, last) });
    }
  });
  return { blocks, roots, lasting: new Set([...graph.inputs, ...ends.map(root)]) };
}
