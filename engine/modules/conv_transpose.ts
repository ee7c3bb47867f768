// Declares the transposed convolutions: ConvTranspose1d, ConvTranspose2d and ConvTranspose3d, from one form.
import { numel } from "../core/shape.ts";
import type { Functional } from "../ops/functional.ts";
import { checkGroups, convArgs, convRepr } from "./conv.ts";
import { defineModule } from "./define.ts";
import { tuple } from "./fields.ts";

const convTransposeArgs = (dims: number) => {
  const { in_channels, out_channels, kernel_size, groups, bias, dilation, padding_mode } = convArgs(dims);
  const spatial = (value: number, min: number, doc: string) =>
    tuple(dims, { default: new Array<number>(dims).fill(value), min, doc });
  return {
    in_channels,
    out_channels,
    kernel_size,
    stride: spatial(1, 1, "How far apart the input values are set in the output: 2 doubles the size."),
    padding: spatial(0, 0, "How many values are cut off around the output."),
    output_padding: spatial(0, 0, "How many values the output is larger at its end, less than stride or dilation."),
    groups,
    bias,
    dilation,
    padding_mode,
  };
};

type ConvTransposeOp = <V>(F: Functional<V>) => Functional<V>["conv_transpose2d"];

const convTranspose = <const N extends string>(name: N, dims: number, doc: string, op: ConvTransposeOp) =>
  defineModule({
    name,
    category: "Convolution",
    spatial: dims,
    doc,
    args: convTransposeArgs(dims),
    flags: { output_size: null },
    check: (a) => (a.padding_mode === "zeros" ? checkGroups(a) : `Only "zeros" padding mode is supported for ${name}`),
    params: ({ in_channels, out_channels, kernel_size, groups, bias }) => {
      const perGroup = Math.floor(out_channels / groups);
      return {
        weight: { shape: [in_channels, perGroup, ...kernel_size], init: { kind: "kaiming_uniform" } },
        bias: bias
          ? { shape: [out_channels], init: { kind: "uniform", bound: 1 / Math.sqrt(perGroup * numel(kernel_size)) } }
          : null,
      };
    },
    forward: (F, { args: a, weight, bias, flags: { output_size } }, x) =>
      op(F)(x, weight, bias, a.stride, a.padding, a.output_padding, a.groups, a.dilation, output_size),
    repr: convRepr,
  });

export const ConvTranspose1d = convTranspose(
  "ConvTranspose1d",
  1,
  "Spreads every value of a sequence through learned filters: a convolution run backwards, to make it longer.",
  (F) => F.conv_transpose1d,
);
export const ConvTranspose2d = convTranspose(
  "ConvTranspose2d",
  2,
  "Spreads every value of an image through learned filters: a convolution run backwards, to make it larger.",
  (F) => F.conv_transpose2d,
);
export const ConvTranspose3d = convTranspose(
  "ConvTranspose3d",
  3,
  "Spreads every value of a volume through learned filters: a convolution run backwards, to make it larger.",
  (F) => F.conv_transpose3d,
);
