// Declares the losses that compare several inputs with each other, and CTC.
import { defineModule } from "./define.ts";
import { CosineSimilarity, PairwiseDistance } from "./distance.ts";
import { bool, float, int, moduleField, optional } from "./fields.ts";
import { margin, reduce, reduction, size_average } from "./loss.ts";

const nothing = (): string => "";
const swap = bool({ default: false, doc: "Takes the negative's distance from the positive when that is smaller." });

export const MarginRankingLoss = defineModule({
  name: "MarginRankingLoss",
  category: "Loss",
  doc: "For targets 1 (the first ranks higher) and -1: how little input1 and input2 are in that order.",
  inputs: ["input1", "input2", "target"],
  args: { margin: margin(0), size_average, reduce, reduction },
  forward: (F, { args: a }, x1, x2, y) =>
    F.margin_ranking_loss(x1, x2, y, a.margin, a.size_average, a.reduce, a.reduction),
  repr: nothing,
});

export const CosineEmbeddingLoss = defineModule({
  name: "CosineEmbeddingLoss",
  category: "Loss",
  doc: "For targets 1 (alike) and -1 (unlike): how little the angle between input1 and input2 says so.",
  inputs: ["input1", "input2", "target"],
  args: { margin: margin(0), size_average, reduce, reduction },
  forward: (F, { args: a }, x1, x2, y) =>
    F.cosine_embedding_loss(x1, x2, y, a.margin, a.size_average, a.reduce, a.reduction),
  repr: nothing,
});

const triplet = ["anchor", "positive", "negative"] as const;

export const TripletMarginLoss = defineModule({
  name: "TripletMarginLoss",
  category: "Loss",
  doc: "How little the anchor is nearer to the positive than to the negative.",
  inputs: triplet,
  args: {
    margin: margin(1),
    p: float({ default: 2, doc: "Which norm measures distances." }),
    eps: float({ default: 1e-6, doc: "Added to differences so that they are never zero." }),
    swap,
    size_average,
    reduce,
    reduction,
  },
  forward: (F, { args: a }, x, near, far) =>
    F.triplet_margin_loss(x, near, far, a.margin, a.p, a.eps, a.swap, a.size_average, a.reduce, a.reduction),
  repr: nothing,
});

export const TripletMarginWithDistanceLoss = defineModule({
  name: "TripletMarginWithDistanceLoss",
  category: "Loss",
  doc: "TripletMarginLoss with a distance of one's own.",
  inputs: triplet,
  args: {
    distance_function: optional(
      moduleField([PairwiseDistance, CosineSimilarity], { doc: "What measures distances; PairwiseDistance if none." }),
    ),
    margin: margin(1),
    swap,
    reduction,
  },
  children: ({ distance_function: given }) => ({
    distance_function: {
      module: given?.module === "CosineSimilarity" ? CosineSimilarity : PairwiseDistance,
      args: given?.args ?? {},
      like: given?.like,
      share: true,
    },
  }),
  forward: (F, { args: a, run }, x, near, far) =>
    F.triplet_margin_with_distance_loss(x, near, far, run.distance_function, a.margin, a.swap, a.reduction),
  repr: nothing,
});

export const CTCLoss = defineModule({
  name: "CTCLoss",
  category: "Loss",
  doc: "How unlikely it is to read the target's labels off a longer sequence of log-probabilities.",
  inputs: ["log_probs", "targets", "input_lengths", "target_lengths"],
  lists: ["input_lengths", "target_lengths"],
  args: {
    blank: int({ min: 0, default: 0, doc: "The label that stands for no label." }),
    reduction,
    zero_infinity: bool({ default: false, doc: "Counts targets that do not fit into their sequence as 0." }),
  },
  indexLimit: (input, { shapes: [scores, targets] }) =>
    [undefined, scores?.at(-1), scores ? scores[0]! + 1 : undefined, targets ? targets.at(-1)! + 1 : undefined][input],
  forward: (F, { args: a }, x, y, steps, labels) =>
    F.ctc_loss(x, y, steps, labels, a.blank, a.reduction, a.zero_infinity),
  repr: nothing,
});
