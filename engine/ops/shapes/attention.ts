// Owns the sizes of attention and torch's checks of its inputs.
import { runtimeError, ShapeError, TorchError } from "../../core/errors.ts";
import { printSize } from "../../core/python.ts";
import { broadcastShapes, type Shape, sameShape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

const assertion = (message: string): TorchError => new TorchError("AssertionError", message);
const pySize = (shape: Shape): string => `(${shape.join(", ")})`;

/** Torch's `_mha_shape_check`: whether the query has a batch dim. */
function checkAttentionRanks(
  query: Shape,
  key: Shape,
  value: Shape,
  key_padding_mask: Shape | null,
  attn_mask: Shape | null,
  num_heads: number,
): boolean {
  const rank = query.length;
  if (rank !== 2 && rank !== 3) {
    throw new ShapeError(
      `query should be unbatched 2D or batched 3D tensor but received ${rank}-D query tensor`,
      { what: "rank", expected: 3, got: rank, input: 0 },
      "AssertionError",
    );
  }
  const kind = rank === 3 ? "batched (3-D)" : "unbatched (2-D)";
  if (key.length !== rank || value.length !== rank) {
    throw new ShapeError(
      `For ${kind} \`query\`, expected \`key\` and \`value\` to be ${rank}-D but found ${key.length}-D and ` +
        `${value.length}-D tensors respectively`,
      {
        what: "rank",
        expected: rank,
        got: (key.length !== rank ? key : value).length,
        input: key.length !== rank ? 1 : 2,
      },
      "AssertionError",
    );
  }
  if (key_padding_mask && key_padding_mask.length !== rank - 1) {
    throw assertion(
      `For ${kind} \`query\`, expected \`key_padding_mask\` to be \`None\` or ${rank - 1}-D but found ` +
        `${key_padding_mask.length}-D tensor instead`,
    );
  }
  if (attn_mask && attn_mask.length !== 2 && attn_mask.length !== 3) {
    throw assertion(
      `For ${kind} \`query\`, expected \`attn_mask\` to be \`None\`, 2-D or 3-D but found ${attn_mask.length}-D tensor ` +
        "instead",
    );
  }
  if (rank === 2 && attn_mask?.length === 3) {
    const expected = [num_heads, query[0]!, key[0]!];
    if (!sameShape(attn_mask, expected)) {
      throw assertion(`Expected \`attn_mask\` shape to be ${pySize(expected)} but got ${printSize(attn_mask)}`);
    }
  }
  return rank === 3;
}

const swapped = ([first, second, ...rest]: Shape): Shape => [second!, first!, ...rest];

function checkMask(mask: Shape, bsz: number, num_heads: number, tgt: number, src: number): void {
  const expected = mask.length === 2 ? [tgt, src] : [bsz * num_heads, tgt, src];
  if (sameShape(mask, expected)) return;
  throw runtimeError(
    `The shape of the ${mask.length}D attn_mask is ${printSize(mask)}, but should be ${pySize(expected)}.`,
  );
}

function checkProjections(
  query: Shape,
  key: Shape,
  value: Shape,
  weights: Readonly<Record<string, Shape | null>>,
): void {
  const width = query.at(-1)!;
  const features = { query: width, key: key.at(-1)!, value: value.at(-1)! };
  for (const [name, from] of Object.entries(features)) {
    const shape = weights[name];
    if (shape && !sameShape(shape, [width, from])) {
      throw assertion(`expecting ${name} weights shape of ${pySize([width, from])}, but got ${printSize(shape)}`);
    }
  }
}

export const attentionShapes = {
  scaled_dot_product_attention(query, key, value, attn_mask = null, _dropout_p = 0, is_causal = false) {
    if (query.length < 2 || key.length < 2 || value.length < 2) {
      throw runtimeError(
        "scaled_dot_product_attention: Expected query, key, and value to all be  at least 2 dimensional, but got " +
          `query.dim(): ${query.length}, key.dim(): ${key.length} and value.dim(): ${value.length} instead.`,
      );
    }
    if (attn_mask && is_causal) {
      throw runtimeError("scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True");
    }
    const [length, width] = query.slice(-2) as [number, number];
    const [source, keyWidth] = key.slice(-2) as [number, number];
    if (width !== keyWidth || source !== value.at(-2)) {
      const [what, expected, got] =
        width !== keyWidth ? ([1, width, keyWidth] as const) : ([2, source, value.at(-2)!] as const);
      throw new ShapeError(
        `The size of tensor a (${expected}) must match the size of tensor b (${got}) at non-singleton dimension ` +
          `${query.length - 1}`,
        { what: "size", expected, got, input: what, dim: what === 1 ? key.length - 1 : value.length - 2 },
      );
    }
    const lead = broadcastShapes(broadcastShapes(query.slice(0, -2), key.slice(0, -2)), value.slice(0, -2));
    if (attn_mask) broadcastShapes([...lead, length, source], attn_mask);
    return [...lead, length, value.at(-1)!];
  },
  multi_head_attention_forward(
    query,
    key,
    value,
    embed_dim_to_check,
    num_heads,
    _in_proj_weight,
    _in_proj_bias,
    bias_k,
    _bias_v,
    add_zero_attn,
    _dropout_p,
    out_proj_weight,
    _out_proj_bias,
    _training = true,
    key_padding_mask = null,
    need_weights = true,
    attn_mask = null,
    use_separate_proj_weight = false,
    q_proj_weight = null,
    k_proj_weight = null,
    v_proj_weight = null,
    _static_k = null,
    _static_v = null,
    average_attn_weights = true,
    batch_first = false,
  ) {
    const moved = batch_first && query.length === 3;
    const [q, k, v] = moved ? [query, key, value].map(swapped) : [query, key, value];
    const batched = checkAttentionRanks(q!, k!, v!, key_padding_mask, attn_mask, num_heads);
    const [tgt, bsz, width] = (batched ? q! : [q![0], 1, q![1]]) as [number, number, number];
    const src = k![0]!;
    if (width !== embed_dim_to_check) {
      throw new ShapeError(
        `was expecting embedding dimension of ${embed_dim_to_check}, but got ${width}`,
        {
          what: "features",
          expected: embed_dim_to_check,
          got: width,
          input: 0,
          dim: query.length - 1,
          arg: "embed_dim",
        },
        "AssertionError",
      );
    }
    const keyLead = (batched ? k! : [k![0]!, 1, k![1]!]).slice(0, 2);
    const valueLead = (batched ? v! : [v![0]!, 1, v![1]!]).slice(0, 2);
    if (use_separate_proj_weight) {
      if (!sameShape(keyLead, valueLead)) {
        throw assertion(
          `key's sequence and batch dims ${printSize(keyLead)} do not match value's ${printSize(valueLead)}`,
        );
      }
      checkProjections(q!, k!, v!, { query: q_proj_weight, key: k_proj_weight, value: v_proj_weight });
    } else if (!sameShape(k!, v!)) {
      const full = (shape: Shape): Shape => (batched ? shape : [shape[0]!, 1, shape[1]!]);
      throw assertion(`key shape ${printSize(full(k!))} does not match value shape ${printSize(full(v!))}`);
    } else if (k!.at(-1) !== width) {
      throw new ShapeError(
        `mat1 and mat2 shapes cannot be multiplied (${src * keyLead[1]!}x${k!.at(-1)} and ${width}x${width})`,
        { what: "features", expected: width, got: k!.at(-1)!, input: 1, dim: key.length - 1, arg: "kdim" },
      );
    }
    if (keyLead[1] !== bsz) {
      throw new ShapeError(
        `shape '[${src}, ${bsz * num_heads}, ${width / num_heads}]' is invalid for input of size ` +
          `${src * keyLead[1]! * width}`,
        { what: "size", expected: bsz, got: keyLead[1]!, input: 1, dim: moved ? 0 : 1 },
      );
    }
    if (attn_mask) checkMask(attn_mask, bsz, num_heads, tgt, src);
    const total = src + Number(bias_k !== null) + Number(add_zero_attn);
    if (key_padding_mask) {
      const padded = [...key_padding_mask];
      if (!batched) padded.unshift(1);
      padded[1]! += total - src;
      if (!sameShape(padded, [bsz, total])) {
        throw assertion(`expecting key_padding_mask shape of ${pySize([bsz, total])}, but got ${printSize(padded)}`);
      }
    }
    const out = out_proj_weight[0]!;
    const output = !batched ? [tgt, out] : moved ? [bsz, tgt, out] : [tgt, bsz, out];
    if (!need_weights) return [output, null];
    return [output, [...(batched ? [bsz] : []), ...(average_attn_weights ? [] : [num_heads]), tgt, total]];
  },
  transformer_inputs(src, tgt, d_model, batch_first) {
    const batch = batch_first ? 0 : 1;
    if (src.length === 3 && src[batch] !== tgt[batch]) {
      throw new ShapeError("the batch number of src and tgt must be equal", {
        what: "size",
        expected: src[batch]!,
        got: tgt[batch] ?? 0,
        input: 1,
        dim: batch,
      });
    }
    const wrong = [src, tgt].findIndex((shape) => shape.at(-1) !== d_model);
    if (wrong < 0) return [src, tgt];
    const shape = wrong === 0 ? src : tgt;
    throw new ShapeError("the feature number of src and tgt must be equal to d_model", {
      what: "features",
      expected: d_model,
      got: shape.at(-1) ?? 0,
      input: wrong,
      dim: Math.max(0, shape.length - 1),
      arg: "d_model",
    });
  },
} satisfies Partial<Functional<Shape>>;
