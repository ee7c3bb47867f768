// Owns what the walk through the registry needs to know of functions that move elements, make tensors of several and of none.
import type { FunctionExamples } from "./example.fixture.ts";

const outOfRange = "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 2)";

const noMatrix = "IndexError: Dimension out of range (expected to be in range of [-1, 0], but got -2)";

export const shapeFunctionExamples: FunctionExamples = {
  reshape: {
    args: { shape: [{ $: "input.shape[0] * 2" }, -1] },
    inputs: (n) => [[n(1, 3), 4]],
    wrong: {
      args: { shape: [5] },
      inputs: [[2, 3]],
      error: "RuntimeError: shape '[5]' is invalid for input of size 6",
    },
  },
  flatten: {
    args: { start_dim: 1 },
    inputs: (n) => [[n(1, 2), n(1, 3), 2]],
    wrong: {
      args: { start_dim: 1, end_dim: 0 },
      inputs: [[2, 3]],
      error: "RuntimeError: flatten() has invalid args: start_dim cannot come after end_dim",
    },
  },
  unflatten: {
    args: { dim: 1, sizes: [2, -1] },
    inputs: (n) => [[n(1, 2), 4]],
    wrong: {
      args: { dim: 1, sizes: [2, 3] },
      inputs: [[2, 5]],
      error:
        "RuntimeError: unflatten: Provided sizes [2, 3] don't multiply up to the size of dim 1 (5) in the input tensor",
    },
  },
  permute: {
    args: { dims: [2, 0, 1] },
    inputs: (n) => [[n(1, 2), n(1, 3), 2]],
    wrong: {
      inputs: [[2, 3]],
      error:
        "RuntimeError: permute(sparse_coo): number of dimensions in the tensor input does not match the length of the " +
        "desired ordering of dimensions i.e. input.dim() = 2 is not equal to len(dims) = 3",
    },
  },
  transpose: {
    args: { dim0: 0, dim1: -1 },
    inputs: (n) => [[n(1, 2), n(1, 3), 2]],
    wrong: { args: { dim0: 0, dim1: 2 }, inputs: [[2, 3]], error: outOfRange },
  },
  movedim: {
    args: { source: [0, 1], destination: [-1, 0] },
    inputs: (n) => [[n(1, 2), n(1, 3), 2]],
    wrong: {
      args: { source: [0, 1], destination: [0] },
      inputs: [[2, 3]],
      error:
        "RuntimeError: movedim: Invalid source or destination dims: source ([0, 1] dims) should contain the same number " +
        "of dims as destination ([0] dims)",
    },
  },
  squeeze: {
    args: { dim: 1 },
    inputs: (n) => [[n(1, 2), 1, 2]],
    wrong: { args: { dim: 2 }, inputs: [[2, 3]], error: outOfRange },
  },
  unsqueeze: {
    args: { dim: -1 },
    inputs: (n) => [[n(1, 2), 2]],
    wrong: {
      args: { dim: 3 },
      inputs: [[2, 3]],
      error: "IndexError: Dimension out of range (expected to be in range of [-3, 2], but got 3)",
    },
  },
  expand: {
    args: { size: [2, -1, 3] },
    inputs: (n) => [[n(1, 2), 1]],
    wrong: {
      args: { size: [4, 3] },
      inputs: [[2, 3]],
      error:
        "RuntimeError: The expanded size of the tensor (4) must match the existing size (2) at non-singleton dimension 0.  " +
        "Target sizes: [4, 3].  Tensor sizes: [2, 3]",
    },
  },
  repeat: {
    args: { repeats: [2, 1, 2] },
    inputs: (n) => [[n(1, 2), 2]],
    wrong: {
      args: { repeats: [2] },
      inputs: [[2, 3]],
      error: "RuntimeError: Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor",
    },
  },
  tile: {
    args: { dims: [2, 1] },
    inputs: (n) => [[n(1, 2), 2, 2]],
    wrong: {
      args: { dims: [-1] },
      inputs: [[2, 3]],
      error: "RuntimeError: Trying to create tensor with negative dimension -3: [2, -3]",
    },
  },
  repeat_interleave: {
    args: { repeats: 2, dim: 1 },
    inputs: (n) => [[n(1, 2), 2]],
    wrong: { args: { repeats: 2, dim: 2 }, inputs: [[2, 3]], error: outOfRange },
  },
  flip: {
    args: { dims: [0, -1] },
    inputs: (n) => [[n(1, 3), 2]],
    wrong: {
      args: { dims: [1, -1] },
      inputs: [[2, 3]],
      error: "RuntimeError: dim 1 appears multiple times in the list of dims",
    },
  },
  roll: {
    args: { shifts: [1, -2], dims: [0, 1] },
    inputs: (n) => [[n(1, 3), 4]],
    wrong: {
      args: { shifts: [1, 2], dims: [0] },
      inputs: [[2, 3]],
      error: "RuntimeError: shifts and dimensions must align. shifts: 2, dims:1",
    },
  },
  diagonal: {
    args: { offset: 1 },
    inputs: (n) => [[n(2, 3), 3, 2]],
    wrong: {
      args: { dim1: 1 },
      inputs: [[2, 3]],
      error: "RuntimeError: diagonal dimensions cannot be identical 1, 1",
    },
  },
  tril: {
    args: { diagonal: -1 },
    inputs: (n) => [[n(1, 2), 3, 3]],
    wrong: { args: {}, inputs: [[3]], error: noMatrix },
  },
  triu: {
    inputs: (n) => [[n(1, 2), 3, 3]],
    wrong: { inputs: [[3]], error: noMatrix },
  },
  chunk: {
    args: { chunks: 3, dim: -1 },
    inputs: (n) => [[n(1, 2), 7]],
    wrong: { args: { chunks: 2, dim: 2 }, inputs: [[2, 3]], error: outOfRange },
  },
  split: {
    args: { split_size_or_sections: [1, 3], dim: 1 },
    inputs: (n) => [[n(1, 2), 4]],
    wrong: {
      args: { split_size_or_sections: [1, 3], dim: 1 },
      inputs: [[2, 3]],
      error:
        "RuntimeError: split_with_sizes expects split_sizes to sum exactly to 3 (input tensor's size at dimension 1), " +
        "but got split_sizes=[1, 3]",
    },
  },
  unbind: {
    args: { dim: 1 },
    inputs: (n) => [[n(1, 2), 3]],
    wrong: { args: { dim: 2 }, inputs: [[2, 3]], error: outOfRange },
  },
  cat: {
    args: { dim: 1 },
    inputs: (n) => [
      [2, n(1, 3)],
      [2, n(1, 3)],
      [2, 1],
    ],
    wrong: {
      args: { dim: 1 },
      inputs: [
        [2, 3],
        [3, 3],
      ],
      error:
        "RuntimeError: Sizes of tensors must match except in dimension 1. Expected size 2 but got size 3 for tensor number 1 in the list.",
    },
  },
  stack: {
    args: { dim: 1 },
    inputs: () => [
      [2, 3],
      [2, 3],
    ],
    wrong: {
      inputs: [
        [2, 3],
        [3, 3],
      ],
      error:
        "RuntimeError: stack expects each tensor to be equal size, but got [2, 3] at entry 0 and [3, 3] at entry 1",
    },
  },
  zeros: { args: { size: [2, 3] }, inputs: () => [] },
  ones: { args: { size: [2, 3], dtype: "int64" }, inputs: () => [] },
  full: { args: { size: [2, 3], fill_value: 7 }, inputs: () => [] },
  eye: { args: { n: 2, m: 3 }, inputs: () => [] },
  arange: {
    args: { end: 7, step: 2 },
    inputs: () => [],
    wrong: { args: { end: 5, step: 0 }, inputs: [], error: "RuntimeError: step must be nonzero" },
  },
  linspace: { args: { start: 0, end: 1, steps: 5 }, inputs: () => [] },
  randn: { args: { size: [2, 3] }, inputs: () => [] },
  rand: { args: { size: [2, 3] }, inputs: () => [] },
  tensor: {
    args: {
      data: [
        [1, 2.5],
        [3, 4],
      ],
    },
    inputs: () => [],
  },
};
