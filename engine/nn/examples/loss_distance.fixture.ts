// Owns what the walk through the registry needs to know of losses of several inputs, and of CTC.
import type { Shape } from "../../core/shape.ts";
import { log_softmax } from "../../tensor/ops/softmax.ts";
import { between, type Examples, int64, type Size } from "./example.fixture.ts";

const sign = (i: number): number => (i % 3 === 1 ? -1 : 1);
const triplet = (n: Size): Shape[] => {
  const shape = [n(1, 3), 4];
  return [shape, shape, shape];
};

export const distanceLossExamples: Examples = {
  MarginRankingLoss: {
    args: { margin: 0.2 },
    repr: "MarginRankingLoss()",
    inputs: (n) => {
      const shape = [n(2, 5)];
      return [shape, between(shape), int64(shape, sign)];
    },
    wrong: {
      inputs: [[2, 2], [2, 2], [2]],
      error:
        "RuntimeError: margin_ranking_loss : All input tensors should have same dimension but got sizes: input1: torch.Size([2, 2]), input2: torch.Size([2, 2]), target: torch.Size([2]) ",
    },
  },
  CosineEmbeddingLoss: {
    repr: "CosineEmbeddingLoss()",
    inputs: (n) => {
      const batch = n(1, 3);
      return [[batch, 4], between([batch, 4]), int64([batch], sign)];
    },
    wrong: {
      inputs: [
        [2, 3],
        [2, 3],
        [2, 2],
      ],
      error: "RuntimeError: 0D or 1D target tensor expected, multi-target not supported",
    },
  },
  TripletMarginLoss: {
    repr: "TripletMarginLoss()",
    inputs: triplet,
    wrong: {
      inputs: [[2, 3], [3], [2, 3]],
      error: "RuntimeError: All inputs should have same dimension but got 2D, 1D and 2D inputs.",
    },
  },
  TripletMarginWithDistanceLoss: {
    repr: "TripletMarginWithDistanceLoss(\n  (distance_function): PairwiseDistance()\n)",
    inputs: triplet,
    wrong: {
      inputs: [
        [2, 3],
        [2, 4],
        [2, 3],
      ],
      error: "RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
    },
  },
  CTCLoss: {
    args: { reduction: "sum" },
    repr: "CTCLoss()",
    // Torch's gradient of log-probabilities is the one that the scores before their softmax get.
    through: (scores, ...rest) => [log_softmax(scores!, 2), ...rest],
    inputs: (n) => {
      const steps = n(4, 6);
      return [[steps, 2, 4], int64([2, 2], (i) => 1 + (i % 3)), int64([2], (i) => steps - i), int64([2], (i) => 2 - i)];
    },
    wrong: {
      inputs: [[4, 2, 5], int64([2, 3], () => 1), int64([2], (i) => 4 + i), int64([2], () => 3)],
      error:
        "RuntimeError: Expected input_lengths to have value at most 4, but got value 5 (while checking arguments for ctc_loss_cpu)",
    },
  },
};
