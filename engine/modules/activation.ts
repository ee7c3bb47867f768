// Declares the activations.
import { runtimeError } from "../core/errors.ts";
import { pyRepr } from "../core/python.ts";
import { defineModule, sameBound } from "./define.ts";
import { bool, choice, float, int, optional } from "./fields.ts";

const inplace = bool({
  default: false,
  doc: "Overwrites the input to save memory; the values are the same. In a graph every value is kept.",
});

interface Inplace {
  readonly inplace: boolean;
}
/** Torch names `inplace` only where it is set. */
const inplaceOnly = (args: Inplace): string => (args.inplace ? "inplace=True" : "");
const thenInplace = (text: string, args: Inplace): string => (args.inplace ? `${text}, inplace=True` : text);

type ElementwiseOp = "sigmoid" | "logsigmoid" | "tanh" | "tanhshrink" | "softsign";
type OverwritingOp = "relu" | "relu6" | "selu" | "silu" | "mish" | "hardsigmoid" | "hardswish";

/** An activation without arguments. */
const plain = <const N extends string>(name: N, op: ElementwiseOp, doc: string) =>
  defineModule({
    name,
    category: "Activation",
    doc,
    args: {},
    forward: (F, _, x) => F[op](x),
  });

/** An activation whose one argument is `inplace`; torch prints it, but for two of them. */
const overwriting = <const N extends string>(name: N, op: OverwritingOp, doc: string, prints = true) =>
  defineModule({
    name,
    category: "Activation",
    doc,
    args: { inplace },
    forward: (F, { args }, x) => F[op](x, args.inplace),
    repr: (args) => (prints ? inplaceOnly(args) : ""),
  });

export const ReLU = {
  ...overwriting("ReLU", "relu", "Keeps positive values and turns negative ones into 0."),
  inputBound: sameBound,
};
export const ReLU6 = overwriting("ReLU6", "relu6", "As ReLU, but no value gets larger than 6.");
export const SELU = overwriting(
  "SELU",
  "selu",
  "As ELU, scaled so that values keep mean 0 and variance 1 from layer to layer.",
);
export const SiLU = overwriting("SiLU", "silu", "Weighs every value by its own sigmoid: x / (1 + e⁻ˣ).");
export const Mish = overwriting("Mish", "mish", "Weighs every value by the tanh of its softplus.");
export const Hardsigmoid = overwriting(
  "Hardsigmoid",
  "hardsigmoid",
  "Sigmoid made of three straight lines: 0 up to -3, 1 from 3 on.",
  false,
);
export const Hardswish = overwriting("Hardswish", "hardswish", "Weighs every value by its Hardsigmoid.", false);
export const Sigmoid = plain("Sigmoid", "sigmoid", "Squeezes every value between 0 and 1: 1 / (1 + e⁻ˣ).");
export const LogSigmoid = plain(
  "LogSigmoid",
  "logsigmoid",
  "The logarithm of Sigmoid, computed without loss of precision.",
);
export const Tanh = plain("Tanh", "tanh", "Squeezes every value between -1 and 1.");
export const Tanhshrink = plain("Tanhshrink", "tanhshrink", "What Tanh takes away from every value: x - tanh(x).");
export const Softsign = plain("Softsign", "softsign", "Squeezes every value between -1 and 1: x / (1 + |x|).");

const alpha = float({ default: 1, doc: "How far below 0 the values can get." });

export const ELU = defineModule({
  name: "ELU",
  category: "Activation",
  doc: "Keeps positive values and bends negative ones towards -alpha.",
  args: { alpha, inplace },
  forward: (F, { args }, x) => F.elu(x, args.alpha, args.inplace),
  repr: (args) => thenInplace(`alpha=${pyRepr(args.alpha, "float")}`, args),
});

export const CELU = defineModule({
  name: "CELU",
  category: "Activation",
  doc: "As ELU, but smooth at 0 whatever alpha is.",
  args: { alpha, inplace },
  forward: (F, { args }, x) => F.celu(x, args.alpha, args.inplace),
  repr: (args) => thenInplace(`alpha=${pyRepr(args.alpha, "float")}`, args),
});

export const LeakyReLU = defineModule({
  name: "LeakyReLU",
  category: "Activation",
  doc: "Keeps positive values and scales negative ones down.",
  args: { negative_slope: float({ default: 0.01, doc: "What negative values are multiplied by." }), inplace },
  forward: (F, { args }, x) => F.leaky_relu(x, args.negative_slope, args.inplace),
  repr: (args) => thenInplace(`negative_slope=${pyRepr(args.negative_slope, "float")}`, args),
});

export const PReLU = defineModule({
  name: "PReLU",
  category: "Activation",
  doc: "Keeps positive values and scales negative ones by learned slopes.",
  args: {
    num_parameters: int({ min: 0, default: 1, doc: "How many slopes are learned: 1, or one per channel." }),
    init: float({ default: 0.25, doc: "First value of the slopes." }),
  },
  params: ({ num_parameters, init }) => ({
    weight: { shape: [num_parameters], init: { kind: "constant", value: init } },
  }),
  forward: (F, { weight }, x) => F.prelu(x, weight),
  repr: ({ num_parameters }) => `num_parameters=${num_parameters}`,
});

export const RReLU = defineModule({
  name: "RReLU",
  category: "Activation",
  doc: "Scales negative values by random slopes while training, and by their mean otherwise.",
  args: {
    lower: float({ default: 1 / 8, doc: "The least slope." }),
    upper: float({ default: 1 / 3, doc: "The largest slope." }),
    inplace,
  },
  forward: (F, { args, training }, x) => F.rrelu(x, args.lower, args.upper, training, args.inplace),
  repr: (args) => thenInplace(`lower=${pyRepr(args.lower, "float")}, upper=${pyRepr(args.upper, "float")}`, args),
});

export const Threshold = defineModule({
  name: "Threshold",
  category: "Activation",
  doc: "Keeps what lies above a threshold and replaces the rest.",
  args: {
    threshold: float({ start: 0.1, doc: "Values up to this are replaced." }),
    value: float({ start: 0, doc: "What they are replaced by." }),
    inplace,
  },
  forward: (F, { args }, x) => F.threshold(x, args.threshold, args.value, args.inplace),
  repr: (args) =>
    thenInplace(`threshold=${pyRepr(args.threshold, "float")}, value=${pyRepr(args.value, "float")}`, args),
});

interface Bounds {
  readonly min_val: number;
  readonly max_val: number;
  readonly min_value: number | null;
  readonly max_value: number | null;
}
const least = ({ min_val, min_value }: Bounds): number => min_value ?? min_val;
const most = ({ max_val, max_value }: Bounds): number => max_value ?? max_val;

export const Hardtanh = defineModule({
  name: "Hardtanh",
  category: "Activation",
  doc: "Cuts values off below a least and above a largest one.",
  args: {
    min_val: float({ default: -1, doc: "The least value." }),
    max_val: float({ default: 1, doc: "The largest value." }),
    inplace,
    min_value: optional(float({ former: true, doc: "Former name of min_val." })),
    max_value: optional(float({ former: true, doc: "Former name of max_val." })),
  },
  check: (args) => (most(args) > least(args) ? null : "max_val must be larger than min_val"),
  forward: (F, { args }, x) => F.hardtanh(x, least(args), most(args), args.inplace),
  repr: (args) => thenInplace(`min_val=${pyRepr(least(args), "float")}, max_val=${pyRepr(most(args), "float")}`, args),
});

const lambd = float({ default: 0.5, doc: "Values no further from 0 than this become 0." });

export const Hardshrink = defineModule({
  name: "Hardshrink",
  category: "Activation",
  doc: "Turns values near 0 into 0 and keeps the others.",
  args: { lambd },
  forward: (F, { args }, x) => F.hardshrink(x, args.lambd),
  repr: (args) => pyRepr(args.lambd, "float"),
});

export const Softshrink = defineModule({
  name: "Softshrink",
  category: "Activation",
  doc: "Turns values near 0 into 0 and moves the others closer to it.",
  args: { lambd },
  forward: (F, { args }, x) => F.softshrink(x, args.lambd),
  // Numbers print as they were given, and this one is mostly given as 1.
  repr: (args) => pyRepr(args.lambd),
});

export const Softplus = defineModule({
  name: "Softplus",
  category: "Activation",
  doc: "A smooth ReLU: log(1 + eˣ).",
  args: {
    beta: float({ default: 1, doc: "How sharp the bend at 0 is." }),
    threshold: float({ default: 20, doc: "Where beta x is above this the value is kept as it is." }),
  },
  forward: (F, { args }, x) => F.softplus(x, args.beta, args.threshold),
  repr: ({ beta, threshold }) => `beta=${pyRepr(beta)}, threshold=${pyRepr(threshold)}`,
});

export const GELU = defineModule({
  name: "GELU",
  category: "Activation",
  doc: "Weighs every value by the chance that a normal variable is smaller: x Φ(x).",
  args: {
    approximate: choice(["none", "tanh"], {
      refuse: () => runtimeError("approximate argument must be either none or tanh."),
      default: "none",
      doc: "Computes Φ exactly (none) or by a formula with tanh.",
    }),
  },
  forward: (F, { args }, x) => F.gelu(x, args.approximate),
});

export const GLU = defineModule({
  name: "GLU",
  category: "Activation",
  doc: "Halves a dim: the first half is weighed by the sigmoid of the second.",
  args: { dim: int({ default: -1, doc: "The dim that is halved." }) },
  forward: (F, { args }, x) => F.glu(x, args.dim),
});

const dim = optional(int({ doc: "The dim along which the values become shares that sum to 1." }));

export const Softmax = defineModule({
  name: "Softmax",
  category: "Activation",
  doc: "Turns values into positive shares that sum to 1 along a dim.",
  args: { dim },
  forward: (F, { args }, x) => F.softmax(x, args.dim),
});

export const Softmin = defineModule({
  name: "Softmin",
  category: "Activation",
  doc: "As Softmax, but the least value gets the largest share.",
  args: { dim },
  forward: (F, { args }, x) => F.softmin(x, args.dim),
});

export const Softmax2d = defineModule({
  name: "Softmax2d",
  category: "Activation",
  spatial: 2,
  doc: "Softmax over the channels, at every place of an image.",
  args: {},
  forward: (F, _, x) => F.softmax2d(x),
});

export const LogSoftmax = defineModule({
  name: "LogSoftmax",
  category: "Activation",
  doc: "The logarithm of Softmax, computed so that small shares keep their precision.",
  args: { dim },
  forward: (F, { args }, x) => F.log_softmax(x, args.dim),
});
