// Declares torch's functions along dims: sums, extremes, statistics, running sums and order.
import { sameBound } from "../define.ts";
import { bool, float, int, intOrInts, optional } from "../fields.ts";
import { defineFunction } from "./define.ts";

const keepdim = bool({ default: false, doc: "Keeps the dims that are reduced, with size 1." });
/** One, several or all dims. */
const dims = optional(intOrInts({ doc: "Over which dims; over all of them when empty." }));
const dim = optional(int({ doc: "Over which dim; over all of them when empty." }));
const along = int({ start: -1, doc: "Along which dim; -1 is the last." });
const last = int({ default: -1, doc: "Along which dim; -1 is the last." });

export const sum = defineFunction({
  name: "sum",
  category: "Reduction",
  doc: "Adds up the values over dims.",
  words: ["add", "total", "reduce", "求和", "累加"],
  args: { dim: dims, keepdim },
  forward: (F, a, x) => F.sum(x, a.dim, a.keepdim),
});

export const mean = defineFunction({
  name: "mean",
  category: "Reduction",
  doc: "The average of the values over dims.",
  words: ["average", "GAP", "global average pooling", "平均", "均值", "全局平均池化"],
  args: { dim: dims, keepdim },
  forward: (F, a, x) => F.mean(x, a.dim, a.keepdim),
});

export const prod = defineFunction({
  name: "prod",
  category: "Reduction",
  doc: "Multiplies the values over a dim.",
  words: ["product", "求积", "连乘"],
  args: { dim, keepdim },
  forward: (F, a, x) => (a.dim === null ? F.prod(x) : F.prod(x, a.dim, a.keepdim)),
});

const noDims = intOrInts({ default: [], doc: "Over which dims; over all of them when empty." });

export const amax = defineFunction({
  name: "amax",
  category: "Reduction",
  doc: "The largest value over dims.",
  words: ["maximum", "max pooling", "global max pooling", "最大值"],
  args: { dim: noDims, keepdim },
  inputBound: sameBound,
  forward: (F, a, x) => F.amax(x, a.dim, a.keepdim),
});

export const amin = defineFunction({
  name: "amin",
  category: "Reduction",
  doc: "The smallest value over dims.",
  words: ["minimum", "最小值"],
  args: { dim: noDims, keepdim },
  inputBound: sameBound,
  forward: (F, a, x) => F.amin(x, a.dim, a.keepdim),
});

const pair = ["values", "indices"] as const;
const found = (args: { readonly dim: number | null }): readonly string[] => (args.dim === null ? ["values"] : pair);

export const max = defineFunction({
  name: "max",
  category: "Reduction",
  doc: "The largest value; along a dim, also where it was.",
  words: ["maximum", "argmax", "最大值"],
  args: { dim, keepdim },
  outputs: found,
  forward: (F, a, x) => F.max(x, a.dim, a.keepdim),
});

export const min = defineFunction({
  name: "min",
  category: "Reduction",
  doc: "The smallest value; along a dim, also where it was.",
  words: ["minimum", "argmin", "最小值"],
  args: { dim, keepdim },
  outputs: found,
  forward: (F, a, x) => F.min(x, a.dim, a.keepdim),
});

export const argmax = defineFunction({
  name: "argmax",
  category: "Reduction",
  doc: "Where the largest value is.",
  words: ["predicted class", "prediction", "index of maximum", "最大值位置", "预测类别"],
  args: { dim, keepdim },
  forward: (F, a, x) => F.argmax(x, a.dim, a.keepdim),
});

export const argmin = defineFunction({
  name: "argmin",
  category: "Reduction",
  doc: "Where the smallest value is.",
  words: ["index of minimum", "nearest", "最小值位置"],
  args: { dim, keepdim },
  forward: (F, a, x) => F.argmin(x, a.dim, a.keepdim),
});

const unbiased = bool({ default: true, doc: "Divides by one less than the number of values." });

/** Written with a dim, since torch reads a lone bool as `unbiased`. */
export const variance = defineFunction({
  name: "var",
  category: "Reduction",
  doc: "How far the values over dims lie from their mean, squared.",
  words: ["variance", "方差"],
  args: { dim: dims, unbiased, keepdim },
  forward: (F, a, x) => F.var(x, a.dim, a.unbiased, a.keepdim),
});

export const std = defineFunction({
  name: "std",
  category: "Reduction",
  doc: "The square root of the variance over dims.",
  words: ["standard deviation", "标准差"],
  args: { dim: dims, unbiased, keepdim },
  forward: (F, a, x) => F.std(x, a.dim, a.unbiased, a.keepdim),
});

export const norm = defineFunction({
  name: "norm",
  category: "Reduction",
  doc: "The length of the vectors over dims.",
  words: ["length", "magnitude", "L2", "范数", "长度"],
  args: { p: float({ default: 2, doc: "Which norm: 1 adds sizes up, 2 is the usual length." }), dim: dims, keepdim },
  forward: (F, a, x) => F.norm(x, a.p, a.dim, a.keepdim),
});

export const logsumexp = defineFunction({
  name: "logsumexp",
  category: "Reduction",
  doc: "The logarithm of the sum of exponentials over dims, without overflow.",
  words: ["lse", "softmax", "对数和指数"],
  args: { dim: intOrInts({ start: -1, doc: "Over which dims." }), keepdim },
  forward: (F, a, x) => F.logsumexp(x, a.dim, a.keepdim),
});

export const all = defineFunction({
  name: "all",
  category: "Reduction",
  doc: "Whether every value over a dim is true.",
  words: ["and", "every", "全部"],
  args: { dim, keepdim },
  forward: (F, a, x) => F.all(x, a.dim, a.keepdim),
});

export const any = defineFunction({
  name: "any",
  category: "Reduction",
  doc: "Whether some value over a dim is true.",
  words: ["or", "some", "任一"],
  args: { dim, keepdim },
  forward: (F, a, x) => F.any(x, a.dim, a.keepdim),
});

export const cumsum = defineFunction({
  name: "cumsum",
  category: "Reduction",
  doc: "Sums up to and including each entry of a dim.",
  words: ["running sum", "prefix sum", "累积和"],
  args: { dim: along },
  forward: (F, a, x) => F.cumsum(x, a.dim),
});

export const cumprod = defineFunction({
  name: "cumprod",
  category: "Reduction",
  doc: "Products up to and including each entry of a dim.",
  words: ["running product", "累积积"],
  args: { dim: along },
  forward: (F, a, x) => F.cumprod(x, a.dim),
});

const descending = bool({ default: false, doc: "The largest first." });

export const sort = defineFunction({
  name: "sort",
  category: "Reduction",
  doc: "The values along a dim in order, and where they were.",
  words: ["order", "排序"],
  args: { dim: last, descending },
  outputs: pair,
  forward: (F, a, x) => F.sort(x, a.dim, a.descending),
});

export const argsort = defineFunction({
  name: "argsort",
  category: "Reduction",
  doc: "Where the values along a dim are, in their order.",
  words: ["order", "rank", "排序索引"],
  args: { dim: last, descending },
  forward: (F, a, x) => F.argsort(x, a.dim, a.descending),
});

export const topk = defineFunction({
  name: "topk",
  category: "Reduction",
  doc: "The largest values along a dim, and where they were.",
  words: ["top-k", "k largest", "beam", "前 k 个"],
  args: {
    k: int({ start: 1, min: 0, doc: "How many values." }),
    dim: last,
    largest: bool({ default: true, doc: "The largest values; otherwise the smallest." }),
    sorted: bool({ default: true, doc: "Gives them in order." }),
  },
  outputs: pair,
  forward: (F, a, x) => F.topk(x, a.k, a.dim, a.largest, a.sorted),
});
