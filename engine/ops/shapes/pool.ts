// Owns the sizes of pooling with sliding windows, in any number of spatial dims.
import { indexError, runtimeError, ShapeError } from "../../core/errors.ts";
import { printShape, type Shape } from "../../core/shape.ts";
import type { Functional, Ints } from "../functional.ts";
import { ceilWindows, poolInts, rankError, sizes, windows, withBatch } from "./spatial.ts";

/** A pooling with every size known: what its kernels need. */
export interface PoolGeometry {
  readonly batched: boolean;
  /** (N, C, …) and (N, C, …), batched. */
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}

export type PoolKind = "max" | "avg";

/** Checks a pooling as torch does and computes its sizes (torch.nn.MaxPool2d, "Shape"). */
export function poolGeometry(
  kind: PoolKind,
  dims: number,
  input: Shape,
  kernel_size: Ints,
  stride: Ints | null = null,
  padding: Ints = 0,
  dilation: Ints = 1,
  ceil_mode = false,
): PoolGeometry {
  const op = `${kind}_pool${dims}d`;
  const kernel = poolInts(op, "kernel_size", kernel_size, dims);
  const empty = Array.isArray(stride) && stride.length === 0;
  const steps = stride === null || empty ? kernel : poolInts(op, "stride", stride, dims);
  const pads = poolInts(op, "padding", padding, dims);
  const spread = poolInts(op, "dilation", dilation, dims);
  checkRank(kind, dims, input);
  const batched = input.length === dims + 2;
  const x = withBatch(input, dims);
  const spatial = kernel.map((k, i) => {
    if (steps[i] === 0) throw runtimeError("stride should not be zero");
    if (pads[i]! < 0) throw runtimeError(`pad must be non-negative, but got pad: ${pads[i]}`);
    if (pads[i]! > Math.floor(k / 2)) {
      throw runtimeError(`pad should be at most half of kernel size, but got pad=${pads[i]} and kernel_size=${k}`);
    }
    return ceil_mode
      ? ceilWindows(x[i + 2]!, k, steps[i]!, pads[i]!, spread[i]!)
      : windows(x[i + 2]!, k, steps[i]!, 2 * pads[i]!, spread[i]!);
  });
  checkPositive("kernel size", "k", kernel);
  checkPositive("stride", "d", steps);
  checkPositive("dilation", "dilation", spread);
  checkNotEmpty(kind, dims, input);
  checkLargeEnough(kind, batched, x, spatial, kernel, pads, spread);
  return {
    batched,
    input: x,
    output: [x[0]!, x[1]!, ...spatial],
    kernel,
    stride: steps,
    padding: pads,
    dilation: spread,
  };
}

/** Torch pools sequences as images one value high, and its errors show them so. */
const asImage = (shape: Shape, dims: number): Shape => (dims === 1 ? shape.toSpliced(-1, 0, 1) : shape);

/** The words for a number of dims that a 1-d op refuses. */
export const rankOf1d = (op: string, input: Shape): ShapeError =>
  rankError(
    `Expected 2 to 3 dimensions, but got ${input.length}-dimensional tensor for argument #1 'self' ` +
      `(while checking arguments for ${op})`,
    input,
    3,
  );

/** Torch's error about a dim that an input of too few dims has not. */
export function missingDim(dim: number, input: Shape, expected: number): Error {
  const rank = input.length;
  if (rank === 0) return indexError(`Dimension specified as ${dim} but tensor has no dimensions`);
  return rankError(
    `Dimension out of range (expected to be in range of [${-rank}, ${rank - 1}], but got ${dim})`,
    input,
    expected,
    "IndexError",
  );
}

const nonEmpty = (dims: number, input: Shape): string =>
  `Expected ${dims + 1}D or ${dims + 2}D (batch mode) tensor with optional 0 dim batch size for input, ` +
  `but got:${printShape(input)}`;

function checkRank(kind: PoolKind, dims: number, input: Shape): void {
  if (input.length === dims + 1 || input.length === dims + 2) return;
  if (dims === 1 && kind === "avg") throw rankOf1d("avg_pool1d", input);
  if (dims === 1) throw rankError(`max_pool1d: ${nonEmpty(1, input)}`, input, 3);
  if (kind === "avg" && dims === 2) {
    throw input.length < 3 ? missingDim(-3, input, 4) : rankError(nonEmpty(2, input), input, 4);
  }
  throw rankError(`non-empty ${dims + 1}D or ${dims + 2}D (batch mode) tensor expected for input`, input, dims + 2);
}

function checkNotEmpty(kind: PoolKind, dims: number, input: Shape): void {
  if (!input.slice(input.length === dims + 1 ? 0 : 1).includes(0)) return;
  if (dims === 3) {
    const op = kind === "max" ? "max_pool3d_with_indices_out_cpu_template" : "avg_pool3d";
    throw runtimeError(
      `${op}(): Expected input's non-batch dimensions to have positive length, but input has a shape of ` +
        `${printShape(input)} and non-batch dimension 0 has length zero!`,
    );
  }
  if (dims === 1 && kind === "max") throw runtimeError(`max_pool1d: ${nonEmpty(1, input)}`);
  throw runtimeError(nonEmpty(2, asImage(input, dims)));
}

function checkLargeEnough(
  kind: PoolKind,
  batched: boolean,
  x: Shape,
  spatial: Shape,
  kernel: readonly number[],
  pads: readonly number[],
  spread: readonly number[],
): void {
  const dims = spatial.length;
  // Average pooling of volumes wants the window to fit without the padding.
  const volume = kind === "avg" && dims === 3;
  const small = spatial.findIndex((n, i) => n < 1 || (volume && x[i + 2]! < kernel[i]!));
  if (small < 0) return;
  const axes = (prefix: string, values: Shape): string => values.map((n, i) => `${prefix}${"THW"[i]}: ${n}`).join(" ");
  const list = (values: Shape): string => sizes([x[1]!, ...asImage(values, dims)]);
  throw new ShapeError(
    volume
      ? `input image (${axes("", x.slice(2))}) smaller than kernel size (${axes("k", kernel)})`
      : `Given input size: (${list(x.slice(2))}). Calculated output size: (${list(spatial)}). ` +
          "Output size is too small",
    {
      what: "kernel",
      expected: spread[small]! * (kernel[small]! - 1) + 1,
      got: x[small + 2]! + (volume ? 0 : 2 * pads[small]!),
      input: 0,
      dim: small + (batched ? 2 : 1),
      arg: "kernel_size",
    },
  );
}

function checkPositive(what: string, prefix: string, values: readonly number[]): void {
  if (values.every((v) => v > 0)) return;
  const shown = asImage(values, values.length);
  const axes = shown.length === 2 ? "HW" : "THW";
  const list = shown.map((v, i) => `${prefix}${axes[i]}: ${v}`).join(" ");
  throw runtimeError(`${what} should be greater than zero, but got ${list}`);
}

export const poolOutput = (g: PoolGeometry): readonly number[] => (g.batched ? g.output : g.output.slice(1));

type PoolShapes = Functional<Shape>;

const maxPool =
  (dims: number): PoolShapes["max_pool2d"] =>
  (input, ...settings) =>
    poolOutput(poolGeometry("max", dims, input, ...settings));

const maxPoolWithIndices =
  (dims: number): PoolShapes["max_pool2d_with_indices"] =>
  (...args) => {
    const out = maxPool(dims)(...args);
    return [out, out];
  };

/** The geometry of an average pooling, its divisor checked. */
export function avgGeometry(dims: number, ...args: Parameters<PoolShapes["avg_pool2d"]>): PoolGeometry {
  const [input, kernel_size, stride, padding, ceil_mode, , divisor] = args;
  const g = poolGeometry("avg", dims, input, kernel_size, stride, padding, 1, ceil_mode);
  if (divisor === 0) throw runtimeError("divisor must be not zero");
  return g;
}

const avgPool =
  (dims: number): PoolShapes["avg_pool2d"] =>
  (...args) =>
    poolOutput(avgGeometry(dims, ...args));

const lpPool =
  (dims: number): PoolShapes["lp_pool2d"] =>
  (input, norm_type, kernel_size, stride, ceil_mode) => {
    if (norm_type === 0) throw runtimeError("float division by zero");
    return avgPool(dims)(input, kernel_size, stride, 0, ceil_mode);
  };

export const poolShapes = {
  max_pool1d: maxPool(1),
  max_pool2d: maxPool(2),
  max_pool3d: maxPool(3),
  max_pool1d_with_indices: maxPoolWithIndices(1),
  max_pool2d_with_indices: maxPoolWithIndices(2),
  max_pool3d_with_indices: maxPoolWithIndices(3),
  avg_pool1d: avgPool(1),
  avg_pool2d: avgPool(2),
  avg_pool3d: avgPool(3),
  lp_pool1d: lpPool(1),
  lp_pool2d: lpPool(2),
  lp_pool3d: lpPool(3),
} satisfies Partial<PoolShapes>;
