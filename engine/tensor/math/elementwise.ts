// Elementwise ops of one tensor, with their gradients, and `unary`, which makes such an op of two functions.
import { runtimeError } from "../../core/errors.ts";
import { slopeOf, type UnaryOp } from "../../kernels/elementwise/contract.ts";
import { kernels } from "../../kernels/index.ts";
import { unwritten } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";
import { to } from "./cast.ts";

export interface UnaryOptions {
  /** What integers and bools become: float32 (as in torch.exp), or they keep their dtype (as in torch.abs). */
  readonly integers?: "float32" | "same";
  /** Torch's name of the kernel, where it is not implemented for integers and bools. */
  readonly kernel?: string;
  /** Which of (x, y) the slope reads. Default: x, and y too when the slope takes two arguments. */
  readonly saves?: "input" | "output" | "both" | "none";
}

/**
 * An op y = forward(x) on every element, whose gradient is grad * slope(x, y). `name` is that of its Node
 * (`ExpBackward0`).
 */
export const unary =
  (
    name: string,
    forward: (x: number) => number,
    slope: (x: number, y: number) => number,
    options: UnaryOptions = {},
  ): ((input: Tensor) => Tensor) =>
  (input) => {
    if (options.kernel && input.dtype !== "float32") throw notImplementedFor(options.kernel, input.dtype);
    const out = unwritten(input.shape, options.integers === "same" ? input.dtype : "float32");
    kernels.map(forward, input.data, out.data);
    const saves = options.saves ?? (slope.length < 2 ? "input" : "both");
    return record(
      name,
      out,
      [input],
      (grad) => {
        const gradInput = unwritten(input.shape);
        kernels.mapGradient(slope, grad.data, input.data, out.data, gradInput.data);
        return [gradInput];
      },
      saves === "none" ? [] : saves === "input" ? [input] : saves === "output" ? [out] : [input, out],
    );
  };

/** Those whose slope is the same everywhere. */
const unsaved: ReadonlySet<UnaryOp> = new Set<UnaryOp>(["neg", "sign", "floor", "ceil", "trunc", "round"]);

/** The op of a kernel, with its gradient; `settings` are what its row in `functions` calls a, b and c. */
export const ofKernel =
  (
    name: string,
    op: UnaryOp,
    options: Omit<UnaryOptions, "saves"> = {},
    ...settings: readonly number[]
  ): ((input: Tensor) => Tensor) =>
  (input) => {
    if (options.kernel && input.dtype !== "float32") throw notImplementedFor(options.kernel, input.dtype);
    const out = unwritten(input.shape, options.integers === "same" ? input.dtype : "float32");
    kernels.unary(op, input.data, out.data, ...settings);
    const saved = slopeOf(op) === "x" ? input : out;
    return record(
      name,
      out,
      [input],
      (grad) => {
        const gradInput = unwritten(input.shape);
        kernels.unaryBackward(op, grad.floats, saved.data, gradInput.floats, ...settings);
        return [gradInput];
      },
      unsaved.has(op) ? [] : [saved],
    );
  };

export const exp = ofKernel("ExpBackward0", "exp");
export const expm1 = ofKernel("Expm1Backward0", "expm1");
export const log = ofKernel("LogBackward0", "log");
export const log2 = ofKernel("Log2Backward0", "log2");
export const log10 = ofKernel("Log10Backward0", "log10");
export const log1p = ofKernel("Log1PBackward0", "log1p");
export const sqrt = ofKernel("SqrtBackward0", "sqrt");
export const rsqrt = ofKernel("RsqrtBackward0", "rsqrt");
export const reciprocal = ofKernel("ReciprocalBackward0", "reciprocal");
export const sin = ofKernel("SinBackward0", "sin");
export const cos = ofKernel("CosBackward0", "cos");
export const tan = ofKernel("TanBackward0", "tan");
export const asin = ofKernel("AsinBackward0", "asin");
export const acos = ofKernel("AcosBackward0", "acos");
export const atan = ofKernel("AtanBackward0", "atan");
export const sinh = ofKernel("SinhBackward0", "sinh");
export const cosh = ofKernel("CoshBackward0", "cosh");
export const tanh = ofKernel("TanhBackward0", "tanh");
export const sigmoid = ofKernel("SigmoidBackward0", "sigmoid");
export const erf = ofKernel("ErfBackward0", "erf");

const same = { integers: "same" } as const;

export const abs = ofKernel("AbsBackward0", "abs", same);
const squared = ofKernel("PowBackward0", "square", same);
/** x²; of bools as integers. */
export const square = (input: Tensor): Tensor => squared(input.dtype === "bool" ? to(input, "int64") : input);
export const sign = ofKernel("SignBackward0", "sign", same);
export const floor = ofKernel("FloorBackward0", "floor", same);
export const ceil = ofKernel("CeilBackward0", "ceil", same);
export const trunc = ofKernel("TruncBackward0", "trunc", same);
/** To the nearest integer, halves to the even one. */
export const round = ofKernel("RoundBackward0", "round", same);
const negative = ofKernel("NegBackward0", "neg", same);

/** -x; bools have none. */
export function neg(input: Tensor): Tensor {
  if (input.dtype === "bool") {
    throw runtimeError(
      "Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` " +
        "or `logical_not()` operator instead.",
    );
  }
  return negative(input);
}

export const erfinv = ofKernel("ErfinvBackward0", "erfinv");
/** 1 - erf(x). */
export const erfc = ofKernel("ErfcBackward0", "erfc");
export const relu = ofKernel("ReluBackward0", "relu", { integers: "same" });
/** log(1 + eˣ) without overflow. */
export const softplus = ofKernel("SoftplusBackward0", "softplus", {}, 1, Number.POSITIVE_INFINITY);
/** log sigmoid(x) without overflow. */
export const logsigmoid = ofKernel("LogSigmoidBackward0", "logsigmoid", { kernel: "log_sigmoid_cpu" });
