// Owns torch.nn.functional: the ops over tensors with arguments by position or name, and what no module needs of it.
import { runtimeError, typeError } from "../core/errors.ts";
import type { Functional } from "../ops/functional.ts";
import { no_grad } from "../tensor/autograd.ts";
import { empty, tensor } from "../tensor/create.ts";
import { tensorFunctional } from "../tensor/functional.ts";
import { add, div, sub } from "../tensor/math/binary.ts";
import { log, neg } from "../tensor/math/elementwise.ts";
import { index_select, scatter } from "../tensor/math/index.ts";
import { max } from "../tensor/math/order.ts";
import { exponential_ } from "../tensor/math/random.ts";
import { norm } from "../tensor/math/reduce.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Kwargs, splitKwargs } from "./kwargs.ts";

type Ops = Functional<Tensor>;
type Op = (...given: readonly unknown[]) => unknown;
/** The op as it is declared, or with what follows some arguments by name in a last plain object. */
type Keyworded<T> = T extends (...given: infer A) => infer R
  ? ((...given: A) => R) & ((...given: readonly [...unknown[], Kwargs]) => R)
  : T;

const conv = "input weight bias stride padding dilation groups";
const convTranspose = "input weight bias stride padding output_padding groups dilation";
const maxPool = "input kernel_size stride padding dilation ceil_mode return_indices";
const avgPool = "input kernel_size stride padding ceil_mode count_include_pad";
const adaptivePool = "input output_size";
const lpPool = "input norm_type kernel_size stride ceil_mode";
const fractionalPool = "input kernel_size output_size output_ratio return_indices _random_samples";
const unpool = "input indices kernel_size stride padding output_size";
const dropout = "input p training inplace";
const inplace = "input inplace";
const loss = "input target size_average reduce reduction";

/** Torch's names of arguments, in order. */
const parameters: Readonly<Record<string, string>> = {
  conv1d: conv,
  conv2d: conv,
  conv3d: conv,
  conv_transpose1d: convTranspose,
  conv_transpose2d: convTranspose,
  conv_transpose3d: convTranspose,
  unfold: "input kernel_size dilation padding stride",
  fold: "input output_size kernel_size dilation padding stride",
  max_pool1d: maxPool,
  max_pool2d: maxPool,
  max_pool3d: maxPool,
  avg_pool1d: avgPool,
  avg_pool2d: `${avgPool} divisor_override`,
  avg_pool3d: `${avgPool} divisor_override`,
  lp_pool1d: lpPool,
  lp_pool2d: lpPool,
  adaptive_avg_pool1d: adaptivePool,
  adaptive_avg_pool2d: adaptivePool,
  adaptive_avg_pool3d: adaptivePool,
  adaptive_max_pool1d: `${adaptivePool} return_indices`,
  adaptive_max_pool2d: `${adaptivePool} return_indices`,
  adaptive_max_pool3d: `${adaptivePool} return_indices`,
  fractional_max_pool2d: fractionalPool,
  fractional_max_pool3d: fractionalPool,
  max_unpool1d: unpool,
  max_unpool2d: unpool,
  max_unpool3d: unpool,
  pad: "input pad mode value",
  interpolate: "input size scale_factor mode align_corners recompute_scale_factor antialias",
  upsample: "input size scale_factor mode align_corners",
  grid_sample: "input grid mode padding_mode align_corners",
  affine_grid: "theta size align_corners",
  pixel_shuffle: "input upscale_factor",
  pixel_unshuffle: "input downscale_factor",
  channel_shuffle: "input groups",
  relu: inplace,
  relu6: inplace,
  selu: inplace,
  silu: inplace,
  mish: inplace,
  hardsigmoid: inplace,
  hardswish: inplace,
  elu: "input alpha inplace",
  celu: "input alpha inplace",
  leaky_relu: "input negative_slope inplace",
  prelu: "input weight",
  rrelu: "input lower upper training inplace",
  threshold: "input threshold value inplace",
  hardtanh: "input min_val max_val inplace",
  hardshrink: "input lambd",
  softshrink: "input lambd",
  softplus: "input beta threshold",
  gelu: "input approximate",
  glu: "input dim",
  softmax: "input dim",
  softmin: "input dim",
  log_softmax: "input dim",
  scaled_dot_product_attention: "query key value attn_mask dropout_p is_causal scale",
  multi_head_attention_forward:
    "query key value embed_dim_to_check num_heads in_proj_weight in_proj_bias bias_k bias_v add_zero_attn dropout_p " +
    "out_proj_weight out_proj_bias training key_padding_mask need_weights attn_mask use_separate_proj_weight " +
    "q_proj_weight k_proj_weight v_proj_weight static_k static_v average_attn_weights",
  dropout,
  dropout1d: dropout,
  dropout2d: dropout,
  dropout3d: dropout,
  alpha_dropout: dropout,
  feature_alpha_dropout: dropout,
  batch_norm: "input running_mean running_var weight bias training momentum eps",
  instance_norm: "input running_mean running_var weight bias use_input_stats momentum eps",
  layer_norm: "input normalized_shape weight bias eps",
  group_norm: "input num_groups weight bias eps",
  rms_norm: "input normalized_shape weight eps",
  local_response_norm: "input size alpha beta k",
  normalize: "input p dim eps",
  linear: "input weight bias",
  bilinear: "input1 input2 weight bias",
  embedding: "input weight padding_idx max_norm norm_type scale_grad_by_freq sparse",
  embedding_bag:
    "input weight offsets max_norm norm_type scale_grad_by_freq mode sparse per_sample_weights include_last_offset " +
    "padding_idx",
  one_hot: "tensor num_classes",
  cosine_similarity: "x1 x2 dim eps",
  pairwise_distance: "x1 x2 p eps keepdim",
  l1_loss: loss,
  mse_loss: loss,
  smooth_l1_loss: `${loss} beta`,
  huber_loss: "input target reduction delta",
  soft_margin_loss: loss,
  multilabel_margin_loss: loss,
  hinge_embedding_loss: "input target margin size_average reduce reduction",
  poisson_nll_loss: "input target log_input full size_average eps reduce reduction",
  gaussian_nll_loss: "input target var full eps reduction",
  kl_div: `${loss} log_target`,
  binary_cross_entropy: "input target weight size_average reduce reduction",
  binary_cross_entropy_with_logits: "input target weight size_average reduce reduction pos_weight",
  multilabel_soft_margin_loss: "input target weight size_average reduce reduction",
  nll_loss: "input target weight size_average ignore_index reduce reduction",
  cross_entropy: "input target weight size_average ignore_index reduce reduction label_smoothing",
  multi_margin_loss: "input target p margin weight size_average reduce reduction",
  margin_ranking_loss: "input1 input2 target margin size_average reduce reduction",
  cosine_embedding_loss: "input1 input2 target margin size_average reduce reduction",
  triplet_margin_loss: "anchor positive negative margin p eps swap size_average reduce reduction",
  triplet_margin_with_distance_loss: "anchor positive negative distance_function margin swap reduction",
  ctc_loss: "log_probs targets input_lengths target_lengths blank reduction zero_infinity",
  gumbel_softmax: "logits tau hard eps dim",
  pdist: "input p",
  flatten: "input start_dim end_dim",
  unflatten: "input dim sizes",
  cat: "tensors dim",
} satisfies Partial<Record<keyof Ops | keyof typeof further, string>>;

/** `op` that also takes arguments by name; Python's TypeErrors about wrong ones. */
function keyworded(name: string, names: readonly string[], op: Op): Op {
  return (...given) => {
    const { positional, kwargs } = splitKwargs(given);
    const args = [...positional];
    for (const [key, value] of Object.entries(kwargs)) {
      const place = names.indexOf(key);
      if (place < 0) throw typeError(`${name}() got an unexpected keyword argument '${key}'`);
      if (place < positional.length) throw typeError(`${name}() got multiple values for argument '${key}'`);
      args[place] = value;
    }
    return op(...args);
  };
}

/** Max pooling that gives its indices too where `return_indices`, the argument at `place`, says so. */
const withIndices = (op: Op, both: Op, place: number): Op => {
  return (...args) => (args[place] === true ? both : op)(...args);
};

/** One-hot-like samples (Jang et al., 2017); with `hard` they are one-hot, with the soft ones' gradient. */
function gumbel_softmax(logits: Tensor, tau = 1, hard = false, _eps = 1e-10, dim = -1): Tensor {
  const gumbels = no_grad(() => neg(log(exponential_(empty(logits.shape)))));
  const soft = tensorFunctional.softmax(div(add(logits, gumbels), tau), dim);
  if (!hard) return soft;
  const { indices } = max(soft, dim, true);
  const oneHot = scatter(empty(logits.shape), dim, indices, 1);
  return add(sub(oneHot, soft.detach()), soft);
}

/** p-norm distances between every two rows of (N, M): (0, 1), (0, 2), …, as a vector. */
function pdist(input: Tensor, p = 2): Tensor {
  if (input.ndim !== 2) throw runtimeError(`pdist only supports 2D tensors, got: ${input.ndim}D`);
  if (!(p >= 0)) throw runtimeError("pdist only supports non-negative p values");
  const rows = [...new Array(input.shape[0]!).keys()];
  const pairs = rows.flatMap((i) => rows.slice(i + 1).map((j) => [i, j] as const));
  const pick = (side: 0 | 1): Tensor =>
    index_select(
      input,
      0,
      tensor(
        Float64Array.from(pairs, (pair) => pair[side]),
        { dtype: "int64" },
      ),
    );
  return norm(sub(pick(0), pick(1)), p, 1);
}

/** What torch.nn.functional has besides. */
const further = {
  gumbel_softmax,
  pdist,
  upsample: tensorFunctional.interpolate,
  relu_: (input: Tensor): Tensor => tensorFunctional.relu(input, true),
  selu_: (input: Tensor): Tensor => tensorFunctional.selu(input, true),
  elu_: (input: Tensor, alpha = 1): Tensor => tensorFunctional.elu(input, alpha, true),
  celu_: (input: Tensor, alpha = 1): Tensor => tensorFunctional.celu(input, alpha, true),
  leaky_relu_: (input: Tensor, negative_slope = 0.01): Tensor =>
    tensorFunctional.leaky_relu(input, negative_slope, true),
  hardtanh_: (input: Tensor, min_val = -1, max_val = 1): Tensor =>
    tensorFunctional.hardtanh(input, min_val, max_val, true),
  threshold_: (input: Tensor, threshold: number, value: number): Tensor =>
    tensorFunctional.threshold(input, threshold, value, true),
  rrelu_: (input: Tensor, lower = 1 / 8, upper = 1 / 3, training = false): Tensor =>
    tensorFunctional.rrelu(input, lower, upper, training, true),
};

type Everything = Ops & typeof further;

function build(): { readonly [K in keyof Everything]: Keyworded<Everything[K]> } {
  const all = { ...tensorFunctional, ...further } as unknown as Record<string, Op>;
  const entries = Object.entries(all).map(([name, op]): [string, Op] => {
    const names = parameters[name]?.split(" ");
    if (!names) return [name, op];
    const both = all[`${name}_with_indices`];
    return [name, keyworded(name, names, both ? withIndices(op, both, names.indexOf("return_indices")) : op)];
  });
  return Object.fromEntries(entries) as never;
}

/** torch.nn.functional. */
export const functional = build();
