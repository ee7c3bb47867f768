// Owns the sizes of normalisations: those of the input, with as many channels as the statistics have.
import { indexError, runtimeError, ShapeError } from "../../core/errors.ts";
import { normalizeDim, numel, printShape, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import { layernormShapes } from "./layernorm.ts";
import { rankError } from "./spatial.ts";

type PerChannel = Readonly<Record<"running_mean" | "running_var" | "weight" | "bias", Shape | null>>;

/** Torch's check that statistics and parameters have one value per channel; `repeats` of them in an instance norm. */
function checkChannels(input: Shape, dim: number, given: PerChannel, training: boolean, repeats = 1): void {
  if (!training && !(given.running_mean && given.running_var)) {
    throw runtimeError(`${given.running_mean ? "running_var" : "running_mean"} must be defined in evaluation mode`);
  }
  const channels = input[dim]!;
  for (const [name, shape] of Object.entries(given)) {
    if (!shape || numel(shape) === channels) continue;
    throw new ShapeError(`${name} should contain ${channels * repeats} elements not ${numel(shape) * repeats}`, {
      what: "channels",
      expected: numel(shape),
      got: channels,
      input: 0,
      dim,
      arg: "num_features",
    });
  }
}

const oneValue = (text: string, dim: number): ShapeError =>
  new ShapeError(text, { what: "size", expected: 2, got: 1, input: 0, dim }, "ValueError");

const printSize = (shape: Shape): string => `torch.Size(${printShape(shape)})`;

/** Instance norm's input with a batch, given how many dims one without has. */
export const withInstances = (input: Shape, unbatched_rank: number | null): Shape =>
  input.length === unbatched_rank ? [1, ...input] : input;

/** Torch's check of a group norm, whose samples are (N C / groups, groups, …). */
function checkGroups(input: Shape, groups: number, weight: Shape | null, bias: Shape | null): void {
  if (input.length === 0) throw indexError("Dimension specified as 0 but tensor has no dimensions");
  if (input.length < 2) normalizeDim(1, input.length);
  const channels = input[1]!;
  const grouped = [Math.floor((input[0]! * channels) / groups), groups, ...input.slice(2)];
  if (numel(grouped) / groups === 1) {
    throw oneValue(`Expected more than 1 value per channel when training, got input size ${printShape(grouped)}`, 0);
  }
  if (groups < 1) throw runtimeError(`Expected num groups to be greater than 0, got ${groups}`);
  if (channels % groups !== 0) {
    throw new ShapeError(
      "Expected number of channels in input to be divisible by num_groups, " +
        `but got input of shape ${printShape(input)} and num_groups=${groups}`,
      { what: "groups", expected: groups, got: channels, input: 0, dim: 1, arg: "num_groups" },
    );
  }
  for (const [name, shape] of Object.entries({ weight, bias })) {
    if (!shape || (shape.length === 1 && shape[0] === channels)) continue;
    throw new ShapeError(
      `Expected ${name} to be a vector of size equal to the number of channels in input, ` +
        `but got ${name} of shape ${printShape(shape)} and input of shape ${printShape(input)}`,
      { what: "channels", expected: numel(shape), got: channels, input: 0, dim: 1, arg: "num_channels" },
    );
  }
}

export const normShapes = {
  batch_norm(input, running_mean, running_var, weight = null, bias = null, training = false) {
    if (input.length < 2) normalizeDim(1, input.length);
    if (training && numel(input) / input[1]! === 1) {
      const size = printSize(input);
      throw oneValue(`Expected more than 1 value per channel when training, got input size ${size}`, 0);
    }
    checkChannels(input, 1, { running_mean, running_var, weight, bias }, training);
    return input;
  },

  instance_norm(
    input,
    running_mean = null,
    running_var = null,
    weight = null,
    bias = null,
    use_input_stats = true,
    _momentum = 0.1,
    _eps = 1e-5,
    unbatched_rank = null,
  ) {
    const batched = withInstances(input, unbatched_rank);
    if (batched.length < 2) normalizeDim(1, batched.length);
    if (use_input_stats && numel(batched.slice(2)) === 1) {
      const size = printSize(batched);
      throw oneValue(
        `Expected more than 1 spatial element when training, got input size ${size}`,
        Math.max(input.length - 1, 0),
      );
    }
    const dim = batched === input ? 1 : 0;
    checkChannels(input, dim, { running_mean, running_var, weight, bias }, use_input_stats, batched[0] || 1);
    return input;
  },

  group_norm(input, num_groups, weight = null, bias = null) {
    checkGroups(input, num_groups, weight, bias);
    return input;
  },

  rms_norm: (input, normalized_shape, weight = null) => layernormShapes.layer_norm(input, normalized_shape, weight),

  local_response_norm(input, size) {
    if (input.length < 3) {
      // The gap is torch's: its text goes over two lines of source.
      const gap = " ".repeat(25);
      const text = `Expected 3D or higher dimensionality ${gap}input (got ${input.length} dimensions)`;
      throw rankError(text, input, 3, "ValueError");
    }
    if (size < 1 && numel(input) > 0) {
      const first = input.length === 3 ? `kH: ${size}` : `kT: ${size} kH: 1`;
      throw runtimeError(`kernel size should be greater than zero, but got ${first} kW: 1`);
    }
    return input;
  },

  cross_map_lrn2d(input, size) {
    if (input.length !== 4) throw rankError("", input, 4, "AssertionError");
    if (size === 0) throw runtimeError("float division by zero");
    return input;
  },
} satisfies Partial<Functional<Shape>>;
