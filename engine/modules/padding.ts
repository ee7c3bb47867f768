// Declares the padding modules.
import { pyRepr } from "../core/python.ts";
import { defineModule } from "./define.ts";
import { tuple } from "./fields.ts";

const repr = ({ padding }: { padding: readonly number[] }): string => pyRepr(padding);

export const ZeroPad2d = defineModule({
  name: "ZeroPad2d",
  category: "Padding",
  doc: "Surrounds each image with zeros.",
  args: {
    padding: tuple(4, { doc: "How many columns and rows to add: left, right, top, bottom; negative ones cut off." }),
  },
  forward: (F, { args }, x) => F.pad(x, args.padding, "constant", 0),
  repr,
});

export const ReflectionPad2d = defineModule({
  name: "ReflectionPad2d",
  category: "Padding",
  doc: "Surrounds each image with its own mirror image, not repeating the edge.",
  args: {
    padding: tuple(4, {
      doc: "How many columns and rows to mirror: left, right, top, bottom; each less than the image.",
    }),
  },
  forward: (F, { args }, x) => F.pad(x, args.padding, "reflect"),
  repr,
});
