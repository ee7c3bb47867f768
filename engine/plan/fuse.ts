// Owns which ops of a graph become one: normalisation goes into the weights before it, an activation into their product.
import type { FusedActivation } from "../kernels/activation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Graph, type Norm, type Op, type OpName, Value, valuesIn } from "./values.ts";

/** Ops whose weights a normalisation can be folded into. */
const folding: ReadonlySet<OpName> = new Set<OpName>([
  "conv1d",
  "conv2d",
  "conv3d",
  "conv_transpose1d",
  "conv_transpose2d",
  "conv_transpose3d",
  "linear",
]);

/** Of those, the ones whose kernels end with an activation. */
const activating: ReadonlySet<OpName> = new Set<OpName>(["conv1d", "conv2d", "conv3d", "linear"]);

const activations: Partial<Readonly<Record<OpName, FusedActivation>>> = { relu: "relu", relu6: "relu6" };

export interface FuseOptions {
  /** Values that are still computed as they are, besides the graph's outputs: nothing is merged across them. */
  readonly kept?: readonly Value[];
  /** Activations that may be merged. */
  readonly endings?: readonly FusedActivation[];
}

const tensorOf = (arg: unknown): Tensor | null => (arg instanceof Value ? arg.tensor : null);

/** The normalisation that an op is, if all of it but the input is known before the run. */
function normOf({ name, args }: Op): Norm | null {
  const [, meanArg, varianceArg, weight, bias, training, , eps] = args;
  const [mean, variance] = [tensorOf(meanArg), tensorOf(varianceArg)];
  if (name !== "batch_norm" || training === true || !mean || !variance) return null;
  return { mean, variance, weight: tensorOf(weight), bias: tensorOf(bias), eps: eps as number };
}

/** Whether every channel of the op's output is a dim 1 of its own, as batch normalisation takes it. */
const hasChannels = ({ name, args, outputs }: Op): boolean => {
  const rank = outputs[0]!.shape.length;
  if (name === "linear") return rank === 2;
  return rank === (args[1] as Value).shape.length;
};

/** The op with the next one merged into it; null where both must stay. */
function merged(op: Op, next: Op, endings: readonly FusedActivation[]): Op | null {
  const norm = normOf(next);
  const foldable = folding.has(op.name) && tensorOf(op.args[1]) !== null && op.activation === "none";
  if (norm && foldable && op.norm === null && hasChannels(op)) return { ...op, norm, outputs: next.outputs };
  const activation = activations[next.name];
  if (!activation || !endings.includes(activation)) return null;
  const free = activating.has(op.name) && op.activation === "none" && op.outputs[0]!.dtype === "float32";
  return free ? { ...op, activation, outputs: next.outputs } : null;
}

/** The same work in fewer ops. */
export function fuse(graph: Graph, { kept = [], endings = ["relu", "relu6"] }: FuseOptions = {}): Graph {
  const readers = new Map<Value, number>();
  for (const { args } of graph.ops)
    for (const value of valuesIn(args)) readers.set(value, (readers.get(value) ?? 0) + 1);
  const needed = new Set([...kept, ...graph.outputs]);
  const ops: Op[] = [];
  /** Where the op stands that makes a value. */
  const maker = new Map<Value, number>();
  for (const op of graph.ops) {
    const [input] = op.args;
    const at = input instanceof Value ? maker.get(input) : undefined;
    const before = at === undefined ? undefined : ops[at];
    const alone = input instanceof Value && readers.get(input) === 1 && !needed.has(input);
    const one = before && alone ? merged(before, op, endings) : null;
    if (one && at !== undefined) ops[at] = one;
    else ops.push(op);
    const place = one && at !== undefined ? at : ops.length - 1;
    for (const output of op.outputs) maker.set(output, place);
  }
  return { ...graph, ops };
}
