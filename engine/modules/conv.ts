// Declares the convolutions: Conv1d, Conv2d and Conv3d, from one form.
import { valueError } from "../core/errors.ts";
import { pyRepr } from "../core/python.ts";
import { numel } from "../core/shape.ts";
import type { Functional } from "../ops/functional.ts";
import { samePadding } from "../ops/shapes/conv.ts";
import { defineModule } from "./define.ts";
import { type Args, bool, choice, int, orWords, tuple } from "./fields.ts";

/** The arguments of a convolution over `dims` spatial dims, in torch's order. */
export const convArgs = (dims: number) => ({
  in_channels: int({
    min: 1,
    infer: (x) => x.at(-dims - 1) ?? 1,
    doc: "How many channels the input has; taken from the input when left empty.",
  }),
  out_channels: int({ min: 1, start: 8, doc: "How many filters to learn: the channels of the output." }),
  kernel_size: tuple(dims, {
    min: 1,
    start: 3,
    doc: "Size of the window each filter looks through, one number per dim.",
  }),
  stride: tuple(dims, {
    default: new Array<number>(dims).fill(1),
    min: 1,
    doc: "How far the window moves from one output value to the next.",
  }),
  padding: orWords(
    tuple(dims, {
      default: new Array<number>(dims).fill(0),
      min: 0,
      doc: "How many values are added around the input before the window moves.",
    }),
    ["valid", "same"],
    (word) => valueError(`Invalid padding string '${word}', should be one of {'valid', 'same'}`),
  ),
  dilation: tuple(dims, {
    default: new Array<number>(dims).fill(1),
    min: 1,
    doc: "Distance between the input values a filter looks at.",
  }),
  groups: int({ default: 1, doc: "Splits the channels into this many parts, each convolved on its own." }),
  bias: bool({ default: true, doc: "Adds a learned number to every output channel." }),
  padding_mode: choice(["zeros", "reflect", "replicate", "circular"], {
    refuse: (word) =>
      valueError(
        `padding_mode must be one of {'zeros', 'reflect', 'replicate', 'circular'}, but got padding_mode='${word}'`,
      ),
    default: "zeros",
    doc: "What the padding is filled with: zeros, or values of the input mirrored, repeated or wrapped around.",
  }),
});

type ConvArgs = Args<ReturnType<typeof convArgs>>;

/** Torch's checks of the groups, in its order. */
export function checkGroups({
  in_channels,
  out_channels,
  groups,
}: Pick<ConvArgs, "in_channels" | "out_channels" | "groups">): string | null {
  if (groups <= 0) return "groups must be a positive integer";
  if (in_channels % groups !== 0) return "in_channels must be divisible by groups";
  return out_channels % groups === 0 ? null : "out_channels must be divisible by groups";
}

function check(args: ConvArgs): string | null {
  const { stride, padding } = args;
  const wrong = checkGroups(args);
  if (wrong !== null) return wrong;
  if (padding === "same" && stride.some((s) => s !== 1)) {
    return "padding='same' is not supported for strided convolutions";
  }
  return null;
}

/** The padding as F.pad takes it, for the modes a convolution does not do by itself. */
function explicitPadding({ kernel_size, padding, dilation }: ConvArgs): number[] {
  const same = samePadding(kernel_size, dilation);
  const pairs = kernel_size.map((_, i) => {
    if (padding === "valid") return [0, 0];
    return padding === "same" ? [same.before[i]!, same.after[i]!] : [padding[i]!, padding[i]!];
  });
  return pairs.reverse().flat();
}

/** The arguments as torch prints them: those that differ from the default, the first four always. */
export function convRepr(a: ConvArgs & { readonly output_padding?: readonly number[] }): string {
  const isDefault = (values: readonly number[], value: number) => values.every((v) => v === value);
  const parts = [
    `${a.in_channels}, ${a.out_channels}`,
    `kernel_size=${pyRepr(a.kernel_size)}`,
    `stride=${pyRepr(a.stride)}`,
    typeof a.padding === "string" ? `padding=${a.padding}` : !isDefault(a.padding, 0) && `padding=${pyRepr(a.padding)}`,
    !isDefault(a.dilation, 1) && `dilation=${pyRepr(a.dilation)}`,
    a.output_padding && !isDefault(a.output_padding, 0) && `output_padding=${pyRepr(a.output_padding)}`,
    a.groups !== 1 && `groups=${a.groups}`,
    !a.bias && "bias=False",
    a.padding_mode !== "zeros" && `padding_mode=${a.padding_mode}`,
  ];
  return parts.filter((part) => typeof part === "string").join(", ");
}

type ConvOp = <V>(F: Functional<V>) => Functional<V>["conv2d"];

const conv = <const N extends string>(name: N, dims: number, doc: string, op: ConvOp) =>
  defineModule({
    name,
    category: "Convolution",
    spatial: dims,
    doc,
    args: convArgs(dims),
    check,
    params: ({ in_channels, out_channels, kernel_size, groups, bias }) => {
      const perGroup = Math.floor(in_channels / groups);
      return {
        weight: { shape: [out_channels, perGroup, ...kernel_size], init: { kind: "kaiming_uniform" } },
        bias: bias
          ? { shape: [out_channels], init: { kind: "uniform", bound: 1 / Math.sqrt(perGroup * numel(kernel_size)) } }
          : null,
      };
    },
    forward: (F, { args: a, weight, bias }, x) =>
      a.padding_mode === "zeros"
        ? op(F)(x, weight, bias, a.stride, a.padding, a.dilation, a.groups)
        : op(F)(F.pad(x, explicitPadding(a), a.padding_mode), weight, bias, a.stride, 0, a.dilation, a.groups),
    repr: convRepr,
  });

export const Conv1d = conv(
  "Conv1d",
  1,
  "Slides learned filters along a sequence of several channels.",
  (F) => F.conv1d,
);
export const Conv2d = conv("Conv2d", 2, "Slides learned filters over an image of several channels.", (F) => F.conv2d);
export const Conv3d = conv(
  "Conv3d",
  3,
  "Slides learned filters through a volume of several channels.",
  (F) => F.conv3d,
);
