// Declares the losses that compare an input with a target, element by element or label by label.
import { type TorchError, valueError } from "../core/errors.ts";
import { defineModule, type IndexedInputs, type ParamSpec } from "./define.ts";
import { bool, choice, float, int, optional, type TensorValue, tensorField } from "./fields.ts";

const nothing = (): string => "";

/** As F's functions refuse it; a loss of PyTorch takes any word and fails when it is called. */
const refuse = (word: string): TorchError => valueError(`${word} is not a valid value for reduction`);

export const reduction = choice(["none", "mean", "sum"], {
  refuse,
  default: "mean",
  doc: "How the losses become one: not at all, by their mean or by their sum.",
});
export const size_average = optional(bool({ former: true, doc: "Former way to choose between mean and sum." }));
export const reduce = optional(bool({ former: true, doc: "Former way to keep the losses apart." }));
export const margin = (value: number) => float({ default: value, doc: "How far apart is far enough." });
export const inputs = ["input", "target"] as const;

const weight = (doc: string) => optional(tensorField({ doc }));
const classWeight = weight("One weight per class.");

/** A tensor given as an argument, as a buffer. */
const buffer = (value: TensorValue | null): (ParamSpec & { readonly buffer: true }) | null =>
  value && { shape: value.shape, dtype: value.dtype, init: { kind: "value", value }, buffer: true };
const weightBuffer = (args: { readonly weight: TensorValue | null }) => ({ weight: buffer(args.weight) });

/** The second input holds classes of the scores, (N, C, …) or (C). */
const targetClass = (input: number, { shapes: [scores] }: IndexedInputs): number | undefined =>
  input === 1 ? scores?.[scores.length > 1 ? 1 : 0] : undefined;

/** A loss without arguments of its own. */
const plain = <const N extends string>(
  name: N,
  op: "l1_loss" | "mse_loss" | "soft_margin_loss" | "multilabel_margin_loss",
  doc: string,
) =>
  defineModule({
    name,
    category: "Loss",
    doc,
    inputs,
    args: { size_average, reduce, reduction },
    forward: (F, { args: a }, x, y) => F[op](x, y, a.size_average, a.reduce, a.reduction),
    repr: nothing,
  });

export const L1Loss = plain("L1Loss", "l1_loss", "The absolute differences between input and target.");
export const MSELoss = plain("MSELoss", "mse_loss", "The squared differences between input and target.");
export const SoftMarginLoss = plain(
  "SoftMarginLoss",
  "soft_margin_loss",
  "For targets 1 and -1: how little the input has the target's sign, smoothly.",
);
export const MultiLabelMarginLoss = {
  ...plain(
    "MultiLabelMarginLoss",
    "multilabel_margin_loss",
    "For several labels per sample: how little they are ahead of the other classes.",
  ),
  indexLimit: targetClass,
};

export const SmoothL1Loss = defineModule({
  name: "SmoothL1Loss",
  category: "Loss",
  doc: "Squared for small differences and absolute for large ones.",
  inputs,
  args: {
    size_average,
    reduce,
    reduction,
    beta: float({ default: 1, doc: "The difference from which on it is absolute." }),
  },
  forward: (F, { args: a }, x, y) => F.smooth_l1_loss(x, y, a.size_average, a.reduce, a.reduction, a.beta),
  repr: nothing,
});

export const HuberLoss = defineModule({
  name: "HuberLoss",
  category: "Loss",
  doc: "Squared for small differences and delta times absolute for large ones.",
  inputs,
  args: { reduction, delta: float({ default: 1, doc: "The difference from which on it is absolute." }) },
  forward: (F, { args: a }, x, y) => F.huber_loss(x, y, a.reduction, a.delta),
  repr: nothing,
});

export const HingeEmbeddingLoss = defineModule({
  name: "HingeEmbeddingLoss",
  category: "Loss",
  doc: "For distances with targets 1 (alike: the distance) and -1 (unlike: what it lacks to the margin).",
  inputs,
  args: { margin: margin(1), size_average, reduce, reduction },
  forward: (F, { args: a }, x, y) => F.hinge_embedding_loss(x, y, a.margin, a.size_average, a.reduce, a.reduction),
  repr: nothing,
});

export const PoissonNLLLoss = defineModule({
  name: "PoissonNLLLoss",
  category: "Loss",
  doc: "How unlikely the target's counts are when the input gives their Poisson means.",
  inputs,
  args: {
    log_input: bool({ default: true, doc: "The input is the logarithm of the mean." }),
    full: bool({ default: false, doc: "Adds Stirling's approximation of the part that depends on the target alone." }),
    size_average,
    eps: float({ default: 1e-8, doc: "Added to a mean before its logarithm is taken." }),
    reduce,
    reduction,
  },
  forward: (F, { args: a }, x, y) =>
    F.poisson_nll_loss(x, y, a.log_input, a.full, a.size_average, a.eps, a.reduce, a.reduction),
  repr: nothing,
});

export const GaussianNLLLoss = defineModule({
  name: "GaussianNLLLoss",
  category: "Loss",
  doc: "How unlikely the target is when input and var give means and variances of normal variables.",
  inputs: ["input", "target", "var"],
  args: {
    full: bool({ default: false, doc: "Adds the constant part too." }),
    eps: float({ default: 1e-6, doc: "The least variance." }),
    reduction,
  },
  forward: (F, { args: a }, x, y, variance) => F.gaussian_nll_loss(x, y, variance, a.full, a.eps, a.reduction),
  repr: nothing,
});

export const KLDivLoss = defineModule({
  name: "KLDivLoss",
  category: "Loss",
  doc: "How far the distribution whose logarithms are the input is from the target's (Kullback and Leibler).",
  inputs,
  args: {
    size_average,
    reduce,
    reduction: choice(["none", "mean", "sum", "batchmean"], {
      refuse,
      default: "mean",
      doc: "As for other losses; batchmean, the sum over the batch size, is the divergence itself.",
    }),
    log_target: bool({ default: false, doc: "The target holds logarithms too." }),
  },
  forward: (F, { args: a }, x, y) => F.kl_div(x, y, a.size_average, a.reduce, a.reduction, a.log_target),
  repr: nothing,
});

export const BCELoss = defineModule({
  name: "BCELoss",
  category: "Loss",
  doc: "Cross-entropy of yes-or-no probabilities.",
  inputs,
  args: { weight: weight("A weight per element, broadcast."), size_average, reduce, reduction },
  params: weightBuffer,
  forward: (F, { args: a, weight }, x, y) =>
    F.binary_cross_entropy(x, y, weight, a.size_average, a.reduce, a.reduction),
  repr: nothing,
});

export const BCEWithLogitsLoss = defineModule({
  name: "BCEWithLogitsLoss",
  category: "Loss",
  doc: "Sigmoid and BCELoss in one, without loss of precision.",
  inputs,
  args: {
    weight: weight("A weight per element, broadcast."),
    size_average,
    reduce,
    reduction,
    pos_weight: weight("How much more a yes counts than a no, broadcast."),
  },
  params: (args) => ({ ...weightBuffer(args), pos_weight: buffer(args.pos_weight) }),
  forward: (F, { args: a, weight, pos_weight }, x, y) =>
    F.binary_cross_entropy_with_logits(x, y, weight, a.size_average, a.reduce, a.reduction, pos_weight),
  repr: nothing,
});

export const MultiLabelSoftMarginLoss = defineModule({
  name: "MultiLabelSoftMarginLoss",
  category: "Loss",
  doc: "BCEWithLogitsLoss of every class, and their mean per sample.",
  inputs,
  args: { weight: classWeight, size_average, reduce, reduction },
  params: weightBuffer,
  forward: (F, { args: a, weight }, x, y) =>
    F.multilabel_soft_margin_loss(x, y, weight, a.size_average, a.reduce, a.reduction),
  repr: nothing,
});

const ignore_index = int({ default: -100, doc: "Targets with this label do not count." });

export const NLLLoss = defineModule({
  name: "NLLLoss",
  category: "Loss",
  doc: "Minus the log-probability that the input gives to the target's class.",
  inputs,
  args: { weight: classWeight, size_average, ignore_index, reduce, reduction },
  params: weightBuffer,
  indexLimit: targetClass,
  forward: (F, { args: a, weight }, x, y) =>
    F.nll_loss(x, y, weight, a.size_average, a.ignore_index, a.reduce, a.reduction),
  repr: nothing,
});

export const CrossEntropyLoss = defineModule({
  name: "CrossEntropyLoss",
  category: "Loss",
  doc: "LogSoftmax and NLLLoss in one: how little the scores favour the target's class.",
  inputs,
  args: {
    weight: classWeight,
    size_average,
    ignore_index,
    reduce,
    reduction,
    label_smoothing: float({ default: 0, doc: "Share of the target that is spread evenly over all classes." }),
  },
  params: weightBuffer,
  indexLimit: targetClass,
  forward: (F, { args: a, weight }, x, y) =>
    F.cross_entropy(x, y, weight, a.size_average, a.ignore_index, a.reduce, a.reduction, a.label_smoothing),
  repr: nothing,
});

export const MultiMarginLoss = defineModule({
  name: "MultiMarginLoss",
  category: "Loss",
  doc: "How little the target's class is ahead of the others.",
  inputs,
  args: {
    p: int({ default: 1, doc: "The power of what lacks to the margin: 1 or 2." }),
    margin: margin(1),
    weight: classWeight,
    size_average,
    reduce,
    reduction,
  },
  check: ({ p, weight }) => {
    if (p !== 1 && p !== 2) return "only p == 1 and p == 2 supported";
    return weight && weight.shape.length !== 1 ? "weight must be one-dimensional" : null;
  },
  params: weightBuffer,
  indexLimit: targetClass,
  forward: (F, { args: a, weight }, x, y) =>
    F.multi_margin_loss(x, y, a.p, a.margin, weight, a.size_average, a.reduce, a.reduction),
  repr: nothing,
});
