// Owns the contract of functions of elements: which kernels there are, what they take and what they do.
import type { Elements, Sizes } from "../shape/contract.ts";

/** Functions of one element, in the order of assembly/functions.ts and then more_functions.ts. */
export const unaryOps = [
  "relu",
  "exp",
  "log",
  "tanh",
  "sigmoid",
  "erf",
  "gelu",
  "geluTanh",
  "silu",
  "sqrt",
  "abs",
  "neg",
  "square",
  "reciprocal",
  "rsqrt",
  "expm1",
  "log1p",
  "clamp",
  "hardtanh",
  "leakyRelu",
  "elu",
  "hardsigmoid",
  "hardswish",
  "softplus",
  "logsigmoid",
  "mish",
  "hardshrink",
  "softshrink",
  "threshold",
  "sin",
  "cos",
  "tan",
  "asin",
  "acos",
  "atan",
  "sinh",
  "cosh",
  "log2",
  "log10",
  "floor",
  "ceil",
  "trunc",
  "round",
  "sign",
  "erfinv",
  "erfc",
  "pow",
] as const;
export type UnaryOp = (typeof unaryOps)[number];

/** Of these the slope follows from the function's output (y), of the others from its input (x). */
const byOutput: ReadonlySet<UnaryOp> = new Set<UnaryOp>([
  "relu",
  "exp",
  "tanh",
  "sigmoid",
  "sqrt",
  "reciprocal",
  "rsqrt",
  "expm1",
  "tan",
  "erfinv",
]);

/** What the slope of a function follows from: `unaryBackward` takes that. */
export const slopeOf = (op: UnaryOp): "x" | "y" => (byOutput.has(op) ? "y" : "x");

/** Functions of two elements, in the order of `binaryOf` in assembly/binary.ts. */
export const binaryOps = [
  "add",
  "sub",
  "mul",
  "div",
  "max",
  "min",
  "prelu",
  "atLeast",
  "atMost",
  "pow",
  "floorDiv",
  "truncDiv",
  "remainder",
] as const;
export type BinaryOp = (typeof binaryOps)[number];

/** Gradients of functions of two elements, in the order of assembly/ternaries.ts. */
export const ternaryOps = [
  "divB",
  "larger",
  "smaller",
  "whereGe",
  "whereLt",
  "whereLe",
  "whereGt",
  "whereEq",
  "signWhereSize",
  "powA",
  "powB",
  "remainderB",
  "centred",
  "normSlope",
  "signed",
  "quotient",
  "preluA",
  "preluB",
  "expDifference",
] as const;
export type TernaryOp = (typeof ternaryOps)[number];

/** In the order of `holds` in assembly/compare.ts. */
export const comparisons = ["eq", "ne", "lt", "le", "gt", "ge", "sizeEq", "sizeLt"] as const;
export type Comparison = (typeof comparisons)[number];

export interface ElementwiseKernels {
  /** out (shape, C order) = op(a, b), whose strides are 0 along the dims they are stretched over. */
  binary(op: BinaryOp, a: Elements, b: Elements, out: Elements, shape: Sizes, aStrides: Sizes, bStrides: Sizes): void;

  /** out (shape, C order) = op(g, a, b), whose strides are 0 along the dims they are stretched over. */
  ternary(
    op: TernaryOp,
    inputs: readonly [g: Elements, a: Elements, b: Elements],
    out: Elements,
    shape: Sizes,
    strides: readonly [Sizes, Sizes, Sizes],
    s?: number,
  ): void;

  /** out (shape, C order) = 1 where op(a, b) holds, 0 elsewhere. */
  compare(
    op: Comparison,
    a: Elements,
    b: Elements,
    out: Uint8Array,
    shape: Sizes,
    aStrides: Sizes,
    bStrides: Sizes,
  ): void;

  /** out (shape, C order) = a where the condition is not 0, b elsewhere. */
  where(
    inputs: readonly [condition: Uint8Array, a: Elements, b: Elements],
    out: Elements,
    shape: Sizes,
    strides: readonly [Sizes, Sizes, Sizes],
  ): void;

  /** out (with strides 0 along the summed dims) = sums of x (shape). */
  sumTo(x: Float32Array, out: Float32Array, shape: readonly number[], outStrides: readonly number[]): void;

  /** out = op(x), with up to three settings. */
  unary(op: UnaryOp, x: Elements, out: Elements, a?: number, b?: number, c?: number): void;

  /** out = grad · slope at `v`: the op's output or input, as `slopeOf` says. */
  unaryBackward(op: UnaryOp, grad: Elements, v: Elements, out: Elements, a?: number, b?: number, c?: number): void;

  /** out += x. */
  accumulate(x: Elements, out: Elements): void;

  /** out *= factor. */
  scale(out: Elements, factor: number): void;

  /** out = 1 where x is 0, else 0. */
  isZero(x: Elements, out: Uint8Array): void;

  /** Every element in the target's dtype; bool is "not zero", integers lose their fraction. */
  convert(x: Elements, out: Elements): void;

  /** out = 0, in any dtype. */
  clear(out: Elements): void;

  /** out (shape) = a + b, whose strides are 0 along the dims they are stretched over. */
  add(a: Elements, b: Elements, out: Elements, shape: Sizes, aStrides: Sizes, bStrides: Sizes): void;

  /** The same of products. */
  mul(a: Elements, b: Elements, out: Elements, shape: Sizes, aStrides: Sizes, bStrides: Sizes): void;

  /** out = f(x), element by element: for functions that are no kernel of their own. */
  map(f: (x: number) => number, x: Elements, out: Elements): void;

  /** out = grad * slope(x, y), element by element: the chain rule of y = f(x). */
  mapGradient(slope: (x: number, y: number) => number, grad: Elements, x: Elements, y: Elements, out: Elements): void;

  /** out (shape, C order) = f(a, b), whose strides are 0 along the dims they are stretched over. */
  mapBinary(
    f: (a: number, b: number) => number,
    a: Elements,
    b: Elements,
    out: Elements,
    shape: Sizes,
    aStrides: Sizes,
    bStrides: Sizes,
  ): void;

  /** The same with three inputs. */
  mapTernary(
    f: (a: number, b: number, c: number) => number,
    inputs: readonly [Elements, Elements, Elements],
    out: Elements,
    shape: Sizes,
    strides: readonly [Sizes, Sizes, Sizes],
  ): void;

  /** log |Γ(x)| of one number, in float64. */
  lgamma(x: number): number;

  /** The slope of lgamma. */
  digamma(x: number): number;

  /** The slope of digamma. */
  trigamma(x: number): number;
}
