// Owns what the walk through the registry needs to know of convolutions.
import type { Examples } from "./example.fixture.ts";

export const convolutionExamples: Examples = {
  Conv1d: {
    args: { in_channels: 2, out_channels: 3, kernel_size: 2 },
    repr: "Conv1d(2, 3, kernel_size=(2,), stride=(1,))",
    inputs: (n) => [[n(1, 2), 2, n(6, 8)]],
    wrong: {
      inputs: [[1, 3, 4]],
      error:
        "RuntimeError: Given groups=1, weight of size [3, 2, 2], expected input[1, 3, 4] to have 2 channels, but got 3 channels instead",
    },
  },
  Conv2d: {
    args: { in_channels: 2, out_channels: 3, kernel_size: 2 },
    repr: "Conv2d(2, 3, kernel_size=(2, 2), stride=(1, 1))",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: {
      inputs: [[1, 3, 4, 4]],
      error:
        "RuntimeError: Given groups=1, weight of size [3, 2, 2, 2], expected input[1, 3, 4, 4] to have 2 channels, but got 3 channels instead",
    },
  },
  Conv3d: {
    args: { in_channels: 2, out_channels: 3, kernel_size: 2 },
    repr: "Conv3d(2, 3, kernel_size=(2, 2, 2), stride=(1, 1, 1))",
    inputs: (n) => [[1, 2, n(4, 5), n(4, 5), 4]],
    wrong: {
      inputs: [[1, 3, 4, 4, 4]],
      error:
        "RuntimeError: Given groups=1, weight of size [3, 2, 2, 2, 2], expected input[1, 3, 4, 4, 4] to have 2 channels, but got 3 channels instead",
    },
  },
  ConvTranspose1d: {
    args: { in_channels: 2, out_channels: 2, kernel_size: 2, stride: 2 },
    repr: "ConvTranspose1d(2, 2, kernel_size=(2,), stride=(2,))",
    inputs: (n) => [[n(1, 2), 2, n(2, 4)]],
    wrong: {
      inputs: [[1, 3, 4]],
      error:
        "RuntimeError: Given transposed=1, weight of size [2, 2, 2], expected input[1, 3, 4] to have 2 channels, but got 3 channels instead",
    },
  },
  ConvTranspose2d: {
    args: { in_channels: 2, out_channels: 2, kernel_size: 2, stride: 2 },
    repr: "ConvTranspose2d(2, 2, kernel_size=(2, 2), stride=(2, 2))",
    inputs: (n) => [[n(1, 2), 2, n(2, 3), n(2, 3)]],
    wrong: {
      inputs: [[1, 3, 4, 4]],
      error:
        "RuntimeError: Given transposed=1, weight of size [2, 2, 2, 2], expected input[1, 3, 4, 4] to have 2 channels, but got 3 channels instead",
    },
  },
  ConvTranspose3d: {
    args: { in_channels: 2, out_channels: 2, kernel_size: 2, stride: 2 },
    repr: "ConvTranspose3d(2, 2, kernel_size=(2, 2, 2), stride=(2, 2, 2))",
    inputs: () => [[1, 2, 2, 2, 2]],
    wrong: {
      inputs: [[1, 3, 4, 4, 4]],
      error:
        "RuntimeError: Given transposed=1, weight of size [2, 2, 2, 2, 2], expected input[1, 3, 4, 4, 4] to have 2 channels, but got 3 channels instead",
    },
  },
  Unfold: {
    args: { kernel_size: 2 },
    repr: "Unfold(kernel_size=2, dilation=1, padding=0, stride=1)",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: {
      inputs: [[4, 4]],
      error: "IndexError: Dimension out of range (expected to be in range of [-2, 1], but got 2)",
    },
  },
  Fold: {
    args: { output_size: [4, 5], kernel_size: [2, 2] },
    repr: "Fold(output_size=(4, 5), kernel_size=(2, 2), dilation=1, padding=0, stride=1)",
    inputs: (n) => [[n(1, 2), 8, 12]],
    wrong: {
      inputs: [[1, 8, 11]],
      error:
        "RuntimeError: Given output_size=(4, 5), kernel_size=(2, 2), dilation=(1, 1), padding=(0, 0), stride=(1, 1), expected size of input's dimension 2 to match the calculated number of sliding blocks 3 * 4 = 12, but got input.size(2)=11.",
    },
  },
};
