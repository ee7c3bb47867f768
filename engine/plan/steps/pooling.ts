// Owns the steps that pool.

import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { PoolDims } from "../../kernels/pool/contract.ts";

import { adaptiveSizes } from "../../ops/shapes/adaptive_pool.ts";
import { avgGeometry, poolGeometry } from "../../ops/shapes/pool.ts";
import { threeDims } from "../../tensor/ops/conv.ts";
import { poolDims } from "../../tensor/ops/pool.ts";
import type { Memory } from "../memory.ts";
import type { Named } from "../values.ts";
import { allFloats, type Planner, type Step } from "./step.ts";

type MaxPool = "max_pool1d" | "max_pool2d" | "max_pool3d";
type AvgPool = "avg_pool1d" | "avg_pool2d" | "avg_pool3d";
type AdaptiveAvgPool = "adaptive_avg_pool1d" | "adaptive_avg_pool2d" | "adaptive_avg_pool3d";

/** What the kernels are told of a max pooling. */
export function maxPoolDims(dims: number, { args }: Named<MaxPool>): PoolDims {
  const { input, kernel_size, stride, padding, dilation, ceil_mode } = args;
  return poolDims(poolGeometry("max", dims, input.shape, kernel_size, stride, padding, dilation, ceil_mode));
}

export const maxPool =
  (dims: number): Planner<MaxPool> =>
  (op, memory) => {
    const { input } = op.args;
    if (!allFloats(input)) return null;
    const d = maxPoolDims(dims, op);
    const [from, to] = [memory.access(input), memory.access(op.outputs[0]!)];
    return { run: () => kernels.maxPoolTaps(from(), to(), null, d) };
  };

/** An average's kernels, for sizes known beforehand. */
export interface Average {
  forward(from: Float32Array, to: Float32Array): void;
  backward(grad: Float32Array, into: Float32Array): void;
}

export function average(dims: number, { args }: Named<AvgPool>): Average {
  const { input, kernel_size, stride, padding, ceil_mode, count_include_pad = true, divisor_override = null } = args;
  const geometry = [kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override] as const;
  const d = poolDims(avgGeometry(dims, input.shape, ...geometry));
  return {
    forward: (from, to) => kernels.avgPoolForward(from, to, d, count_include_pad, divisor_override),
    backward: (grad, into) => kernels.avgPoolBackward(grad, into, d, count_include_pad, divisor_override),
  };
}

export function adaptiveAverage(dims: number, { args }: Named<AdaptiveAvgPool>): Average {
  const { shape } = args.input;
  const output = threeDims(adaptiveSizes("avg", dims, shape, args.output_size), 1);
  const input = threeDims(shape.slice(-dims), 1);
  const planes = numel(shape.slice(0, -dims));
  return {
    forward: (from, to) => kernels.adaptiveAvgPoolForward(from, to, planes, input, output),
    backward: (grad, into) => kernels.adaptiveAvgPoolBackward(grad, into, planes, input, output),
  };
}

const averaging =
  <O extends Named<AvgPool | AdaptiveAvgPool>>(kernelsOf: (op: O) => Average) =>
  (op: O, memory: Memory): Step | null => {
    const { input } = op.args;
    if (!allFloats(input)) return null;
    const { forward } = kernelsOf(op);
    const [from, to] = [memory.access(input), memory.access(op.outputs[0]!)];
    return { run: () => forward(from(), to()) };
  };

export const avgPool = (dims: number) => averaging((op: Named<AvgPool>) => average(dims, op));
export const adaptiveAvgPool = (dims: number) => averaging((op: Named<AdaptiveAvgPool>) => adaptiveAverage(dims, op));
