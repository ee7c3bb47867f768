// Owns which ops of a graph become one: normalisation goes into the weights before it, an activation into their product.
import { Value, valuesIn } from "../ir/graph.ts";
import { traits } from "../ir/traits.ts";
import type { FusedActivation } from "../kernels/matmul/contract.ts";
import { type Graph, isTorchOp, type Norm, type Op, type TorchOp, tensorOf } from "./values.ts";

export interface FuseOptions {
  /** Values that are still computed as they are, besides the graph's outputs: nothing is merged across them. */
  readonly kept?: readonly Value[];
  /** Activations that may be merged. */
  readonly endings?: readonly FusedActivation[];
}

/** The normalisation that an op is, if all of it but the input is known before the run. */
function normOf(op: TorchOp): Norm | null {
  if (op.name !== "batch_norm") return null;
  const { running_mean, running_var, weight, bias, training, eps = 1e-5 } = op.args;
  const [mean, variance] = [tensorOf(running_mean), tensorOf(running_var)];
  if (training === true || !mean || !variance) return null;
  return { mean, variance, weight: tensorOf(weight), bias: tensorOf(bias), eps };
}

/** The activation that an op is, if kernels can end with it. */
const activationOf = ({ name }: TorchOp): FusedActivation | null => (name === "relu" || name === "relu6" ? name : null);

/** Whether a normalisation of dim 1 goes into the op's weights: every channel of its output is such a dim of its own. */
function takesNorm(op: TorchOp): boolean {
  if (!traits[op.name].foldsNorm || !("weight" in op.args)) return false;
  const weight = tensorOf(op.args.weight);
  const rank = op.outputs[0]!.shape.length;
  return weight !== null && (op.name === "linear" ? rank === 2 : rank === weight.shape.length);
}

/** The op with the next one merged into it; null where both must stay. */
function merged(op: TorchOp, next: TorchOp, endings: readonly FusedActivation[]): TorchOp | null {
  if (op.activation !== "none") return null;
  const norm = normOf(next);
  if (norm && op.norm === null && takesNorm(op)) return { ...op, norm, outputs: next.outputs };
  const activation = activationOf(next);
  if (!activation || !endings.includes(activation)) return null;
  const ends = traits[op.name].endsWithActivation && op.outputs[0]!.dtype === "float32";
  return ends ? { ...op, activation, outputs: next.outputs } : null;
}

/** What an op works on; null where it reads several. */
const inputOf = ({ args }: TorchOp): Value | null =>
  "input" in args && args.input instanceof Value ? args.input : null;

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
    const input = isTorchOp(op) ? inputOf(op) : null;
    const at = input ? maker.get(input) : undefined;
    const before = at === undefined ? undefined : ops[at];
    const alone = input !== null && readers.get(input) === 1 && !needed.has(input);
    const one = before && alone && isTorchOp(op) && isTorchOp(before) ? merged(before, op, endings) : null;
    if (one && at !== undefined) ops[at] = one;
    else ops.push(op);
    const place = one && at !== undefined ? at : ops.length - 1;
    for (const output of op.outputs) maker.set(output, place);
  }
  return { ...graph, ops };
}
