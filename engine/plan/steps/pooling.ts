// Owns the steps that pool.
import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Ints } from "../../ops/functional.ts";
import { adaptiveSizes } from "../../ops/shapes/adaptive_pool.ts";
import { avgGeometry, poolGeometry } from "../../ops/shapes/pool.ts";
import { threeDims } from "../../tensor/ops/conv.ts";
import { poolDims } from "../../tensor/ops/pool.ts";
import type { Op, Value } from "../values.ts";
import { allFloats, type Planner } from "./step.ts";

export type MaxSettings = readonly [
  kernel: Ints,
  stride?: Ints | null,
  padding?: Ints,
  dilation?: Ints,
  ceil?: boolean,
];
type AvgSettings = readonly [
  kernel: Ints,
  stride?: Ints | null,
  padding?: Ints,
  ceil?: boolean,
  includePad?: boolean,
  divisor?: number | null,
];

export const maxPool =
  (dims: number): Planner =>
  (op, memory) => {
    const [x, ...rest] = op.args as readonly [Value, ...MaxSettings];
    if (!allFloats(x)) return null;
    const d = poolDims(poolGeometry("max", dims, x.shape, ...rest));
    const [from, to] = [memory.access(x), memory.access(op.outputs[0]!)];
    return { run: () => kernels.maxPoolTaps(from(), to(), null, d) };
  };

/** An average's kernels, for sizes known beforehand. */
export interface Average {
  forward(from: Float32Array, to: Float32Array): void;
  backward(grad: Float32Array, into: Float32Array): void;
}

export function average(dims: number, { args }: Op): Average {
  const [x, ...rest] = args as readonly [Value, ...AvgSettings];
  const [, , , , includePad = true, divisor = null] = rest;
  const d = poolDims(avgGeometry(dims, x.shape, ...rest));
  return {
    forward: (from, to) => kernels.avgPoolForward(from, to, d, includePad, divisor),
    backward: (grad, into) => kernels.avgPoolBackward(grad, into, d, includePad, divisor),
  };
}

export function adaptiveAverage(dims: number, { args }: Op): Average {
  const [x, size] = args as [Value, Parameters<typeof adaptiveSizes>[3]];
  const output = threeDims(adaptiveSizes("avg", dims, x.shape, size), 1);
  const input = threeDims(x.shape.slice(-dims), 1);
  const planes = numel(x.shape.slice(0, -dims));
  return {
    forward: (from, to) => kernels.adaptiveAvgPoolForward(from, to, planes, input, output),
    backward: (grad, into) => kernels.adaptiveAvgPoolBackward(grad, into, planes, input, output),
  };
}

const averaging =
  (kernelsOf: (op: Op) => Average): Planner =>
  (op, memory) => {
    const x = op.args[0] as Value;
    if (!allFloats(x)) return null;
    const { forward } = kernelsOf(op);
    const [from, to] = [memory.access(x), memory.access(op.outputs[0]!)];
    return { run: () => forward(from(), to()) };
  };

export const avgPool = (dims: number): Planner => averaging((op) => average(dims, op));
export const adaptiveAvgPool = (dims: number): Planner => averaging((op) => adaptiveAverage(dims, op));
