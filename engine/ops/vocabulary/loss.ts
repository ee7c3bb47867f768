// The vocabulary of losses.
import type { Lengths, Reduction } from "../values.ts";

/** Torch's deprecated `size_average` and `reduce`: given, they replace `reduction`. */
type Former = boolean | null;

/** Losses: arguments in torch's order, its deprecated ones too. */
export interface LossOps<V> {
  l1_loss(input: V, target: V, size_average?: Former, reduce?: Former, reduction?: Reduction): V;
  mse_loss(input: V, target: V, size_average?: Former, reduce?: Former, reduction?: Reduction): V;
  smooth_l1_loss(input: V, target: V, size_average?: Former, reduce?: Former, reduction?: Reduction, beta?: number): V;
  huber_loss(input: V, target: V, reduction?: Reduction, delta?: number): V;
  soft_margin_loss(input: V, target: V, size_average?: Former, reduce?: Former, reduction?: Reduction): V;
  hinge_embedding_loss(
    input: V,
    target: V,
    margin?: number,
    size_average?: Former,
    reduce?: Former,
    reduction?: Reduction,
  ): V;
  poisson_nll_loss(
    input: V,
    target: V,
    log_input?: boolean,
    full?: boolean,
    size_average?: Former,
    eps?: number,
    reduce?: Former,
    reduction?: Reduction,
  ): V;
  gaussian_nll_loss(input: V, target: V, var_: V, full?: boolean, eps?: number, reduction?: Reduction): V;
  kl_div(
    input: V,
    target: V,
    size_average?: Former,
    reduce?: Former,
    reduction?: Reduction | "batchmean",
    log_target?: boolean,
  ): V;
  binary_cross_entropy(
    input: V,
    target: V,
    weight?: V | null,
    size_average?: Former,
    reduce?: Former,
    reduction?: Reduction,
  ): V;
  binary_cross_entropy_with_logits(
    input: V,
    target: V,
    weight?: V | null,
    size_average?: Former,
    reduce?: Former,
    reduction?: Reduction,
    pos_weight?: V | null,
  ): V;
  multilabel_soft_margin_loss(
    input: V,
    target: V,
    weight?: V | null,
    size_average?: Former,
    reduce?: Former,
    reduction?: Reduction,
  ): V;
  /** (C), (N, C) or (N, C, d1, …) log-probabilities and int64 classes without the dim C. */
  nll_loss(
    input: V,
    target: V,
    weight?: V | null,
    size_average?: Former,
    ignore_index?: number,
    reduce?: Former,
    reduction?: Reduction,
  ): V;
  /** As nll_loss after log_softmax; a target of the input's shape holds class probabilities. */
  cross_entropy(
    input: V,
    target: V,
    weight?: V | null,
    size_average?: Former,
    ignore_index?: number,
    reduce?: Former,
    reduction?: Reduction,
    label_smoothing?: number,
  ): V;
  multi_margin_loss(
    input: V,
    target: V,
    p?: number,
    margin?: number,
    weight?: V | null,
    size_average?: Former,
    reduce?: Former,
    reduction?: Reduction,
  ): V;
  multilabel_margin_loss(input: V, target: V, size_average?: Former, reduce?: Former, reduction?: Reduction): V;
  margin_ranking_loss(
    input1: V,
    input2: V,
    target: V,
    margin?: number,
    size_average?: Former,
    reduce?: Former,
    reduction?: Reduction,
  ): V;
  cosine_embedding_loss(
    input1: V,
    input2: V,
    target: V,
    margin?: number,
    size_average?: Former,
    reduce?: Former,
    reduction?: Reduction,
  ): V;
  triplet_margin_loss(
    anchor: V,
    positive: V,
    negative: V,
    margin?: number,
    p?: number,
    eps?: number,
    swap?: boolean,
    size_average?: Former,
    reduce?: Former,
    reduction?: Reduction,
  ): V;
  triplet_margin_with_distance_loss(
    anchor: V,
    positive: V,
    negative: V,
    distance_function?: ((x1: V, x2: V) => V) | null,
    margin?: number,
    swap?: boolean,
    reduction?: Reduction,
  ): V;
  /** Log-probabilities (T, N, C) or (T, C); targets padded (N, S) or one after another. (Graves et al., 2006.) */
  ctc_loss(
    log_probs: V,
    targets: V,
    input_lengths: V | Lengths,
    target_lengths: V | Lengths,
    blank?: number,
    reduction?: Reduction,
    zero_infinity?: boolean,
  ): V;
}
