// Owns what the walk through the registry needs to know of losses of an input and a target.
import type { Shape } from "../../core/shape.ts";
import type { TensorValue } from "../../modules/fields.ts";
import { between, type Example, type Examples, float32, int64, type Size } from "./example.fixture.ts";

const matrix = (n: Size): Shape => [n(1, 3), n(2, 4)];
const sign = (i: number): number => (i % 3 === 1 ? -1 : 1);
const chance = (i: number): number => 0.15 + 0.1 * ((i * 3) % 8);
const classWeights: TensorValue = { shape: [4], dtype: "float32", data: Float32Array.of(0.5, 2, 1, 1.5) };

/** A call with sizes that do not fit; `a` and `b` are torch's order in the message. */
const mismatch = (a: number, b: number): Example["wrong"] => ({
  inputs: [
    [2, 3],
    [2, 4],
  ],
  error: `RuntimeError: The size of tensor a (${a}) must match the size of tensor b (${b}) at non-singleton dimension 1`,
});

const regression = (n: Size) => {
  const shape = matrix(n);
  return [shape, between(shape)];
};
const yesOrNo = (n: Size) => {
  const shape = matrix(n);
  return [shape, int64(shape, sign)];
};
const oneOfFour = (n: Size) => {
  const batch = n(1, 3);
  return [[batch, 4], int64([batch], (i) => (i * 3 + 1) % 4)];
};
const wrongBatch: Example["wrong"] = {
  inputs: [[2, 4], int64([3], () => 0)],
  error: "ValueError: Expected input batch_size (2) to match target batch_size (3).",
};

export const lossExamples: Examples = {
  L1Loss: { repr: "L1Loss()", inputs: regression, wrong: mismatch(3, 4) },
  MSELoss: {
    args: { reduction: "sum" },
    repr: "MSELoss()",
    inputs: regression,
    wrong: {
      inputs: [[2, 3]],
      error: "TypeError: MSELoss.forward() missing 1 required positional argument: 'target'",
    },
  },
  SmoothL1Loss: {
    args: { beta: 0.2 },
    repr: "SmoothL1Loss()",
    inputs: regression,
    wrong: {
      args: { beta: -1 },
      inputs: [
        [2, 3],
        [2, 3],
      ],
      error: "RuntimeError: smooth_l1_loss does not support negative values for beta.",
    },
  },
  HuberLoss: {
    args: { delta: 0.2, reduction: "none" },
    repr: "HuberLoss()",
    inputs: regression,
    wrong: {
      args: { delta: 0 },
      inputs: [
        [2, 3],
        [2, 3],
      ],
      error: "RuntimeError: huber_loss does not support non-positive values for delta.",
    },
  },
  SoftMarginLoss: { repr: "SoftMarginLoss()", inputs: yesOrNo, wrong: mismatch(3, 4) },
  HingeEmbeddingLoss: {
    args: { margin: 0.3 },
    repr: "HingeEmbeddingLoss()",
    inputs: yesOrNo,
    wrong: mismatch(4, 3),
  },
  MultiLabelMarginLoss: {
    repr: "MultiLabelMarginLoss()",
    inputs: (n) => {
      const batch = n(1, 3);
      return [[batch, 4], int64([batch, 4], (i) => [3, 0, -1, 1][i % 4]!)];
    },
    wrong: {
      inputs: [[2, 3], int64([2, 4], () => 0)],
      error: "RuntimeError: inconsistent size [2, 4] for argument #2 'target'",
    },
  },
  MultiLabelSoftMarginLoss: {
    args: { weight: classWeights },
    repr: "MultiLabelSoftMarginLoss()",
    inputs: (n) => {
      const shape = [n(1, 3), 4];
      return [shape, float32(shape, chance)];
    },
    wrong: mismatch(4, 3),
  },
  PoissonNLLLoss: {
    args: { full: true },
    repr: "PoissonNLLLoss()",
    inputs: (n) => {
      const shape = matrix(n);
      return [shape, float32(shape, (i) => 1.5 + (i % 4))];
    },
    wrong: mismatch(4, 3),
  },
  GaussianNLLLoss: {
    repr: "GaussianNLLLoss()",
    inputs: (n) => {
      const shape = matrix(n);
      return [shape, between(shape), float32(shape, (i) => 0.5 + (i % 3) / 4)];
    },
    wrong: {
      inputs: [[2, 3], [2, 3], float32([2, 3], () => -1)],
      error: "ValueError: var has negative entry/entries",
    },
  },
  KLDivLoss: {
    args: { reduction: "batchmean" },
    repr: "KLDivLoss()",
    inputs: (n) => {
      const shape = matrix(n);
      return [shape, float32(shape, chance)];
    },
    wrong: mismatch(4, 3),
  },
  BCELoss: {
    repr: "BCELoss()",
    inputs: (n) => {
      const shape = matrix(n);
      return [float32(shape, chance), float32(shape, (i) => 1 - chance(i + 1))];
    },
    wrong: {
      inputs: [float32([2, 3], () => 2), float32([2, 3], () => 1)],
      error: "RuntimeError: all elements of input should be between 0 and 1",
    },
  },
  BCEWithLogitsLoss: {
    args: { pos_weight: classWeights },
    repr: "BCEWithLogitsLoss()",
    inputs: (n) => {
      const shape = [n(1, 3), 4];
      return [shape, float32(shape, chance)];
    },
    wrong: {
      inputs: [
        [2, 3],
        [2, 4],
      ],
      error: "ValueError: Target size (torch.Size([2, 4])) must be the same as input size (torch.Size([2, 3]))",
    },
  },
  NLLLoss: { args: { weight: classWeights }, repr: "NLLLoss()", inputs: oneOfFour, wrong: wrongBatch },
  CrossEntropyLoss: {
    args: { weight: classWeights, label_smoothing: 0.1 },
    repr: "CrossEntropyLoss()",
    inputs: oneOfFour,
    wrong: { inputs: [[2, 4], int64([2], () => 4)], error: "IndexError: Target 4 is out of bounds." },
  },
  MultiMarginLoss: {
    args: { p: 2, weight: classWeights },
    repr: "MultiMarginLoss()",
    inputs: oneOfFour,
    wrong: {
      args: { p: 3 },
      inputs: [[2, 4], int64([2], () => 0)],
      error: "ValueError: only p == 1 and p == 2 supported",
    },
  },
};
