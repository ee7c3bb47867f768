// Functions of one element with their gradients: one table for the plain kernels, the WebAssembly ones and the ops.
import type { UnaryOp } from "../contract.ts";
import { erf, erfc, erfinv, power, sign } from "./scalars.ts";

/** A function of x and up to three settings. */
type Function1 = (x: number, a: number, b: number, c: number) => number;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** GELU by tanh is x times the sigmoid of this. */
const geluGate = (x: number): number => 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
/** log(1 + eˣ) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
/** torch takes roots for powers of a half: they differ at -0 and -Infinity. */
const scalarPower = (x: number, a: number): number => {
  if (Math.abs(a) !== 0.5) return power(x, a);
  return a > 0 ? Math.sqrt(x) : 1 / Math.sqrt(x);
};
const sixth = (x: number): number => Math.min(Math.max(x + 3, 0), 6);

export const functions = {
  relu: (x) => (x <= 0 ? 0 : x),
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid,
  erf,
  /** By the complement, which keeps its digits where 1 + erf cancels. */
  gelu: (x) => 0.5 * x * erfc(-x * Math.SQRT1_2),
  geluTanh: (x) => x * sigmoid(geluGate(x)),
  silu: (x) => x * sigmoid(x),
  sqrt: Math.sqrt,
  abs: Math.abs,
  neg: (x) => -x,
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  rsqrt: (x) => 1 / Math.sqrt(x),
  expm1: Math.expm1,
  log1p: Math.log1p,
  /** Between a and b; b where they cross. */
  clamp: (x, a, b) => (x < a ? Math.min(a, b) : x > b ? b : x),
  /** clamp, whose ends have no slope. */
  hardtanh: (x, a, b) => (x < a ? Math.min(a, b) : x > b ? b : x),
  /** Slope a below 0. */
  leakyRelu: (x, a) => (x > 0 ? x : x * a),
  /** a x above 0, b (exp(c x) - 1) below: ELU, and by their constants SELU and CELU. */
  elu: (x, a, b, c) => (x <= 0 ? b * Math.expm1(c * x) : a * x),
  hardsigmoid: (x) => sixth(x) / 6,
  hardswish: (x) => (x * sixth(x)) / 6,
  /** log(1 + exp(a x)) / a, and x itself where a x > b. */
  softplus: (x, a, b) => (x * a > b ? x : softplus(x * a) / a),
  logsigmoid: (x) => Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x))),
  mish: (x) => x * Math.tanh(softplus(x)),
  /** 0 from -a to a. */
  hardshrink: (x, a) => (x >= -a && x <= a ? 0 : x),
  /** 0 from -a to a, nearer to 0 by a beyond. */
  softshrink: (x, a) => (x > a ? x - a : x < -a ? x + a : 0 * x),
  /** b up to a. */
  threshold: (x, a, b) => (x <= a ? b : x),
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  log2: Math.log2,
  log10: Math.log10,
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  /** To the nearest integer, halves to the even one. */
  round: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  sign,
  erfinv,
  erfc,
  /** To the power of a. */
  pow: scalarPower,
} satisfies Record<UnaryOp, Function1>;

/** The gradient g times the slope at v: the function's output or input, as `slopeOf` says. */
type Slope = (g: number, v: number, a: number, b: number, c: number) => number;

/** Of functions that are constant between their steps. */
const flat: Slope = () => 0;

export const slopes = {
  relu: (g, y) => (y <= 0 ? 0 : g),
  exp: (g, y) => g * y,
  log: (g, x) => g / x,
  tanh: (g, y) => g * (1 - y * y),
  sigmoid: (g, y) => g * y * (1 - y),
  erf: (g, x) => g * (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
  gelu: (g, x) => g * (0.5 * erfc(-x * Math.SQRT1_2) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI)),
  geluTanh: (g, x) => {
    const s = sigmoid(geluGate(x));
    // As in torch, NaN where float32 does not hold the square.
    return g * (s + x * s * (1 - s) * 2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * Math.fround(x * x)));
  },
  silu: (g, x) => g * sigmoid(x) * (1 + x * (1 - sigmoid(x))),
  sqrt: (g, y) => (g * 0.5) / y,
  abs: (g, x) => g * sign(x),
  neg: (g) => -g,
  square: (g, x) => g * 2 * x,
  reciprocal: (g, y) => -g * y * y,
  rsqrt: (g, y) => -0.5 * g * y * y * y,
  expm1: (g, y) => g * (y + 1),
  log1p: (g, x) => g / (1 + x),
  clamp: (g, x, a, b) => (x >= a && x <= b ? g : 0),
  hardtanh: (g, x, a, b) => (x <= a || x >= b ? 0 : g),
  leakyRelu: (g, x, a) => (x > 0 ? g : g * a),
  elu: (g, x, a, b, c) => (x <= 0 ? g * b * c * Math.exp(c * x) : g * a),
  hardsigmoid: (g, x) => (x > -3 && x < 3 ? g / 6 : 0),
  hardswish: (g, x) => (x < -3 ? 0 : x < 3 ? g * (x / 3 + 0.5) : g),
  softplus: (g, x, a, b) => (x * a > b ? g : g * sigmoid(x * a)),
  logsigmoid: (g, x) => g / (1 + Math.exp(x)),
  mish: (g, x) => {
    const t = Math.tanh(softplus(x));
    return g * (t + x * sigmoid(x) * (1 - t * t));
  },
  hardshrink: (g, x, a) => (x >= -a && x <= a ? 0 : g),
  softshrink: (g, x, a) => (x >= -a && x <= a ? 0 : g),
  threshold: (g, x, a) => (x <= a ? 0 : g),
  sin: (g, x) => g * Math.cos(x),
  cos: (g, x) => -g * Math.sin(x),
  tan: (g, y) => g * (1 + y * y),
  asin: (g, x) => g / Math.sqrt(1 - x * x),
  acos: (g, x) => -g / Math.sqrt(1 - x * x),
  atan: (g, x) => g / (1 + x * x),
  sinh: (g, x) => g * Math.cosh(x),
  cosh: (g, x) => g * Math.sinh(x),
  log2: (g, x) => g / (x * Math.LN2),
  log10: (g, x) => g / (x * Math.LN10),
  floor: flat,
  ceil: flat,
  trunc: flat,
  round: flat,
  sign: flat,
  erfinv: (g, y) => g * (Math.sqrt(Math.PI) / 2) * Math.exp(y * y),
  erfc: (g, x) => g * (-2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
  pow: (g, x, a) => (a === 0 ? 0 : g * a * scalarPower(x, a - 1)),
} satisfies Record<UnaryOp, Slope>;

type Elements = Float32Array | Float64Array | Uint8Array;

/** out = op(x), with up to three settings. */
export function unary(op: UnaryOp, x: Elements, out: Elements, a = 0, b = 0, c = 0): void {
  const f: Function1 = functions[op];
  for (let i = 0; i < x.length; i++) out[i] = f(x[i]!, a, b, c);
}

/** out = grad · slope at `v`: the op's output or input, as `slopeOf` says. */
export function unaryBackward(op: UnaryOp, grad: Elements, v: Elements, out: Elements, a = 0, b = 0, c = 0): void {
  const times: Slope = slopes[op];
  for (let i = 0; i < v.length; i++) out[i] = times(grad[i]!, v[i]!, a, b, c);
}
