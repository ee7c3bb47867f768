// Pooling over tensors, with its gradients.

import type { DType } from "../../core/dtype.ts";
import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { PoolDims } from "../../kernels/pool/contract.ts";
import type { Functional } from "../../ops/functional.ts";
import { adaptiveSizes } from "../../ops/shapes/adaptive_pool.ts";
import { avgGeometry, type PoolGeometry, poolGeometry, poolOutput, poolShapes } from "../../ops/shapes/pool.ts";
import { empty, unwritten } from "../create.ts";
import { pow } from "../math/binary.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";
import { threeDims } from "./conv.ts";

type Ops = Functional<Tensor>;

/** What the kernels need of a pooling. */
export const poolDims = (g: PoolGeometry): PoolDims => ({
  planes: g.input[0]! * g.input[1]!,
  input: threeDims(g.input.slice(2), 1),
  output: threeDims(g.output.slice(2), 1),
  kernel: threeDims(g.kernel, 1),
  stride: threeDims(g.stride, 1),
  padding: threeDims(g.padding, 0),
  dilation: threeDims(g.dilation, 1),
});

/** Torch's error where its kernel (one name per number of dims, 1 … 3) has no code for the dtype. */
export function needDtype(input: Tensor, dims: number, kernels: readonly string[], ...others: DType[]): void {
  if (input.dtype === "float32" || others.includes(input.dtype)) return;
  throw notImplementedFor(kernels[dims - 1]!, input.dtype);
}

/** Records that `out` holds the elements of `input` at `indices`, which count within planes of the last `dims` dims. */
export function recordPicked(name: string, dims: number, input: Tensor, out: Tensor, indices: Tensor): void {
  record(
    name,
    out,
    [input],
    (grad) => {
      const gradInput = empty(input.shape);
      const planes = numel(input.shape.slice(0, -dims));
      const inPlane = numel(input.shape.slice(-dims));
      const outPlane = numel(out.shape.slice(-dims));
      kernels.maxPoolBackward(grad.floats, indices.data as Float64Array, gradInput.floats, planes, inPlane, outPlane);
      return [gradInput];
    },
    [indices],
  );
}

const maxKernels = ["max_pool1d_impl", "max_pool2d", "max_pool3d_with_indices_cpu"];

/** Largest values and where they stood, for `dims` spatial dims. */
const maxPool =
  (dims: number): Ops["max_pool2d_with_indices"] =>
  (input, ...settings) => {
    const g = poolGeometry("max", dims, input.shape, ...settings);
    needDtype(input, dims, maxKernels);
    const out = unwritten(poolOutput(g));
    const indices = unwritten(poolOutput(g), "int64");
    kernels.maxPoolForward(input.floats, out.floats, indices.data as Float64Array, poolDims(g));
    recordPicked(`MaxPool${dims}DWithIndicesBackward0`, dims, input, out, indices);
    return [out, indices];
  };

const avgKernels = ["avg_pool2d", "avg_pool2d", "avg_pool3d_out_frame"];

const avgPool =
  (dims: number): Ops["avg_pool2d"] =>
  (input, kernel_size, stride, padding, ceil_mode, count_include_pad = true, divisor_override = null) => {
    const settings = [kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override] as const;
    const g = avgGeometry(dims, input.shape, ...settings);
    needDtype(input, dims, avgKernels, "int64");
    const d = poolDims(g);
    const out = unwritten(poolOutput(g), input.dtype);
    const data = input.data as Float32Array | Float64Array;
    kernels.avgPoolForward(data, out.data as typeof data, d, count_include_pad, divisor_override);
    return record(`AvgPool${dims}DBackward0`, out, [input], (grad) => {
      const gradInput = empty(input.shape);
      kernels.avgPoolBackward(grad.floats, gradInput.floats, d, count_include_pad, divisor_override);
      return [gradInput];
    });
  };

/** (count · mean)^(1 / p); where the mean is 0 torch lets no gradient through. */
function rootOfSums(means: Tensor, count: number, p: number): Tensor {
  const out = empty(means.shape);
  out.copy_(Float32Array.from(means.data, (mean) => (mean * count) ** (1 / p)));
  return record(
    "PowBackward0",
    out,
    [means],
    (grad) => {
      const gradMeans = empty(means.shape);
      const { data } = means;
      const slope = (mean: number): number => (mean === 0 ? 0 : (count / p) * (mean * count) ** (1 / p - 1));
      gradMeans.copy_(grad.floats.map((g, i) => g * slope(data[i]!)));
      return [gradMeans];
    },
    [means],
  );
}

const lpPool =
  (dims: number): Ops["lp_pool2d"] =>
  (input, norm_type, kernel_size, stride, ceil_mode) => {
    poolShapes[`lp_pool${dims}d` as "lp_pool2d"](input.shape, norm_type, kernel_size, stride, ceil_mode);
    const count = typeof kernel_size === "number" ? kernel_size ** dims : numel(kernel_size);
    return rootOfSums(avgPool(dims)(pow(input, norm_type), kernel_size, stride, 0, ceil_mode), count, norm_type);
  };

const adaptiveAvgKernels = ["adaptive_avg_pool2d", "adaptive_avg_pool2d", "adaptive_avg_pool3d_cpu"];

const adaptiveAvgPool =
  (dims: number): Ops["adaptive_avg_pool2d"] =>
  (input, output_size) => {
    const spatial = adaptiveSizes("avg", dims, input.shape, output_size);
    needDtype(input, dims, adaptiveAvgKernels);
    const leading = input.shape.slice(0, -dims);
    const from = threeDims(input.shape.slice(-dims), 1);
    const to = threeDims(spatial, 1);
    const out = unwritten([...leading, ...spatial]);
    kernels.adaptiveAvgPoolForward(input.floats, out.floats, numel(leading), from, to);
    return record(`AdaptiveAvgPool${dims}DBackward0`, out, [input], (grad) => {
      const gradInput = empty(input.shape);
      kernels.adaptiveAvgPoolBackward(grad.floats, gradInput.floats, numel(leading), from, to);
      return [gradInput];
    });
  };

export const poolOps = {
  max_pool1d: (...args) => maxPool(1)(...args)[0],
  max_pool2d: (...args) => maxPool(2)(...args)[0],
  max_pool3d: (...args) => maxPool(3)(...args)[0],
  max_pool1d_with_indices: maxPool(1),
  max_pool2d_with_indices: maxPool(2),
  max_pool3d_with_indices: maxPool(3),
  avg_pool1d: avgPool(1),
  avg_pool2d: avgPool(2),
  avg_pool3d: avgPool(3),
  lp_pool1d: lpPool(1),
  lp_pool2d: lpPool(2),
  lp_pool3d: lpPool(3),
  adaptive_avg_pool1d: adaptiveAvgPool(1),
  adaptive_avg_pool2d: adaptiveAvgPool(2),
  adaptive_avg_pool3d: adaptiveAvgPool(3),
} satisfies Partial<Ops>;
