// Owns the names of every op's arguments, in torch's order: keywords, named arguments in graphs and source read them here.
import { functionSignatures } from "./function_signatures.ts";
import type { Functional } from "./functional.ts";

/** An op of the vocabulary. */
export type OpName = keyof Functional<unknown>;

/** What an op takes, in its order. */
export type Positional<K extends OpName, V> = Parameters<Functional<V>[K]>;

const conv = ["input", "weight", "bias", "stride", "padding", "dilation", "groups"] as const;
const convTranspose = [
  "input",
  "weight",
  "bias",
  "stride",
  "padding",
  "output_padding",
  "groups",
  "dilation",
  "output_size",
] as const;
const maxPool = ["input", "kernel_size", "stride", "padding", "dilation", "ceil_mode"] as const;
const avgPool = [
  "input",
  "kernel_size",
  "stride",
  "padding",
  "ceil_mode",
  "count_include_pad",
  "divisor_override",
] as const;
const adaptivePool = ["input", "output_size"] as const;
const lpPool = ["input", "norm_type", "kernel_size", "stride", "ceil_mode"] as const;
const fractionalPool = [
  "input",
  "kernel_size",
  "output_size",
  "output_ratio",
  "return_indices",
  "_random_samples",
] as const;
const unpool = ["input", "indices", "kernel_size", "stride", "padding", "output_size"] as const;
const dropout = ["input", "p", "training", "inplace"] as const;
const inplace = ["input", "inplace"] as const;
const loss = ["input", "target", "size_average", "reduce", "reduction"] as const;
const network = ["input", "hx", "params", "settings"] as const;
const cell = ["input", "hx", "w_ih", "w_hh", "b_ih", "b_hh"] as const;

type Each<T extends readonly unknown[], To> = { readonly [I in keyof T]: To };
/** As many names as the op has arguments: a missing one does not compile. */
type Names<K extends OpName> = Each<Required<Positional<K, unknown>>, string>;

/** By op. */
export const signatures = {
  ...functionSignatures,
  zeros: ["shape", "dtype"],
  conv1d: conv,
  conv2d: conv,
  conv3d: conv,
  conv_transpose1d: convTranspose,
  conv_transpose2d: convTranspose,
  conv_transpose3d: convTranspose,
  unfold: ["input", "kernel_size", "dilation", "padding", "stride"],
  fold: ["input", "output_size", "kernel_size", "dilation", "padding", "stride"],
  interpolate: ["input", "size", "scale_factor", "mode", "align_corners", "recompute_scale_factor", "antialias"],
  grid_sample: ["input", "grid", "mode", "padding_mode", "align_corners"],
  affine_grid: ["theta", "size", "align_corners"],
  max_pool1d: maxPool,
  max_pool2d: maxPool,
  max_pool3d: maxPool,
  max_pool1d_with_indices: maxPool,
  max_pool2d_with_indices: maxPool,
  max_pool3d_with_indices: maxPool,
  avg_pool1d: avgPool,
  avg_pool2d: avgPool,
  avg_pool3d: avgPool,
  lp_pool1d: lpPool,
  lp_pool2d: lpPool,
  lp_pool3d: lpPool,
  adaptive_avg_pool1d: adaptivePool,
  adaptive_avg_pool2d: adaptivePool,
  adaptive_avg_pool3d: adaptivePool,
  adaptive_max_pool1d: adaptivePool,
  adaptive_max_pool2d: adaptivePool,
  adaptive_max_pool3d: adaptivePool,
  adaptive_max_pool1d_with_indices: adaptivePool,
  adaptive_max_pool2d_with_indices: adaptivePool,
  adaptive_max_pool3d_with_indices: adaptivePool,
  fractional_max_pool2d: fractionalPool,
  fractional_max_pool3d: fractionalPool,
  fractional_max_pool2d_with_indices: fractionalPool,
  fractional_max_pool3d_with_indices: fractionalPool,
  max_unpool1d: unpool,
  max_unpool2d: unpool,
  max_unpool3d: unpool,
  pad: ["input", "pad", "mode", "value"],
  linear: ["input", "weight", "bias"],
  bilinear: ["input1", "input2", "weight", "bias"],
  relu: inplace,
  relu6: inplace,
  selu: inplace,
  silu: inplace,
  mish: inplace,
  hardsigmoid: inplace,
  hardswish: inplace,
  elu: ["input", "alpha", "inplace"],
  celu: ["input", "alpha", "inplace"],
  leaky_relu: ["input", "negative_slope", "inplace"],
  prelu: ["input", "weight"],
  rrelu: ["input", "lower", "upper", "training", "inplace"],
  threshold: ["input", "threshold", "value", "inplace"],
  hardtanh: ["input", "min_val", "max_val", "inplace"],
  hardshrink: ["input", "lambd"],
  softshrink: ["input", "lambd"],
  tanhshrink: ["input"],
  sigmoid: ["input"],
  logsigmoid: ["input"],
  tanh: ["input"],
  softsign: ["input"],
  softmax2d: ["input"],
  softplus: ["input", "beta", "threshold"],
  gelu: ["input", "approximate"],
  glu: ["input", "dim"],
  softmax: ["input", "dim"],
  softmin: ["input", "dim"],
  log_softmax: ["input", "dim"],
  adaptive_log_softmax: ["input", "target", "head", "tails", "cutoffs"],
  batch_norm: [
    "input",
    "running_mean",
    "running_var",
    "weight",
    "bias",
    "training",
    "momentum",
    "eps",
    "num_batches_tracked",
  ],
  instance_norm: [
    "input",
    "running_mean",
    "running_var",
    "weight",
    "bias",
    "use_input_stats",
    "momentum",
    "eps",
    "unbatched_rank",
  ],
  group_norm: ["input", "num_groups", "weight", "bias", "eps"],
  layer_norm: ["input", "normalized_shape", "weight", "bias", "eps"],
  rms_norm: ["input", "normalized_shape", "weight", "eps"],
  local_response_norm: ["input", "size", "alpha", "beta", "k"],
  cross_map_lrn2d: ["input", "size", "alpha", "beta", "k"],
  dropout: dropout,
  dropout1d: dropout,
  dropout2d: dropout,
  dropout3d: dropout,
  alpha_dropout: dropout,
  feature_alpha_dropout: dropout,
  flatten: ["input", "start_dim", "end_dim"],
  unflatten: ["input", "dim", "sizes"],
  pixel_shuffle: ["input", "upscale_factor"],
  pixel_unshuffle: ["input", "downscale_factor"],
  channel_shuffle: ["input", "groups"],
  add: ["input", "other"],
  mul: ["input", "other"],
  cat: ["tensors", "dim"],
  l1_loss: loss,
  mse_loss: loss,
  soft_margin_loss: loss,
  multilabel_margin_loss: loss,
  smooth_l1_loss: [...loss, "beta"],
  huber_loss: ["input", "target", "reduction", "delta"],
  hinge_embedding_loss: ["input", "target", "margin", "size_average", "reduce", "reduction"],
  poisson_nll_loss: ["input", "target", "log_input", "full", "size_average", "eps", "reduce", "reduction"],
  gaussian_nll_loss: ["input", "target", "var", "full", "eps", "reduction"],
  kl_div: [...loss, "log_target"],
  binary_cross_entropy: ["input", "target", "weight", "size_average", "reduce", "reduction"],
  multilabel_soft_margin_loss: ["input", "target", "weight", "size_average", "reduce", "reduction"],
  binary_cross_entropy_with_logits: ["input", "target", "weight", "size_average", "reduce", "reduction", "pos_weight"],
  nll_loss: ["input", "target", "weight", "size_average", "ignore_index", "reduce", "reduction"],
  cross_entropy: [
    "input",
    "target",
    "weight",
    "size_average",
    "ignore_index",
    "reduce",
    "reduction",
    "label_smoothing",
  ],
  multi_margin_loss: ["input", "target", "p", "margin", "weight", "size_average", "reduce", "reduction"],
  margin_ranking_loss: ["input1", "input2", "target", "margin", "size_average", "reduce", "reduction"],
  cosine_embedding_loss: ["input1", "input2", "target", "margin", "size_average", "reduce", "reduction"],
  triplet_margin_loss: [
    "anchor",
    "positive",
    "negative",
    "margin",
    "p",
    "eps",
    "swap",
    "size_average",
    "reduce",
    "reduction",
  ],
  triplet_margin_with_distance_loss: [
    "anchor",
    "positive",
    "negative",
    "distance_function",
    "margin",
    "swap",
    "reduction",
  ],
  ctc_loss: ["log_probs", "targets", "input_lengths", "target_lengths", "blank", "reduction", "zero_infinity"],
  cosine_similarity: ["x1", "x2", "dim", "eps"],
  pairwise_distance: ["x1", "x2", "p", "eps", "keepdim"],
  normalize: ["input", "p", "dim", "eps"],
  embedding: ["input", "weight", "padding_idx", "max_norm", "norm_type", "scale_grad_by_freq", "sparse"],
  embedding_bag: [
    "input",
    "weight",
    "offsets",
    "max_norm",
    "norm_type",
    "scale_grad_by_freq",
    "mode",
    "sparse",
    "per_sample_weights",
    "include_last_offset",
    "padding_idx",
  ],
  one_hot: ["tensor", "num_classes"],
  scaled_dot_product_attention: ["query", "key", "value", "attn_mask", "dropout_p", "is_causal", "scale"],
  multi_head_attention_forward: [
    "query",
    "key",
    "value",
    "embed_dim_to_check",
    "num_heads",
    "in_proj_weight",
    "in_proj_bias",
    "bias_k",
    "bias_v",
    "add_zero_attn",
    "dropout_p",
    "out_proj_weight",
    "out_proj_bias",
    "training",
    "key_padding_mask",
    "need_weights",
    "attn_mask",
    "use_separate_proj_weight",
    "q_proj_weight",
    "k_proj_weight",
    "v_proj_weight",
    "static_k",
    "static_v",
    "average_attn_weights",
    "batch_first",
  ],
  transformer_inputs: ["src", "tgt", "d_model", "batch_first"],
  rnn_tanh: network,
  rnn_relu: network,
  gru: network,
  lstm: network,
  rnn_tanh_cell: cell,
  rnn_relu_cell: cell,
  gru_cell: cell,
  lstm_cell: cell,
} as const satisfies { readonly [K in OpName]: Names<K> };

type Signature<K extends OpName> = (typeof signatures)[K];

/** What an op takes, by name. */
export type NamedArgs<K extends OpName, V> = {
  readonly [I in Extract<keyof Signature<K>, `${number}`> as Signature<K>[I] & string]: I extends keyof Positional<K, V>
    ? Positional<K, V>[I]
    : never;
};

/** Arguments that the vocabulary adds to torch's function of the name: they are no keywords of it. */
const added: { readonly [K in OpName]?: readonly string[] } = {
  conv_transpose1d: ["output_size"],
  conv_transpose2d: ["output_size"],
  conv_transpose3d: ["output_size"],
  batch_norm: ["num_batches_tracked"],
  instance_norm: ["unbatched_rank"],
  multi_head_attention_forward: ["batch_first"],
};

/** Torch's keywords of an op, in its order. */
export function keywordsOf(op: OpName): readonly string[] {
  const own = added[op] ?? [];
  return signatures[op].filter((name) => !own.includes(name));
}

/** Arguments in order as arguments by name; those that are not given are absent. */
export function byName<K extends OpName, V>(op: K, given: readonly unknown[]): NamedArgs<K, V> {
  const names: readonly string[] = signatures[op];
  return Object.fromEntries(given.map((value, i) => [names[i], value])) as NamedArgs<K, V>;
}

/** Arguments by name in the op's order. */
export function inOrder<K extends OpName>(op: K, named: Readonly<Record<string, unknown>>): unknown[] {
  const names: readonly string[] = signatures[op];
  const last = names.findLastIndex((name) => named[name] !== undefined);
  return names.slice(0, last + 1).map((name) => named[name]);
}
