// Owns what each op is, for all who read graphs: how its outputs relate to its inputs, and what may be done with it.
import type { OpName } from "../ops/signatures.ts";

export interface Traits {
  /** Its output is its input under another shape: always, or unless it is training. */
  readonly view?: "always" | "unless training";
  /** Each element of its output depends on the elements at its place alone, so that it may be written over one of them. */
  readonly pointwise?: true;
  /** Its output has the dtype that goes in; else it is float32. */
  readonly keepsDtype?: true;
  /** Its outputs of other dtypes than float32, by their place. */
  readonly int64Outputs?: readonly number[];
  /** A normalisation of its output channels can go into its weights and bias. */
  readonly foldsNorm?: true;
  /** Its kernels can end with an activation. */
  readonly endsWithActivation?: true;
  /** What backward reads again of forward; the inputs unless said. */
  readonly saves?: "output" | "nothing";
}

const plain: Traits = {};
const view: Traits = { view: "always", keepsDtype: true };
const dropout: Traits = { view: "unless training", keepsDtype: true };
const moves: Traits = { keepsDtype: true };
/** One function of every element. */
const pointwise: Traits = { pointwise: true };
const product: Traits = { foldsNorm: true, endsWithActivation: true };
const transposed: Traits = { foldsNorm: true };
const pool: Traits = { saves: "nothing" };
const withIndices: Traits = { int64Outputs: [1] };
const softmax: Traits = { saves: "output" };

export const traits: { readonly [K in OpName]: Traits } = {
  zeros: plain,
  conv1d: product,
  conv2d: product,
  conv3d: product,
  conv_transpose1d: transposed,
  conv_transpose2d: transposed,
  conv_transpose3d: transposed,
  linear: product,
  bilinear: plain,
  unfold: plain,
  fold: plain,
  interpolate: plain,
  grid_sample: plain,
  affine_grid: plain,
  max_pool1d: pool,
  max_pool2d: pool,
  max_pool3d: pool,
  max_pool1d_with_indices: withIndices,
  max_pool2d_with_indices: withIndices,
  max_pool3d_with_indices: withIndices,
  avg_pool1d: pool,
  avg_pool2d: pool,
  avg_pool3d: pool,
  lp_pool1d: plain,
  lp_pool2d: plain,
  lp_pool3d: plain,
  adaptive_avg_pool1d: pool,
  adaptive_avg_pool2d: pool,
  adaptive_avg_pool3d: pool,
  adaptive_max_pool1d: plain,
  adaptive_max_pool2d: plain,
  adaptive_max_pool3d: plain,
  adaptive_max_pool1d_with_indices: withIndices,
  adaptive_max_pool2d_with_indices: withIndices,
  adaptive_max_pool3d_with_indices: withIndices,
  fractional_max_pool2d: plain,
  fractional_max_pool3d: plain,
  fractional_max_pool2d_with_indices: withIndices,
  fractional_max_pool3d_with_indices: withIndices,
  max_unpool1d: plain,
  max_unpool2d: plain,
  max_unpool3d: plain,
  pad: moves,
  relu: pointwise,
  relu6: pointwise,
  elu: pointwise,
  selu: pointwise,
  celu: pointwise,
  leaky_relu: pointwise,
  prelu: plain,
  rrelu: plain,
  threshold: pointwise,
  hardtanh: pointwise,
  hardsigmoid: pointwise,
  hardswish: pointwise,
  hardshrink: pointwise,
  softshrink: pointwise,
  tanhshrink: plain,
  sigmoid: pointwise,
  logsigmoid: plain,
  tanh: pointwise,
  softplus: pointwise,
  softsign: plain,
  silu: pointwise,
  mish: pointwise,
  gelu: pointwise,
  glu: plain,
  softmax,
  softmin: plain,
  log_softmax: softmax,
  softmax2d: plain,
  adaptive_log_softmax: plain,
  scaled_dot_product_attention: plain,
  multi_head_attention_forward: plain,
  transformer_inputs: plain,
  batch_norm: plain,
  instance_norm: plain,
  group_norm: plain,
  layer_norm: plain,
  rms_norm: plain,
  local_response_norm: plain,
  cross_map_lrn2d: plain,
  dropout,
  dropout1d: dropout,
  dropout2d: dropout,
  dropout3d: dropout,
  alpha_dropout: dropout,
  feature_alpha_dropout: dropout,
  flatten: view,
  unflatten: view,
  pixel_shuffle: moves,
  pixel_unshuffle: moves,
  channel_shuffle: moves,
  add: { pointwise: true, keepsDtype: true, saves: "nothing" },
  mul: { pointwise: true, keepsDtype: true },
  cat: { keepsDtype: true, saves: "nothing" },
  l1_loss: plain,
  mse_loss: plain,
  smooth_l1_loss: plain,
  huber_loss: plain,
  soft_margin_loss: plain,
  hinge_embedding_loss: plain,
  poisson_nll_loss: plain,
  gaussian_nll_loss: plain,
  kl_div: plain,
  binary_cross_entropy: plain,
  binary_cross_entropy_with_logits: plain,
  multilabel_soft_margin_loss: plain,
  nll_loss: plain,
  cross_entropy: plain,
  multi_margin_loss: plain,
  multilabel_margin_loss: plain,
  margin_ranking_loss: plain,
  cosine_embedding_loss: plain,
  triplet_margin_loss: plain,
  triplet_margin_with_distance_loss: plain,
  ctc_loss: plain,
  cosine_similarity: plain,
  pairwise_distance: plain,
  normalize: plain,
  embedding: plain,
  embedding_bag: plain,
  one_hot: { int64Outputs: [0] },
  rnn_tanh: plain,
  rnn_relu: plain,
  gru: plain,
  lstm: plain,
  rnn_tanh_cell: plain,
  rnn_relu_cell: plain,
  gru_cell: plain,
  lstm_cell: plain,
};
