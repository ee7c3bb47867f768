// Owns the sizes of pooling, in any number of spatial dims.
import { runtimeError, ShapeError } from "../../core/errors.ts";
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

/** Checks a pooling as torch does and computes its sizes (torch.nn.MaxPool2d, "Shape"). */
export function poolGeometry(
  op: string,
  dims: number,
  input: Shape,
  kernel_size: Ints,
  stride: Ints | null = null,
  padding: Ints = 0,
  dilation: Ints = 1,
  ceil_mode = false,
): PoolGeometry {
  const kernel = poolInts(op, "kernel_size", kernel_size, dims);
  const empty = Array.isArray(stride) && stride.length === 0;
  const steps = stride === null || empty ? kernel : poolInts(op, "stride", stride, dims);
  const pads = poolInts(op, "padding", padding, dims);
  const spread = poolInts(op, "dilation", dilation, dims);
  checkRank(op, dims, input);
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
  if (x.slice(1).some((n) => n === 0)) throw runtimeError(nonEmpty(dims, input));
  const small = spatial.findIndex((n) => n < 1);
  if (small >= 0) {
    const extent = spread[small]! * (kernel[small]! - 1) + 1;
    throw new ShapeError(
      `Given input size: (${sizes(x.slice(1))}). Calculated output size: (${sizes([x[1]!, ...spatial])}). ` +
        "Output size is too small",
      {
        what: "kernel",
        expected: extent,
        got: x[small + 2]! + 2 * pads[small]!,
        input: 0,
        dim: small + (batched ? 2 : 1),
        arg: "kernel_size",
      },
    );
  }
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

const nonEmpty = (dims: number, input: Shape): string =>
  `Expected ${dims + 1}D or ${dims + 2}D (batch mode) tensor with optional 0 dim batch size for input, ` +
  `but got:${printShape(input)}`;

function checkRank(op: string, dims: number, input: Shape): void {
  if (input.length === dims + 1 || input.length === dims + 2) return;
  if (op.startsWith("max_pool")) {
    const text = `non-empty ${dims + 1}D or ${dims + 2}D (batch mode) tensor expected for input`;
    throw rankError(dims === 1 ? `max_pool1d: ${nonEmpty(1, input)}` : text, input, dims + 2);
  }
  if (input.length > dims + 2) throw rankError(nonEmpty(dims, input), input, dims + 2);
  const range = Math.max(input.length, 1);
  throw new ShapeError(
    `Dimension out of range (expected to be in range of [${-range}, ${range - 1}], but got ${-dims - 1})`,
    { what: "rank", expected: dims + 2, got: input.length, input: 0 },
    "IndexError",
  );
}

const axisNames = ["", "", "HW", "THW"];

function checkPositive(what: string, prefix: string, values: readonly number[]): void {
  if (values.every((v) => v > 0)) return;
  const axes = axisNames[values.length] || "W";
  const list = values.map((v, i) => `${prefix}${axes[i]}: ${v}`).join(" ");
  throw runtimeError(`${what} should be greater than zero, but got ${list}`);
}

export const poolOutput = (g: PoolGeometry): readonly number[] => (g.batched ? g.output : g.output.slice(1));

/** The spatial sizes of an adaptive pooling; None (null) keeps the input's size. */
export function adaptiveSizes(
  op: string,
  dims: number,
  input: Shape,
  output_size: number | null | readonly (number | null)[],
): number[] {
  const given = typeof output_size === "number" || output_size === null ? null : output_size;
  if (given && given.length > 1 && input.length <= given.length) {
    throw new ShapeError(
      `Input dimension should be at least ${given.length + 1}`,
      { what: "rank", expected: dims + 2, got: input.length, input: 0 },
      "ValueError",
    );
  }
  if (given && given.length !== dims && given.length !== 1) throw runtimeError(`${op}: output_size must be ${dims}`);
  if (input.length !== dims + 1 && input.length !== dims + 2) {
    throw rankError(
      `${op}(): Expected ${dims + 1}D or ${dims + 2}D tensor, but got ${printShape(input)}`,
      input,
      dims + 2,
    );
  }
  const first = input.length - dims;
  const out = Array.from({ length: dims }, (_, i) => {
    const size = given ? (given.length === 1 ? given[0]! : given[i]!) : (output_size as number | null);
    return size ?? input[first + i]!;
  });
  if (out.some((n) => n < 0)) {
    const list = out.join(", ");
    throw runtimeError(`${op}: elements of output_size must be greater than or equal to 0 but received {${list}}`);
  }
  const zero = input.findIndex((n, i) => i >= first && n === 0);
  if (zero >= 0) {
    throw runtimeError(
      `${op}(): Expected input to have non-zero size for non-batch dimensions, ` +
        `but input has sizes ${printShape(input)} with dimension ${zero} being empty`,
    );
  }
  return out;
}

export const poolShapes = {
  max_pool2d: (input, kernel, stride, padding, dilation, ceil) =>
    poolOutput(poolGeometry("max_pool2d", 2, input, kernel, stride, padding, dilation, ceil)),
  max_pool2d_with_indices(input, kernel, stride, padding, dilation, ceil) {
    const out = poolOutput(poolGeometry("max_pool2d", 2, input, kernel, stride, padding, dilation, ceil));
    return [out, out];
  },
  avg_pool2d(input, kernel, stride, padding, ceil, _includePad, divisor) {
    const g = poolGeometry("avg_pool2d", 2, input, kernel, stride, padding, 1, ceil);
    if (divisor === 0) throw runtimeError("divisor must be not zero");
    return poolOutput(g);
  },
  adaptive_avg_pool2d: (input, output_size) => {
    const spatial = adaptiveSizes("adaptive_avg_pool2d", 2, input, output_size);
    return [...input.slice(0, -2), ...spatial];
  },
} satisfies Partial<Functional<Shape>>;
