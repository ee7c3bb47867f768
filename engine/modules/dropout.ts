// Declares the dropout modules.
import { pyRepr } from "../core/python.ts";
import type { Functional } from "../ops/functional.ts";
import { defineModule, sameBound } from "./define.ts";
import { bool, float } from "./fields.ts";

type DropoutOp = <V>(F: Functional<V>) => Functional<V>["dropout"];

const dropout = <const N extends string>(name: N, doc: string, op: DropoutOp) =>
  defineModule({
    name,
    category: "Dropout",
    doc,
    args: {
      p: float({ default: 0.5, doc: "Chance to be dropped, between 0 and 1." }),
      inplace: bool({
        default: false,
        doc: "Overwrites the input to save memory; the values are the same. In a graph every value is kept.",
      }),
    },
    check: ({ p }) => (p >= 0 && p <= 1 ? null : `dropout probability has to be between 0 and 1, but got ${pyRepr(p)}`),
    forward: (F, { args, training }, x) => op(F)(x, args.p, training, args.inplace),
  });

export const Dropout = {
  ...dropout(
    "Dropout",
    "While training, zeroes single values at random and scales the rest by 1 / (1 - p).",
    (F) => F.dropout,
  ),
  inputBound: sameBound,
};
export const Dropout1d = {
  ...dropout(
    "Dropout1d",
    "While training, zeroes whole channels of sequences at random and scales the rest by 1 / (1 - p).",
    (F) => F.dropout1d,
  ),
  spatial: 1,
  inputBound: sameBound,
};
export const Dropout2d = {
  ...dropout(
    "Dropout2d",
    "While training, zeroes whole channels of images at random and scales the rest; of a 3D input, whole rows.",
    (F) => F.dropout2d,
  ),
  spatial: 2,
  inputBound: sameBound,
};
export const Dropout3d = {
  ...dropout(
    "Dropout3d",
    "While training, zeroes whole channels of volumes at random and scales the rest by 1 / (1 - p).",
    (F) => F.dropout3d,
  ),
  spatial: 3,
  inputBound: sameBound,
};
export const AlphaDropout = dropout(
  "AlphaDropout",
  "While training, sets single values to SELU's lowest and keeps mean 0 and variance 1, for networks of SELUs.",
  (F) => F.alpha_dropout,
);
export const FeatureAlphaDropout = dropout(
  "FeatureAlphaDropout",
  "While training, sets whole channels to SELU's lowest and keeps mean 0 and variance 1, for networks of SELUs.",
  (F) => F.feature_alpha_dropout,
);
