// Max pooling to a given size (adaptive, fractional) and max unpooling of tensors, with their gradients.

import { runtimeError } from "../../core/errors.ts";
import { uniform_ } from "../../core/random.ts";
import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { adaptiveSizes, fractionalSizes } from "../../ops/shapes/adaptive_pool.ts";
import { unpoolSizes } from "../../ops/shapes/unpool.ts";
import { empty } from "../create.ts";
import { dtypeName, notImplementedFor, record, type Tensor } from "../tensor.ts";
import { threeDims } from "./conv.ts";
import { needDtype, recordPicked } from "./pool.ts";

type Ops = Functional<Tensor>;

const adaptiveKernels = ["adaptive_max_pool2d", "adaptive_max_pool2d", "adaptive_max_pool3d_cpu"];

const adaptiveMaxPool =
  (dims: number): Ops["adaptive_max_pool2d_with_indices"] =>
  (input, output_size) => {
    const spatial = adaptiveSizes("max", dims, input.shape, output_size);
    needDtype(input, dims, adaptiveKernels);
    const leading = input.shape.slice(0, -dims);
    const out = empty([...leading, ...spatial]);
    const indices = empty(out.shape, "int64");
    const from = threeDims(input.shape.slice(-dims), 1);
    const to = threeDims(spatial, 1);
    kernels.adaptiveMaxPoolForward(input.floats, out.floats, indices.data as Float64Array, numel(leading), from, to);
    recordPicked(`AdaptiveMaxPool${dims}DBackward0`, dims, input, out, indices);
    return [out, indices];
  };

const fractionalMaxPool =
  (dims: 2 | 3): Ops["fractional_max_pool2d_with_indices"] =>
  (input, kernel_size, output_size, output_ratio, _return_indices, _random_samples = null) => {
    const given = _random_samples?.shape ?? null;
    const sizes = fractionalSizes(dims, input.shape, kernel_size, output_size, output_ratio, given);
    if (input.dtype !== "float32") throw notImplementedFor("check_uniform_bounds", input.dtype);
    const leading = input.shape.slice(0, -dims);
    const planes = numel(leading);
    const samples = _random_samples ?? empty([planes, dims]);
    if (!_random_samples) uniform_(samples.floats);
    const out = empty([...leading, ...sizes.output]);
    const indices = empty(out.shape, "int64");
    kernels.fractionalMaxPoolForward(
      input.floats,
      out.floats,
      indices.data as Float64Array,
      samples.floats,
      planes,
      dims,
      threeDims(input.shape.slice(-dims), 1),
      threeDims(sizes.output, 1),
      threeDims(sizes.kernel, 1),
    );
    recordPicked(`FractionalMaxPool${dims}DBackward0`, dims, input, out, indices);
    return [out, indices];
  };

function checkUnpoolTypes(dims: number, input: Tensor, indices: Tensor): void {
  if (indices.dtype !== "int64") {
    const got = dims === 3 ? "" : ` but got: ${dtypeName(indices.dtype)}`;
    throw runtimeError(`elements in indices should be type int64${got}`);
  }
  needDtype(input, dims, ["max_unpool2d", "max_unpool2d", "max_unpool3d"]);
}

const maxUnpool =
  (dims: number): Ops["max_unpool2d"] =>
  (input, indices, ...settings) => {
    const spatial = unpoolSizes(dims, input.shape, indices.shape, ...settings);
    checkUnpoolTypes(dims, input, indices);
    const leading = input.shape.slice(0, -dims);
    const planes = numel(leading);
    const inPlane = numel(input.shape.slice(-dims));
    const outPlane = numel(spatial);
    const out = empty([...leading, ...spatial]);
    const places = indices.data as Float64Array;
    const outside = kernels.maxUnpoolForward(input.floats, places, out.floats, planes, inPlane, outPlane);
    if (outside !== null) {
      const size = (dims === 1 ? [...spatial, 1] : spatial).join("x");
      // Torch's own text leaves the bracket open.
      throw runtimeError(`Found an invalid max index: ${outside} (output volumes are of size ${size}`);
    }
    return record(
      `MaxUnpool${Math.max(dims, 2)}DBackward0`,
      out,
      [input],
      (grad) => {
        const gradInput = empty(input.shape);
        const at = indices.data as Float64Array;
        kernels.maxUnpoolBackward(grad.floats, at, gradInput.floats, planes, inPlane, outPlane);
        return [gradInput];
      },
      [indices],
    );
  };

export const maxWindowOps = {
  adaptive_max_pool1d: (...args) => adaptiveMaxPool(1)(...args)[0],
  adaptive_max_pool2d: (...args) => adaptiveMaxPool(2)(...args)[0],
  adaptive_max_pool3d: (...args) => adaptiveMaxPool(3)(...args)[0],
  adaptive_max_pool1d_with_indices: adaptiveMaxPool(1),
  adaptive_max_pool2d_with_indices: adaptiveMaxPool(2),
  adaptive_max_pool3d_with_indices: adaptiveMaxPool(3),
  fractional_max_pool2d: (...args) => fractionalMaxPool(2)(...args)[0],
  fractional_max_pool3d: (...args) => fractionalMaxPool(3)(...args)[0],
  fractional_max_pool2d_with_indices: fractionalMaxPool(2),
  fractional_max_pool3d_with_indices: fractionalMaxPool(3),
  max_unpool1d: maxUnpool(1),
  max_unpool2d: maxUnpool(2),
  max_unpool3d: maxUnpool(3),
} satisfies Partial<Ops>;
