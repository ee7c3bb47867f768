// Owns what the walk through the registry needs to know of the modules that rearrange, resize or join.
import type { Examples } from "./example.fixture.ts";

export const shapeExamples: Examples = {
  Flatten: {
    repr: "Flatten(start_dim=1, end_dim=-1)",
    inputs: (n) => [[n(1, 2), n(1, 3), n(1, 3)]],
    wrong: {
      inputs: [[3]],
      error: "IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)",
    },
  },
  Unflatten: {
    args: { dim: 1, unflattened_size: [2, 3] },
    repr: "Unflatten(dim=1, unflattened_size=(2, 3))",
    inputs: (n) => [[n(1, 3), 6]],
    wrong: {
      inputs: [[2, 5]],
      error:
        "RuntimeError: unflatten: Provided sizes [2, 3] don't multiply up to the size of dim 1 (5) in the input tensor",
    },
  },
  PixelShuffle: {
    args: { upscale_factor: 2 },
    repr: "PixelShuffle(upscale_factor=2)",
    inputs: (n) => [[n(1, 2), 4, n(1, 3), n(1, 3)]],
    wrong: {
      inputs: [[1, 3, 2, 2]],
      error:
        "RuntimeError: pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=3 is not divisible by 4",
    },
  },
  PixelUnshuffle: {
    args: { downscale_factor: 2 },
    repr: "PixelUnshuffle(downscale_factor=2)",
    inputs: (n) => [[n(1, 2), n(1, 2), 4, 2 * n(1, 2)]],
    wrong: {
      inputs: [[1, 3, 3, 2]],
      error:
        "RuntimeError: pixel_unshuffle expects height to be divisible by downscale_factor, but input.size(-2)=3 is not divisible by 2",
    },
  },
  ChannelShuffle: {
    args: { groups: 2 },
    repr: "ChannelShuffle(groups=2)",
    inputs: (n) => [[n(1, 2), 4, n(1, 2), n(1, 2)]],
    wrong: {
      inputs: [[1, 3, 2, 2]],
      error: "RuntimeError: Number of channels must be divisible by groups. Got 3 channels and 2 groups.",
    },
  },
  Upsample: {
    args: { scale_factor: 2.0 },
    repr: "Upsample(scale_factor=2.0, mode=nearest)",
    inputs: (n) => [[n(1, 2), 2, 2, n(5, 7)]],
    wrong: {
      inputs: [[4, 4]],
      error:
        "NotImplementedError: Input Error: Only 3D, 4D and 5D input Tensors supported (got 2D) for the modes: nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact (got nearest)",
    },
  },
  UpsamplingNearest2d: {
    args: { scale_factor: 2.0 },
    repr: "UpsamplingNearest2d(scale_factor=2.0, mode=nearest)",
    inputs: (n) => [[n(1, 2), 2, 2, n(5, 7)]],
    wrong: {
      inputs: [[2, 3]],
      error:
        "NotImplementedError: Input Error: Only 3D, 4D and 5D input Tensors supported (got 2D) for the modes: nearest | linear | bilinear | bicubic | trilinear | area | nearest-exact (got nearest)",
    },
  },
  UpsamplingBilinear2d: {
    args: { scale_factor: 2.0 },
    repr: "UpsamplingBilinear2d(scale_factor=2.0, mode=bilinear)",
    inputs: (n) => [[n(1, 2), 2, 2, n(5, 7)]],
    wrong: { inputs: [[2, 3, 4]], error: "NotImplementedError: Got 3D input, but bilinear mode needs 4D input" },
  },
  Add: {
    repr: "Add()",
    inputs: (n) => [[n(1, 2), 3], [3]],
    wrong: {
      inputs: [[2, 3], [4]],
      error: "RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
    },
  },
  Mul: {
    repr: "Mul()",
    inputs: (n) => [[n(1, 2), 3], [3]],
    wrong: {
      inputs: [[2, 3], [4]],
      error: "RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
    },
  },
  Cat: {
    repr: "Cat(dim=1)",
    inputs: (n) => [
      [2, n(1, 3)],
      [2, n(1, 3)],
    ],
    wrong: {
      inputs: [
        [2, 3],
        [3, 3],
      ],
      error:
        "RuntimeError: Sizes of tensors must match except in dimension 1. Expected size 2 but got size 3 for tensor number 1 in the list.",
    },
  },
};
