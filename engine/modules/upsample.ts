// Declares the modules that resize images: Upsample and its two short forms.
import { type NumberKind, pyRepr } from "../core/python.ts";
import type { Floats, InterpolateMode, Ints } from "../ops/functional.ts";
import { defineModule } from "./define.ts";
import { bool, choice, floatOrTuple, intOrInts, intOrTuple, optional } from "./fields.ts";

const sizeDoc = "Size of the output's spatial dims; leave it empty to give scale_factor.";
const factorDoc = "How many times as large the output is; leave it empty to give size.";

interface Sizes {
  readonly size: Ints | null;
  readonly scale_factor: Floats | null;
}

/** Torch takes a factor of 0 as none. */
const factorOf = ({ scale_factor }: Sizes): Floats | null => (scale_factor === 0 ? null : scale_factor);

const repr = (args: Sizes & { readonly mode: string }): string => {
  const factor = factorOf(args);
  const printed = (value: Floats | null, kind: NumberKind): string => pyRepr(value, kind);
  const what = factor === null ? `size=${printed(args.size, "int")}` : `scale_factor=${printed(factor, "float")}`;
  return `${what}, mode=${args.mode}`;
};

const modes = [
  "nearest",
  "linear",
  "bilinear",
  "bicubic",
  "trilinear",
  "area",
  "nearest-exact",
] as const satisfies readonly InterpolateMode[];

export const Upsample = defineModule({
  name: "Upsample",
  category: "Vision",
  doc: "Resizes sequences, images or volumes by repeating or blending their values.",
  args: {
    size: optional(intOrInts({ min: 0, doc: sizeDoc })),
    scale_factor: optional(floatOrTuple(undefined, { min: 0, start: 2, doc: factorDoc })),
    mode: choice(modes, {
      default: "nearest",
      doc: "How values between are found: repeated (nearest), or blended along 1 (linear), 2 (bilinear, bicubic) or 3 (trilinear) dims.",
    }),
    align_corners: optional(
      bool({ doc: "Lets the corner values of input and output coincide; only where values are blended." }),
    ),
    recompute_scale_factor: optional(
      bool({ doc: "Computes positions from the rounded output size instead of from scale_factor." }),
    ),
  },
  forward: (F, { args: a }, x) =>
    F.interpolate(x, a.size, factorOf(a), a.mode, a.align_corners, a.recompute_scale_factor),
  repr,
});

const upsampling2d = <const N extends string>(
  name: N,
  doc: string,
  mode: "nearest" | "bilinear",
  alignCorners: boolean | null,
) =>
  defineModule({
    name,
    category: "Vision",
    spatial: 2,
    batch: "always",
    doc,
    args: {
      size: optional(intOrTuple(2, { min: 0, doc: sizeDoc })),
      scale_factor: optional(floatOrTuple(2, { min: 0, start: 2, doc: factorDoc })),
    },
    forward: (F, { args: a }, x) => F.interpolate(x, a.size, factorOf(a), mode, alignCorners),
    repr: (a) => repr({ ...a, mode }),
  });

export const UpsamplingNearest2d = upsampling2d(
  "UpsamplingNearest2d",
  "Enlarges images by repeating their values.",
  "nearest",
  null,
);
export const UpsamplingBilinear2d = upsampling2d(
  "UpsamplingBilinear2d",
  "Enlarges images by blending neighbouring values, corner to corner.",
  "bilinear",
  true,
);
