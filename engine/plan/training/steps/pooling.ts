// Owns the training steps that pool.
import { numel } from "../../../core/shape.ts";
import { kernels } from "../../../kernels/index.ts";
import { poolGeometry } from "../../../ops/shapes/pool.ts";
import { unwritten } from "../../../tensor/create.ts";
import { poolDims } from "../../../tensor/ops/pool.ts";
import { adaptiveAverage, average, type MaxSettings } from "../../steps/pooling.ts";
import { allFloats } from "../../steps/step.ts";
import type { Value } from "../../values.ts";
import type { TrainingPlanner } from "./step.ts";

/** Windows of more taps are left to the op itself: a tap is kept in a byte. */
const mostTaps = 255;

export const maxPool =
  (dims: number): TrainingPlanner =>
  (op, memory, gradients) => {
    const [x, ...rest] = op.args as readonly [Value, ...MaxSettings];
    const out = op.outputs[0]!;
    const d = poolDims(poolGeometry("max", dims, x.shape, ...rest));
    if (!allFloats(x) || numel(d.kernel) > mostTaps) return null;
    const [from, to] = [memory.access(x), memory.access(out)];
    const taps = unwritten(out.shape, "bool").keep();
    const grad = gradients.of(out);
    const toInput = gradients.into(x);
    const backward =
      grad &&
      toInput &&
      (() => toInput((into) => kernels.maxPoolTapsBackward(grad(), taps.data as Uint8Array, into, d)));
    return {
      forward: () => kernels.maxPoolTaps(from(), to(), taps.data as Uint8Array, d),
      backward,
      release: () => taps.storage.free(),
    };
  };

const averaging =
  (kernelsOf: (op: Parameters<TrainingPlanner>[0]) => ReturnType<typeof average>): TrainingPlanner =>
  (op, memory, gradients) => {
    const x = op.args[0] as Value;
    if (!allFloats(x)) return null;
    const { forward, backward: back } = kernelsOf(op);
    const out = op.outputs[0]!;
    const [from, to] = [memory.access(x), memory.access(out)];
    const grad = gradients.of(out);
    const toInput = gradients.into(x);
    const backward = grad && toInput && (() => toInput((into) => back(grad(), into)));
    return { forward: () => forward(from(), to()), backward };
  };

export const avgPool = (dims: number): TrainingPlanner => averaging((op) => average(dims, op));
export const adaptiveAvgPool = (dims: number): TrainingPlanner => averaging((op) => adaptiveAverage(dims, op));
