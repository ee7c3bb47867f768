// Owns the sizes of normalisations: those of the input, with as many channels as the statistics have.
import { runtimeError, ShapeError } from "../../core/errors.ts";
import { normalizeDim, numel, type Shape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";

export const normShapes = {
  batch_norm(input, running_mean, running_var, weight = null, bias = null, training = false) {
    if (input.length < 2) normalizeDim(1, input.length);
    const channels = input[1]!;
    if (training && numel(input) / channels === 1) {
      throw new ShapeError(
        `Expected more than 1 value per channel when training, got input size torch.Size([${input.join(", ")}])`,
        { what: "size", expected: 2, got: 1, input: 0, dim: 0 },
        "ValueError",
      );
    }
    const perChannel = { running_mean, running_var, weight, bias };
    if (!training && !(running_mean && running_var)) {
      throw runtimeError(`${running_mean ? "running_var" : "running_mean"} must be defined in evaluation mode`);
    }
    for (const [name, shape] of Object.entries(perChannel)) {
      if (shape && numel(shape) !== channels) {
        throw new ShapeError(`${name} should contain ${channels} elements not ${numel(shape)}`, {
          what: "channels",
          expected: numel(shape),
          got: channels,
          input: 0,
          dim: 1,
          arg: "num_features",
        });
      }
    }
    return input;
  },
} satisfies Partial<Functional<Shape>>;
