// Owns the contract of losses: which kernels there are, what they take and what they do.
import type { Elements } from "../shape/contract.ts";

type Numbers = ArrayLike<number>;
type Labels = Float64Array;
type Floats = Float32Array;

/** Sizes of (N, C, places): the scores of all classes of one place lie `inner` apart. */
export interface ClassDims {
  readonly outer: number;
  readonly classes: number;
  readonly inner: number;
}

/** One sequence of a batch: where its log-probabilities lie, and what should be read. */
export interface CtcSequence {
  /** Log-probability of class c at step t is at `offset + t * step + c`. */
  readonly offset: number;
  readonly step: number;
  readonly steps: number;
  readonly classes: number;
  readonly labels: readonly number[];
  readonly blank: number;
}

/** Losses of a pair of elements, in the order of assembly/pairs.ts. */
export const pairOps = ["mse", "l1", "smoothL1", "huber", "bce", "softMargin", "klDiv"] as const;
export type PairOp = (typeof pairOps)[number];

export interface LossKernels {
  /** out (N, places) = -weight[target] * scores[target], 0 where the target is to be ignored; the sum of the weights. */
  nllForward(
    scores: Floats,
    target: Labels,
    weight: Floats | null,
    out: Float32Array,
    d: ClassDims,
    ignore: number,
  ): number;

  nllBackward(
    grad: Floats,
    target: Labels,
    weight: Floats | null,
    out: Float32Array,
    d: ClassDims,
    ignore: number,
  ): void;

  /** The gradient through nllForward and the log-softmax that gave `logs`: weight[label] grad (exp(logs) - 1 at the label). */
  crossEntropyBackward(
    grad: Floats,
    logs: Floats,
    target: Labels,
    weight: Floats | null,
    out: Float32Array,
    d: ClassDims,
    ignore: number,
  ): void;

  /** out (frames) = Σ over the other classes j of weight[t] max(0, margin - x[t] + x[j])^p / classes. */
  multiMarginForward(
    x: Numbers,
    target: Numbers,
    weight: Numbers | null,
    out: Float32Array,
    classes: number,
    p: number,
    margin: number,
  ): void;

  multiMarginBackward(
    grad: Numbers,
    x: Numbers,
    target: Numbers,
    weight: Numbers | null,
    out: Float32Array,
    classes: number,
    p: number,
    margin: number,
  ): void;

  multilabelMarginForward(x: Numbers, target: Numbers, out: Float32Array, classes: number): void;

  multilabelMarginBackward(grad: Numbers, x: Numbers, target: Numbers, out: Float32Array, classes: number): void;

  /** The negative log-likelihood of the labels. */
  ctcForward(x: Float32Array, sequence: CtcSequence): number;

  /**
   * Its gradient, times `grad`, as PyTorch has it: that of the scores before log_softmax, which is the same for
   * log-probabilities that come from one. Steps past the sequence's end keep what `out` has there.
   */
  ctcBackward(x: Float32Array, sequence: CtcSequence, grad: number, out: Float32Array): void;

  /** out = the loss of every pair. */
  pairForward(op: PairOp, x: Elements, t: Elements, out: Elements, a?: number): void;

  /** out = grad · slope, with respect to x or to t. */
  pairBackward(op: PairOp, of: "x" | "t", grad: Elements, x: Elements, t: Elements, out: Elements, a?: number): void;
}
