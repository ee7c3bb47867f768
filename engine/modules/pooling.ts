// Declares pooling with sliding windows: max, average and power-average, each in 1, 2 and 3 dims from one form.
import { runtimeError, type TorchError } from "../core/errors.ts";
import { type PyValue, pyRepr } from "../core/python.ts";
import type { Functional, Ints } from "../ops/functional.ts";
import { defineModule, sameBound } from "./define.ts";
import { bool, float, int, intOrTuple, optional, tuple } from "./fields.ts";

const kernelDoc = "Size of the window that becomes one output value.";
const strideDoc = "How far the window moves; the window's own size when left empty.";
const paddingDoc = "Width of the border added around the input, at most half the window.";
const strideOf = (dims: number) => optional(intOrTuple(dims, { min: 1, doc: strideDoc }));
const ceilMode = () =>
  bool({ default: false, doc: "Keeps a last window that sticks out of the input, so the output may be one larger." });

/** What a pooling of `dims` dims goes over, in words. */
export const subjects = ["", "a sequence", "an image", "a volume"] as const;

/** Torch finds this when the module runs; saying it at once lets the form show it beside the arguments. */
function paddingFits({ kernel_size, padding }: { kernel_size: Ints; padding: Ints }): TorchError | null {
  const at = (value: Ints, i: number): number => (typeof value === "number" ? value : value[i]!);
  const dims = Math.max(...[kernel_size, padding].map((v) => (typeof v === "number" ? 1 : v.length)));
  for (let i = 0; i < dims; i++) {
    const pad = at(padding, i);
    const kernel = at(kernel_size, i);
    if (pad > Math.floor(kernel / 2)) {
      return runtimeError(`pad should be at most half of kernel size, but got pad=${pad} and kernel_size=${kernel}`);
    }
  }
  return null;
}

const list = (values: Readonly<Record<string, PyValue>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${pyRepr(value)}`)
    .join(", ");

type MaxPoolOp = <V>(F: Functional<V>) => Functional<V>["max_pool2d"];
type MaxPoolWithIndicesOp = <V>(F: Functional<V>) => Functional<V>["max_pool2d_with_indices"];

const maxPool = <const N extends string>(name: N, dims: number, op: MaxPoolOp, withIndices: MaxPoolWithIndicesOp) =>
  defineModule({
    name,
    category: "Pooling",
    spatial: dims,
    doc: `Keeps the largest value in each window of ${subjects[dims]}.`,
    outputs: ({ return_indices }) => (return_indices ? ["output", "indices"] : ["output"]),
    args: {
      kernel_size: intOrTuple(dims, { min: 1, start: 2, doc: kernelDoc }),
      stride: strideOf(dims),
      padding: intOrTuple(dims, { default: 0, min: 0, doc: paddingDoc }),
      dilation: intOrTuple(dims, { default: 1, min: 1, doc: "Distance between the values a window looks at." }),
      return_indices: bool({
        default: false,
        doc: "Also gives where in the input each largest value stood, counted row by row.",
      }),
      ceil_mode: ceilMode(),
    },
    check: paddingFits,
    inputBound: sameBound,
    forward: (F, { args: a }, x) => {
      const run = a.return_indices ? withIndices(F) : op(F);
      return run(x, a.kernel_size, a.stride, a.padding, a.dilation, a.ceil_mode);
    },
    repr: ({ kernel_size, stride, padding, dilation, ceil_mode }) =>
      list({ kernel_size, stride: stride ?? kernel_size, padding, dilation, ceil_mode }),
  });

export const MaxPool1d = maxPool(
  "MaxPool1d",
  1,
  (F) => F.max_pool1d,
  (F) => F.max_pool1d_with_indices,
);
export const MaxPool2d = maxPool(
  "MaxPool2d",
  2,
  (F) => F.max_pool2d,
  (F) => F.max_pool2d_with_indices,
);
export const MaxPool3d = maxPool(
  "MaxPool3d",
  3,
  (F) => F.max_pool3d,
  (F) => F.max_pool3d_with_indices,
);

const includePad = () => bool({ default: true, doc: "Counts the zeros of the padding as values of the mean." });

/** Unlike its siblings, torch's AvgPool1d spreads its sizes to tuples and has no divisor. */
export const AvgPool1d = defineModule({
  name: "AvgPool1d",
  category: "Pooling",
  spatial: 1,
  doc: "Takes the mean of each window of a sequence.",
  args: {
    kernel_size: tuple(1, { min: 1, start: 2, doc: kernelDoc }),
    stride: optional(tuple(1, { min: 1, doc: strideDoc })),
    padding: tuple(1, { default: [0], min: 0, doc: paddingDoc }),
    ceil_mode: ceilMode(),
    count_include_pad: includePad(),
  },
  check: paddingFits,
  forward: (F, { args: a }, x) => F.avg_pool1d(x, a.kernel_size, a.stride, a.padding, a.ceil_mode, a.count_include_pad),
  repr: ({ kernel_size, stride, padding }) => list({ kernel_size, stride: stride ?? kernel_size, padding }),
});

type AvgPoolOp = <V>(F: Functional<V>) => Functional<V>["avg_pool2d"];

const avgPool = <const N extends string>(name: N, dims: number, op: AvgPoolOp) =>
  defineModule({
    name,
    category: "Pooling",
    spatial: dims,
    doc: `Takes the mean of each window of ${subjects[dims]}.`,
    args: {
      kernel_size: intOrTuple(dims, { min: 1, start: 2, doc: kernelDoc }),
      stride: strideOf(dims),
      padding: intOrTuple(dims, { default: 0, min: 0, doc: paddingDoc }),
      ceil_mode: ceilMode(),
      count_include_pad: includePad(),
      divisor_override: optional(int({ doc: "Divides the sum by this, not 0, instead of the number of values." })),
    },
    check: paddingFits,
    forward: (F, { args: a }, x) =>
      op(F)(x, a.kernel_size, a.stride, a.padding, a.ceil_mode, a.count_include_pad, a.divisor_override),
    repr: ({ kernel_size, stride, padding }) => list({ kernel_size, stride: stride ?? kernel_size, padding }),
  });

export const AvgPool2d = avgPool("AvgPool2d", 2, (F) => F.avg_pool2d);
export const AvgPool3d = avgPool("AvgPool3d", 3, (F) => F.avg_pool3d);

type LPPoolOp = <V>(F: Functional<V>) => Functional<V>["lp_pool2d"];

const lpPool = <const N extends string>(name: N, dims: number, op: LPPoolOp) => {
  // Of sequences torch takes plain numbers only.
  const sizes = dims === 1 ? int : (o: { min: number; start?: number; doc: string }) => intOrTuple(dims, o);
  return defineModule({
    name,
    category: "Pooling",
    spatial: dims,
    doc: `Takes the power average (the sum of p-th powers, rooted) of each window of ${subjects[dims]}.`,
    args: {
      norm_type: float({
        start: 2,
        doc: "The power p: 1 sums up, and the larger it is, the nearer to the largest value.",
      }),
      kernel_size: sizes({ min: 1, start: 2, doc: kernelDoc }),
      stride: optional(sizes({ min: 1, doc: strideDoc })),
      ceil_mode: ceilMode(),
    },
    check: ({ norm_type }) => (norm_type === 0 ? "float division by zero" : null),
    forward: (F, { args: a }, x) => op(F)(x, a.norm_type, a.kernel_size, a.stride, a.ceil_mode),
    repr: list,
  });
};

export const LPPool1d = lpPool("LPPool1d", 1, (F) => F.lp_pool1d);
export const LPPool2d = lpPool("LPPool2d", 2, (F) => F.lp_pool2d);
export const LPPool3d = lpPool("LPPool3d", 3, (F) => F.lp_pool3d);
