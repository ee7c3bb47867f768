// Declares the padding modules: five ways to fill, each over one, two and three dims, from one form.
import { pyRepr } from "../core/python.ts";
import type { PadMode } from "../ops/functional.ts";
import { defineModule, sameBound } from "./define.ts";
import { float, tuple } from "./fields.ts";

const sides = ["left, right", "left, right, top, bottom", "left, right, top, bottom, front, back"];
const things = ["sequence", "image", "volume"];

const paddingOf = (dims: number, more = "") =>
  tuple(2 * dims, { start: 1, doc: `How many values to add at each end: ${sides[dims - 1]}${more}.` });

interface Filling {
  readonly mode: Exclude<PadMode, "constant">;
  readonly doc: string;
  /** What torch asks of the widths. */
  readonly widths: string;
  /** Whether torch checks the number of dims before it pads. */
  readonly checksRank?: boolean;
}

const fillings = {
  Reflection: {
    mode: "reflect",
    doc: "with its own mirror image, not repeating the edge.",
    widths: "; each less than the size of its dim",
  },
  Replication: { mode: "replicate", doc: "with copies of the values at its edge.", widths: "" },
  Circular: {
    mode: "circular",
    doc: "with the values of its opposite end, as if it went round.",
    widths: "; each at most the size of its dim",
    checksRank: true,
  },
} as const satisfies Readonly<Record<string, Filling>>;

/** A module that takes the padding from the input's own values. */
function edgePad<const N extends string>(name: N, dims: number, filling: keyof typeof fillings) {
  const { mode, doc, widths, ...rest }: Filling = fillings[filling];
  return defineModule({
    name,
    category: "Padding",
    spatial: dims,
    doc: `Surrounds each ${things[dims - 1]} ${doc}`,
    args: { padding: paddingOf(dims, widths) },
    ...(rest.checksRank ? { ranks: [dims + 1, dims + 2] } : {}),
    inputBound: sameBound,
    forward: (F, { args }, x) => F.pad(x, args.padding, mode),
    repr: ({ padding }) => pyRepr(padding),
  });
}

const zeroPad = <const N extends string>(name: N, dims: number) =>
  defineModule({
    name,
    category: "Padding",
    spatial: dims,
    doc: `Surrounds each ${things[dims - 1]} with zeros.`,
    args: { padding: paddingOf(dims, "; negative ones cut off") },
    inputBound: sameBound,
    forward: (F, { args }, x) => F.pad(x, args.padding, "constant", 0),
    repr: ({ padding }) => pyRepr(padding),
  });

const constantPad = <const N extends string>(name: N, dims: number) =>
  defineModule({
    name,
    category: "Padding",
    spatial: dims,
    doc: `Surrounds each ${things[dims - 1]} with one value.`,
    args: {
      padding: paddingOf(dims, "; negative ones cut off"),
      value: float({ start: 0, doc: "The value to fill in." }),
    },
    forward: (F, { args }, x) => F.pad(x, args.padding, "constant", args.value),
  });

export const ReflectionPad1d = edgePad("ReflectionPad1d", 1, "Reflection");
export const ReflectionPad2d = edgePad("ReflectionPad2d", 2, "Reflection");
export const ReflectionPad3d = edgePad("ReflectionPad3d", 3, "Reflection");
export const ReplicationPad1d = edgePad("ReplicationPad1d", 1, "Replication");
export const ReplicationPad2d = edgePad("ReplicationPad2d", 2, "Replication");
export const ReplicationPad3d = edgePad("ReplicationPad3d", 3, "Replication");
export const ZeroPad1d = zeroPad("ZeroPad1d", 1);
export const ZeroPad2d = zeroPad("ZeroPad2d", 2);
export const ZeroPad3d = zeroPad("ZeroPad3d", 3);
export const ConstantPad1d = constantPad("ConstantPad1d", 1);
export const ConstantPad2d = constantPad("ConstantPad2d", 2);
export const ConstantPad3d = constantPad("ConstantPad3d", 3);
export const CircularPad1d = edgePad("CircularPad1d", 1, "Circular");
export const CircularPad2d = edgePad("CircularPad2d", 2, "Circular");
export const CircularPad3d = edgePad("CircularPad3d", 3, "Circular");
