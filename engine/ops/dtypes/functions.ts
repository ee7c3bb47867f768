// Owns the dtype rules of torch's functions of tensors.
import { type DType, printDType } from "../../core/dtype.ts";
import { readEquation } from "../equation.ts";
import type { Given, Typed } from "./rule.ts";
import * as rule from "./rule.ts";

type Operand = Typed | number;

const toFloat = (x: Typed): Given => (x.dtype === null ? null : "float32");
const floats = (): Given => "float32";
const bools = (): Given => "bool";
const indices = (): Given => "int64";
/** Sums of whole numbers and of truths are whole numbers. */
const summed = (x: Typed): Given => (x.dtype === "bool" ? "int64" : x.dtype);

const isBool = (x: Operand | null | undefined): boolean => typeof x === "object" && x !== null && x.dtype === "bool";

/** No code for truths, in torch's words. */
const notBool =
  (kernel: string, gives: (x: Typed) => Given = rule.same) =>
  (x: Typed): Given => {
    if (isBool(x)) throw rule.notImplemented(kernel, "bool");
    return gives(x);
  };

function sub(x: Typed, other: Operand): Given {
  const both = [x, other].filter(isBool).length;
  if (both === 2) {
    throw rule.expected(
      "float32",
      "bool",
      "Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator " +
        "instead.",
    );
  }
  if (both === 1) throw rule.subtraction("bool");
  return rule.promoted(x, other);
}

function negated(x: Typed): Given {
  if (isBool(x)) throw rule.negation("bool");
  return x.dtype;
}

const divided = (x: Typed, other: Operand, mode: string | null = null): Given =>
  mode === null ? (rule.promoted(x, other) === null ? null : "float32") : rule.promoted(x, other);

/** Arithmetic that has no code for truths among themselves. */
const numeric =
  (kernel: string) =>
  (x: Typed, other: Operand): Given => {
    const common = rule.promoted(x, other);
    if (common === "bool") throw rule.notImplemented(kernel, "bool");
    return common;
  };

const fractions =
  (text: (got: DType) => string) =>
  (x: Typed): Given => {
    if (rule.isOther(x, "float32")) throw rule.expected("float32", x.dtype, text(x.dtype));
    return x.dtype;
  };

const mean = fractions(
  (got) =>
    "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: " +
    rule.name(got),
);
const spread = fractions(() => "std and var only support floating point and complex dtypes");
const norm = fractions(
  (got) => `norm(): input dtype should be either floating point or complex. Got ${rule.name(got)} instead.`,
);

const pair =
  (gives: (x: Typed) => Given = rule.same) =>
  (x: Typed): Given => [gives(x) as DType | null, "int64"];

const found =
  (pairs: (x: Typed) => Given) =>
  (x: Typed, dim: number | null = null): Given =>
    dim === null ? x.dtype : pairs(x);

const needsIndex =
  (text: string, gives: (x: Typed) => Given = rule.same) =>
  (x: Typed, _dim: unknown, index: Typed): Given => {
    if (rule.isOther(index, "int64")) throw rule.expected("int64", index.dtype, text);
    return gives(x);
  };

function maskedFill(x: Typed, mask: Typed): Given {
  if (rule.isOther(mask, "bool")) {
    throw rule.expected(
      "bool",
      mask.dtype,
      `masked_fill only supports boolean masks, but got dtype ${rule.name(mask.dtype)}`,
    );
  }
  return x.dtype;
}

function where(condition: Typed, input: Operand, other: Operand): Given {
  if (rule.isOther(condition, "bool")) {
    throw rule.expected(
      "bool",
      condition.dtype,
      `where expected condition to be a boolean tensor, but got a tensor with dtype ${rule.name(condition.dtype)}`,
    );
  }
  return rule.promoted(input, other);
}

/** Both of one type, as products take them. */
const product =
  (kernel = "addmm_impl_cpu_") =>
  (x: Typed, other: Typed): Given => {
    rule.sameScalar(x, other);
    if (isBool(x)) throw rule.notImplemented(kernel, "bool");
    return x.dtype;
  };

const added =
  (kernel?: string) =>
  (input: Typed, a: Typed, b: Typed): Given =>
    rule.promoted(input, { shape: [], dtype: product(kernel)(a, b) as DType | null });

function affineGrid(theta: Typed): Given {
  if (rule.isOther(theta, "float32")) {
    const text = `Expected theta to have floating point type, but got ${printDType(theta.dtype)}`;
    throw rule.expected("float32", theta.dtype, text, "ValueError");
  }
  return theta.dtype;
}

/** Where letters are summed over, operands meet in matrix products. */
function einsum(text: string, operands: readonly Typed[]): Given {
  const { inputs, output } = readEquation(text);
  const letters = inputs.flat();
  const sums = letters.some((name) =>
    output === null ? letters.indexOf(name) !== letters.lastIndexOf(name) : !output.includes(name),
  );
  const [first, ...rest] = operands;
  if (first && sums) for (const other of rest) product("bmm")(first, other);
  return rule.promoted(...operands);
}

const attended = fractions((got) => `expected scalar type Float but found ${rule.name(got)}`);

function oneHot(x: Typed): Given {
  if (rule.isOther(x, "int64")) {
    throw rule.expected("int64", x.dtype, "one_hot is only applicable to index tensor.");
  }
  return "int64";
}

const each = <T>(names: string, of: T): Record<string, T> =>
  Object.fromEntries(names.split(" ").map((name) => [name, of]));

export const functionRules: Readonly<Record<string, unknown>> = {
  ones: (_size: unknown, dtype: DType = "float32"): Given => dtype,
  full: (_size: unknown, value: number, dtype: DType | null = null): Given =>
    dtype ?? (Number.isInteger(value) ? "int64" : "float32"),
  eye: (_n: unknown, _m: unknown, dtype: DType = "float32"): Given => dtype,
  arange: (start: number, end: number, step = 1, dtype: DType | null = null): Given =>
    dtype ?? ([start, end, step].every(Number.isInteger) ? "int64" : "float32"),
  ...each("linspace randn rand", floats),
  tensor: (_data: unknown, _shape: unknown, dtype: DType): Given => dtype,
  ...each(
    "reshape permute transpose movedim squeeze unsqueeze expand repeat tile repeat_interleave getitem flip roll diagonal tril triu " +
      "chunk split unbind select narrow amax amin clone",
    rule.same,
  ),
  stack: (tensors: readonly Typed[]): Given => rule.promoted(...tensors),
  take_along_dim(x: Typed, index: Typed): Given {
    if (rule.isOther(index, "int64")) {
      const got = rule.name(index.dtype);
      throw rule.expected(
        "int64",
        index.dtype,
        `torch.take_along_dim(): dtype of indices should be Long but got ${got}`,
      );
    }
    return x.dtype;
  },
  gather: needsIndex("gather(): Expected dtype int64 for index"),
  index_select: needsIndex("index_select(): Expected dtype int32 or int64 for index"),
  scatter: needsIndex("scatter(): Expected dtype int64 for index"),
  scatter_add: needsIndex("scatter(): Expected dtype int64 for index"),
  masked_fill: maskedFill,
  where,
  ...each("sum prod cumsum cumprod", summed),
  mean,
  ...each("var std", spread),
  norm,
  logsumexp: toFloat,
  ...each("all any", bools),
  max: found(pair()),
  min: found(pair()),
  argmax: notBool("argmax_cpu", indices),
  argmin: notBool("argmin_cpu", indices),
  sort: pair(),
  argsort: indices,
  topk: pair(notBool("topk_cpu")),
  sub,
  div: divided,
  floor_divide: numeric("floor_divide"),
  remainder: numeric("remainder_cpu"),
  fmod: numeric("fmod_cpu"),
  pow: numeric("pow"),
  ...each("maximum minimum", (x: Typed, other: Typed): Given => rule.promoted(x, other)),
  atan2: toFloat,
  ...each("eq ne lt le gt ge logical_and logical_or logical_xor logical_not isnan", bools),
  clamp: (x: Typed, min: Operand | null = null, max: Operand | null = null): Given =>
    rule.promoted(x, ...[min, max].filter((bound) => bound !== null)),
  lerp: (x: Typed, _end: Typed, weight: Operand): Given =>
    rule.floats(typeof weight === "number" ? "lerp_kernel_scalar" : "lerp_kernel_tensor")(x),
  neg: negated,
  abs: notBool("abs_cpu"),
  sign: rule.same,
  square: summed,
  ...each("exp expm1 log log2 log10 log1p sqrt rsqrt reciprocal sin cos tan atan erf", toFloat),
  floor: notBool("floor_vml_cpu"),
  ceil: notBool("ceil_vml_cpu"),
  round: notBool("round_vml_cpu"),
  trunc: notBool("trunc_vml_cpu"),
  ...each("matmul mm", product()),
  bmm: product("bmm"),
  outer: (x: Typed, other: Typed): Given => rule.promoted(x, other),
  einsum,
  tensordot: product(),
  cdist: fractions((got) => `cdist only supports floating-point dtypes, X1 got: ${rule.name(got)}`),
  addmm: added(),
  baddbmm: added("baddbmm"),
  normalize: norm,
  scaled_dot_product_attention: attended,
  one_hot: oneHot,
  grid_sample: fractions((got) => `grid_sampler_2d_cpu not implemented for ${rule.name(got)}`),
  affine_grid: affineGrid,
};
