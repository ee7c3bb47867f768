// Owns taking attention apart: into projections, which are linear maps like others, and what lies between them.
import { numel } from "../core/shape.ts";
import type { AttentionDims } from "../kernels/reference/attention.ts";
import { layoutIn } from "../tensor/ops/heads.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type Graph, type Op, Value, valuesIn } from "./values.ts";

/** The op's arguments by name, in its own order. */
function argumentsOf(args: readonly unknown[]) {
  const [query, key, value, width, heads, weight, bias, bias_k, bias_v, zeros, , outWeight, outBias] = args;
  const [training = true, padding, shown = true, mask, separate, qWeight, kWeight, vWeight, static_k, static_v] =
    args.slice(13);
  return {
    inputs: [query, key, value] as [Value, Value, Value],
    width: width as number,
    heads: heads as number,
    packed: weight as Value | null,
    own: [qWeight, kWeight, vWeight] as (Value | null)[],
    bias: bias as Value | null,
    out: [outWeight, outBias] as const,
    batchFirst: args[24] === true,
    shown: shown === true,
    /** What the kernel without gradients leaves out. */
    more: [bias_k, bias_v, zeros, training, padding, mask, static_k, static_v].some(Boolean),
    separate: separate === true,
  };
}

/** Rows of a parameter as a parameter of their own, over the same elements. */
function rowsOf({ shape, dtype, tensor }: Value, first: number, count: number): Value {
  const rest = shape.slice(1);
  const size = [count, ...rest];
  return new Value(size, dtype, new Tensor(tensor!.storage, size, tensor!.offset + first * numel(rest)));
}

/** Attention as products, what picks the values, and a product; null where it must stay as it is. */
function apart(op: Op, isNeeded: (value: Value) => boolean): readonly Op[] | null {
  const { inputs, width, heads, packed, own, bias, out, batchFirst, shown, more, separate } = argumentsOf(op.args);
  const [query, key, value] = inputs;
  const known = [...(separate ? own : [packed]), bias, ...out].every((v) => v == null || (v as Value).tensor !== null);
  const floats = [...inputs, packed, ...own, bias].every((v) => v == null || v.dtype === "float32");
  if (more || !known || !floats || (shown && isNeeded(op.outputs[1]!))) return null;
  if (inputs.some(({ shape }) => numel(shape) === 0)) return null;
  const ops: Op[] = [];
  const add = (name: Op["name"], args: readonly unknown[], output: Value): Value => {
    ops.push({ name, args, outputs: [output], owner: op.owner, norm: null, activation: "none" });
    return output;
  };
  /** A product with rows of the weights, from part `first` of three on. */
  const project = (x: Value, first: number, count: number): Value => {
    const weight = separate ? own[first]! : rowsOf(packed!, first * width, count * width);
    const added = bias && rowsOf(bias, first * width, count * width);
    return add("linear", [x, weight, added], new Value([...x.shape.slice(0, -1), count * width], "float32"));
  };
  const batchDim = query.shape.length < 3 ? null : batchFirst ? 0 : 1;
  const features = width / heads;
  const place = (x: Value, part: number) => layoutIn(x.shape, features, part * width, batchDim);
  const placed = (): readonly (readonly [Value, number])[] => {
    if (!separate && query === key && key === value) {
      const all = project(query, 0, 3);
      return [0, 1, 2].map((part) => [all, part]);
    }
    if (!separate && key === value) {
      const [asking, both] = [project(query, 0, 1), project(key, 1, 2)];
      return [
        [asking, 0],
        [both, 0],
        [both, 1],
      ];
    }
    return inputs.map((x, i) => [project(x, i, 1), 0]);
  };
  const [q, k, v] = placed();
  const picked = new Value([...query.shape.slice(0, -1), width], "float32");
  const rowDim = batchDim === 0 ? 1 : 0;
  const dims: AttentionDims = {
    samples: batchDim === null ? 1 : query.shape[batchDim]!,
    heads,
    l: query.shape[rowDim]!,
    s: key.shape[rowDim]!,
    e: features,
    ev: features,
    scale: 1 / Math.sqrt(features),
    q: place(...q!),
    k: place(...k!),
    v: place(...v!),
    out: place(picked, 0),
  };
  add("attend", [q![0], k![0], v![0], dims], picked);
  add("linear", [picked, ...out], op.outputs[0]!);
  return ops;
}

/** The same work with attention taken apart where there are no masks and nobody reads what the values are weighed with. */
export function attentionApart(graph: Graph, kept: readonly Value[] = []): Graph {
  const needed = new Set([...graph.ops.flatMap(({ args }) => valuesIn(args)), ...graph.outputs, ...kept]);
  const taken = (op: Op) => apart(op, (value) => needed.has(value)) ?? [op];
  return {
    ...graph,
    ops: graph.ops.flatMap((op) => (op.name === "multi_head_attention_forward" ? taken(op) : [op])),
  };
}
