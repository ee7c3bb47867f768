// Owns the training steps that multiply with weights: convolutions and linear maps.
import { numel } from "../../../core/shape.ts";
import { kernels } from "../../../kernels/index.ts";
import type { Ints, Padding } from "../../../ops/functional.ts";
import { convGeometry } from "../../../ops/shapes/conv.ts";
import { convDims } from "../../../tensor/ops/conv.ts";
import { allFloats } from "../../steps/step.ts";
import type { Value } from "../../values.ts";
import type { TrainingPlanner } from "./step.ts";

type Rest = [Ints | undefined, Padding | undefined, Ints | undefined, number | undefined];

export const conv =
  (dims: number): TrainingPlanner =>
  (op, memory, gradients) => {
    const [x, w, b, ...rest] = op.args as [Value, Value, Value | null | undefined, ...Rest];
    if (!allFloats(x, w, b)) return null;
    const g = convGeometry(dims, x.shape, w.shape, b?.shape ?? null, ...rest);
    const d = convDims(g);
    const out = op.outputs[0]!;
    const [from, weight, bias, to] = [memory.access(x), memory.access(w), b && memory.access(b), memory.access(out)];
    const grad = gradients.of(out);
    const [toWeight, toBias, toInput] = [gradients.into(w), gradients.into(b), gradients.into(x)];
    const [batch, channels, ...spatial] = g.output as [number, number, ...number[]];
    const pixels = numel(spatial);
    const backward =
      grad &&
      (() => {
        if (op.activation !== "none") kernels.unaryBackward("relu", grad(), to(), grad());
        toWeight?.((into) => kernels.convBackwardWeight(grad(), from(), into, d));
        toBias?.((into) => kernels.sumChannels(grad(), into, batch, channels, pixels));
        toInput?.((into) => kernels.convBackwardInput(grad(), weight(), into, d));
      });
    return {
      forward: () => kernels.convForward(from(), weight(), bias?.() ?? null, to(), d, op.activation),
      backward,
    };
  };

export const linear: TrainingPlanner = (op, memory, gradients) => {
  const [x, w, b] = op.args as [Value, Value, Value | null | undefined];
  const [outFeatures, inFeatures] = w.shape as [number, number];
  if (!allFloats(x, w, b) || (b && numel(b.shape) !== outFeatures)) return null;
  const rows = numel(x.shape.slice(0, -1));
  const out = op.outputs[0]!;
  const [from, weight, bias, to] = [memory.access(x), memory.access(w), b && memory.access(b), memory.access(out)];
  const grad = gradients.of(out);
  const [toWeight, toBias, toInput] = [gradients.into(w), gradients.into(b), gradients.into(x)];
  const backward =
    grad &&
    (() => {
      if (op.activation !== "none") kernels.unaryBackward("relu", grad(), to(), grad());
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
