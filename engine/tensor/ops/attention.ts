// Attention over tensors, put together from differentiable ops.
import { printDType } from "../../core/dtype.ts";
import { runtimeError, TorchError } from "../../core/errors.ts";
import type { Functional } from "../../ops/functional.ts";
import { attentionShapes } from "../../ops/shapes/attention.ts";
import { empty, full } from "../create.ts";
import { add, mul, where } from "../math/binary.ts";
import { logical_not, logical_or } from "../math/compare.ts";
import { masked_fill } from "../math/index.ts";
import { cat, tril } from "../math/join.ts";
import { matmul } from "../math/matmul.ts";
import { mean } from "../math/reduce.ts";
import { chunk, expand, squeeze, transpose, unsqueeze } from "../math/shape.ts";
import type { Tensor } from "../tensor.ts";
import { activationOps } from "./activation.ts";
import { dropoutOps } from "./dropout.ts";
import { linearOps } from "./linear.ts";

/** What is added to the scores: 0, and -∞ where `blocked` holds. */
const additive = (blocked: Tensor): Tensor => masked_fill(empty(blocked.shape), blocked, Number.NEGATIVE_INFINITY);

/** Softmax of the scores and dropout of the weights; weights (…, L, S) and what they pick of the values. */
function attend(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  mask: Tensor | null,
  scale: number,
  dropout_p: number,
): { weights: Tensor; picked: Tensor } {
  const scores = matmul(mul(query, scale), transpose(key, -2, -1));
  const softened = activationOps.softmax(mask ? add(scores, mask) : scores, -1);
  const weights = dropout_p > 0 ? dropoutOps.dropout(softened, dropout_p, true) : softened;
  return { weights, picked: matmul(weights, value) };
}

/** Queries, keys and values from one packed weight (3 E, E); one product where they are the same tensor. */
function projectPacked(q: Tensor, k: Tensor, v: Tensor, weight: Tensor, bias: Tensor | null): Tensor[] {
  if (q === k && k === v) return chunk(linearOps.linear(q, weight, bias), 3, -1);
  const weights = chunk(weight, 3);
  const biases = bias ? chunk(bias, 3) : [null, null, null];
  return [q, k, v].map((x, i) => linearOps.linear(x, weights[i]!, biases[i]!));
}

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
    else throw runtimeError("Mask tensor can take 0 and 1 values only");
  }
  return mask?.dtype === "bool" ? additive(mask) : mask;
}

export const attentionOps = {
  scaled_dot_product_attention(query, key, value, attn_mask = null, dropout_p = 0, is_causal = false, scale = null) {
    const mask = attn_mask?.shape ?? null;
    attentionShapes.scaled_dot_product_attention(query.shape, key.shape, value.shape, mask, dropout_p, is_causal);
    const lower = is_causal ? tril(full([query.shape.at(-2)!, key.shape.at(-2)!], 1, { dtype: "bool" })) : attn_mask;
    const added = lower?.dtype === "bool" ? additive(logical_not(lower)) : lower;
    return attend(query, key, value, added, scale ?? 1 / Math.sqrt(query.shape.at(-1)!), dropout_p).picked;
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
    // (sequence, batch, features), and the same tensor stays the same tensor.
    const arranged = new Map([query, key, value].map((t) => [t, t]));
    for (const t of arranged.keys()) {
      arranged.set(t, !batched ? unsqueeze(t, 1) : batch_first ? transpose(t, 0, 1) : t);
    }
    const [q0, k0, v0] = [query, key, value].map((t) => arranged.get(t)!) as [Tensor, Tensor, Tensor];
    const [length, bsz, width] = q0.shape as [number, number, number];
    const projected = use_separate_proj_weight
      ? [q0, k0, v0].map((t, i) => {
          const bias = in_proj_bias ? chunk(in_proj_bias, 3)[i]! : null;
          return linearOps.linear(t, [q_proj_weight, k_proj_weight, v_proj_weight][i]!, bias);
        })
      : projectPacked(q0, k0, v0, in_proj_weight!, in_proj_bias);
    let [q, k, v] = projected as [Tensor, Tensor, Tensor];
    let mask = attn_mask;
    let padding = key_padding_mask && !batched ? unsqueeze(key_padding_mask, 0) : key_padding_mask;
    const widenMasks = (): void => {
      mask = mask && widened(mask);
      padding = padding && widened(padding);
    };
    if (bias_k && bias_v) {
      k = cat([k, expand(bias_k, 1, bsz, bias_k.shape[2]!)]);
      v = cat([v, expand(bias_v, 1, bsz, bias_v.shape[2]!)]);
      widenMasks();
    }
    // One batch entry per sample and head.
    const heads = (t: Tensor): Tensor => transpose(t.reshape(t.shape[0]!, bsz * num_heads, width / num_heads), 0, 1);
    q = heads(q);
    k = static_k ?? heads(k);
    v = static_v ?? heads(v);
    if (add_zero_attn) {
      const zero = empty([bsz * num_heads, 1, width / num_heads]);
      k = cat([k, zero], 1);
      v = cat([v, zero], 1);
      widenMasks();
    }
    const added = mergeMasks(mask, padding, num_heads);
    const scale = 1 / Math.sqrt(width / num_heads);
    const { weights, picked } = attend(q, k, v, added, scale, training ? dropout_p : 0);
    const joined = transpose(picked, 0, 1).reshape(length, bsz, width);
    const out = linearOps.linear(joined, out_proj_weight, out_proj_bias);
    const output = !batched ? squeeze(out, 1) : batch_first ? transpose(out, 0, 1) : out;
    if (!need_weights) return [output, null];
    const perHead = weights.reshape(bsz, num_heads, length, k.shape[1]!);
    const shown = average_attn_weights ? mean(perHead, 1) : perHead;
    return [output, batched ? shown : squeeze(shown, 0)];
  },
  transformer_inputs(src, tgt, d_model, batch_first) {
    attentionShapes.transformer_inputs(src.shape, tgt.shape, d_model, batch_first);
    return [src, tgt];
  },
} satisfies Partial<Functional<Tensor>>;
