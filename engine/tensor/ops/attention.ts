// Attention over tensors, put together from differentiable ops.
import { printDType } from "../../core/dtype.ts";
import { TorchError } from "../../core/errors.ts";
import type { Functional } from "../../ops/functional.ts";
import { attentionShapes } from "../../ops/shapes/attention.ts";
import { empty, full } from "../create.ts";
import { add, mul, where } from "../math/binary.ts";
import { logical_not, logical_or } from "../math/compare.ts";
import { masked_fill } from "../math/indexing.ts";
import { cat, tril } from "../math/join.ts";
import { matmul } from "../math/matmul.ts";
import { mean } from "../math/reduce.ts";
import { chunk, expand, narrow, slice, squeeze, transpose, unsqueeze } from "../math/shape.ts";
import type { Tensor } from "../tensor.ts";
import { activationOps } from "./activation.ts";
import { dropoutOps } from "./dropout.ts";
import { attendHeads, type Heads, headsApart, headsIn } from "./heads.ts";
import { linearOps } from "./linear.ts";

/** What is added to the scores: 0, and -∞ where `blocked` holds. */
const additive = (blocked: Tensor): Tensor => masked_fill(empty(blocked.shape), blocked, Number.NEGATIVE_INFINITY);

/** Softmax of the scores and dropout of the weights; what they pick of the values. */
function attend(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  mask: Tensor | null,
  scale: number,
  dropout_p: number,
): Tensor {
  const scores = matmul(mul(query, scale), transpose(key, -2, -1));
  const softened = activationOps.softmax(mask ? add(scores, mask) : scores, -1);
  return matmul(dropout_p > 0 ? dropoutOps.dropout(softened, dropout_p, true) : softened, value);
}

/** Queries, keys and values, each (…, features), and where each begins in its tensor's features. */
type Projected = readonly [tensor: Tensor, offset: number];

/** From one packed weight (3 E, E): one product for inputs that are the same tensor. */
function projectPacked(q: Tensor, k: Tensor, v: Tensor, weight: Tensor, bias: Tensor | null): Projected[] {
  const width = weight.shape[1]!;
  const part = (x: Tensor, from: number, count: number): Tensor =>
    linearOps.linear(
      x,
      slice(weight, 0, from * width, (from + count) * width),
      bias && slice(bias, 0, from * width, (from + count) * width),
    );
  if (q === k && k === v) {
    const packed = linearOps.linear(q, weight, bias);
    return [0, 1, 2].map((i) => [packed, i * width]);
  }
  if (k === v) {
    const packed = part(k, 1, 2);
    return [
      [part(q, 0, 1), 0],
      [packed, 0],
      [packed, width],
    ];
  }
  return [q, k, v].map((x, i) => [part(x, i, 1), 0]);
}

/** The features of a projection as a tensor of their own. */
const alone = ([tensor, offset]: Projected, width: number): Tensor =>
  tensor.shape.at(-1) === width ? tensor : narrow(tensor, -1, offset, width);

/** A mask with one more column, where nothing is masked. */
const widened = (mask: Tensor): Tensor => cat([mask, empty([...mask.shape.slice(0, -1), 1], mask.dtype)], -1);

const assertion = (message: string): TorchError => new TorchError("AssertionError", message);

function checkMaskTypes(attn_mask: Tensor | null, key_padding_mask: Tensor | null): void {
  if (key_padding_mask?.dtype === "int64") {
    throw assertion("only bool and floating types of key_padding_mask are supported");
  }
  if (attn_mask?.dtype === "int64") {
    throw assertion(`Only float, byte, and bool types are supported for attn_mask, not ${printDType(attn_mask.dtype)}`);
  }
}

/** Both masks in one, to be added to scores (N · heads, L, S), or null. */
function mergeMasks(attn_mask: Tensor | null, key_padding_mask: Tensor | null, heads: number): Tensor | null {
  let mask = attn_mask && attn_mask.ndim === 2 ? unsqueeze(attn_mask, 0) : attn_mask;
  if (key_padding_mask) {
    const [bsz, source] = key_padding_mask.shape as [number, number];
    const padding = expand(key_padding_mask.reshape(bsz, 1, 1, source), bsz, heads, 1, source);
    const perHead = padding.reshape(bsz * heads, 1, source);
    if (!mask) mask = perHead;
    else if (mask.dtype === "bool") mask = logical_or(mask, perHead);
    else if (perHead.dtype === "bool") mask = where(perHead, full([], Number.NEGATIVE_INFINITY), mask);
    else mask = add(mask, perHead);
  }
  return mask?.dtype === "bool" ? additive(mask) : mask;
}

export const attentionOps = {
  scaled_dot_product_attention(query, key, value, attn_mask = null, dropout_p = 0, is_causal = false, scale = null) {
    const mask = attn_mask?.shape ?? null;
    attentionShapes.scaled_dot_product_attention(query.shape, key.shape, value.shape, mask, dropout_p, is_causal);
    const lower = is_causal ? tril(full([query.shape.at(-2)!, key.shape.at(-2)!], 1, { dtype: "bool" })) : attn_mask;
    const added = lower?.dtype === "bool" ? additive(logical_not(lower)) : lower;
    return attend(query, key, value, added, scale ?? 1 / Math.sqrt(query.shape.at(-1)!), dropout_p);
  },
  multi_head_attention_forward(
    query,
    key,
    value,
    embed_dim_to_check,
    num_heads,
    in_proj_weight,
    in_proj_bias,
    bias_k,
    bias_v,
    add_zero_attn,
    dropout_p,
    out_proj_weight,
    out_proj_bias,
    training = true,
    key_padding_mask = null,
    need_weights = true,
    attn_mask = null,
    use_separate_proj_weight = false,
    q_proj_weight = null,
    k_proj_weight = null,
    v_proj_weight = null,
    static_k = null,
    static_v = null,
    average_attn_weights = true,
    batch_first = false,
  ) {
    const shape = (t: Tensor | null): readonly number[] | null => t?.shape ?? null;
    attentionShapes.multi_head_attention_forward(
      query.shape,
      key.shape,
      value.shape,
      embed_dim_to_check,
      num_heads,
      shape(in_proj_weight),
      shape(in_proj_bias),
      shape(bias_k),
      shape(bias_v),
      add_zero_attn,
      dropout_p,
      out_proj_weight.shape,
      shape(out_proj_bias),
      training,
      shape(key_padding_mask),
      need_weights,
      shape(attn_mask),
      use_separate_proj_weight,
      shape(q_proj_weight),
      shape(k_proj_weight),
      shape(v_proj_weight),
      shape(static_k),
      shape(static_v),
      average_attn_weights,
      batch_first,
    );
    checkMaskTypes(attn_mask, key_padding_mask);
    const batched = query.ndim === 3;
    const batchDim = !batched ? null : batch_first ? 0 : 1;
    const rowDim = batchDim === 0 ? 1 : 0;
    const bsz = batchDim === null ? 1 : query.shape[batchDim]!;
    const length = query.shape[rowDim]!;
    const projected: readonly Projected[] = use_separate_proj_weight
      ? [query, key, value].map((t, i) => {
          const bias = in_proj_bias ? chunk(in_proj_bias, 3)[i]! : null;
          return [linearOps.linear(t, [q_proj_weight, k_proj_weight, v_proj_weight][i]!, bias), 0];
        })
      : projectPacked(query, key, value, in_proj_weight!, in_proj_bias);
    const width = embed_dim_to_check;
    const features = width / num_heads;
    let mask = attn_mask;
    let padding = key_padding_mask && !batched ? unsqueeze(key_padding_mask, 0) : key_padding_mask;
    /** One more position of every sample: a row of all heads' features, or zeros. */
    const extended = (rows: Tensor, row: Tensor | null, dim: number): Tensor => {
      const shape = rows.shape.map((size, d) => (d === dim ? 1 : size));
      return cat(
        [
          rows,
          row ? expand(row.reshape(shape.map((size, d) => (d === shape.length - 1 ? size : 1))), shape) : empty(shape),
        ],
        dim,
      );
    };
    const heads = (at: 1 | 2, fixed: Tensor | null, bias: Tensor | null): Heads => {
      let rows = fixed;
      let dim = 1;
      if (!rows) {
        const [tensor, offset] = projected[at]!;
        if (!bias && !add_zero_attn) return headsIn(tensor, features, offset, batchDim);
        rows = alone(projected[at]!, width);
        dim = rowDim;
        if (bias) rows = extended(rows, bias, dim);
      }
      if (add_zero_attn) rows = extended(rows, null, dim);
      return fixed ? headsApart(rows, num_heads) : headsIn(rows, features, 0, batchDim);
    };
    const biased = bias_k !== null && bias_v !== null;
    const k = heads(1, static_k, biased ? bias_k : null);
    const v = heads(2, static_v, biased ? bias_v : null);
    for (let more = Number(biased) + Number(add_zero_attn); more > 0; more--) {
      mask = mask && widened(mask);
      padding = padding && widened(padding);
    }
    const sizes = {
      samples: bsz,
      heads: num_heads,
      l: length,
      s: k.tensor.shape[static_k ? 1 : rowDim]!,
      e: features,
      ev: features,
      scale: 1 / Math.sqrt(features),
    };
    const q = headsIn(projected[0]![0], features, projected[0]![1], batchDim);
    const { out, weights } = attendHeads(
      sizes,
      [q, k, v],
      mergeMasks(mask, padding, num_heads),
      training ? dropout_p : 0,
      [...query.shape.slice(0, -1), width],
      (t) => headsIn(t, features, 0, batchDim),
      need_weights,
    );
    const output = linearOps.linear(out, out_proj_weight, out_proj_bias);
    if (!weights) return [output, null];
    const perHead = weights.reshape(bsz, num_heads, length, sizes.s);
    const shown = average_attn_weights ? mean(perHead, 1) : perHead;
    return [output, batched ? shown : squeeze(shown, 0)];
  },
  transformer_inputs(src, tgt, d_model, batch_first) {
    attentionShapes.transformer_inputs(src.shape, tgt.shape, d_model, batch_first);
    return [src, tgt];
  },
} satisfies Partial<Functional<Tensor>>;
