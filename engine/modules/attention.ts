// Declares MultiheadAttention, and the linear layer torch keeps inside it.
import { TorchError } from "../core/errors.ts";
import { attentionAxes } from "./axes.ts";
import { defineModule } from "./define.ts";
import { bool, float, int, optional } from "./fields.ts";
import { Linear } from "./linear.ts";

/** A Linear under another name: torch must not quantize the one inside an attention. */
export const NonDynamicallyQuantizableLinear = defineModule({
  ...Linear,
  name: "NonDynamicallyQuantizableLinear",
  hidden: true,
});

export const MultiheadAttention = defineModule({
  name: "MultiheadAttention",
  category: "Transformer",
  axes: attentionAxes,
  doc: "Every query looks at all keys and takes a weighted mean of their values, in several heads side by side.",
  inputs: ["query", "key", "value"],
  optional: ["key_padding_mask", "attn_mask"],
  flags: { need_weights: true, average_attn_weights: true },
  signature: ["query", "key", "value", "key_padding_mask", "need_weights", "attn_mask", "average_attn_weights"],
  outputs: ["attn_output", "attn_output_weights"],
  args: {
    embed_dim: int({
      min: 0,
      infer: (x) => x.at(-1),
      doc: "How many features queries and outputs have; taken from the query when left empty.",
    }),
    num_heads: int({ min: 1, start: 1, doc: "How many heads share the features; they must divide evenly." }),
    dropout: float({ default: 0, doc: "Probability of zeroing a weight of the attention while training." }),
    bias: bool({ default: true, doc: "Adds learned biases to the projections." }),
    add_bias_kv: bool({ default: false, doc: "Adds one learned key and value to every sequence." }),
    add_zero_attn: bool({ default: false, doc: "Adds a key and a value of zeros to every sequence." }),
    kdim: optional(int({ min: 0, doc: "How many features the keys have; None: as many as the queries." })),
    vdim: optional(int({ min: 0, doc: "How many features the values have; None: as many as the queries." })),
    batch_first: bool({
      default: false,
      doc: "Takes inputs as (batch, step, feature) instead of (step, batch, feature).",
    }),
  },
  check: ({ embed_dim, num_heads }) =>
    embed_dim % num_heads === 0 ? null : new TorchError("AssertionError", "embed_dim must be divisible by num_heads"),
  params: (a) => {
    const separate = isSeparate(a);
    const E = a.embed_dim;
    const init = { kind: "xavier_uniform" } as const;
    return {
      q_proj_weight: separate ? { shape: [E, E], init } : null,
      k_proj_weight: separate ? { shape: [E, a.kdim ?? E], init } : null,
      v_proj_weight: separate ? { shape: [E, a.vdim ?? E], init } : null,
      in_proj_weight: separate ? null : { shape: [3 * E, E], init },
      in_proj_bias: a.bias ? { shape: [3 * E], init: { kind: "zeros" } } : null,
      bias_k: a.add_bias_kv ? { shape: [1, 1, E], init: { kind: "xavier_normal" } } : null,
      bias_v: a.add_bias_kv ? { shape: [1, 1, E], init: { kind: "xavier_normal" } } : null,
    };
  },
  children: ({ embed_dim, bias }) => ({
    out_proj: {
      module: NonDynamicallyQuantizableLinear,
      args: { in_features: embed_dim, out_features: embed_dim, bias },
    },
  }),
  reset: (name) => (name === "out_proj.bias" ? { kind: "zeros" } : null),
  forward: (F, { args: a, training, flags, run, ...p }, query, key, value, key_padding_mask, attn_mask) =>
    F.multi_head_attention_forward(
      query,
      key,
      value,
      a.embed_dim,
      a.num_heads,
      p.in_proj_weight,
      p.in_proj_bias,
      p.bias_k,
      p.bias_v,
      a.add_zero_attn,
      a.dropout,
      run.out_proj.params.weight!,
      run.out_proj.params.bias ?? null,
      training,
      key_padding_mask,
      flags.need_weights,
      attn_mask,
      isSeparate(a),
      p.q_proj_weight,
      p.k_proj_weight,
      p.v_proj_weight,
      null,
      null,
      flags.average_attn_weights,
      a.batch_first,
    ),
  repr: () => "",
});

/** Whether keys or values have features of their own, and so weights of their own. */
const isSeparate = (a: {
  readonly embed_dim: number;
  readonly kdim: number | null;
  readonly vdim: number | null;
}): boolean => (a.kdim ?? a.embed_dim) !== a.embed_dim || (a.vdim ?? a.embed_dim) !== a.embed_dim;
