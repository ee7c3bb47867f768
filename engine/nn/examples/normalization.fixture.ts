// Owns what the walk through the registry needs to know of normalizations and dropout.
import { type Examples, int64 } from "./example.fixture.ts";

export const normalizationExamples: Examples = {
  BatchNorm1d: {
    args: { num_features: 2 },
    repr: "BatchNorm1d(2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)",
    inputs: (n) => [[n(2, 3), 2, n(1, 3)]],
    wrong: {
      inputs: [[1, 2]],
      error: "ValueError: Expected more than 1 value per channel when training, got input size torch.Size([1, 2])",
    },
  },
  BatchNorm2d: {
    args: { num_features: 2 },
    repr: "BatchNorm2d(2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: {
      inputs: [[1, 2, 1, 1]],
      error:
        "ValueError: Expected more than 1 value per channel when training, got input size torch.Size([1, 2, 1, 1])",
    },
  },
  BatchNorm3d: {
    args: { num_features: 2 },
    repr: "BatchNorm3d(2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)",
    inputs: (n) => [[1, 2, n(4, 5), n(4, 5), 4]],
    wrong: { inputs: [[2, 2, 4]], error: "ValueError: expected 5D input (got 3D input)" },
  },
  GroupNorm: {
    args: { num_groups: 2, num_channels: 4 },
    repr: "GroupNorm(2, 4, eps=1e-05, affine=True)",
    inputs: (n) => [[n(1, 2), 4, n(2, 3)]],
    wrong: {
      inputs: [[2, 6, 3]],
      error:
        "RuntimeError: Expected weight to be a vector of size equal to the number of channels in input, but got weight of shape [4] and input of shape [2, 6, 3]",
    },
  },
  InstanceNorm1d: {
    args: { num_features: 2 },
    repr: "InstanceNorm1d(2, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False)",
    inputs: (n) => [[n(1, 2), 2, n(6, 8)]],
    wrong: {
      inputs: [[1, 2, 1]],
      error: "ValueError: Expected more than 1 spatial element when training, got input size torch.Size([1, 2, 1])",
    },
  },
  InstanceNorm2d: {
    args: { num_features: 2 },
    repr: "InstanceNorm2d(2, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False)",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: {
      inputs: [[1, 2, 1, 1]],
      error: "ValueError: Expected more than 1 spatial element when training, got input size torch.Size([1, 2, 1, 1])",
    },
  },
  InstanceNorm3d: {
    args: { num_features: 2 },
    repr: "InstanceNorm3d(2, eps=1e-05, momentum=0.1, affine=False, track_running_stats=False)",
    inputs: (n) => [[1, 2, n(4, 5), n(4, 5), 4]],
    wrong: {
      inputs: [[1, 2, 1, 1, 1]],
      error:
        "ValueError: Expected more than 1 spatial element when training, got input size torch.Size([1, 2, 1, 1, 1])",
    },
  },
  LayerNorm: {
    args: { normalized_shape: 3 },
    repr: "LayerNorm((3,), eps=1e-05, elementwise_affine=True)",
    inputs: (n) => [[n(1, 3), n(1, 2), 3]],
    wrong: {
      inputs: [[2, 4]],
      error: "RuntimeError: Given normalized_shape=[3], expected input with shape [*, 3], but got input of size[2, 4]",
    },
  },
  RMSNorm: {
    args: { normalized_shape: 3 },
    repr: "RMSNorm((3,), eps=None, elementwise_affine=True)",
    inputs: (n) => [[n(1, 3), n(1, 2), 3]],
    wrong: {
      inputs: [[2, 4]],
      error: "RuntimeError: Given normalized_shape=[3], expected input with shape [*, 3], but got input of size[2, 4]",
    },
  },
  LocalResponseNorm: {
    args: { size: 2 },
    repr: "LocalResponseNorm(2, alpha=0.0001, beta=0.75, k=1.0)",
    inputs: (n) => [[n(1, 2), n(3, 4), n(1, 3)]],
    wrong: {
      inputs: [[2, 3]],
      error: "ValueError: Expected 3D or higher dimensionality                          input (got 2 dimensions)",
    },
  },
  CrossMapLRN2d: {
    args: { size: 3 },
    repr: "CrossMapLRN2d(3, alpha=0.0001, beta=0.75, k=1)",
    inputs: (n) => [[1, n(3, 5), 2, n(1, 2)]],
    wrong: {
      inputs: [int64([1, 2, 2, 2], () => 0)],
      error: "RuntimeError: result type Float can't be cast to the desired output type Long",
    },
  },
  Dropout: {
    repr: "Dropout(p=0.5, inplace=False)",
    inputs: (n) => [[n(1, 2), 2, n(1, 2), n(1, 2), 2]],
    wrong: {
      inputs: [int64([2, 3], () => 0)],
      error: "RuntimeError: result type Float can't be cast to the desired output type Long",
    },
  },
  Dropout2d: {
    repr: "Dropout2d(p=0.5, inplace=False)",
    inputs: (n) => [[n(1, 2), 2, n(1, 2), n(1, 2), 2]],
    wrong: {
      inputs: [int64([2, 3], () => 0)],
      error: "RuntimeError: result type Float can't be cast to the desired output type Long",
    },
  },
  Dropout3d: {
    repr: "Dropout3d(p=0.5, inplace=False)",
    inputs: (n) => [[n(1, 2), 2, n(1, 2), n(1, 2), 2]],
    wrong: {
      inputs: [int64([2, 3], () => 0)],
      error: "RuntimeError: result type Float can't be cast to the desired output type Long",
    },
  },
  AlphaDropout: {
    repr: "AlphaDropout(p=0.5, inplace=False)",
    inputs: (n) => [[n(1, 2), 2, n(1, 2), n(1, 2), 2]],
    wrong: {
      inputs: [int64([2, 3], () => 0)],
      error: "RuntimeError: result type Float can't be cast to the desired output type Long",
    },
  },
  FeatureAlphaDropout: {
    repr: "FeatureAlphaDropout(p=0.5, inplace=False)",
    inputs: (n) => [[n(1, 2), 2, n(1, 2), n(1, 2), 2]],
    wrong: {
      inputs: [int64([2, 3], () => 0)],
      error: "RuntimeError: result type Float can't be cast to the desired output type Long",
    },
  },
  Dropout1d: {
    repr: "Dropout1d(p=0.5, inplace=False)",
    inputs: (n) => [[n(1, 2), n(2, 3), n(2, 4)]],
    wrong: {
      inputs: [[4]],
      error:
        "RuntimeError: dropout1d: Expected 2D or 3D input, but received a 1D input. Note that dropout1d exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension (i.e. 2D or 3D inputs).",
    },
  },
};
