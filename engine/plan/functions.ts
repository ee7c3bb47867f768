// Owns which ops are one function of every element, and what the kernels are told of each.
import { slopes, type UnaryOp } from "../kernels/reference/functions.ts";
import { type Op, type OpName, Value } from "./values.ts";

/** A function and its settings. */
export interface ElementFunction {
  readonly kernel: UnaryOp;
  readonly settings: readonly [number, number, number];
  /** Whether its slope follows from its output; else from its input. */
  readonly byOutput: boolean;
}

type Describe = (...args: readonly never[]) => readonly [UnaryOp, ...number[]];

/** SELU's constants (Klambauer et al., 2017). */
const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;

const described: Partial<Readonly<Record<OpName, Describe>>> = {
  relu: () => ["relu"],
  relu6: () => ["hardtanh", 0, 6],
  hardtanh: (min = -1, max = 1) => ["hardtanh", min, max],
  leaky_relu: (slope = 0.01) => ["leakyRelu", slope],
  elu: (a = 1) => ["elu", 1, a, 1],
  selu: () => ["elu", scale, scale * alpha, 1],
  celu: (a = 1) => ["elu", 1, a, 1 / a],
  sigmoid: () => ["sigmoid"],
  tanh: () => ["tanh"],
  gelu: (approximate: string = "none") => [approximate === "tanh" ? "geluTanh" : "gelu"],
  silu: () => ["silu"],
  mish: () => ["mish"],
  hardsigmoid: () => ["hardsigmoid"],
  hardswish: () => ["hardswish"],
  softplus: (beta = 1, threshold = 20) => ["softplus", beta, threshold],
  hardshrink: (lambd = 0.5) => ["hardshrink", lambd],
  softshrink: (lambd = 0.5) => ["softshrink", lambd],
  threshold: (threshold: number, value: number) => ["threshold", threshold, value],
};

/** What an op does to every element of its one float32 input; null where it does something else. */
export function functionOf({ name, args }: Op): ElementFunction | null {
  const [x, ...rest] = args;
  const describe = described[name];
  if (!describe || !(x instanceof Value) || x.dtype !== "float32") return null;
  const [kernel, a = 0, b = 0, c = 0] = describe(...(rest as never[]));
  return { kernel, settings: [a, b, c], byOutput: slopes[kernel].of === "y" };
}
