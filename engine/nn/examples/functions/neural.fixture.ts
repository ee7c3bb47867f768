// Owns what the walk through the registry needs to know of the functions of torch.nn.functional.
import { between, bools, float32, int64 } from "../example.fixture.ts";
import type { FunctionExamples } from "./example.fixture.ts";

const outOfRange = "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 2)";
const inside = (i: number): number => (((i * 5) % 13) - 6) / 7.3;

export const neuralExamples: FunctionExamples = {
  softmax: {
    args: { dim: 1 },
    inputs: (n) => [[n(1, 3), 4]],
    wrong: { args: { dim: 2 }, inputs: [[2, 3]], error: outOfRange },
  },
  log_softmax: {
    args: { dim: 1 },
    inputs: (n) => [[n(1, 3), 4]],
    wrong: { args: { dim: 2 }, inputs: [[2, 3]], error: outOfRange },
  },
  normalize: {
    inputs: (n) => [[n(1, 3), 4]],
    wrong: { args: { dim: 2 }, inputs: [[2, 3]], error: outOfRange },
  },
  scaled_dot_product_attention: {
    args: {},
    inputs: (n) => [[n(1, 2), 3, 4], between([1, 3, 4]), [1, 3, 2], bools([3, 3])],
  },
  one_hot: { args: { num_classes: 5 }, inputs: (n) => [int64([n(1, 3), 2], (i) => i % 5)] },
  pad: {
    args: { pad: [1, 2, 0, 1], value: 0.5 },
    inputs: (n) => [[n(1, 3), 4]],
  },
  interpolate: {
    args: { scale_factor: 2 },
    inputs: (n) => [[n(1, 2), 2, 3]],
    wrong: {
      inputs: [[4, 4]],
      error:
        "NotImplementedError: Input Error: Only 3D, 4D and 5D input Tensors supported (got 2D) for the modes: nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact (got nearest)",
    },
  },
  grid_sample: {
    inputs: (n) => [[1, n(1, 2), 3, 3], float32([1, 2, 2, 2], inside)],
  },
  affine_grid: { args: { size: [1, 1, 2, 3] }, inputs: () => [[1, 2, 3]] },
  pixel_shuffle: { args: { upscale_factor: 2 }, inputs: (n) => [[n(1, 2), 4, 2, 2]] },
  pixel_unshuffle: { args: { downscale_factor: 2 }, inputs: (n) => [[n(1, 2), 1, 2, 4]] },
  cosine_similarity: { inputs: (n) => [[n(1, 3), 4], between([1, 4])] },
};
