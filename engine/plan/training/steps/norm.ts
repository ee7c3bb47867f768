// Owns the training steps that normalise.
import { numel } from "../../../core/shape.ts";
import { kernels } from "../../../kernels/index.ts";
import { learnStatistics } from "../../../tensor/ops/norm.ts";
import { allFloats } from "../../steps/step.ts";
import { tensorOf } from "../../values.ts";
import type { TrainingPlanner } from "./step.ts";

export const batchNorm: TrainingPlanner<"batch_norm"> = (op, memory, gradients) => {
  const { input: x, weight: w, bias: b, training, momentum = 0.1, eps = 1e-5 } = op.args;
  if (!training || !allFloats(x, w, b)) return null;
  const out = op.outputs[0]!;
  const batch = x.shape[0]!;
  const channels = x.shape[1]!;
  const spatial = numel(x.shape.slice(2));
  const input = memory.tensor(x);
  const running = {
    running_mean: tensorOf(op.args.running_mean),
    running_var: tensorOf(op.args.running_var),
    num_batches_tracked: tensorOf(op.args.num_batches_tracked),
  };
  const [mean, variance, invstd] = [0, 0, 0].map(() => new Float64Array(channels)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const [sumGrad, sumNormed] = [new Float64Array(channels), new Float64Array(channels)];
  const [from, weight, bias, to] = [memory.access(x), w && memory.access(w), b && memory.access(b), memory.access(out)];
  const grad = gradients.of(out);
  const [toWeight, toBias, toInput] = [gradients.into("weight"), gradients.into("bias"), gradients.into("input")];
  const size = [batch, channels, spatial] as const;
  const backward =
    grad &&
    (() => {
      kernels.batchNormSums(grad(), from(), mean, invstd, sumGrad, sumNormed, ...size);
      toWeight?.((into) => into.set(sumNormed));
      toBias?.((into) => into.set(sumGrad));
      toInput?.((into) => {
        const scale = weight?.() ?? null;
        kernels.batchNormBackwardInput(grad(), from(), into, mean, invstd, scale, sumGrad, sumNormed, true, ...size);
      });
    });
  return {
    forward() {
      learnStatistics(input, running, momentum, mean, variance);
      for (let c = 0; c < channels; c++) invstd[c] = 1 / Math.sqrt(variance[c]! + eps);
      kernels.batchNormForward(from(), to(), mean, invstd, weight?.() ?? null, bias?.() ?? null, ...size);
    },
    backward,
  };
};

export const layerNorm: TrainingPlanner<"layer_norm"> = (op, memory, gradients) => {
  const { input: x, normalized_shape, weight: w, bias: b, eps = 1e-5 } = op.args;
  const size = numel(normalized_shape);
  if (!allFloats(x, w, b) || size === 0) return null;
  const out = op.outputs[0]!;
  const rows = numel(x.shape) / size;
  const [mean, invstd] = [new Float64Array(rows), new Float64Array(rows)];
  const [gradWeight, gradBias] = [new Float64Array(size), new Float64Array(size)];
  const [from, weight, bias, to] = [memory.access(x), w && memory.access(w), b && memory.access(b), memory.access(out)];
  const grad = gradients.of(out);
  const [toWeight, toBias, toInput] = [gradients.into("weight"), gradients.into("bias"), gradients.into("input")];
  const run = (into: Float32Array | null): void => {
    gradWeight.fill(0);
    gradBias.fill(0);
    kernels.layerNormBackward(grad!(), from(), weight?.() ?? null, mean, invstd, into, gradWeight, gradBias, size);
  };
  const backward =
    grad &&
    (() => {
      if (toInput) toInput((into) => run(into));
      else run(null);
      toWeight?.((into) => into.set(gradWeight));
      toBias?.((into) => into.set(gradBias));
    });
  return {
    forward: () =>
      kernels.layerNormForward(from(), to(), weight?.() ?? null, bias?.() ?? null, mean, invstd, size, eps),
    backward,
  };
};
