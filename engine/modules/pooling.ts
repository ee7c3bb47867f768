// Declares the pooling modules.
import { pyRepr } from "../core/python.ts";
import type { Ints } from "../ops/functional.ts";
import { defineModule } from "./define.ts";
import { bool, int, intOrTuple, optional, withNullItems } from "./fields.ts";

const kernelSize = (dims: number) =>
  intOrTuple(dims, { min: 1, doc: "Size of the window that is summed up in one output value." });
const strideOf = (dims: number) =>
  optional(intOrTuple(dims, { min: 1, doc: "How far the window moves; the window's own size when left empty." }));
const paddingOf = (dims: number) =>
  intOrTuple(dims, { default: 0, min: 0, doc: "Width of the border added around the input, at most half the window." });
const ceilMode = () =>
  bool({ default: false, doc: "Keeps a last window that sticks out of the input, so the output may be one larger." });

/** Torch finds this when the module runs; saying it at once lets the form show it beside the arguments. */
function paddingFits({ kernel_size, padding }: { kernel_size: Ints; padding: Ints }): string | null {
  const at = (value: Ints, i: number): number => (typeof value === "number" ? value : value[i]!);
  const dims = Math.max(...[kernel_size, padding].map((v) => (typeof v === "number" ? 1 : v.length)));
  for (let i = 0; i < dims; i++) {
    const pad = at(padding, i);
    const kernel = at(kernel_size, i);
    if (pad > Math.floor(kernel / 2)) {
      return `pad should be at most half of kernel size, but got pad=${pad} and kernel_size=${kernel}`;
    }
  }
  return null;
}

export const MaxPool2d = defineModule({
  name: "MaxPool2d",
  category: "Pooling",
  doc: "Keeps the largest value in each window.",
  outputs: ({ return_indices }) => (return_indices ? ["output", "indices"] : ["output"]),
  args: {
    kernel_size: kernelSize(2),
    stride: strideOf(2),
    padding: paddingOf(2),
    dilation: intOrTuple(2, { default: 1, min: 1, doc: "Distance between the values a window looks at." }),
    return_indices: bool({
      default: false,
      doc: "Also gives where in the input each largest value stood, counted row by row.",
    }),
    ceil_mode: ceilMode(),
  },
  check: paddingFits,
  forward: (F, { args: a }, x) =>
    a.return_indices
      ? F.max_pool2d_with_indices(x, a.kernel_size, a.stride, a.padding, a.dilation, a.ceil_mode)
      : F.max_pool2d(x, a.kernel_size, a.stride, a.padding, a.dilation, a.ceil_mode),
  repr: (a) =>
    `kernel_size=${pyRepr(a.kernel_size)}, stride=${pyRepr(a.stride ?? a.kernel_size)}, ` +
    `padding=${pyRepr(a.padding)}, dilation=${pyRepr(a.dilation)}, ceil_mode=${pyRepr(a.ceil_mode)}`,
});

export const AvgPool2d = defineModule({
  name: "AvgPool2d",
  category: "Pooling",
  doc: "Takes the mean of each window.",
  args: {
    kernel_size: kernelSize(2),
    stride: strideOf(2),
    padding: paddingOf(2),
    ceil_mode: ceilMode(),
    count_include_pad: bool({ default: true, doc: "Counts the zeros of the padding as values of the mean." }),
    divisor_override: optional(int({ min: 1, doc: "Divides the sum by this instead of the number of values." })),
  },
  check: paddingFits,
  forward: (F, { args: a }, x) =>
    F.avg_pool2d(x, a.kernel_size, a.stride, a.padding, a.ceil_mode, a.count_include_pad, a.divisor_override),
  repr: (a) =>
    `kernel_size=${pyRepr(a.kernel_size)}, stride=${pyRepr(a.stride ?? a.kernel_size)}, padding=${pyRepr(a.padding)}`,
});

export const AdaptiveAvgPool2d = defineModule({
  name: "AdaptiveAvgPool2d",
  category: "Pooling",
  doc: "Takes means over windows sized so that the output has the size you ask for.",
  args: {
    output_size: withNullItems(
      intOrTuple(2, { min: 0, doc: "Height and width of the output; None keeps that of the input." }),
    ),
  },
  forward: (F, { args }, x) => F.adaptive_avg_pool2d(x, args.output_size),
});
