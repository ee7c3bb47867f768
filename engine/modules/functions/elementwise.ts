// Declares torch's functions of one element.

import type { Functional } from "../../ops/functional.ts";
import type { UnaryOps } from "../../ops/vocabulary/elementwise.ts";
import { defineFunction } from "./define.ts";

type Unary = keyof UnaryOps<unknown> | "sigmoid" | "tanh";

const unary = <const N extends Unary>(name: N, doc: string, ...words: readonly string[]) =>
  defineFunction({
    name,
    category: "Math",
    doc,
    words,
    args: {},
    forward: <V>(F: Functional<V>, _: unknown, x: V) => F[name as Unary](x),
  });

export const neg = unary("neg", "Turns the sign of every value.", "-", "negative", "取负");
export const abs = unary("abs", "The size of every value, without its sign.", "absolute", "magnitude", "绝对值");
export const sign = unary("sign", "-1, 0 or 1, by the sign of every value.", "sgn", "符号");
export const exp = unary("exp", "e to the power of every value.", "exponential", "指数");
export const expm1 = unary("expm1", "e to the power of every value, less 1: exact near 0.", "exponential", "指数");
export const log = unary("log", "The natural logarithm of every value.", "ln", "logarithm", "对数");
export const log2 = unary("log2", "The logarithm to base 2 of every value.", "logarithm", "对数");
export const log10 = unary("log10", "The logarithm to base 10 of every value.", "logarithm", "decibel", "对数");
export const log1p = unary("log1p", "The natural logarithm of 1 plus every value: exact near 0.", "logarithm", "对数");
export const sqrt = unary("sqrt", "The square root of every value.", "square root", "root", "平方根");
export const rsqrt = unary(
  "rsqrt",
  "1 divided by the square root of every value.",
  "inverse square root",
  "平方根倒数",
);
export const square = unary("square", "Every value times itself.", "**2", "pow 2", "平方");
export const reciprocal = unary("reciprocal", "1 divided by every value.", "inverse", "1/x", "倒数");
export const sin = unary("sin", "The sine of every value, in radians.", "sine", "positional encoding", "正弦");
export const cos = unary("cos", "The cosine of every value, in radians.", "cosine", "positional encoding", "余弦");
export const tan = unary("tan", "The tangent of every value, in radians.", "tangent", "正切");
export const atan = unary("atan", "The angle whose tangent every value is, in radians.", "arctan", "反正切");
export const erf = unary("erf", "The error function of every value.", "error function", "gelu", "误差函数");
export const floor = unary("floor", "The whole number at or below every value.", "round down", "向下取整");
export const ceil = unary("ceil", "The whole number at or above every value.", "round up", "向上取整");
export const round = unary(
  "round",
  "The whole number nearest to every value, the even one of two.",
  "nearest",
  "四舍五入",
  "取整",
);
export const trunc = unary("trunc", "Every value without its fraction.", "fix", "截断");
export const logical_not = unary(
  "logical_not",
  "Whether every value is false, or 0.",
  "~",
  "not",
  "invert mask",
  "逻辑非",
);
export const isnan = unary("isnan", "Whether every value is not a number.", "nan", "非数");
export const sigmoid = unary("sigmoid", "Squeezes every value between 0 and 1.", "logistic", "gate", "σ");
export const tanh = unary("tanh", "Squeezes every value between -1 and 1.", "hyperbolic tangent", "双曲正切");
