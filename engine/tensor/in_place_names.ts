// Owns which of torch's functions have a method that writes into its tensor: `add_` beside `add`.

export const inPlaceNames = [
  ...(["abs", "absolute", "acos", "acosh", "asin", "asinh", "atan", "atanh", "ceil", "cos", "cosh"] as const),
  ...(["deg2rad", "digamma", "erf", "erfc", "erfinv", "exp", "exp2", "expm1", "fix", "floor", "frac"] as const),
  ...(["lgamma", "log", "log10", "log1p", "log2", "logit", "logical_not", "bitwise_not", "nan_to_num"] as const),
  ...(["neg", "negative", "rad2deg", "reciprocal", "relu", "round", "rsqrt", "sgn", "sigmoid", "sign"] as const),
  ...(["sin", "sinc", "sinh", "sqrt", "square", "tan", "tanh", "trunc"] as const),
  ...(["add", "sub", "subtract", "mul", "multiply", "div", "divide", "true_divide", "floor_divide"] as const),
  ...(["remainder", "fmod", "pow", "atan2", "copysign", "hypot", "xlogy", "ldexp", "heaviside"] as const),
  ...(["clamp", "clip", "clamp_max", "clamp_min", "lerp", "addcmul", "addcdiv"] as const),
  ...(["eq", "ne", "lt", "le", "gt", "ge", "logical_and", "logical_or", "logical_xor"] as const),
  ...(["bitwise_and", "bitwise_or", "bitwise_xor", "cumsum", "cumprod", "renorm", "tril", "triu"] as const),
  ...(["addbmm", "addmm", "addmv", "addr", "baddbmm"] as const),
  ...(["index_add", "index_copy", "index_fill", "index_put", "masked_fill"] as const),
  ...(["scatter", "scatter_add", "scatter_reduce"] as const),
] as const;

export type InPlaceName = (typeof inPlaceNames)[number];
