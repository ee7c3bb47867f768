// Owns what the walk through the registry needs to know of linear maps, embeddings and distances.
import { type Examples, int64 } from "./example.fixture.ts";

export const linearExamples: Examples = {
  Linear: {
    args: { in_features: 4, out_features: 3 },
    repr: "Linear(in_features=4, out_features=3, bias=True)",
    inputs: (n) => [[n(1, 3), 4]],
    wrong: { inputs: [[2, 5]], error: "RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x5 and 4x3)" },
  },
  Bilinear: {
    args: { in1_features: 3, in2_features: 2, out_features: 2 },
    repr: "Bilinear(in1_features=3, in2_features=2, out_features=2, bias=True)",
    inputs: () => [
      [3, 3],
      [3, 2],
    ],
    wrong: {
      inputs: [
        [3, 4],
        [3, 2],
      ],
      error: "RuntimeError: bilinear(): input1 size does not match weight size: got 4 but expected 3",
    },
  },
  Identity: {
    repr: "Identity()",
    inputs: (n) => [[n(1, 3), n(2, 4)]],
    wrong: { inputs: [], error: "TypeError: Identity.forward() missing 1 required positional argument: 'input'" },
  },
  Embedding: {
    args: { num_embeddings: 5, embedding_dim: 3 },
    repr: "Embedding(5, 3)",
    inputs: (n) => [int64([n(1, 3), 2], (i) => i % 5)],
    wrong: { inputs: [int64([2], () => 7)], error: "IndexError: index out of range in self" },
  },
  EmbeddingBag: {
    args: { num_embeddings: 5, embedding_dim: 3 },
    repr: "EmbeddingBag(5, 3, mode=mean)",
    inputs: (n) => [int64([n(1, 3), 2], (i) => i % 5)],
    wrong: {
      inputs: [int64([2, 2, 2], () => 0)],
      error: "ValueError: input has to be 1D or 2D Tensor, but got Tensor of dimension 3",
    },
  },
  CosineSimilarity: {
    repr: "CosineSimilarity()",
    inputs: () => [
      [2, 4],
      [2, 4],
    ],
    wrong: {
      inputs: [
        [2, 4],
        [2, 3],
      ],
      error: "RuntimeError: The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 1",
    },
  },
  PairwiseDistance: {
    repr: "PairwiseDistance()",
    inputs: () => [
      [2, 4],
      [2, 4],
    ],
    wrong: {
      inputs: [
        [2, 4],
        [2, 3],
      ],
      error: "RuntimeError: The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 1",
    },
  },
};
