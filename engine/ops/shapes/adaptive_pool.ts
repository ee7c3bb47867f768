// Owns the sizes of pooling to a given size: adaptive windows, and random ones (fractional max pooling).
import { runtimeError, ShapeError, valueError } from "../../core/errors.ts";
import { printShape, type Shape } from "../../core/shape.ts";
import type { Floats, Functional, Ints } from "../functional.ts";
import type { AdaptiveSize } from "../vocabulary/pool.ts";
import { missingDim, type PoolKind, rankOf1d } from "./pool.ts";
import { poolInts, rankError } from "./spatial.ts";

/** The spatial sizes of an adaptive pooling; None (null) keeps the input's size. */
export function adaptiveSizes(kind: PoolKind, dims: number, input: Shape, output_size: AdaptiveSize): number[] {
  const op = `adaptive_${kind}_pool${dims}d`;
  const given = typeof output_size === "number" || output_size === null ? null : output_size;
  if (dims > 1 && given && input.length <= given.length) {
    throw new ShapeError(
      `Input dimension should be at least ${given.length + 1}`,
      { what: "rank", expected: dims + 2, got: input.length, input: 0 },
      "ValueError",
    );
  }
  checkLength(kind, dims, given);
  if (input.length !== dims + 1 && input.length !== dims + 2) {
    if (dims === 1) throw rankOf1d(op, input);
    const colon = kind === "max" ? ":" : "";
    const text = `${op}(): Expected ${dims + 1}D or ${dims + 2}D tensor, but got${colon} ${printShape(input)}`;
    throw rankError(text, input, dims + 2);
  }
  const first = input.length - dims;
  const out = Array.from({ length: dims }, (_, i) => {
    const size = given ? given[i]! : (output_size as number | null);
    return size ?? input[first + i]!;
  });
  // Torch pools sequences as images one value high, and its errors show them so.
  const shown = dims === 1 ? input.toSpliced(-1, 0, 1) : input;
  const checked = kind === "avg" && dims < 3 ? shown.length - 2 : 1;
  const zero = shown.findIndex((n, i) => i >= checked && n === 0);
  if (zero >= 0) {
    throw runtimeError(
      `adaptive_${kind}_pool${Math.max(dims, 2)}d(): Expected input to have non-zero size for non-batch dimensions, ` +
        `but input has sizes ${printShape(shown)} with dimension ${zero} being empty`,
    );
  }
  checkNotNegative(kind, dims === 1 ? [1, ...out] : out, shown);
  return out;
}

function checkLength(kind: PoolKind, dims: number, given: readonly unknown[] | null): void {
  if (!given || given.length === dims) return;
  const op = `adaptive_${kind}_pool${dims}d`;
  if (dims === 1) throw runtimeError(`${op}() argument 'output_size' should contain one int (got ${given.length})`);
  throw runtimeError(
    kind === "max"
      ? `${op}(): internal error: output_size.size() must be ${dims}`
      : `${op}: output_size must be ${dims}`,
  );
}

function checkNotNegative(kind: PoolKind, out: Shape, input: Shape): void {
  const negative = out.find((n) => n < 0);
  if (negative === undefined) return;
  if (kind === "max") {
    const shape = [...input.slice(0, input.length - out.length), ...out];
    throw runtimeError(`Trying to create tensor with negative dimension ${negative}: ${printShape(shape)}`);
  }
  const list = out.length === 3 ? `${out[0]}, ${out[1]},${out[2]}` : out.join(", ");
  throw runtimeError(
    `adaptive_avg_pool2d: elements of output_size must be greater than or equal to 0 but received {${list}}`,
  );
}

const axisNames = ["time", "height", "width"];

/** The sizes of a fractional pooling: its window and its output, per spatial dim. */
export interface FractionalSizes {
  readonly kernel: readonly number[];
  readonly output: readonly number[];
}

/** Checks a fractional max pooling as torch does; `samples` is the shape of the random samples given, null without. */
export function fractionalSizes(
  dims: number,
  input: Shape,
  kernel_size: Ints,
  output_size: Ints | null = null,
  output_ratio: Floats | null = null,
  samples: Shape | null = null,
): FractionalSizes {
  const name = `fractional_max_pool${dims}d`;
  const op = dims === 3 ? `${name}_out` : name;
  if (output_size === null && output_ratio === null) {
    throw valueError(`${name} requires specifying either an output_size or an output_ratio`);
  }
  const kernel = poolInts(name, "kernel_size", kernel_size, dims);
  if (output_size === null && input.length < dims) throw missingDim(-dims, input, dims + 2);
  if (samples === null && input.length < dims + 1) throw missingDim(input.length ? -dims - 1 : 0, input, dims + 2);
  const output =
    output_size === null
      ? poolInts(name, "output_ratio", output_ratio!, dims).map((r, i) => Math.trunc(input.at(i - dims)! * r))
      : poolInts(name, "output_size", output_size, dims);
  if (input.length !== dims + 1 && input.length !== dims + 2) {
    const text = `${op}(): Expected ${dims + 1}D or ${dims + 2}D tensor, but got: ${printShape(input)}`;
    throw rankError(text, input, dims + 2);
  }
  const zero = input.findIndex((n, i) => i > 0 && n === 0);
  if (zero >= 0) {
    throw runtimeError(
      `${op}(): Expected input to have non-zero size for non-batch dimensions, ` +
        `but got${printShape(input)} with dimension ${zero} being empty.`,
    );
  }
  kernel.forEach((size, i) => {
    const got = input.at(i - dims)!;
    const needed = output[i]! + size - 1 + (dims === 3 ? 1 : 0);
    if (needed <= got) return;
    const axis = axisNames[3 - dims + i];
    throw new ShapeError(`${op}(): pool ${axis} ${size} too large relative to input ${axis} ${got}`, {
      what: "kernel",
      expected: needed,
      got,
      input: 0,
      dim: input.length - dims + i,
      arg: "kernel_size",
    });
  });
  if (samples) checkSamples(dims, input.length === dims + 1 ? [1, ...input] : input, samples);
  return { kernel, output };
}

/** Torch 1.13 reads past the end of samples that are too few; later versions refuse them in these words. */
function checkSamples(dims: number, input: Shape, samples: Shape): void {
  const size = (dim: number, rule: string): string => `Expect _random_samples.size(${dim}) ${rule}`;
  if (samples.length !== 3) {
    throw runtimeError(`Expect _random_samples to have 3 dimensions, got ${samples.length}`);
  }
  if (samples[0]! < input[0]!) throw runtimeError(size(0, "no less then input batch size."));
  if (samples[1] !== input[1]) throw runtimeError(size(1, "equals to input channel size."));
  if (samples[2] !== dims) throw runtimeError(size(2, `equals to ${dims}; got ${samples[2]}.`));
}

type PoolShapes = Functional<Shape>;

const adaptivePool =
  (kind: PoolKind, dims: number): PoolShapes["adaptive_avg_pool2d"] =>
  (input, output_size) => {
    const spatial = adaptiveSizes(kind, dims, input, output_size);
    return [...input.slice(0, -dims), ...spatial];
  };

const adaptiveMaxPoolWithIndices =
  (dims: number): PoolShapes["adaptive_max_pool2d_with_indices"] =>
  (input, output_size) => {
    const out = adaptivePool("max", dims)(input, output_size);
    return [out, out];
  };

const fractionalMaxPool =
  (dims: number): PoolShapes["fractional_max_pool2d"] =>
  (input, kernel_size, output_size, output_ratio, _indices, samples) => {
    const { output } = fractionalSizes(dims, input, kernel_size, output_size, output_ratio, samples);
    return [...input.slice(0, -dims), ...output];
  };

const fractionalMaxPoolWithIndices =
  (dims: number): PoolShapes["fractional_max_pool2d_with_indices"] =>
  (...args) => {
    const out = fractionalMaxPool(dims)(...args);
    return [out, out];
  };

export const adaptivePoolShapes = {
  adaptive_avg_pool1d: adaptivePool("avg", 1),
  adaptive_avg_pool2d: adaptivePool("avg", 2),
  adaptive_avg_pool3d: adaptivePool("avg", 3),
  adaptive_max_pool1d: adaptivePool("max", 1),
  adaptive_max_pool2d: adaptivePool("max", 2),
  adaptive_max_pool3d: adaptivePool("max", 3),
  adaptive_max_pool1d_with_indices: adaptiveMaxPoolWithIndices(1),
  adaptive_max_pool2d_with_indices: adaptiveMaxPoolWithIndices(2),
  adaptive_max_pool3d_with_indices: adaptiveMaxPoolWithIndices(3),
  fractional_max_pool2d: fractionalMaxPool(2),
  fractional_max_pool3d: fractionalMaxPool(3),
  fractional_max_pool2d_with_indices: fractionalMaxPoolWithIndices(2),
  fractional_max_pool3d_with_indices: fractionalMaxPoolWithIndices(3),
} satisfies Partial<PoolShapes>;
