// Owns the steps that pool.
import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Ints } from "../../ops/functional.ts";
import { adaptiveSizes } from "../../ops/shapes/adaptive_pool.ts";
import { avgGeometry, poolGeometry } from "../../ops/shapes/pool.ts";
import { empty } from "../../tensor/create.ts";
import { threeDims } from "../../tensor/ops/conv.ts";
import { poolDims } from "../../tensor/ops/pool.ts";
import type { Value } from "../values.ts";
import { allFloats, type Planner } from "./step.ts";

type MaxSettings = readonly [kernel: Ints, stride?: Ints | null, padding?: Ints, dilation?: Ints, ceil?: boolean];
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
    const places = empty(op.outputs[0]!.shape, "int64").keep();
    return {
      run: () => kernels.maxPoolForward(from(), to(), places.data as Float64Array, d),
      release: () => places.storage.free(),
    };
  };

export const avgPool =
  (dims: number): Planner =>
  (op, memory) => {
    const [x, ...rest] = op.args as readonly [Value, ...AvgSettings];
    if (!allFloats(x)) return null;
    const d = poolDims(avgGeometry(dims, x.shape, ...rest));
    const [, , , , includePad = true, divisor = null] = rest;
    const [from, to] = [memory.access(x), memory.access(op.outputs[0]!)];
    return { run: () => kernels.avgPoolForward(from(), to(), d, includePad, divisor) };
  };

export const adaptiveAvgPool =
  (dims: number): Planner =>
  (op, memory) => {
    const [x, size] = op.args as [Value, Parameters<typeof adaptiveSizes>[3]];
    if (!allFloats(x)) return null;
    const output = threeDims(adaptiveSizes("avg", dims, x.shape, size), 1);
    const input = threeDims(x.shape.slice(-dims), 1);
    const planes = numel(x.shape.slice(0, -dims));
    const [from, to] = [memory.access(x), memory.access(op.outputs[0]!)];
    return { run: () => kernels.adaptiveAvgPoolForward(from(), to(), planes, input, output) };
  };
