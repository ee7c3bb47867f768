// Owns the sizes of convolutions, in any number of spatial dims.
import { runtimeError, ShapeError } from "../../core/errors.ts";
import { printShape, type Shape } from "../../core/shape.ts";
import type { Functional, Ints, Padding } from "../functional.ts";
import { perDim, rankError, windows, withBatch } from "./spatial.ts";

/** A convolution with every size known: what its kernels need. Spatial lists have one entry per dim. */
export interface ConvGeometry {
  readonly batched: boolean;
  /** (N, C, …) and (N, O, …), batched. */
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** (O, C / groups, k…) */
  readonly weight: readonly number[];
  readonly stride: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** padding="same": dilation (kernel - 1) in all, the odd one after. */
export function samePadding(kernel: Shape, dilation: Shape): { before: number[]; after: number[] } {
  const total = kernel.map((k, i) => dilation[i]! * (k - 1));
  const before = total.map((t) => Math.floor(t / 2));
  return { before, after: total.map((t, i) => t - before[i]!) };
}

/** One number per dim of a convolution's argument `name`, or torch's error about it. */
export const convInts = (name: string, value: Ints, dims: number): number[] =>
  perDim(
    value,
    dims,
    () =>
      `expected ${name} to be a single integer value or a list of ${dims} values to match the convolution dimensions, ` +
      `but got ${name}=${printShape(value as readonly number[])}`,
  );

/** Checks a convolution as torch does and computes its sizes (torch.nn.Conv2d, "Shape"). */
export function convGeometry(
  dims: number,
  input: Shape,
  weight: Shape,
  bias: Shape | null = null,
  stride: Ints = 1,
  padding: Padding = 0,
  dilation: Ints = 1,
  groups = 1,
): ConvGeometry {
  if (input.length !== dims + 1 && input.length !== dims + 2) {
    throw rankError(
      `Expected ${dims + 1}D (unbatched) or ${dims + 2}D (batched) input to conv${dims}d, ` +
        `but got input of size: ${printShape(input)}`,
      input,
      dims + 2,
    );
  }
  const batched = input.length === dims + 2;
  const x = withBatch(input, dims);
  if (weight.length < 3) throw runtimeError("weight should have at least three dimensions");
  if (weight.length !== dims + 2) {
    throw runtimeError(
      `Expected ${weight.length}-dimensional input for ${weight.length}-dimensional weight ${printShape(weight)}, ` +
        `but got ${x.length}-dimensional input of size ${printShape(x)} instead`,
    );
  }
  const kernel = weight.slice(2);
  const list = (name: string, value: Ints): number[] => convInts(name, value, dims);
  const steps = list("stride", stride);
  const spread = list("dilation", dilation);
  if (padding === "same" && steps.some((s) => s !== 1)) {
    throw runtimeError("padding='same' is not supported for strided convolutions");
  }
  const even = typeof padding === "string" ? 0 : padding;
  const { before, after } =
    padding === "same" ? samePadding(kernel, spread) : { before: list("padding", even), after: list("padding", even) };
  if (before.some((p) => p < 0)) throw runtimeError("negative padding is not supported");
  if (steps.some((s) => s <= 0)) throw runtimeError("non-positive stride is not supported");
  if (spread.some((d) => d <= 0)) throw runtimeError("non-positive dilation is not supported");
  checkChannels(x, weight, bias, groups, batched ? 1 : 0);
  const padded = kernel.map((_, i) => x[i + 2]! + before[i]! + after[i]!);
  const extent = kernel.map((k, i) => spread[i]! * (k - 1) + 1);
  const short = extent.findIndex((e, i) => padded[i]! < e);
  if (short >= 0) {
    throw new ShapeError(
      `Calculated padded input size per channel: (${padded.join(" x ")}). Kernel size: (${extent.join(" x ")}). ` +
        "Kernel size can't be greater than actual input size",
      {
        what: "kernel",
        expected: extent[short]!,
        got: padded[short]!,
        input: 0,
        dim: short + (batched ? 2 : 1),
        arg: "kernel_size",
      },
    );
  }
  const spatial = kernel.map((k, i) => windows(x[i + 2]!, k, steps[i]!, before[i]! + after[i]!, spread[i]!));
  return {
    batched,
    input: x,
    output: [x[0]!, weight[0]!, ...spatial],
    weight,
    stride: steps,
    before,
    after,
    dilation: spread,
    groups,
  };
}

function checkChannels(x: Shape, weight: Shape, bias: Shape | null, groups: number, dim: number): void {
  const [outChannels, perGroup] = weight as [number, number];
  if (groups <= 0) throw runtimeError("non-positive groups is not supported");
  if (outChannels % groups !== 0 || outChannels < groups) {
    throw new ShapeError(
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, ` +
        `but got weight of size [${printShape(weight)}] instead`,
      { what: "groups", expected: groups, got: outChannels, input: 0, arg: "groups" },
    );
  }
  if (x[1] !== perGroup * groups) {
    throw new ShapeError(
      `Given groups=${groups}, weight of size ${printShape(weight)}, expected input${printShape(x)} to have ` +
        `${perGroup * groups} channels, but got ${x[1]} channels instead`,
      { what: "channels", expected: perGroup * groups, got: x[1]!, input: 0, dim, arg: "in_channels" },
    );
  }
  if (bias && (bias.length !== 1 || bias[0] !== outChannels)) {
    throw new ShapeError(
      `Given weight of size ${printShape(weight)}, expected bias to be 1-dimensional with ${outChannels} elements, ` +
        `but got bias of size ${printShape(bias)} instead`,
    );
  }
}

/** The output in the form of the input: without the batch dim where the input has none. */
export const convOutput = (g: ConvGeometry): readonly number[] => (g.batched ? g.output : g.output.slice(1));

const conv =
  (dims: number): Functional<Shape>["conv2d"] =>
  (input, weight, bias, stride, padding, dilation, groups) =>
    convOutput(convGeometry(dims, input, weight, bias, stride, padding, dilation, groups));

export const convShapes = {
  conv1d: conv(1),
  conv2d: conv(2),
  conv3d: conv(3),
} satisfies Partial<Functional<Shape>>;
