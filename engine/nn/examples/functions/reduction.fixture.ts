// Owns what the walk through the registry needs to know of functions along dims, at indices and of matrices.
import { between, bools, int64 } from "../example.fixture.ts";
import type { FunctionExample, FunctionExamples } from "./example.fixture.ts";

const outOfRange = "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 2)";

const along = (args: object, wrong: object = { dim: 2 }): FunctionExample => ({
  args: { ...args },
  inputs: (n) => [[n(1, 3), 4, n(1, 2)]],
  wrong: { args: { ...args, ...wrong }, inputs: [[2, 3]], error: outOfRange },
});
const last = along({ dim: 1 });
const several = along({ dim: [0, -1], keepdim: true }, { dim: [0, 2] });
const masks: FunctionExample = {
  args: { dim: 1 },
  inputs: (n) => [bools([n(1, 3), 4])],
  wrong: { args: { dim: 2 }, inputs: [bools([2, 3])], error: outOfRange },
};
const none: FunctionExample["inputs"] = (n) => [[n(2, 3), 4]];
const wrongIndex = "RuntimeError: Index tensor must have the same number of dimensions as input tensor";
const cannot = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x3 and 4x2)";

export const reductionExamples: FunctionExamples = {
  ...Object.fromEntries(["sum", "mean", "amax", "amin"].map((name) => [name, several])),
  ...Object.fromEntries(
    ["prod", "max", "min", "argmax", "argmin", "logsumexp", "cumsum", "cumprod", "sort", "argsort"].map((name) => [
      name,
      last,
    ]),
  ),
  ...Object.fromEntries(["var", "std"].map((name) => [name, along({ dim: 1, unbiased: false })])),
  norm: along({ p: 2, dim: 1 }),
  all: masks,
  any: masks,
  topk: {
    args: { k: 2, dim: 1 },
    inputs: (n) => [[n(1, 3), 4]],
    wrong: { args: { k: 5 }, inputs: [[2, 3]], error: "RuntimeError: selected index k out of range" },
  },
  select: {
    args: { dim: 1, index: -1 },
    inputs: none,
    wrong: {
      args: { dim: 1, index: 3 },
      inputs: [[2, 3]],
      error: "IndexError: select(): index 3 out of range for tensor of size [2, 3] at dimension 1",
    },
  },
  narrow: {
    args: { dim: 1, start: 1, length: 2 },
    inputs: none,
    wrong: {
      args: { dim: 1, start: 2, length: 2 },
      inputs: [[2, 3]],
      error: "RuntimeError: start (2) + length (2) exceeds dimension size (3).",
    },
  },
  getitem: {
    args: { index: "[..., None, [0, 2], 1:]" },
    inputs: (n) => [[n(1, 2), 3, 3]],
    wrong: {
      args: { index: "[0, 3]" },
      inputs: [[2, 3]],
      error: "IndexError: index 3 is out of bounds for dimension 1 with size 3",
    },
  },
  take_along_dim: {
    args: { dim: 1 },
    inputs: (n) => [[n(2, 3), 4], int64([1, 3], (i) => (i * 3) % 4)],
    wrong: {
      inputs: [[2, 3], int64([2], () => 0)],
      error:
        "RuntimeError: torch.take_along_dim(): input and indices should have the same number of dimensions, but got 2 " +
        "dimensions for input, and 1 dimensions for indices",
    },
  },
  gather: {
    args: { dim: 1 },
    inputs: (n) => [[n(2, 3), 4], int64([2, 3], (i) => (i * 3) % 4)],
    wrong: { inputs: [[2, 3], int64([2], () => 0)], error: wrongIndex },
  },
  index_select: {
    args: { dim: 1 },
    inputs: (n) => [[n(2, 3), 4], int64([3], (i) => (i * 3) % 4)],
    wrong: {
      inputs: [[2, 3], int64([2, 2], () => 0)],
      error: "IndexError: index_select(): Index is supposed to be a vector",
    },
  },
  masked_fill: {
    args: { value: -2 },
    inputs: (n) => [[n(2, 3), 4], bools([4]), null],
    wrong: {
      inputs: [[2, 3], bools([4]), null],
      error: "RuntimeError: The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 1",
    },
  },
  where: {
    args: { other: 0.5 },
    inputs: (n) => [bools([n(2, 3), 1]), [1, 4], null],
    wrong: {
      inputs: [bools([3]), [2, 4], null],
      error: "RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
    },
  },
  scatter: {
    args: { dim: 1 },
    inputs: (n) => [[n(2, 3), 4], int64([2, 3], (i) => (i * 3) % 4), between([2, 3])],
    wrong: { inputs: [[2, 3], int64([2], () => 0), [2, 3]], error: wrongIndex.replace("input", "self") },
  },
  scatter_add: {
    args: { dim: 1 },
    inputs: (n) => [[n(2, 3), 4], int64([2, 3], (i) => (i * 3) % 4), between([2, 3])],
    wrong: { inputs: [[2, 3], int64([2], () => 0), [2, 3]], error: wrongIndex.replace("input", "self") },
  },
  matmul: {
    inputs: (n) => [
      [n(1, 2), 2, 3],
      [3, n(1, 2)],
    ],
    wrong: {
      inputs: [
        [2, 3],
        [4, 2],
      ],
      error: cannot,
    },
  },
  mm: {
    inputs: (n) => [
      [n(1, 2), 3],
      [3, n(1, 2)],
    ],
    wrong: {
      inputs: [
        [2, 3],
        [4, 2],
      ],
      error: cannot,
    },
  },
  bmm: {
    inputs: (n) => [
      [2, n(1, 2), 3],
      [2, 3, n(1, 2)],
    ],
    wrong: {
      inputs: [
        [2, 3],
        [4, 2],
      ],
      error: "RuntimeError: batch1 must be a 3D tensor",
    },
  },
  outer: {
    inputs: (n) => [[n(1, 3)], [n(1, 3)]],
    wrong: { inputs: [[2, 3], [3]], error: "RuntimeError: outer: Expected 1-D argument self, but got 2-D" },
  },
  einsum: {
    args: { equation: "bid,bjd->bij" },
    inputs: (n) => [
      [n(1, 2), 2, 3],
      [1, n(1, 2), 3],
    ],
    wrong: {
      inputs: [
        [2, 3, 4],
        [2, 3],
      ],
      error:
        "RuntimeError: einsum(): the number of subscripts in the equation (3) does not match the number of dimensions (2) " +
        "for operand 1 and no ellipsis was given",
    },
  },
  tensordot: {
    args: { dims: 1 },
    inputs: (n) => [
      [n(1, 2), 2, 3],
      [3, n(1, 2)],
    ],
    wrong: {
      inputs: [
        [2, 3],
        [4, 2],
      ],
      error:
        "RuntimeError: contracted dimensions need to match, but first has size 3 in dim -1 and second has size 4 in dim 0",
    },
  },
  cdist: {
    args: { p: 1 },
    inputs: (n) => [[n(1, 2), 2, 3], between([3, 3])],
    wrong: {
      inputs: [
        [2, 3],
        [2, 4],
      ],
      error: "RuntimeError: X1 and X2 must have the same number of columns. X1: 3 X2: 4",
    },
  },
  addmm: {
    args: { beta: 3, alpha: 2 },
    inputs: (n) => [[2], [n(1, 2), 3], [3, 2]],
    wrong: { inputs: [[2], [2, 3], [4, 2]], error: cannot },
  },
  baddbmm: {
    inputs: (n) => [[2], [2, n(1, 2), 3], [2, 3, 2]],
    wrong: {
      inputs: [[2], [2, 2, 3], [2, 4, 2]],
      error: "RuntimeError: Expected size for first two dimensions of batch2 tensor to be: [2, 3] but got: [2, 4].",
    },
  },
};
