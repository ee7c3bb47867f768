// Declares the Transformer, its encoder and decoder, and their layers.
import { runtimeError } from "../core/errors.ts";
import type { Shape } from "../core/shape.ts";
import { MultiheadAttention } from "./attention.ts";
import { attentionAxes } from "./axes.ts";
import { type Child, type ChildList, defineModule } from "./define.ts";
import { Dropout } from "./dropout.ts";
import { type Args, bool, choice, float, int, type ModuleValue, moduleField, mostLayers, optional } from "./fields.ts";
import { LayerNorm } from "./layernorm.ts";
import { Linear } from "./linear.ts";

const width = "How many features every step has; taken from the input when left empty.";
const heads = "How many heads share the features in the attention; they must divide evenly.";

const layerArgs = {
  d_model: int({ min: 0, infer: (x) => x.at(-1), doc: width }),
  nhead: int({ min: 1, start: 1, doc: heads }),
  dim_feedforward: int({
    default: 2048,
    min: 0,
    doc: "How many features the inner layer of the feedforward part has.",
  }),
  dropout: float({ default: 0.1, doc: "Probability of zeroing a value while training." }),
  activation: choice(["relu", "gelu"], {
    refuse: (word) => runtimeError(`activation should be relu/gelu, not ${word}`),
    default: "relu",
    doc: "The function between the two feedforward layers.",
  }),
  layer_norm_eps: float({ default: 1e-5, doc: "Added to variances in the normalizations." }),
  batch_first: bool({
    default: false,
    doc: "Takes inputs as (batch, step, feature) instead of (step, batch, feature).",
  }),
  norm_first: bool({ default: false, doc: "Normalizes before each part instead of after it." }),
};
type LayerArgs = Args<typeof layerArgs>;

const check = ({ d_model, nhead, dropout }: LayerArgs): string | null => {
  if (d_model % nhead !== 0) return "embed_dim must be divisible by num_heads";
  return dropout >= 0 && dropout <= 1 ? null : `dropout probability has to be between 0 and 1, but got ${dropout}`;
};

const attention = ({ d_model, nhead, dropout, batch_first }: LayerArgs) => ({
  module: MultiheadAttention,
  args: { embed_dim: d_model, num_heads: nhead, dropout, batch_first },
});
const linear = (in_features: number, out_features: number) => ({ module: Linear, args: { in_features, out_features } });
const drop = ({ dropout }: LayerArgs) => ({ module: Dropout, args: { p: dropout } });
const norm = ({ d_model, layer_norm_eps }: LayerArgs) => ({
  module: LayerNorm,
  args: { normalized_shape: d_model, eps: layer_norm_eps },
});

const noWeights = { need_weights: false };

export const TransformerEncoderLayer = defineModule({
  name: "TransformerEncoderLayer",
  category: "Transformer",
  axes: attentionAxes,
  doc: "Self-attention and a feedforward network, each with a shortcut and a normalization.",
  inputs: ["src"],
  optional: ["src_mask", "src_key_padding_mask"],
  args: layerArgs,
  check,
  children: (a) => ({
    self_attn: attention(a),
    linear1: linear(a.d_model, a.dim_feedforward),
    dropout: drop(a),
    linear2: linear(a.dim_feedforward, a.d_model),
    norm1: norm(a),
    norm2: norm(a),
    dropout1: drop(a),
    dropout2: drop(a),
  }),
  forward: (F, { args, run }, src, src_mask, src_key_padding_mask) => {
    const attend = (x: typeof src) => run.dropout1(run.self_attn(x, x, x, src_key_padding_mask, src_mask, noWeights));
    const feed = (x: typeof src) => run.dropout2(run.linear2(run.dropout(F[args.activation](run.linear1(x)))));
    if (args.norm_first) {
      const x = F.add(src, attend(run.norm1(src)));
      return F.add(x, feed(run.norm2(x)));
    }
    const x = run.norm1(F.add(src, attend(src)));
    return run.norm2(F.add(x, feed(x)));
  },
  repr: () => "",
});

export const TransformerDecoderLayer = defineModule({
  name: "TransformerDecoderLayer",
  category: "Transformer",
  axes: attentionAxes,
  doc: "Self-attention, attention to a memory and a feedforward network, each with a shortcut and a normalization.",
  inputs: ["tgt", "memory"],
  optional: ["tgt_mask", "memory_mask", "tgt_key_padding_mask", "memory_key_padding_mask"],
  args: layerArgs,
  check,
  children: (a) => ({
    self_attn: attention(a),
    multihead_attn: attention(a),
    linear1: linear(a.d_model, a.dim_feedforward),
    dropout: drop(a),
    linear2: linear(a.dim_feedforward, a.d_model),
    norm1: norm(a),
    norm2: norm(a),
    norm3: norm(a),
    dropout1: drop(a),
    dropout2: drop(a),
    dropout3: drop(a),
  }),
  forward: (F, { args, run }, tgt, memory, tgt_mask, memory_mask, tgt_padding, memory_padding) => {
    const attend = (x: typeof tgt) => run.dropout1(run.self_attn(x, x, x, tgt_padding, tgt_mask, noWeights));
    const recall = (x: typeof tgt) =>
      run.dropout2(run.multihead_attn(x, memory, memory, memory_padding, memory_mask, noWeights));
    const feed = (x: typeof tgt) => run.dropout3(run.linear2(run.dropout(F[args.activation](run.linear1(x)))));
    if (args.norm_first) {
      const x = F.add(tgt, attend(run.norm1(tgt)));
      const y = F.add(x, recall(run.norm2(x)));
      return F.add(y, feed(run.norm3(y)));
    }
    const x = run.norm1(F.add(tgt, attend(tgt)));
    const y = run.norm2(F.add(x, recall(x)));
    return run.norm3(F.add(y, feed(y)));
  },
  repr: () => "",
});

/** A layer that fits the input: as many of torch's 8 heads as divide its features. */
const inferLayer =
  (module: string) =>
  (x: Shape): ModuleValue => {
    const d_model = x.at(-1) ?? 1;
    return { module, args: { d_model, nhead: [8, 4, 2].find((n) => d_model % n === 0) ?? 1 } };
  };

const childOf = (module: Child["module"], value: ModuleValue): Child => ({
  module,
  args: value.args,
  like: value.like,
});

/** Copies of one layer, and the normalization after them. */
const stack = (
  layer: Child,
  num_layers: number,
  last: ModuleValue | null,
): { layers: ChildList; norm: Child | null } => ({
  layers: { list: new Array<Child>(num_layers).fill(layer), clones: true },
  norm: last && { ...childOf(LayerNorm, last), share: true },
});

const stackArgs = {
  num_layers: int({ min: 1, max: mostLayers, start: 2, doc: "How many copies of the layer lie on top of each other." }),
  norm: optional(moduleField([LayerNorm], { doc: "A normalization after the last layer." })),
};

export const TransformerEncoder = defineModule({
  name: "TransformerEncoder",
  category: "Transformer",
  axes: attentionAxes,
  doc: "Several encoder layers, one after another, which start from the same values.",
  inputs: ["src"],
  optional: ["mask", "src_key_padding_mask"],
  args: {
    encoder_layer: moduleField([TransformerEncoderLayer], {
      infer: inferLayer("TransformerEncoderLayer"),
      doc: "The layer that is copied; one that fits the input when left empty.",
    }),
    ...stackArgs,
    enable_nested_tensor: bool({ default: true, doc: "Lets PyTorch skip padding in eval mode." }),
    mask_check: bool({ default: true, doc: "Lets PyTorch check that padding comes last before it skips it." }),
  },
  children: (a) => stack(childOf(TransformerEncoderLayer, a.encoder_layer), a.num_layers, a.norm),
  forward: (_F, { run }, src, mask, src_key_padding_mask) => {
    const out = run.layers.reduce((x, layer) => layer(x, mask, src_key_padding_mask), src);
    return run.norm ? run.norm(out) : out;
  },
  repr: () => "",
});

export const TransformerDecoder = defineModule({
  name: "TransformerDecoder",
  category: "Transformer",
  axes: attentionAxes,
  doc: "Several decoder layers, one after another, which start from the same values.",
  inputs: ["tgt", "memory"],
  optional: ["tgt_mask", "memory_mask", "tgt_key_padding_mask", "memory_key_padding_mask"],
  args: {
    decoder_layer: moduleField([TransformerDecoderLayer], {
      infer: inferLayer("TransformerDecoderLayer"),
      doc: "The layer that is copied; one that fits the input when left empty.",
    }),
    ...stackArgs,
  },
  children: (a) => stack(childOf(TransformerDecoderLayer, a.decoder_layer), a.num_layers, a.norm),
  forward: (_F, { run }, tgt, memory, ...masks) => {
    const out = run.layers.reduce((x, layer) => layer(x, memory, ...masks), tgt);
    return run.norm ? run.norm(out) : out;
  },
  repr: () => "",
});

const transformerArgs = {
  d_model: int({ default: 512, min: 0, infer: (x) => x.at(-1), doc: width }),
  nhead: int({ default: 8, min: 1, doc: heads }),
  num_encoder_layers: int({ default: 6, min: 1, max: mostLayers, doc: "How many layers the encoder has." }),
  num_decoder_layers: int({ default: 6, min: 1, max: mostLayers, doc: "How many layers the decoder has." }),
  dim_feedforward: layerArgs.dim_feedforward,
  dropout: layerArgs.dropout,
  activation: layerArgs.activation,
  custom_encoder: optional(moduleField([TransformerEncoder], { doc: "An encoder to use instead." })),
  custom_decoder: optional(moduleField([TransformerDecoder], { doc: "A decoder to use instead." })),
  layer_norm_eps: layerArgs.layer_norm_eps,
  batch_first: layerArgs.batch_first,
  norm_first: layerArgs.norm_first,
};

const layerOf = (module: string, a: Args<typeof transformerArgs>): ModuleValue => ({
  module,
  args: {
    d_model: a.d_model,
    nhead: a.nhead,
    dim_feedforward: a.dim_feedforward,
    dropout: a.dropout,
    activation: a.activation,
    layer_norm_eps: a.layer_norm_eps,
    batch_first: a.batch_first,
    norm_first: a.norm_first,
  },
});
const lastNorm = (a: Args<typeof transformerArgs>): ModuleValue => ({ module: "LayerNorm", args: norm(a).args });

export const Transformer = defineModule({
  name: "Transformer",
  category: "Transformer",
  axes: attentionAxes,
  doc: "An encoder reads the source; a decoder turns the target into the output while it looks at what was read.",
  inputs: ["src", "tgt"],
  optional: [
    "src_mask",
    "tgt_mask",
    "memory_mask",
    "src_key_padding_mask",
    "tgt_key_padding_mask",
    "memory_key_padding_mask",
  ],
  args: transformerArgs,
  check,
  children: (a) => ({
    encoder: a.custom_encoder
      ? { ...childOf(TransformerEncoder, a.custom_encoder), share: true }
      : {
          module: TransformerEncoder,
          args: {
            encoder_layer: layerOf("TransformerEncoderLayer", a),
            num_layers: a.num_encoder_layers,
            norm: lastNorm(a),
          },
        },
    decoder: a.custom_decoder
      ? { ...childOf(TransformerDecoder, a.custom_decoder), share: true }
      : {
          module: TransformerDecoder,
          args: {
            decoder_layer: layerOf("TransformerDecoderLayer", a),
            num_layers: a.num_decoder_layers,
            norm: lastNorm(a),
          },
        },
  }),
  reset: (_name, shape) => (shape.length > 1 ? { kind: "xavier_uniform" } : null),
  forward: (F, { args, run }, src, tgt, src_mask, tgt_mask, memory_mask, src_padding, tgt_padding, memory_padding) => {
    const [source, target] = F.transformer_inputs(src, tgt, args.d_model, args.batch_first);
    const memory = run.encoder(source, src_mask, src_padding);
    return run.decoder(target, memory, tgt_mask, memory_mask, tgt_padding, memory_padding);
  },
  repr: () => "",
});
