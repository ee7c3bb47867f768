// Owns what the walk through the registry needs to know of activations.
import { type Examples, float32, int64 } from "./example.fixture.ts";

export const activationExamples: Examples = {
  ReLU: {
    repr: "ReLU()",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [], error: "TypeError: ReLU.forward() missing 1 required positional argument: 'input'" },
  },
  ReLU6: {
    repr: "ReLU6()",
    inputs: () => [float32([2, 3], (i) => 1.9 * i - 2.3)],
    wrong: {
      args: { slope: 1 },
      inputs: [],
      error: "TypeError: ReLU6.__init__() got an unexpected keyword argument 'slope'",
    },
  },
  LeakyReLU: {
    repr: "LeakyReLU(negative_slope=0.01)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"leaky_relu_cpu\" not implemented for 'Long'" },
  },
  RReLU: {
    repr: "RReLU(lower=0.125, upper=0.3333333333333333)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: {
      inputs: [int64([2, 3], () => 0)],
      error: "RuntimeError: \"rrelu_with_noise_out_cpu\" not implemented for 'Long'",
    },
  },
  ELU: {
    repr: "ELU(alpha=1.0)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"elu_cpu\" not implemented for 'Long'" },
  },
  SELU: {
    repr: "SELU()",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"elu_cpu\" not implemented for 'Long'" },
  },
  CELU: {
    repr: "CELU(alpha=1.0)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"elu_cpu\" not implemented for 'Long'" },
  },
  GELU: {
    repr: "GELU(approximate='none')",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"GeluKernelImpl\" not implemented for 'Long'" },
  },
  SiLU: {
    repr: "SiLU()",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"silu_cpu\" not implemented for 'Long'" },
  },
  Mish: {
    repr: "Mish()",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"mish_cpu\" not implemented for 'Long'" },
  },
  Sigmoid: {
    repr: "Sigmoid()",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [], error: "TypeError: Sigmoid.forward() missing 1 required positional argument: 'input'" },
  },
  LogSigmoid: {
    repr: "LogSigmoid()",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"log_sigmoid_cpu\" not implemented for 'Long'" },
  },
  Hardsigmoid: {
    repr: "Hardsigmoid()",
    inputs: () => [float32([2, 4], (i) => 1.7 * i - 5.8)],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"hardsigmoid_cpu\" not implemented for 'Long'" },
  },
  Hardswish: {
    repr: "Hardswish()",
    inputs: () => [float32([2, 4], (i) => 1.7 * i - 5.8)],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"hardswish_cpu\" not implemented for 'Long'" },
  },
  Tanh: {
    repr: "Tanh()",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [], error: "TypeError: Tanh.forward() missing 1 required positional argument: 'input'" },
  },
  Hardtanh: {
    repr: "Hardtanh(min_val=-1.0, max_val=1.0)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [], error: "TypeError: Hardtanh.forward() missing 1 required positional argument: 'input'" },
  },
  Tanhshrink: {
    repr: "Tanhshrink()",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [], error: "TypeError: Tanhshrink.forward() missing 1 required positional argument: 'input'" },
  },
  Softsign: {
    repr: "Softsign()",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [], error: "TypeError: Softsign.forward() missing 1 required positional argument: 'input'" },
  },
  Softplus: {
    repr: "Softplus(beta=1, threshold=20)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"softplus_cpu\" not implemented for 'Long'" },
  },
  Hardshrink: {
    repr: "Hardshrink(0.5)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"hardshrink_cpu\" not implemented for 'Long'" },
  },
  Softshrink: {
    repr: "Softshrink(0.5)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [int64([2, 3], () => 0)], error: "RuntimeError: \"softshrink_cpu\" not implemented for 'Long'" },
  },
  PReLU: {
    args: { num_parameters: 3 },
    repr: "PReLU(num_parameters=3)",
    inputs: (n) => [[n(1, 2), 3, n(1, 3)]],
    wrong: {
      inputs: [[2, 4]],
      error:
        "RuntimeError: Mismatch of parameter numbers and input channel size. Found parameter numbers = 3 and channel size = 4.",
    },
  },
  Threshold: {
    args: { threshold: 0.1, value: 20.0 },
    repr: "Threshold(threshold=0.1, value=20.0)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [], error: "TypeError: Threshold.forward() missing 1 required positional argument: 'input'" },
  },
  GLU: {
    repr: "GLU(dim=-1)",
    inputs: (n) => [[n(1, 3), 2 * n(1, 3)]],
    wrong: { inputs: [[2, 3]], error: "RuntimeError: Halving dimension must be even, but dimension 1 is size 3" },
  },
  Softmax: {
    args: { dim: 1 },
    repr: "Softmax(dim=1)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: {
      inputs: [[3]],
      error: "IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)",
    },
  },
  Softmin: {
    args: { dim: 1 },
    repr: "Softmin(dim=1)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: {
      inputs: [[3]],
      error: "IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)",
    },
  },
  LogSoftmax: {
    args: { dim: 1 },
    repr: "LogSoftmax(dim=1)",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: {
      inputs: [[3]],
      error: "IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)",
    },
  },
  Softmax2d: {
    repr: "Softmax2d()",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: { inputs: [[2, 3]], error: "AssertionError: Softmax2d requires a 3D or 4D tensor as input" },
  },
  AdaptiveLogSoftmaxWithLoss: {
    args: { in_features: 4, n_classes: 8, cutoffs: [3, 5], div_value: 2.0 },
    repr: "AdaptiveLogSoftmaxWithLoss(\n  (head): Linear(in_features=4, out_features=5, bias=False)\n  (tail): ModuleList(\n    (0): Sequential(\n      (0): Linear(in_features=4, out_features=2, bias=False)\n      (1): Linear(in_features=2, out_features=2, bias=False)\n    )\n    (1): Sequential(\n      (0): Linear(in_features=4, out_features=1, bias=False)\n      (1): Linear(in_features=1, out_features=3, bias=False)\n    )\n  )\n)",
    inputs: () => [[3, 4], int64([3], (i) => i % 8)],
    wrong: {
      inputs: [[3, 4], int64([2], () => 0)],
      error: "RuntimeError: Input and target should have the same size in the batch dimension.",
    },
  },
};
