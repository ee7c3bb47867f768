// Owns which ops are one function of every element, and what the kernels are told of each.

import { slopeOf, type UnaryOp } from "../kernels/elementwise/contract.ts";
import { kernels } from "../kernels/index.ts";
import type { FusedActivation } from "../kernels/matmul/contract.ts";
import { isTorchOp, type Named, type Op, type TorchOp } from "./values.ts";

/** A function and its settings. */
export interface ElementFunction {
  readonly kernel: UnaryOp;
  readonly settings: readonly [number, number, number];
  /** Whether its slope follows from its output; else from its input. */
  readonly byOutput: boolean;
}

type Described = readonly [UnaryOp, ...number[]];

/** SELU's constants (Klambauer et al., 2017). */
const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

/** The ops of one function; null for others. */
function describe(op: TorchOp): Described | null {
  switch (op.name) {
    case "relu":
    case "sigmoid":
    case "tanh":
    case "silu":
    case "mish":
    case "hardsigmoid":
    case "hardswish":
      return [op.name];
    case "relu6":
      return ["hardtanh", 0, 6];
    case "hardtanh": {
      const { min_val = -1, max_val = 1 } = op.args;
      return ["hardtanh", min_val, max_val];
    }
    case "leaky_relu":
      return ["leakyRelu", op.args.negative_slope ?? 0.01];
    case "elu":
      return ["elu", 1, op.args.alpha ?? 1, 1];
    case "selu":
      return ["elu", scale, scale * alpha, 1];
    case "celu": {
      const { alpha: a = 1 } = op.args;
      return ["elu", 1, a, 1 / a];
    }
    case "gelu":
      return [op.args.approximate === "tanh" ? "geluTanh" : "gelu"];
    case "softplus": {
      const { beta = 1, threshold = 20 } = op.args;
      return ["softplus", beta, threshold];
    }
    case "hardshrink":
    case "softshrink":
      return [op.name, op.args.lambd ?? 0.5];
    case "threshold":
      return ["threshold", op.args.threshold, op.args.value];
    default:
      return null;
  }
}

/** What an op does to every element of its one float32 input; null where it does something else. */
export function functionOf(op: Op): ElementFunction | null {
  const described = isTorchOp(op) ? describe(op) : null;
  if (!described || (op as Named<"relu">).args.input.dtype !== "float32") return null;
  const [kernel, a = 0, b = 0, c = 0] = described;
  return { kernel, settings: [a, b, c], byOutput: slopeOf(kernel) === "y" };
}

/** The slope of a merged activation, by its output, into a gradient. */
export function slopeInto(grad: Float32Array, activation: FusedActivation, output: Float32Array): void {
  switch (activation) {
    case "none":
      return;
    case "relu":
      kernels.unaryBackward("relu", grad, output, grad);
      return;
    case "relu6":
      // Where the output is a bound, the input lay on it or beyond: the slope is 0 there, as torch's.
      kernels.unaryBackward("hardtanh", grad, output, grad, 0, 6);
      return;
    default:
      activation satisfies never;
  }
}
