// Owns which ops become one that goes row by row: linear maps, normalisation of rows and functions of elements that
// follow each other on the same rows, so that a few rows at a time pass through all of them.
import { numel, sameShape } from "../core/shape.ts";
import { mapValues, Value, valuesIn } from "../ir/graph.ts";
import { functionOf } from "./functions.ts";
import { viewed } from "./lifetimes.ts";
import { type Graph, isTorchOp, type Op, type TorchOp, tensorOf } from "./values.ts";

/** With fewer rows the weights are read where they lie: packing them does not pay. */
const fewestRows = 25;
/** Bytes of weights that pass through the caches with every few rows; more are left to products of their own. */
const mostWeights = 2 ** 24;

const isFloats = (value: unknown): value is Value => value instanceof Value && value.dtype === "float32";
const isKnown = (value: unknown): boolean => value == null || tensorOf(value) !== null;

/** How many rows an op makes one of each of, by its weights or sizes; null where it does not go by rows, or by any. */
function ownRows(op: TorchOp): number | null {
  if (op.name !== "linear" && op.name !== "layer_norm") return null;
  const { input, weight, bias } = op.args;
  if (!isFloats(input) || numel(input.shape) === 0 || !isKnown(weight) || !isKnown(bias)) return null;
  if (op.name === "layer_norm") return numel(input.shape) / numel(op.args.normalized_shape);
  const out = op.args.weight.shape[0]!;
  if (!isFloats(weight) || out === 0 || (bias && numel(bias.shape) !== out)) return null;
  return numel(input.shape) / input.shape.at(-1)!;
}

/** Whether an op does the same to all elements, so that it goes by any rows. */
function isElementwise(op: TorchOp): boolean {
  if (functionOf(op) !== null) return true;
  if (op.name !== "add" && op.name !== "mul") return false;
  const { input, other } = op.args;
  return isFloats(input) && isFloats(other) && sameShape(input.shape, other.shape);
}

const weightBytes = (op: TorchOp): number => (op.name === "linear" ? op.args.weight.bytes : 0);

/** Ops that follow each other on the same rows, with the views between them. */
class Group {
  readonly members: TorchOp[] = [];
  private readonly made = new Set<Value>();
  private rows = 0;
  private weights = 0;

  /** Takes the op in where it fits. */
  takes(op: Op): boolean {
    if (!isTorchOp(op)) return false;
    const same = viewed(op);
    if (same) return this.made.has(same) && this.push(op);
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

  private push(op: TorchOp): boolean {
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
    const rooted = (op: TorchOp) => ({ ...op, args: mapValues(op.args, root) }) as TorchOp;
    for (const op of this.members) {
      const same = viewed(op);
      if (same) roots.set(op.outputs[0]!, root(same));
    }
    const parts = this.members.filter((op) => !viewed(op)).map(rooted);
    const made = new Set(parts.flatMap(({ outputs }) => outputs));
    const views = this.members.filter((op) => viewed(op) && isRead(op.outputs[0]!));
    const given = new Set(views.map(({ outputs }) => root(outputs[0]!)));
    const last = parts.at(-1)!;
    const read = [...new Set(parts.flatMap(({ args }) => valuesIn(args)))];
    const op: Op = {
      name: "rows",
      args: { inputs: read.filter((value) => !made.has(value) && !tensorOf(value)) },
      outputs: [...made].filter((value) => isRead(value) || given.has(value)),
      owner: last.owner,
      parts,
    };
    return [op, ...views.map(rooted)];
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
    const own = new Set<Op>(group.members);
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
