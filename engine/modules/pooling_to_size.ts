// Declares pooling to a given size (adaptive, fractional) and the undoing of max pooling.
import { pyRepr } from "../core/python.ts";
import { numel } from "../core/shape.ts";
import type { Functional } from "../ops/functional.ts";
import { defineModule, sameBound } from "./define.ts";
import { bool, type Field, floatOrTuple, intOrTuple, optional, tensorField, tuple, withNullItems } from "./fields.ts";
import { subjects } from "./pooling.ts";

type Sizes = number | readonly (number | null)[];

/** Sizes of the output; only of images and volumes may one be None. */
const outputSize = (dims: number): Field<Sizes> => {
  const none = dims === 1 ? "" : "; None in place of one keeps that of the input";
  const field = intOrTuple(dims, { min: 0, start: 1, doc: `Size of the output${none}.` });
  if (dims === 1) return field as Field<Sizes>;
  return { ...(withNullItems(field) as Field<Sizes>), nullable: false };
};

const returnIndices = () =>
  bool({ default: false, doc: "Also gives where in the input each largest value stood, counted row by row." });
const named = ({ return_indices }: { return_indices: boolean }): readonly string[] =>
  return_indices ? ["output", "indices"] : ["output"];

type AdaptiveOp = <V>(F: Functional<V>) => Functional<V>["adaptive_avg_pool2d"];
type AdaptiveWithIndicesOp = <V>(F: Functional<V>) => Functional<V>["adaptive_max_pool2d_with_indices"];

const adaptiveAvgPool = <const N extends string>(name: N, dims: number, op: AdaptiveOp) =>
  defineModule({
    name,
    category: "Pooling",
    spatial: dims,
    doc: `Takes means over windows of ${subjects[dims]}, sized so that the output has the size you ask for.`,
    args: { output_size: outputSize(dims) },
    forward: (F, { args }, x) => op(F)(x, args.output_size),
  });

export const AdaptiveAvgPool1d = adaptiveAvgPool("AdaptiveAvgPool1d", 1, (F) => F.adaptive_avg_pool1d);
export const AdaptiveAvgPool2d = adaptiveAvgPool("AdaptiveAvgPool2d", 2, (F) => F.adaptive_avg_pool2d);
export const AdaptiveAvgPool3d = adaptiveAvgPool("AdaptiveAvgPool3d", 3, (F) => F.adaptive_avg_pool3d);

const adaptiveMaxPool = <const N extends string>(
  name: N,
  dims: number,
  op: AdaptiveOp,
  withIndices: AdaptiveWithIndicesOp,
) =>
  defineModule({
    name,
    category: "Pooling",
    spatial: dims,
    doc: `Keeps the largest value in windows of ${subjects[dims]}, sized so that the output has the size you ask for.`,
    outputs: named,
    args: { output_size: outputSize(dims), return_indices: returnIndices() },
    inputBound: sameBound,
    forward: (F, { args }, x) => (args.return_indices ? withIndices(F) : op(F))(x, args.output_size),
    repr: ({ output_size }) => `output_size=${pyRepr(output_size)}`,
  });

export const AdaptiveMaxPool1d = adaptiveMaxPool(
  "AdaptiveMaxPool1d",
  1,
  (F) => F.adaptive_max_pool1d,
  (F) => F.adaptive_max_pool1d_with_indices,
);
export const AdaptiveMaxPool2d = adaptiveMaxPool(
  "AdaptiveMaxPool2d",
  2,
  (F) => F.adaptive_max_pool2d,
  (F) => F.adaptive_max_pool2d_with_indices,
);
export const AdaptiveMaxPool3d = adaptiveMaxPool(
  "AdaptiveMaxPool3d",
  3,
  (F) => F.adaptive_max_pool3d,
  (F) => F.adaptive_max_pool3d_with_indices,
);

type FractionalOp = <V>(F: Functional<V>) => Functional<V>["fractional_max_pool2d"];
type FractionalWithIndicesOp = <V>(F: Functional<V>) => Functional<V>["fractional_max_pool2d_with_indices"];

const fractionalMaxPool = <const N extends string>(
  name: N,
  dims: number,
  op: FractionalOp,
  withIndices: FractionalWithIndicesOp,
) =>
  defineModule({
    name,
    category: "Pooling",
    spatial: dims,
    doc: `Keeps the largest value in windows of ${subjects[dims]} that lie at random, uneven distances.`,
    outputs: named,
    args: {
      kernel_size: tuple(dims, { min: 1, start: 2, doc: "Size of the window that becomes one output value." }),
      output_size: optional(tuple(dims, { min: 0, doc: "Size of the output; give this or output_ratio." })),
      output_ratio: optional(
        floatOrTuple(dims, { start: 0.5, doc: "Size of the output as a share of the input's, between 0 and 1." }),
      ),
      return_indices: returnIndices(),
      _random_samples: optional(
        tensorField({ doc: "Numbers in [0, 1) that place the windows, (N, C, dims); drawn anew when left empty." }),
      ),
    },
    check: ({ output_size, output_ratio: ratio }) => {
      if (output_size === null && ratio === null) {
        return `${name} requires specifying either an output size, or a pooling ratio`;
      }
      if (output_size !== null && ratio !== null) return "only one of output_size and output_ratio may be specified";
      if (ratio === null || [ratio].flat().every((r) => r > 0 && r < 1)) return null;
      return `output_ratio must be between 0 and 1 (got ${pyRepr(ratio, "float")})`;
    },
    params: ({ _random_samples: samples }) => ({
      _random_samples: samples && { shape: samples.shape, init: { kind: "value", value: samples }, buffer: true },
    }),
    forward: (F, { args: a, _random_samples }, x) => {
      const run = a.return_indices ? withIndices(F) : op(F);
      return run(x, a.kernel_size, a.output_size, a.output_ratio, a.return_indices, _random_samples);
    },
    repr: () => "",
  });

export const FractionalMaxPool2d = fractionalMaxPool(
  "FractionalMaxPool2d",
  2,
  (F) => F.fractional_max_pool2d,
  (F) => F.fractional_max_pool2d_with_indices,
);
export const FractionalMaxPool3d = fractionalMaxPool(
  "FractionalMaxPool3d",
  3,
  (F) => F.fractional_max_pool3d,
  (F) => F.fractional_max_pool3d_with_indices,
);

type UnpoolOp = <V>(F: Functional<V>) => Functional<V>["max_unpool2d"];

const maxUnpool = <const N extends string>(name: N, dims: number, op: UnpoolOp) =>
  defineModule({
    name,
    category: "Pooling",
    spatial: dims,
    doc: `Puts the values of a max pooled ${subjects[dims]!.replace(/^an? /, "")} back where they stood, among zeros.`,
    inputs: ["input", "indices"],
    flags: { output_size: null },
    args: {
      kernel_size: tuple(dims, { min: 1, start: 2, doc: "Size of the window of the max pooling." }),
      stride: optional(
        tuple(dims, { min: 1, doc: "How far that window moved; the window's own size when left empty." }),
      ),
      padding: tuple(dims, {
        default: new Array<number>(dims).fill(0),
        min: 0,
        doc: "Width of the border the max pooling added around its input.",
      }),
    },
    indexLimit: (input, { output }) => (input === 1 && output ? numel(output.slice(-dims)) : undefined),
    forward: (F, { args: a, flags }, x, indices) =>
      op(F)(x, indices, a.kernel_size, a.stride, a.padding, flags.output_size),
    repr: ({ kernel_size, stride, padding }) =>
      `kernel_size=${pyRepr(kernel_size)}, stride=${pyRepr(stride ?? kernel_size)}, padding=${pyRepr(padding)}`,
  });

export const MaxUnpool1d = maxUnpool("MaxUnpool1d", 1, (F) => F.max_unpool1d);
export const MaxUnpool2d = maxUnpool("MaxUnpool2d", 2, (F) => F.max_unpool2d);
export const MaxUnpool3d = maxUnpool("MaxUnpool3d", 3, (F) => F.max_unpool3d);
