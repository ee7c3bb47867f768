// Owns the sizes of transposed convolutions, in any number of spatial dims.
import { runtimeError, ShapeError, valueError } from "../../core/errors.ts";
import { printSize } from "../../core/python.ts";
import { printShape, type Shape } from "../../core/shape.ts";
import type { Functional, Ints } from "../functional.ts";
import { type ConvGeometry, convInts, convOutput } from "./conv.ts";
import { rankError, withBatch } from "./spatial.ts";

/** `stride_height: 1 stride_width: 2`: torch names the dims of its two-dimensional kernels, in 1d too. */
function named(name: string, values: readonly number[], fill: number, between: string): string {
  const all = values.length === 1 ? [fill, ...values] : values;
  const axes = all.length === 3 ? ["depth", "height", "width"] : ["height", "width"];
  return axes.map((axis, i) => `${name}_${axis}: ${all[i]}`).join(between);
}

const product = (sizes: readonly number[]): string => (sizes.length === 1 ? [1, ...sizes] : sizes).join(" x ");

function checkArguments(weight: Shape, input: Shape, bias: Shape | null, groups: number, batched: boolean): void {
  if (groups <= 0) throw runtimeError("non-positive groups is not supported");
  const [channels, perGroup] = weight as [number, number];
  if (channels < groups) {
    throw runtimeError(
      `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ` +
        `${printShape(weight)} instead`,
    );
  }
  if (channels % groups !== 0) {
    throw new ShapeError(
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size ` +
        `[${printShape(weight)}] instead`,
      { what: "groups", expected: groups, got: channels, input: 0, arg: "groups" },
    );
  }
  if (input[1] !== channels) {
    throw new ShapeError(
      `Given transposed=1, weight of size ${printShape(weight)}, expected input${printShape(input)} to have ${channels} ` +
        `channels, but got ${input[1]} channels instead`,
      { what: "channels", expected: channels, got: input[1]!, input: 0, dim: batched ? 1 : 0, arg: "in_channels" },
    );
  }
  if (bias && (bias.length !== 1 || bias[0] !== perGroup * groups)) {
    throw runtimeError(
      `Given transposed=1, weight of size ${printShape(weight)}, expected bias to be 1-dimensional with ` +
        `${perGroup * groups} elements, but got bias of size ${printShape(bias)} instead`,
    );
  }
}

function checkSizes(
  input: Shape,
  output: Shape,
  steps: readonly number[],
  extra: readonly number[],
  spread: readonly number[],
): void {
  if (input.slice(2).includes(0)) {
    throw runtimeError(
      `Only zero batch or zero channel inputs are supported, but got input shape: ${printShape(input)}`,
    );
  }
  if (spread.some((d) => d <= 0)) {
    throw runtimeError(`dilation should be greater than zero, but got ${named("dilation", spread, 1, ", ")}`);
  }
  if (extra.some((p, i) => p >= steps[i]! && p >= spread[i]!)) {
    const listed = [
      named("output_padding", extra, 0, " "),
      named("stride", steps, 1, " "),
      named("dilation", spread, 1, " "),
    ];
    throw runtimeError(`output padding must be smaller than either stride or dilation, but got ${listed.join(" ")}`);
  }
  if (output.some((size) => size < 1)) {
    throw runtimeError(
      `Given input size per channel: (${product(input.slice(2))}). Calculated output size per channel: ` +
        `(${product(output)}). Output size is too small`,
    );
  }
}

/** Torch's `_output_padding`: what must be added to the smallest output to have the size asked for. */
function paddingFor(
  wanted: readonly number[],
  input: Shape,
  smallest: readonly number[],
  stride: readonly number[],
): number[] {
  const dims = stride.length;
  const others = input.length - dims;
  const sizes = wanted.length === input.length ? wanted.slice(others) : wanted;
  if (sizes.length !== dims) {
    throw valueError(
      `ConvTranspose${dims}D: for ${input.length}D input, output_size must have ${dims} or ${input.length} elements ` +
        `(got ${sizes.length})`,
    );
  }
  const largest = smallest.map((size, i) => size + stride[i]! - 1);
  if (sizes.some((size, i) => size < smallest[i]! || size > largest[i]!)) {
    throw valueError(
      `requested an output size of ${printShape(sizes)}, but valid sizes range from ${printShape(smallest)} to ` +
        `${printShape(largest)} (for an input of ${printSize(input.slice(2))})`,
    );
  }
  return sizes.map((size, i) => size - smallest[i]!);
}

/**
 * Checks a transposed convolution as torch does and computes its sizes (torch.nn.ConvTranspose2d, "Shape"), as those of
 * the convolution it is the transpose of: `input` is the transposed one's output, `output` its input.
 */
export function convTransposeGeometry(
  dims: number,
  given: Shape,
  weight: Shape,
  bias: Shape | null = null,
  stride: Ints = 1,
  padding: Ints = 0,
  output_padding: Ints = 0,
  groups = 1,
  dilation: Ints = 1,
  output_size: readonly number[] | null = null,
): ConvGeometry {
  if (given.length !== dims + 1 && given.length !== dims + 2) {
    throw rankError(
      `Expected ${dims + 1}D (unbatched) or ${dims + 2}D (batched) input to conv_transpose${dims}d, ` +
        `but got input of size: ${printShape(given)}`,
      given,
      dims + 2,
    );
  }
  const batched = given.length === dims + 2;
  const x = withBatch(given, dims);
  const steps = convInts("stride", stride, weight.length - 2);
  const pads = convInts("padding", padding, dims);
  const spread = convInts("dilation", dilation, dims);
  const kernel = weight.slice(2);
  const smallest = kernel.map((k, i) => (x[i + 2]! - 1) * steps[i]! - 2 * pads[i]! + spread[i]! * (k - 1) + 1);
  const extra = output_size
    ? paddingFor(output_size, given, smallest, steps)
    : convInts("output_padding", output_padding, dims);
  if (pads.some((p) => p < 0)) throw runtimeError("negative padding is not supported");
  if (extra.some((p) => p < 0)) throw runtimeError("negative output_padding is not supported");
  if (steps.some((s) => s <= 0)) throw runtimeError("non-positive stride is not supported");
  checkArguments(weight, x, bias, groups, batched);
  const spatial = smallest.map((size, i) => size + extra[i]!);
  // Torch leaves the rest to kernels, and runs none for an empty batch.
  if (x[0] !== 0) checkSizes(x, spatial, steps, extra, spread);
  return {
    batched,
    input: [x[0]!, weight[1]! * groups, ...spatial],
    output: x,
    weight,
    stride: steps,
    before: pads,
    after: pads,
    dilation: spread,
    groups,
  };
}

/** The output in the form of the input: without the batch dim where the input has none. */
export const convTransposeOutput = (g: ConvGeometry): readonly number[] => convOutput({ ...g, output: g.input });

const convTranspose =
  (dims: number): Functional<Shape>["conv_transpose2d"] =>
  (...args) =>
    convTransposeOutput(convTransposeGeometry(dims, ...args));

export const convTransposeShapes = {
  conv_transpose1d: convTranspose(1),
  conv_transpose2d: convTranspose(2),
  conv_transpose3d: convTranspose(3),
} satisfies Partial<Functional<Shape>>;
