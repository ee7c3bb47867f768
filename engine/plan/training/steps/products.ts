// Owns the training steps that multiply with weights: convolutions and linear maps.
import { numel } from "../../../core/shape.ts";
import { kernels } from "../../../kernels/index.ts";
import { convDims } from "../../../tensor/ops/conv.ts";
import { slopeInto } from "../../functions.ts";
import { geometryOf } from "../../steps/products.ts";
import { allFloats } from "../../steps/step.ts";
import type { TrainingPlanner } from "./step.ts";

export const conv =
  (dims: number): TrainingPlanner<"conv1d" | "conv2d" | "conv3d"> =>
  (op, memory, gradients) => {
    const { input: x, weight: w, bias: b } = op.args;
    if (!allFloats(x, w, b)) return null;
    const g = geometryOf(dims, op);
    const d = convDims(g);
    const out = op.outputs[0]!;
    const [from, weight, bias, to] = [memory.access(x), memory.access(w), b && memory.access(b), memory.access(out)];
    const grad = gradients.of(out);
    const [toWeight, toBias, toInput] = [gradients.into("weight"), gradients.into("bias"), gradients.into("input")];
    const [batch, channels, ...spatial] = g.output as [number, number, ...number[]];
    const pixels = numel(spatial);
    const backward =
      grad &&
      (() => {
        slopeInto(grad(), op.activation, to());
        toWeight?.((into) => kernels.convBackwardWeight(grad(), from(), into, d));
        toBias?.((into) => kernels.sumChannels(grad(), into, batch, channels, pixels));
        toInput?.((into) => kernels.convBackwardInput(grad(), weight(), into, d));
      });
    return {
      forward: () => kernels.convForward(from(), weight(), bias?.() ?? null, to(), d, op.activation),
      backward,
    };
  };

export const linear: TrainingPlanner<"linear"> = (op, memory, gradients) => {
  const { input: x, weight: w, bias: b } = op.args;
  const [outFeatures, inFeatures] = w.shape as [number, number];
  if (!allFloats(x, w, b) || (b && numel(b.shape) !== outFeatures)) return null;
  const rows = numel(x.shape.slice(0, -1));
  const out = op.outputs[0]!;
  const [from, weight, bias, to] = [memory.access(x), memory.access(w), b && memory.access(b), memory.access(out)];
  const grad = gradients.of(out);
  const [toWeight, toBias, toInput] = [gradients.into("weight"), gradients.into("bias"), gradients.into("input")];
  const backward =
    grad &&
    (() => {
      slopeInto(grad(), op.activation, to());
      toWeight?.((into) => kernels.matmulTN(grad(), from(), into, outFeatures, inFeatures, rows));
      toBias?.((into) => kernels.sumChannels(grad(), into, rows, outFeatures, 1));
      toInput?.((into) => kernels.matmulNN(grad(), weight(), into, rows, inFeatures, outFeatures));
    });
  return {
    forward: () =>
      kernels.matmulNT(from(), weight(), bias?.() ?? null, to(), rows, outFeatures, inFeatures, op.activation),
    backward,
  };
};
