// Pooling over tensors, with its gradients.
import { numel } from "../../core/shape.ts";
import {
  adaptiveAvgPoolBackward,
  adaptiveAvgPoolForward,
  avgPoolBackward,
  avgPoolForward,
  maxPoolBackward,
  maxPoolForward,
  type PoolDims,
} from "../../kernels/reference/pool.ts";
import type { Functional, Ints } from "../../ops/functional.ts";
import { adaptiveSizes, type PoolGeometry, poolGeometry, poolOutput, poolShapes } from "../../ops/shapes/pool.ts";
import { empty } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";
import { threeDims } from "./conv.ts";

const poolDims = (g: PoolGeometry): PoolDims => ({
  planes: g.input[0]! * g.input[1]!,
  input: threeDims(g.input.slice(2), 1),
  output: threeDims(g.output.slice(2), 1),
  kernel: threeDims(g.kernel, 1),
  stride: threeDims(g.stride, 1),
  padding: threeDims(g.padding, 0),
  dilation: threeDims(g.dilation, 1),
});

function needFloats(kernel: string, input: Tensor): void {
  if (input.dtype !== "float32") throw notImplementedFor(kernel, input.dtype);
}

/** Largest values and where they stood, for `dims` spatial dims. */
const maxPool =
  (dims: number) =>
  (
    input: Tensor,
    kernel_size: Ints,
    stride: Ints | null = null,
    padding: Ints = 0,
    dilation: Ints = 1,
    ceil_mode = false,
  ): readonly [Tensor, Tensor] => {
    const g = poolGeometry(`max_pool${dims}d`, dims, input.shape, kernel_size, stride, padding, dilation, ceil_mode);
    needFloats(`max_pool${dims}d`, input);
    const d = poolDims(g);
    const out = empty(poolOutput(g));
    const indices = empty(poolOutput(g), "int64");
    maxPoolForward(input.floats, out.floats, indices.data as Float64Array, d);
    record(
      `MaxPool${dims}DWithIndicesBackward0`,
      out,
      [input],
      (grad) => {
        const gradInput = empty(input.shape);
        const inPlane = numel(g.input.slice(2));
        const outPlane = numel(g.output.slice(2));
        maxPoolBackward(grad.floats, indices.data as Float64Array, gradInput.floats, d.planes, inPlane, outPlane);
        return [gradInput];
      },
      [indices],
    );
    return [out, indices];
  };

const avgPool =
  (dims: number): Functional<Tensor>["avg_pool2d"] =>
  (
    input,
    kernel_size,
    stride = null,
    padding = 0,
    ceil_mode = false,
    count_include_pad = true,
    divisor_override = null,
  ) => {
    poolShapes.avg_pool2d(input.shape, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    const g = poolGeometry(`avg_pool${dims}d`, dims, input.shape, kernel_size, stride, padding, 1, ceil_mode);
    needFloats(`avg_pool${dims}d`, input);
    const d = poolDims(g);
    const out = empty(poolOutput(g));
    avgPoolForward(input.floats, out.floats, d, count_include_pad, divisor_override);
    return record(`AvgPool${dims}DBackward0`, out, [input], (grad) => {
      const gradInput = empty(input.shape);
      avgPoolBackward(grad.floats, gradInput.floats, d, count_include_pad, divisor_override);
      return [gradInput];
    });
  };

const adaptiveAvgPool =
  (dims: number): Functional<Tensor>["adaptive_avg_pool2d"] =>
  (input, output_size) => {
    const spatial = adaptiveSizes(`adaptive_avg_pool${dims}d`, dims, input.shape, output_size);
    needFloats(`adaptive_avg_pool${dims}d`, input);
    const leading = input.shape.slice(0, -dims);
    const from = threeDims(input.shape.slice(-dims), 1);
    const to = threeDims(spatial, 1);
    const out = empty([...leading, ...spatial]);
    adaptiveAvgPoolForward(input.floats, out.floats, numel(leading), from, to);
    return record(`AdaptiveAvgPool${dims}DBackward0`, out, [input], (grad) => {
      const gradInput = empty(input.shape);
      adaptiveAvgPoolBackward(grad.floats, gradInput.floats, numel(leading), from, to);
      return [gradInput];
    });
  };

export const poolOps = {
  max_pool2d: (...args) => maxPool(2)(...args)[0],
  max_pool2d_with_indices: maxPool(2),
  avg_pool2d: avgPool(2),
  adaptive_avg_pool2d: adaptiveAvgPool(2),
} satisfies Partial<Functional<Tensor>>;
