// Owns taking attention apart: into projections, which are linear maps like others, and what lies between them.

import { numel } from "../core/shape.ts";
import { Value, valuesIn } from "../ir/graph.ts";
import type { AttentionDims } from "../kernels/attention/contract.ts";

import { layoutIn } from "../tensor/ops/heads.ts";
import { Tensor } from "../tensor/tensor.ts";
import { type Graph, type Named, type Op, tensorOf, Weight } from "./values.ts";

/** What the kernel without gradients leaves out, if given. */
const further = ["bias_k", "bias_v", "add_zero_attn", "key_padding_mask", "attn_mask", "static_k", "static_v"] as const;

/** Rows of a parameter as a parameter of their own, over the same elements. */
function rowsOf(weight: Value, first: number, count: number): Weight {
  const { storage, shape, offset } = tensorOf(weight)!;
  const rest = shape.slice(1);
  return new Weight(new Tensor(storage, [count, ...rest], offset + first * numel(rest)));
}

/** Attention as products, what picks the values, and a product; null where it must stay as it is. */
function apart(op: Named<"multi_head_attention_forward">, isNeeded: (value: Value) => boolean): readonly Op[] | null {
  const { query, key, value, embed_dim_to_check: width, num_heads: heads, batch_first } = op.args;
  const { in_proj_weight: packed, in_proj_bias: bias, training = true, need_weights: shown = true } = op.args;
  const { q_proj_weight, k_proj_weight, v_proj_weight, use_separate_proj_weight: separate } = op.args;
  const inputs = [query, key, value];
  const own = [q_proj_weight, k_proj_weight, v_proj_weight];
  const { out_proj_weight, out_proj_bias } = op.args;
  const weights = [...(separate ? own : [packed]), bias, out_proj_weight, out_proj_bias];
  const known = weights.every((weight) => weight == null || tensorOf(weight) !== null);
  const floats = [...inputs, packed, ...own, bias].every((given) => given == null || given.dtype === "float32");
  const more = training || further.some((name) => op.args[name]);
  if (more || !known || !floats || (shown && isNeeded(op.outputs[1]!))) return null;
  if (inputs.some(({ shape }) => numel(shape) === 0)) return null;
  const ops: Op[] = [];
  const product = (input: Value, weight: Value, added: Value | null | undefined, output: Value): Value => {
    const args = { input, weight, bias: added };
    ops.push({ name: "linear", args, outputs: [output], owner: op.owner, norm: null, activation: "none" });
    return output;
  };
  /** A product with rows of the weights, from part `first` of three on. */
  const project = (x: Value, first: number, count: number): Value => {
    const weight = separate ? own[first]! : rowsOf(packed!, first * width, count * width);
    const added = bias && rowsOf(bias, first * width, count * width);
    return product(x, weight, added, new Value([...x.shape.slice(0, -1), count * width], "float32"));
  };
  const batchDim = query.shape.length < 3 ? null : batch_first ? 0 : 1;
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
  const args = { query: q![0], key: k![0], value: v![0], dims };
  ops.push({ name: "attend", args, outputs: [picked], owner: op.owner });
  product(picked, out_proj_weight, out_proj_bias, op.outputs[0]!);
  return ops;
}

/** The same work with attention taken apart where there are no masks and nobody reads what the values are weighed with. */
export function attentionApart(graph: Graph, kept: readonly Value[] = []): Graph {
  const needed = new Set([...graph.ops.flatMap(({ args }) => valuesIn(args)), ...graph.outputs, ...kept]);
  const taken = (op: Named<"multi_head_attention_forward">) => apart(op, (value) => needed.has(value)) ?? [op];
  return {
    ...graph,
    ops: graph.ops.flatMap((op) => (op.name === "multi_head_attention_forward" ? taken(op) : [op])),
  };
}
