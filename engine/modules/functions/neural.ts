// Declares the functions of torch.nn.functional that are no function of one element: softmax, attention, images, look-ups.
import { sameBound } from "../define.ts";
import { bool, choice, float, floatOrTuple, int, intOrInts, ints, number, optional } from "../fields.ts";
import { defineFunction } from "./define.ts";

const softmaxDim = int({ start: -1, doc: "Along which dim the values become shares; -1 is the last." });

export const softmax = defineFunction({
  name: "softmax",
  category: "Activation",
  doc: "Turns values along a dim into shares that add up to 1.",
  words: ["probabilities", "attention weights", "概率", "归一化指数"],
  args: { dim: softmaxDim },
  forward: (F, { dim }, x) => F.softmax(x, dim),
});

export const log_softmax = defineFunction({
  name: "log_softmax",
  category: "Activation",
  doc: "The logarithm of softmax, computed without loss.",
  words: ["log probabilities", "对数概率"],
  args: { dim: softmaxDim },
  forward: (F, { dim }, x) => F.log_softmax(x, dim),
});

export const relu = defineFunction({
  name: "relu",
  category: "Activation",
  doc: "Zeroes negative values.",
  words: ["rectifier", "激活", "线性整流"],
  args: {},
  inputBound: sameBound,
  forward: (F, _, x) => F.relu(x),
});

export const gelu = defineFunction({
  name: "gelu",
  category: "Activation",
  doc: "Weighs every value by how likely a normal one is smaller.",
  words: ["gaussian error", "高斯误差"],
  args: {
    approximate: choice(["none", "tanh"], { default: "none", doc: "Whether tanh stands in for the error function." }),
  },
  python: "F",
  forward: (F, { approximate }, x) => F.gelu(x, approximate),
});

export const silu = defineFunction({
  name: "silu",
  category: "Activation",
  doc: "Weighs every value by its sigmoid.",
  words: ["swish"],
  args: {},
  python: "F",
  forward: (F, _, x) => F.silu(x),
});

export const leaky_relu = defineFunction({
  name: "leaky_relu",
  category: "Activation",
  doc: "Makes negative values small instead of zero.",
  words: ["rectifier", "带泄漏线性整流"],
  args: { negative_slope: float({ default: 0.01, doc: "What negative values are multiplied by." }) },
  python: "F",
  forward: (F, a, x) => F.leaky_relu(x, a.negative_slope),
});

export const normalize = defineFunction({
  name: "normalize",
  category: "Normalization",
  doc: "Divides vectors along a dim by their length.",
  words: ["unit vector", "L2 norm", "cosine", "单位化", "归一化"],
  args: {
    p: float({ default: 2, doc: "Which norm is the length." }),
    dim: int({ default: 1, doc: "The dim along which the vectors lie." }),
    eps: float({ default: 1e-12, doc: "The least length a vector is taken to have." }),
  },
  python: "F",
  forward: (F, a, x) => F.normalize(x, a.p, a.dim, a.eps),
});

export const scaled_dot_product_attention = defineFunction({
  name: "scaled_dot_product_attention",
  category: "Transformer",
  doc: "Mixes values by how well their keys fit each query: softmax(Q Kᵀ / √E) V.",
  words: ["attention", "sdpa", "flash attention", "qkv", "causal", "注意力", "自注意力"],
  inputs: ["query", "key", "value"],
  optional: ["attn_mask"],
  args: {
    dropout_p: float({ default: 0, min: 0, max: 1, doc: "Probability with which a weight is dropped, in eval() too." }),
    is_causal: bool({ default: false, doc: "Lets each query see the keys up to its own place only." }),
    scale: optional(float({ doc: "What products are multiplied by; 1 / √E when empty." })),
  },
  python: "F",
  forward: (F, a, query, key, value, mask) =>
    F.scaled_dot_product_attention(query, key, value, mask, a.dropout_p, a.is_causal, a.scale),
});

export const one_hot = defineFunction({
  name: "one_hot",
  category: "Sparse",
  doc: "Turns every class index into a row of zeros with a one at its place.",
  words: ["onehot", "categorical", "独热编码"],
  inputs: ["tensor"],
  args: { num_classes: int({ start: 10, min: -1, doc: "How many classes there are." }) },
  indexLimit: (_input, { args }) => args.num_classes as number,
  python: "F",
  forward: (F, a, x) => F.one_hot(x, a.num_classes),
});

export const pad = defineFunction({
  name: "pad",
  category: "Padding",
  doc: "Adds entries around the last dims, or cuts them off.",
  words: ["padding", "crop", "zero pad", "填充", "裁剪"],
  args: {
    pad: ints({
      start: [1, 1],
      doc: "How many before and behind: of the last dim, then of the one before it, and so on.",
    }),
    mode: choice(["constant", "reflect", "replicate", "circular"], {
      default: "constant",
      doc: "What is added: a number, or values of the input mirrored, repeated at the edge, or from the other side.",
    }),
    value: number({ default: 0, doc: "The number that is added." }),
  },
  python: "F",
  forward: (F, a, x) => F.pad(x, a.pad, a.mode, a.value),
});

export const interpolate = defineFunction({
  name: "interpolate",
  category: "Vision",
  doc: "Resizes sequences, images or volumes.",
  words: ["resize", "upsample", "downsample", "scale", "bilinear", "上采样", "插值", "缩放"],
  args: {
    size: optional(intOrInts({ min: 0, doc: "Sizes of the output; empty where a factor is given." })),
    scale_factor: optional(
      floatOrTuple(undefined, { min: 0, start: 2, doc: "How many times as large; empty where sizes are given." }),
    ),
    mode: choice(["nearest", "linear", "bilinear", "bicubic", "trilinear", "area", "nearest-exact"], {
      default: "nearest",
      doc: "How values between are found.",
    }),
    align_corners: optional(bool({ doc: "Lets corner values of input and output coincide." })),
    antialias: bool({ default: false, doc: "Smooths images that become smaller, in the modes bilinear and bicubic." }),
  },
  python: "F",
  forward: (F, a, x) => F.interpolate(x, a.size, a.scale_factor, a.mode, a.align_corners, null, a.antialias),
});

export const grid_sample = defineFunction({
  name: "grid_sample",
  category: "Vision",
  doc: "Reads an image at the points of a grid.",
  words: ["warp", "spatial transformer", "sampling", "网格采样"],
  inputs: ["input", "grid"],
  args: {
    mode: choice(["bilinear", "nearest", "bicubic"], {
      default: "bilinear",
      doc: "How values between pixels are found.",
    }),
    padding_mode: choice(["zeros", "border", "reflection"], {
      default: "zeros",
      doc: "What lies outside the image.",
    }),
    align_corners: bool({ default: false, doc: "Whether -1 and 1 are the centres of the corner pixels." }),
  },
  python: "F",
  forward: (F, a, x, grid) => F.grid_sample(x, grid, a.mode, a.padding_mode, a.align_corners),
});

export const affine_grid = defineFunction({
  name: "affine_grid",
  category: "Vision",
  doc: "The grid of points that affine maps read an image at.",
  words: ["spatial transformer", "rotate", "仿射网格"],
  inputs: ["theta"],
  args: {
    size: ints({ start: [1, 1, 8, 8], doc: "Sizes of the image that is made." }),
    align_corners: bool({ default: false, doc: "Whether -1 and 1 are the centres of the corner pixels." }),
  },
  python: "F",
  forward: (F, a, theta) => F.affine_grid(theta, a.size, a.align_corners),
});

export const pixel_shuffle = defineFunction({
  name: "pixel_shuffle",
  category: "Vision",
  doc: "Makes images larger by turning groups of channels into pixels.",
  words: ["depth to space", "subpixel", "亚像素"],
  args: { upscale_factor: int({ start: 2, doc: "How many times as wide and high the output is." }) },
  inputBound: sameBound,
  forward: (F, a, x) => F.pixel_shuffle(x, a.upscale_factor),
});

export const pixel_unshuffle = defineFunction({
  name: "pixel_unshuffle",
  category: "Vision",
  doc: "Makes images smaller by turning squares of pixels into channels.",
  words: ["space to depth", "patches", "空间到深度"],
  args: { downscale_factor: int({ start: 2, doc: "How many times narrower and lower the output is." }) },
  inputBound: sameBound,
  forward: (F, a, x) => F.pixel_unshuffle(x, a.downscale_factor),
});

export const cosine_similarity = defineFunction({
  name: "cosine_similarity",
  category: "Distance",
  doc: "The cosine of the angle between the vectors of two tensors along a dim.",
  words: ["siamese", "similarity", "余弦相似度"],
  inputs: ["x1", "x2"],
  args: {
    dim: int({ default: 1, doc: "The dim along which the vectors lie." }),
    eps: float({ default: 1e-8, doc: "The least length a vector is taken to have." }),
  },
  forward: (F, a, x1, x2) => F.cosine_similarity(x1, x2, a.dim, a.eps),
});
