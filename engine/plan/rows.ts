// Owns which ops become one that goes row by row: linear maps, normalisation of rows and functions of elements that
// follow each other on the same rows, so that a few rows at a time pass through all of them.
import { numel, sameShape } from "../core/shape.ts";
import { functionOf } from "./functions.ts";
import { isView } from "./lifetimes.ts";
import { type Graph, mapValues, type Op, Value, valuesIn } from "./values.ts";

/** With fewer rows the weights are read where they lie: packing them does not pay. */
const fewestRows = 25;
/** Bytes of weights that pass through the caches with every few rows; more are left to products of their own. */
const mostWeights = 2 ** 24;

const isFloats = (value: unknown): value is Value => value instanceof Value && value.dtype === "float32";
const isKnown = (value: unknown): boolean => value == null || (value instanceof Value && value.tensor !== null);

/** How many rows an op makes one of each of, by its weights or sizes; null where it does not go by rows, or by any. */
function ownRows({ name, args }: Op): number | null {
  const [x, second, third, fourth] = args;
  if (!isFloats(x) || numel(x.shape) === 0) return null;
  if (name === "linear") {
    const out = (second as Value).shape[0]!;
    const simple = isKnown(second) && isKnown(third) && isFloats(second) && out > 0;
    if (!simple || (third && numel((third as Value).shape) !== out)) return null;
    return numel(x.shape) / x.shape.at(-1)!;
  }
  if (name === "layer_norm" && isKnown(third) && isKnown(fourth)) {
    return numel(x.shape) / numel(second as readonly number[]);
  }
  return null;
}

/** Whether an op does the same to all elements, so that it goes by any rows. */
function isElementwise(op: Op): boolean {
  const [a, b] = op.args;
  if (functionOf(op) !== null) return true;
  return (op.name === "add" || op.name === "mul") && isFloats(a) && isFloats(b) && sameShape(a.shape, b.shape);
}

const weightBytes = ({ name, args }: Op): number => (name === "linear" ? (args[1] as Value).bytes : 0);

/** Ops that follow each other on the same rows, with the views between them. */
class Group {
  readonly members: Op[] = [];
  private readonly made = new Set<Value>();
  private rows = 0;
  private weights = 0;

  /** Takes the op in where it fits. */
  takes(op: Op): boolean {
    if (isView(op)) {
      if (!this.made.has(op.args[0] as Value)) return false;
      return this.push(op);
    }
    const rows = ownRows(op);
    const weights = weightBytes(op);
    if (this.weights + weights > mostWeights || op.norm) return false;
    if (this.members.length === 0) {
      if (rows === null || rows < fewestRows) return false;
      this.rows = rows;
      return this.push(op);
    }
    if (!valuesIn(op.args).some((value) => this.made.has(value))) return false;
    const fits = rows === this.rows || (isElementwise(op) && numel(op.outputs[0]!.shape) % this.rows === 0);
    return fits && this.push(op);
  }

  private push(op: Op): boolean {
    this.members.push(op);
    for (const output of op.outputs) this.made.add(output);
    this.weights += weightBytes(op);
    return true;
  }

  /** One op in place of the members, and the views that others read; `isRead`: whether others read a value. */
  merged(isRead: (value: Value) => boolean): readonly Op[] {
    if (!this.members.some(({ name }) => name === "linear")) return this.members;
    const roots = new Map<Value, Value>();
    const root = (value: Value): Value => roots.get(value) ?? value;
    for (const op of this.members) if (isView(op)) roots.set(op.outputs[0]!, root(op.args[0] as Value));
    const parts = this.members.filter((op) => !isView(op)).map((op) => ({ ...op, args: mapValues(op.args, root) }));
    const made = new Set(parts.flatMap(({ outputs }) => outputs));
    const views = this.members.filter((op) => isView(op) && isRead(op.outputs[0]!));
    const given = new Set(views.map(({ outputs }) => root(outputs[0]!)));
    const last = parts.at(-1)!;
    const op: Op = {
      name: "rows",
      args: [...new Set(parts.flatMap(({ args }) => valuesIn(args)))].filter((v) => !made.has(v) && !v.tensor),
      outputs: [...made].filter((value) => isRead(value) || given.has(value)),
      owner: last.owner,
      norm: null,
      activation: "none",
      parts,
    };
    return [op, ...views.map((view) => ({ ...view, args: mapValues(view.args, root) }))];
  }
}

/** The same work with ops that go row by row merged; values that are `kept` are still computed. */
export function mergeRows(graph: Graph, kept: readonly Value[] = []): Graph {
  const readers = new Map<Value, Op[]>();
  for (const op of graph.ops) {
    for (const value of valuesIn(op.args)) readers.set(value, [...(readers.get(value) ?? []), op]);
  }
  const ends = new Set([...graph.outputs, ...kept]);
  const ops: Op[] = [];
  let group = new Group();
  const close = (): void => {
    const own = new Set(group.members);
    const isRead = (value: Value): boolean =>
      ends.has(value) || (readers.get(value) ?? []).some((reader) => !own.has(reader));
    ops.push(...group.merged(isRead));
    group = new Group();
  };
  for (const op of graph.ops) {
    if (group.takes(op)) continue;
    close();
    if (!group.takes(op)) ops.push(op);
  }
  close();
  return { ...graph, ops };
}
