// Owns the training steps that pool.
import { numel } from "../../../core/shape.ts";
import { kernels } from "../../../kernels/index.ts";
import type { Memory } from "../../memory.ts";
import { type Average, adaptiveAverage, average, maxPoolDims } from "../../steps/pooling.ts";
import { allFloats } from "../../steps/step.ts";
import type { Named } from "../../values.ts";
import type { OpGradients } from "../gradients.ts";
import { mostTaps } from "../workspaces.ts";
import type { TrainingPlanner, TrainingStep } from "./step.ts";

type MaxPool = "max_pool1d" | "max_pool2d" | "max_pool3d";
type AvgPool = "avg_pool1d" | "avg_pool2d" | "avg_pool3d";
type AdaptiveAvgPool = "adaptive_avg_pool1d" | "adaptive_avg_pool2d" | "adaptive_avg_pool3d";

export const maxPool =
  (dims: number): TrainingPlanner<MaxPool> =>
  (op, memory, gradients) => {
    const { input } = op.args;
    const out = op.outputs[0]!;
    const d = maxPoolDims(dims, op);
    if (!allFloats(input) || numel(d.kernel) > mostTaps) return null;
    const [from, to] = [memory.access(input), memory.access(out)];
    const taps = gradients.workspace("taps");
    const grad = gradients.of(out);
    const toInput = gradients.into("input");
    const backward =
      grad &&
      toInput &&
      (() => toInput((into) => kernels.maxPoolTapsBackward(grad(), taps.data as Uint8Array, into, d)));
    return { forward: () => kernels.maxPoolTaps(from(), to(), taps.data as Uint8Array, d), backward };
  };

const averaging =
  <O extends Named<AvgPool | AdaptiveAvgPool>>(kernelsOf: (op: O) => Average) =>
  (op: O, memory: Memory, gradients: OpGradients): TrainingStep | null => {
    const { input } = op.args;
    if (!allFloats(input)) return null;
    const { forward, backward: back } = kernelsOf(op);
    const out = op.outputs[0]!;
    const [from, to] = [memory.access(input), memory.access(out)];
    const grad = gradients.of(out);
    const toInput = gradients.into("input");
    const backward = grad && toInput && (() => toInput((into) => back(grad(), into)));
    return { forward: () => forward(from(), to()), backward };
  };

export const avgPool = (dims: number) => averaging((op: Named<AvgPool>) => average(dims, op));
export const adaptiveAvgPool = (dims: number) => averaging((op: Named<AdaptiveAvgPool>) => adaptiveAverage(dims, op));
