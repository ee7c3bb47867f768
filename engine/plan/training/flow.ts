// Owns how gradients flow back through a graph: which ops they reach, who writes each gradient first and who adds to it.
import { Value } from "../../ir/graph.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { viewed } from "../lifetimes.ts";
import { type Graph, type Op, tensorOf } from "../values.ts";

/** An op's part of the gradient of one of its arguments. */
export interface PartOfGradient {
  readonly value: Value;
  /** It is added to what other parts, which run back before, have written. */
  readonly adds: boolean;
}

type Parts = ReadonlyMap<string, PartOfGradient>;
export const noParts: Parts = new Map();

export interface Flow {
  /** Computed values, none of them a view, to which a gradient comes back. */
  readonly reached: ReadonlySet<Value>;
  /** By op, then by argument and place in its list: `weight.0`, `tensors.2`. Ops that no gradient reaches are absent. */
  readonly parts: ReadonlyMap<Op, Parts>;
  /** Parameters that get a gradient. */
  readonly learning: readonly Tensor[];
  /** Bytes of the largest part that is added. */
  readonly largestAdded: number;
}

/** The values among the arguments, each with its name and place. */
function* placed(args: object): Generator<readonly [place: string, value: Value]> {
  for (const [name, arg] of Object.entries(args)) {
    const list: readonly unknown[] = Array.isArray(arg) ? arg : [arg];
    for (const [i, item] of list.entries()) if (item instanceof Value) yield [`${name}.${i}`, item];
  }
}

/** Follows the gradient of the first output back. `root`: the value whose bytes another one shares, if it is a view. */
export function flowOf(graph: Graph, needs: (value: Value) => boolean, root: (value: Value) => Value): Flow {
  const written = new Set<Value>([root(graph.outputs[0]!)]);
  const parts = new Map<Op, Parts>();
  const learning = new Set<Tensor>();
  let largestAdded = 0;
  for (const op of graph.ops.toReversed()) {
    if (viewed(op) || !op.outputs.some((output) => written.has(output))) continue;
    const own = new Map<string, PartOfGradient>();
    for (const [place, value] of placed(op.args)) {
      if (!needs(value)) continue;
      const parameter = tensorOf(value);
      const key = parameter ? value : root(value);
      const adds = written.has(key);
      own.set(place, { value, adds });
      written.add(key);
      if (adds) largestAdded = Math.max(largestAdded, value.bytes);
      if (parameter) learning.add(parameter);
    }
    parts.set(op, own);
  }
  return { reached: written, parts, learning: [...learning], largestAdded };
}
