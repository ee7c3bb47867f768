// Declares torch's functions of two tensors, element by element: arithmetic, comparisons, logic.

import type { Functional } from "../../ops/functional.ts";
import { type Category, type InputBound, sameBound } from "../define.ts";
import { choice, number, optional } from "../fields.ts";
import { defineFunction } from "./define.ts";

const category: Category = "Math";
const other = optional(number({ doc: "A number in place of the second tensor." }));
const two = ["input", "other"] as const;

/** As many inputs as there are, one after another. */
const sums: InputBound = (bound, count) => Math.floor((bound - 1) / count) + 1;
// A power of a root may miss it by rounding.
const products: InputBound = (bound, count) => Math.floor((bound - 1) ** (1 / count) + 1e-9) + 1;

export const add = defineFunction({
  name: "add",
  category,
  doc: "Adds tensors value by value, or a number; sizes of 1 stretch to fit.",
  words: [
    "+",
    "plus",
    "sum",
    "residual",
    "skip connection",
    "shortcut",
    "bias",
    "残差",
    "跳跃连接",
    "短接",
    "相加",
    "加",
  ],
  inputs: two,
  variadic: true,
  args: { other },
  python: { operator: "+" },
  inputBound: sums,
  forward: <V>(F: Functional<V>, _: unknown, x: V, y: V | number, ...more: V[]) =>
    more.reduce((sum, each) => F.add(sum, each), F.add(x, y)),
});

export const mul = defineFunction({
  name: "mul",
  category,
  doc: "Multiplies tensors value by value, or by a number; sizes of 1 stretch to fit.",
  words: ["*", "×", "times", "multiply", "product", "gate", "scale", "相乘", "乘", "缩放"],
  inputs: two,
  variadic: true,
  args: { other },
  python: { operator: "*" },
  inputBound: products,
  forward: <V>(F: Functional<V>, _: unknown, x: V, y: V | number, ...more: V[]) =>
    more.reduce((product, each) => F.mul(product, each), F.mul(x, y)),
});

export const sub = defineFunction({
  name: "sub",
  category,
  doc: "Subtracts the second tensor, or a number, value by value.",
  words: ["-", "minus", "subtract", "difference", "相减", "减"],
  inputs: two,
  args: { other },
  python: { operator: "-" },
  forward: (F, _, x, y) => F.sub(x, y),
});

export const div = defineFunction({
  name: "div",
  category,
  doc: "Divides by the second tensor, or a number, value by value.",
  words: ["/", "÷", "divide", "ratio", "scale", "相除", "除"],
  inputs: two,
  args: {
    other,
    rounding_mode: optional(
      choice(["trunc", "floor"], { doc: "How quotients are rounded: toward zero, or down; not at all when empty." }),
    ),
  },
  forward: (F, { rounding_mode }, x, y) => F.div(x, y, rounding_mode),
});

export const pow = defineFunction({
  name: "pow",
  category,
  doc: "Raises every value to a power.",
  words: ["**", "^", "power", "square", "cube", "幂", "次方"],
  inputs: ["input", "exponent"],
  args: { exponent: optional(number({ start: 2, doc: "The power, in place of a tensor of powers." })) },
  forward: (F, _, x, exponent) => F.pow(x, exponent),
});

export const clamp = defineFunction({
  name: "clamp",
  category,
  doc: "Keeps values between two bounds.",
  words: ["clip", "limit", "relu6", "截断", "限制"],
  inputs: ["input"],
  optional: ["min", "max"],
  args: {
    min: optional(number({ start: 0, doc: "The least value; none when empty." })),
    max: optional(number({ doc: "The largest value; none when empty." })),
  },
  forward: (F, _, x, min, max) => F.clamp(x, min, max),
});

export const lerp = defineFunction({
  name: "lerp",
  category,
  doc: "Goes from one tensor toward another by a share of the way.",
  words: ["interpolate", "blend", "mix", "线性插值", "混合"],
  inputs: ["input", "end", "weight"],
  args: { weight: optional(number({ start: 0.5, doc: "The share, in place of a tensor of shares." })) },
  forward: (F, _, x, end, weight) => F.lerp(x, end, weight),
});

type WithNumber = "floor_divide" | "remainder" | "fmod" | "eq" | "ne" | "lt" | "le" | "gt" | "ge";

/** Two tensors, or a tensor and a number. */
const binary = <const N extends WithNumber>(name: N, doc: string, words: readonly string[]) =>
  defineFunction({
    name,
    category,
    doc,
    words,
    inputs: two,
    args: { other },
    forward: <V>(F: Functional<V>, _: unknown, x: V, y: V | number) => F[name as WithNumber](x, y),
  });

export const floor_divide = binary("floor_divide", "Divides, and rounds the quotient down.", ["//", "整除"]);
export const remainder = binary("remainder", "What a division leaves over, with the divisor's sign.", [
  "%",
  "mod",
  "modulo",
  "取余",
]);
export const fmod = binary("fmod", "What a division leaves over, with the dividend's sign.", ["mod", "取余"]);
export const eq = binary("eq", "Whether values are equal.", ["==", "equal", "等于"]);
export const ne = binary("ne", "Whether values differ.", ["!=", "not_equal", "不等于"]);
export const lt = binary("lt", "Whether values are smaller.", ["<", "less", "小于"]);
export const le = binary("le", "Whether values are smaller or equal.", ["<=", "less_equal", "小于等于"]);
export const gt = binary("gt", "Whether values are larger.", [">", "greater", "threshold", "大于"]);
export const ge = binary("ge", "Whether values are larger or equal.", [">=", "greater_equal", "大于等于"]);

type OfTensors = "maximum" | "minimum" | "atan2" | "logical_and" | "logical_or" | "logical_xor";

/** Two tensors. */
const pair = <const N extends OfTensors>(name: N, doc: string, words: readonly string[], inputBound?: InputBound) =>
  defineFunction({
    name,
    category,
    doc,
    words,
    inputs: two,
    args: {},
    ...(inputBound ? { inputBound } : {}),
    forward: <V>(F: Functional<V>, _: unknown, x: V, y: V) => F[name as OfTensors](x, y),
  });

export const maximum = pair("maximum", "The larger of each two values.", ["max", "较大值"], sameBound);
export const minimum = pair("minimum", "The smaller of each two values.", ["min", "较小值"], sameBound);
export const atan2 = pair("atan2", "The angle of each pair of values, in radians.", ["angle", "phase", "角度"]);
export const logical_and = pair("logical_and", "Whether both values are true.", ["&", "and", "逻辑与"]);
export const logical_or = pair("logical_or", "Whether one of two values is true.", ["|", "or", "逻辑或"]);
export const logical_xor = pair("logical_xor", "Whether exactly one of two values is true.", ["^", "xor", "异或"]);
