// Owns the dtype rules of convolutions, pooling, padding, linear maps, normalisations, dropout and resizing.
import { dtypeWords, tensorTypeName } from "../../core/dtype.ts";
import { softmaxDim } from "../shapes/activation.ts";
import type { InterpolateMode, PadMode } from "../values.ts";
import type { Given, Typed } from "./rule.ts";
import * as rule from "./rule.ts";

type Weight = Typed | null | undefined;

const matmul = (got: "int64" | "bool"): Error =>
  rule.expected("float32", got, "mat1 and mat2 must have the same dtype");

function linear(x: Typed, weight: Typed, bias?: Weight): Given {
  if (rule.isOther(x, "float32") && bias && x.shape.length > 1) throw matmul(x.dtype as "int64" | "bool");
  rule.sameScalar(x, weight);
  return x.dtype;
}

function conv(x: Typed, _weight: Typed, bias?: Weight): Given {
  if (rule.isOther(x, "float32")) {
    const text = `Input type (${dtypeWords[x.dtype]}) and ${bias ? "bias" : "weight"} type (float) should be the same`;
    throw rule.expected("float32", x.dtype, text);
  }
  return x.dtype;
}

function convTranspose(x: Typed, weight: Typed): Given {
  rule.sameScalar(x, weight);
  return x.dtype;
}

const withIndices =
  (kernel: string) =>
  (x: Typed): Given => [rule.floats(kernel)(x), "int64"];

/** Whole numbers too, which torch averages as such. */
const average =
  (kernel: string) =>
  (x: Typed): Given => {
    if (rule.isOther(x, "float32", "int64")) throw rule.notImplemented(kernel, x.dtype);
    return x.dtype;
  };

const unpool =
  (kernel: string, tellsType: boolean) =>
  (x: Typed, indices: Typed): Given => {
    if (rule.isOther(indices, "int64")) {
      const got = tellsType ? ` but got: ${dtypeName(indices)}` : "";
      throw rule.expected("int64", indices.dtype, `elements in indices should be type int64${got}`);
    }
    return rule.floats(kernel)(x);
  };

const dtypeName = (x: Typed): string => rule.name(x.dtype!);

function pad(x: Typed, widths: readonly number[], mode: PadMode = "constant"): Given {
  const dims = widths.length / 2;
  if (mode === "reflect") return rule.floats(`reflection_pad${dims}d${dims === 3 ? "_cpu" : ""}`)(x);
  if (mode === "replicate") return rule.floats(`replication_pad${dims}d_cpu`)(x);
  return x.dtype;
}

const alongDim =
  (op: string) =>
  (x: Typed, dim: number | null = null): Given => {
    const last = softmaxDim(dim, x.shape.length) === x.shape.length - 1;
    return rule.floats(last ? `${op}_lastdim_kernel_impl` : `${op}_kernel_impl`)(x);
  };

function softmin(x: Typed, dim: number | null = null): Given {
  if (x.dtype === "bool") throw rule.negation("bool");
  return alongDim("softmax")(x, dim);
}

const drop =
  (alpha: boolean) =>
  (x: Typed, p = 0.5, training = true): Given => {
    const draws = training && p > 0 && p < 1;
    if (draws && rule.isOther(x, "float32")) throw rule.cannotCast(x.dtype, alpha ? "int64" : x.dtype);
    return x.dtype;
  };

const resizers = {
  nearest: "nearest",
  "nearest-exact": "nearest",
  linear: "linear",
  bilinear: "linear",
  trilinear: "linear",
  bicubic: "cubic",
} as const;

function interpolate(x: Typed, _size: unknown, _factor: unknown, mode: InterpolateMode = "nearest"): Given {
  if (mode === "area") return rule.floats(`adaptive_avg_pool${x.shape.length - 2}d`)(x);
  return rule.floats(`compute_indices_weights_${resizers[mode]}`)(x);
}

function localResponseNorm(x: Typed): Given {
  if (x.dtype === "bool")
    throw rule.notImplemented(x.shape.length === 3 ? "avg_pool2d" : "avg_pool3d_out_frame", "bool");
  return x.dtype === null ? null : "float32";
}

function crossMapNorm(x: Typed): Given {
  if (rule.isOther(x, "float32")) throw rule.cannotCast(x.dtype);
  return x.dtype;
}

const indicesOf = (op: string, x: Typed): void => {
  if (!rule.isOther(x, "int64")) return;
  const text =
    "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got " +
    `${tensorTypeName[x.dtype]} instead (while checking arguments for ${op})`;
  throw rule.expected("int64", x.dtype, text);
};

function embedding(x: Typed, weight: Typed): Given {
  indicesOf("embedding", x);
  return weight.dtype;
}

function embeddingBag(x: Typed, weight: Typed, ...more: readonly (Weight | number)[]): Given {
  indicesOf("embedding_bag", x);
  const scales = more[6] as Weight;
  if (rule.isOther(scales, "float32")) {
    const text =
      "Expected tensor for argument #1 'weight' to have the same type as tensor for argument #1 'per_sample_weights'; " +
      `but type torch.FloatTensor does not equal ${tensorTypeName[scales.dtype]} (while checking arguments for embedding_bag)`;
    throw rule.expected("float32", scales.dtype, text);
  }
  return weight.dtype;
}

const norm = rule.floats("batch_norm");
const lp = (x: Typed): Given => (x.dtype === null ? null : "float32");
const average2 = rule.floats("adaptive_avg_pool2d");

export const layerRules = {
  conv1d: conv,
  conv2d: conv,
  conv3d: conv,
  conv_transpose1d: convTranspose,
  conv_transpose2d: convTranspose,
  conv_transpose3d: convTranspose,
  unfold: rule.floats("im2col_out_cpu"),
  fold: rule.floats("col2im_out_cpu"),
  linear,
  max_pool1d: rule.floats("max_pool1d_impl"),
  max_pool2d: rule.floats("max_pool2d"),
  max_pool3d: rule.floats("max_pool3d_with_indices_cpu"),
  max_pool1d_with_indices: withIndices("max_pool1d_impl"),
  max_pool2d_with_indices: withIndices("max_pool2d"),
  max_pool3d_with_indices: withIndices("max_pool3d_with_indices_cpu"),
  avg_pool1d: average("avg_pool2d"),
  avg_pool2d: average("avg_pool2d"),
  avg_pool3d: average("avg_pool3d_out_frame"),
  lp_pool1d: lp,
  lp_pool2d: lp,
  lp_pool3d: lp,
  adaptive_avg_pool1d: average2,
  adaptive_avg_pool2d: average2,
  adaptive_avg_pool3d: rule.floats("adaptive_avg_pool3d_cpu"),
  adaptive_max_pool1d: rule.floats("adaptive_max_pool2d"),
  adaptive_max_pool2d: rule.floats("adaptive_max_pool2d"),
  adaptive_max_pool3d: rule.floats("adaptive_max_pool3d_cpu"),
  adaptive_max_pool1d_with_indices: withIndices("adaptive_max_pool2d"),
  adaptive_max_pool2d_with_indices: withIndices("adaptive_max_pool2d"),
  adaptive_max_pool3d_with_indices: withIndices("adaptive_max_pool3d_cpu"),
  fractional_max_pool2d: rule.floats("check_uniform_bounds"),
  fractional_max_pool3d: rule.floats("check_uniform_bounds"),
  fractional_max_pool2d_with_indices: withIndices("check_uniform_bounds"),
  fractional_max_pool3d_with_indices: withIndices("check_uniform_bounds"),
  max_unpool1d: unpool("max_unpool2d", true),
  max_unpool2d: unpool("max_unpool2d", true),
  max_unpool3d: unpool("max_unpool3d", false),
  pad,
  softmax: alongDim("softmax"),
  log_softmax: alongDim("log_softmax"),
  softmin,
  softmax2d: (x: Typed) => alongDim("softmax")(x, x.shape.length - 3),
  dropout: drop(false),
  dropout1d: drop(false),
  dropout2d: drop(false),
  dropout3d: drop(false),
  alpha_dropout: drop(true),
  feature_alpha_dropout: drop(true),
  batch_norm: norm,
  instance_norm: norm,
  group_norm: rule.floats("GroupNormKernelImpl"),
  layer_norm: rule.floats("LayerNormKernelImpl"),
  rms_norm: rule.floats("rms_norm"),
  local_response_norm: localResponseNorm,
  cross_map_lrn2d: crossMapNorm,
  interpolate,
  embedding,
  embedding_bag: embeddingBag,
} as const;
