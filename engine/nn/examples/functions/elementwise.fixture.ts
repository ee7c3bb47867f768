// Owns what the walk through the registry needs to know of functions of single elements.
import { between, bools, float32 } from "../example.fixture.ts";
import { type FunctionExample, type FunctionExamples, matrix } from "./example.fixture.ts";

/** Functions of any numbers. */
const anywhere = [
  ...[
    "neg",
    "abs",
    "sign",
    "exp",
    "expm1",
    "square",
    "sin",
    "cos",
    "tan",
    "atan",
    "erf",
    "logical_not",
    "isnan",
    "sigmoid",
    "tanh",
    "relu",
    "gelu",
    "silu",
    "leaky_relu",
  ],
];
/** Functions of positive ones. */
const positive = ["log", "log2", "log10", "log1p", "sqrt", "rsqrt", "reciprocal"];

const each = (names: readonly string[], example: FunctionExample): FunctionExamples =>
  Object.fromEntries(names.map((name) => [name, example]));

const misfit = {
  inputs: [
    [2, 3],
    [2, 4],
  ],
  error: "RuntimeError: The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1",
};
const stretched: FunctionExample = { inputs: (n) => [[n(1, 3), 3], between([3])], wrong: misfit };
const noNegation =
  "RuntimeError: Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use " +
  "the `~` or `logical_not()` operator instead.";

export const elementwiseExamples: FunctionExamples = {
  ...each(anywhere, { inputs: matrix }),
  ...each(["floor", "ceil", "round", "trunc"], { inputs: (n) => [float32([n(1, 3), 3], (i) => 0.3 + i - 4)] }),
  ...each(positive, { inputs: (n) => [float32([n(1, 3), 3], (i) => 0.5 + ((i * 5) % 7) / 4)] }),
  neg: { inputs: matrix, wrong: { inputs: [bools([2])], error: noNegation } },
  abs: {
    inputs: matrix,
    wrong: { inputs: [bools([2])], error: "RuntimeError: \"abs_cpu\" not implemented for 'Bool'" },
  },
  ...each(
    [
      "add",
      "sub",
      "mul",
      "maximum",
      "minimum",
      "eq",
      "ne",
      "lt",
      "le",
      "gt",
      "ge",
      "logical_and",
      "logical_or",
      "logical_xor",
    ],
    stretched,
  ),
  ...each(["div", "atan2"], {
    inputs: (n) => [[n(1, 3), 3], float32([3], (i) => 0.7 + i)],
    wrong: misfit,
  }),
  ...each(["floor_divide", "remainder", "fmod"], {
    args: { other: 0.75 },
    inputs: (n) => [float32([n(1, 3), 3], (i) => 0.3 + 0.75 * (i - 4)), null],
    wrong: { ...misfit, args: {} },
  }),
  pow: {
    args: { exponent: 2 },
    inputs: (n) => [[n(1, 3), 3], null],
    wrong: { ...misfit, args: {} },
  },
  clamp: {
    args: { min: -0.4, max: 0.6 },
    inputs: (n) => [[n(1, 3), 3]],
    wrong: {
      args: {},
      inputs: [[2, 3]],
      error: "RuntimeError: torch.clamp: At least one of 'min' or 'max' must not be None",
    },
  },
  lerp: {
    args: { weight: 0.3 },
    inputs: (n) => [[n(1, 3), 3], between([1, 3]), null],
    wrong: { ...misfit, inputs: [[2, 3], [2, 4], null] },
  },
};
