// Declares the activations.
import { defineModule } from "./define.ts";
import { bool, choice, int, optional } from "./fields.ts";

export const ReLU = defineModule({
  name: "ReLU",
  category: "Activation",
  doc: "Keeps positive values and turns negative ones into 0.",
  args: {
    inplace: bool({ default: false, doc: "Lets PyTorch overwrite the input to save memory; the values are the same." }),
  },
  forward: (F, _, x) => F.relu(x),
  repr: ({ inplace }) => (inplace ? "inplace=True" : ""),
});

export const Sigmoid = defineModule({
  name: "Sigmoid",
  category: "Activation",
  doc: "Squeezes every value between 0 and 1: 1 / (1 + e⁻ˣ).",
  args: {},
  forward: (F, _, x) => F.sigmoid(x),
});

export const Tanh = defineModule({
  name: "Tanh",
  category: "Activation",
  doc: "Squeezes every value between -1 and 1.",
  args: {},
  forward: (F, _, x) => F.tanh(x),
});

export const GELU = defineModule({
  name: "GELU",
  category: "Activation",
  doc: "Weighs every value by the chance that a normal variable is smaller: x Φ(x).",
  args: {
    approximate: choice(["none", "tanh"], {
      default: "none",
      doc: "Computes Φ exactly (none) or by a formula with tanh.",
    }),
  },
  forward: (F, { args }, x) => F.gelu(x, args.approximate),
});

const dim = () => optional(int({ doc: "The dim along which the values become shares that sum to 1." }));

export const Softmax = defineModule({
  name: "Softmax",
  category: "Activation",
  doc: "Turns values into positive shares that sum to 1 along a dim.",
  args: { dim: dim() },
  forward: (F, { args }, x) => F.softmax(x, args.dim),
});

export const LogSoftmax = defineModule({
  name: "LogSoftmax",
  category: "Activation",
  doc: "The logarithm of Softmax, computed so that small shares keep their precision.",
  args: { dim: dim() },
  forward: (F, { args }, x) => F.log_softmax(x, args.dim),
});
