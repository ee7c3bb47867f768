// Declares the dropout modules.
import { pyRepr } from "../core/python.ts";
import { defineModule } from "./define.ts";
import { type Args, bool, float } from "./fields.ts";

const dropoutArgs = {
  p: float({ default: 0.5, doc: "Chance of each to be zeroed, between 0 and 1; what stays is scaled by 1 / (1 - p)." }),
  inplace: bool({ default: false, doc: "Lets PyTorch overwrite the input to save memory; the values are the same." }),
};

const check = ({ p }: Args<typeof dropoutArgs>): string | null =>
  p >= 0 && p <= 1 ? null : `dropout probability has to be between 0 and 1, but got ${pyRepr(p)}`;

export const Dropout = defineModule({
  name: "Dropout",
  category: "Dropout",
  doc: "While training, zeroes single values at random and scales the rest.",
  args: dropoutArgs,
  check,
  forward: (F, { args, training }, x) => F.dropout(x, args.p, training),
});

export const Dropout2d = defineModule({
  name: "Dropout2d",
  category: "Dropout",
  doc: "While training, zeroes whole channels at random and scales the rest; of a 3D input, whole rows.",
  args: dropoutArgs,
  check,
  forward: (F, { args, training }, x) => F.dropout2d(x, args.p, training),
});
