// Owns what the walk through the registry needs to know of pooling.
import { type Examples, int64 } from "./example.fixture.ts";

export const poolingExamples: Examples = {
  MaxPool1d: {
    args: { kernel_size: 2 },
    repr: "MaxPool1d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)",
    inputs: (n) => [[n(1, 2), 2, n(6, 8)]],
    wrong: {
      inputs: [[1, 2, 1]],
      error: "RuntimeError: Given input size: (2x1x1). Calculated output size: (2x1x0). Output size is too small",
    },
  },
  AvgPool1d: {
    args: { kernel_size: 2 },
    repr: "AvgPool1d(kernel_size=(2,), stride=(2,), padding=(0,))",
    inputs: (n) => [[n(1, 2), 2, n(6, 8)]],
    wrong: {
      inputs: [[1, 2, 1]],
      error: "RuntimeError: Given input size: (2x1x1). Calculated output size: (2x1x0). Output size is too small",
    },
  },
  AdaptiveAvgPool1d: {
    args: { output_size: 3 },
    repr: "AdaptiveAvgPool1d(output_size=3)",
    inputs: (n) => [[n(1, 2), 2, n(6, 8)]],
    wrong: {
      inputs: [[4]],
      error:
        "RuntimeError: Expected 2 to 3 dimensions, but got 1-dimensional tensor for argument #1 'self' (while checking arguments for adaptive_avg_pool1d)",
    },
  },
  AdaptiveMaxPool1d: {
    args: { output_size: 3 },
    repr: "AdaptiveMaxPool1d(output_size=3)",
    inputs: (n) => [[n(1, 2), 2, n(6, 8)]],
    wrong: {
      inputs: [[4]],
      error:
        "RuntimeError: Expected 2 to 3 dimensions, but got 1-dimensional tensor for argument #1 'self' (while checking arguments for adaptive_max_pool1d)",
    },
  },
  MaxUnpool1d: {
    args: { kernel_size: 2 },
    repr: "MaxUnpool1d(kernel_size=(2,), stride=(2,), padding=(0,))",
    inputs: () => [[2, 2, 2], int64([2, 2, 2], (i) => 2 * (i % 2))],
    wrong: {
      inputs: [[1, 2, 2], int64([1, 3, 2], () => 0)],
      error:
        "RuntimeError: Expected shape of indices to be same as that of the input tensor ([1, 2, 2, 1]) but got indices tensor with shape: [1, 3, 2, 1]",
    },
  },
  LPPool1d: {
    args: { norm_type: 2, kernel_size: 2 },
    repr: "LPPool1d(norm_type=2, kernel_size=2, stride=None, ceil_mode=False)",
    inputs: (n) => [[2, n(6, 8)]],
    wrong: {
      inputs: [[1, 2, 1]],
      error: "RuntimeError: Given input size: (2x1x1). Calculated output size: (2x1x0). Output size is too small",
    },
  },
  MaxPool2d: {
    args: { kernel_size: 2 },
    repr: "MaxPool2d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: {
      inputs: [[1, 2, 1, 1]],
      error: "RuntimeError: Given input size: (2x1x1). Calculated output size: (2x0x0). Output size is too small",
    },
  },
  AvgPool2d: {
    args: { kernel_size: 2 },
    repr: "AvgPool2d(kernel_size=2, stride=2, padding=0)",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: {
      inputs: [[1, 2, 1, 1]],
      error: "RuntimeError: Given input size: (2x1x1). Calculated output size: (2x0x0). Output size is too small",
    },
  },
  AdaptiveAvgPool2d: {
    args: { output_size: 3 },
    repr: "AdaptiveAvgPool2d(output_size=3)",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: { inputs: [[4, 4]], error: "RuntimeError: adaptive_avg_pool2d(): Expected 3D or 4D tensor, but got [4, 4]" },
  },
  AdaptiveMaxPool2d: {
    args: { output_size: 3 },
    repr: "AdaptiveMaxPool2d(output_size=3)",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: {
      inputs: [[4, 4]],
      error: "RuntimeError: adaptive_max_pool2d(): Expected 3D or 4D tensor, but got: [4, 4]",
    },
  },
  MaxUnpool2d: {
    args: { kernel_size: 2 },
    repr: "MaxUnpool2d(kernel_size=(2, 2), stride=(2, 2), padding=(0, 0))",
    inputs: () => [[2, 2, 2, 2], int64([2, 2, 2, 2], (i) => 4 * (i % 4))],
    wrong: {
      inputs: [[1, 2, 2, 2], int64([1, 3, 2, 2], () => 0)],
      error:
        "RuntimeError: Expected shape of indices to be same as that of the input tensor ([1, 2, 2, 2]) but got indices tensor with shape: [1, 3, 2, 2]",
    },
  },
  LPPool2d: {
    args: { norm_type: 2, kernel_size: 2 },
    repr: "LPPool2d(norm_type=2, kernel_size=2, stride=None, ceil_mode=False)",
    inputs: (n) => [[2, n(5, 6), n(5, 7)]],
    wrong: {
      inputs: [[1, 2, 1, 1]],
      error: "RuntimeError: Given input size: (2x1x1). Calculated output size: (2x0x0). Output size is too small",
    },
  },
  FractionalMaxPool2d: {
    args: { kernel_size: 2, output_size: 2 },
    repr: "FractionalMaxPool2d()",
    inputs: (n) => [[n(1, 2), 2, n(5, 6), n(5, 7)]],
    wrong: {
      inputs: [[1, 2, 2, 2]],
      error: "RuntimeError: fractional_max_pool2d(): pool height 2 too large relative to input height 2",
    },
  },
  MaxPool3d: {
    args: { kernel_size: 2 },
    repr: "MaxPool3d(kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False)",
    inputs: (n) => [[1, 2, n(4, 5), n(4, 5), 4]],
    wrong: {
      inputs: [[1, 2, 1, 1, 1]],
      error: "RuntimeError: Given input size: (2x1x1x1). Calculated output size: (2x0x0x0). Output size is too small",
    },
  },
  AvgPool3d: {
    args: { kernel_size: 2 },
    repr: "AvgPool3d(kernel_size=2, stride=2, padding=0)",
    inputs: (n) => [[1, 2, n(4, 5), n(4, 5), 4]],
    wrong: {
      inputs: [[1, 2, 1, 1, 1]],
      error: "RuntimeError: input image (T: 1 H: 1 W: 1) smaller than kernel size (kT: 2 kH: 2 kW: 2)",
    },
  },
  AdaptiveAvgPool3d: {
    args: { output_size: 3 },
    repr: "AdaptiveAvgPool3d(output_size=3)",
    inputs: (n) => [[1, 2, n(4, 5), n(4, 5), 4]],
    wrong: {
      inputs: [[4, 4, 4]],
      error: "RuntimeError: adaptive_avg_pool3d(): Expected 4D or 5D tensor, but got [4, 4, 4]",
    },
  },
  AdaptiveMaxPool3d: {
    args: { output_size: 3 },
    repr: "AdaptiveMaxPool3d(output_size=3)",
    inputs: (n) => [[1, 2, n(4, 5), n(4, 5), 4]],
    wrong: {
      inputs: [[4, 4, 4]],
      error: "RuntimeError: adaptive_max_pool3d(): Expected 4D or 5D tensor, but got: [4, 4, 4]",
    },
  },
  MaxUnpool3d: {
    args: { kernel_size: 2 },
    repr: "MaxUnpool3d(kernel_size=(2, 2, 2), stride=(2, 2, 2), padding=(0, 0, 0))",
    inputs: () => [[2, 2, 2, 2, 2], int64([2, 2, 2, 2, 2], (i) => 8 * (i % 8))],
    wrong: {
      inputs: [[1, 2, 2, 2, 2], int64([1, 3, 2, 2, 2], () => 0)],
      error:
        "RuntimeError: Expected shape of indices to be same as that of the input tensor ([1, 2, 2, 2, 2]) but got indices tensor with shape: [1, 3, 2, 2, 2]",
    },
  },
  LPPool3d: {
    args: { norm_type: 2, kernel_size: 2 },
    repr: "LPPool3d(norm_type=2, kernel_size=2, stride=None, ceil_mode=False)",
    inputs: (n) => [[2, 4, n(4, 5), 4]],
    wrong: {
      inputs: [[1, 2, 1, 1, 1]],
      error: "RuntimeError: input image (T: 1 H: 1 W: 1) smaller than kernel size (kT: 2 kH: 2 kW: 2)",
    },
  },
  FractionalMaxPool3d: {
    args: { kernel_size: 2, output_size: 2 },
    repr: "FractionalMaxPool3d()",
    inputs: (n) => [[1, 2, n(4, 5), n(4, 5), 4]],
    wrong: {
      inputs: [[1, 2, 2, 2, 2]],
      error: "RuntimeError: fractional_max_pool3d_out(): pool time 2 too large relative to input time 2",
    },
  },
};
