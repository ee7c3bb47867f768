// Owns the list of the plain kernels, with those that are several in one call put together.
import type { FusedActivation } from "./activation.ts";
import { add, mul, sumTo } from "./reference/broadcast.ts";
import * as conv from "./reference/conv.ts";
import * as copy from "./reference/copy.ts";
import * as elementwise from "./reference/elementwise.ts";
import * as layernorm from "./reference/layernorm.ts";
import * as matmul from "./reference/matmul.ts";
import * as norm from "./reference/norm.ts";
import * as pad from "./reference/pad.ts";
import * as pool from "./reference/pool.ts";
import * as softmax from "./reference/softmax.ts";
import { adam, sgd } from "./reference/step.ts";
import { zip } from "./reference/strided.ts";
import { histogram, statistics } from "./statistics.ts";
import type { PreparedConv } from "./wasm_conv.ts";
import type { BinaryOp, SlopeOp, UnaryOp } from "./wasm_elementwise.ts";

type Sizes = readonly number[];

const { erf } = elementwise;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** GELU by tanh is x times the sigmoid of this. */
const geluGate = (x: number): number => 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

const functions: Readonly<Record<UnaryOp, (x: number) => number>> = {
  relu: (x) => (x <= 0 ? 0 : x),
  exp: Math.exp,
  log: Math.log,
  tanh: Math.tanh,
  sigmoid,
  erf,
  gelu: (x) => 0.5 * x * (1 + erf(x * Math.SQRT1_2)),
  geluTanh: (x) => x * sigmoid(geluGate(x)),
  silu: (x) => x * sigmoid(x),
  sqrt: Math.sqrt,
  abs: Math.abs,
  neg: (x) => -x,
};

const pairs: Readonly<Record<BinaryOp, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  max: Math.max,
  min: Math.min,
};

/** Applies the activation in place. */
function activate(out: Float32Array, activation: FusedActivation): void {
  if (activation === "none") return;
  elementwise.relu(out, out);
  if (activation === "relu6") for (let i = 0; i < out.length; i++) if (out[i]! > 6) out[i] = 6;
}

const composed = {
  unary(op: UnaryOp, x: Float32Array, out: Float32Array): void {
    const f = functions[op];
    for (let i = 0; i < x.length; i++) out[i] = f(x[i]!);
  },

  unaryBackward(op: SlopeOp, grad: Float32Array, v: Float32Array, out: Float32Array): void {
    switch (op) {
      case "relu":
        elementwise.reluBackward(grad, v, out);
        return;
      case "sigmoid":
        elementwise.sigmoidBackward(grad, v, out);
        return;
      case "tanh":
        elementwise.tanhBackward(grad, v, out);
        return;
      case "gelu":
      case "geluTanh":
        elementwise.geluBackward(grad, v, out, op === "geluTanh");
        return;
      case "silu":
        for (let i = 0; i < v.length; i++) {
          const s = sigmoid(v[i]!);
          out[i] = grad[i]! * s * (1 + v[i]! * (1 - s));
        }
        return;
      default:
        op satisfies never;
    }
  },

  binary(
    op: BinaryOp,
    a: Float32Array,
    b: Float32Array,
    out: Float32Array,
    shape: Sizes,
    aStrides: Sizes,
    bStrides: Sizes,
  ): void {
    zip(pairs[op], a, b, out, shape, aStrides, bStrides);
  },

  matmulNT(
    a: Float32Array,
    b: Float32Array,
    bias: Float32Array | null,
    out: Float32Array,
    m: number,
    n: number,
    k: number,
    activation: FusedActivation = "none",
  ): void {
    matmul.matmulNT(a, b, bias, out, m, n, k);
    activate(out, activation);
  },

  batchedMatmul(
    a: Float32Array,
    b: Float32Array,
    out: Float32Array,
    [batch, m, n, k]: readonly [number, number, number, number],
    { transB = false, aShared = false, bShared = false } = {},
  ): void {
    for (let i = 0; i < batch; i++) {
      const x = a.subarray(aShared ? 0 : i * m * k);
      const y = b.subarray(bShared ? 0 : i * k * n);
      const to = out.subarray(i * m * n, (i + 1) * m * n);
      if (transB) matmul.matmulNT(x, y, null, to, m, n, k);
      else matmul.matmulNN(x, y, to, m, n, k);
    }
  },

  convForward(
    input: Float32Array,
    weight: Float32Array,
    bias: Float32Array | null,
    out: Float32Array,
    d: conv.ConvDims,
    activation: FusedActivation = "none",
    _prepared: PreparedConv | null = null,
  ): void {
    conv.convForward(input, weight, bias, out, d);
    activate(out, activation);
  },

  prepareConv: (_weight: Float32Array, _d: conv.ConvDims): PreparedConv | null => null,
};

export const referenceKernels = {
  sumTo,
  add,
  mul,
  adam,
  sgd,
  histogram,
  statistics,
  ...conv,
  ...copy,
  ...elementwise,
  ...layernorm,
  ...matmul,
  ...norm,
  ...pad,
  ...pool,
  ...softmax,
  ...composed,
};

export type ReferenceKernels = typeof referenceKernels;
