// Softmax and its logarithm over tensors, with their gradients.
import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { softmaxDim } from "../../ops/shapes/activation.ts";
import { unwritten } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";

const alongDim =
  (log: boolean): Functional<Tensor>["softmax"] =>
  (input, dim = null) => {
    const axis = softmaxDim(dim, input.ndim);
    const last = axis === input.ndim - 1;
    const op = log ? "log_softmax" : "softmax";
    if (input.dtype !== "float32") {
      throw notImplementedFor(last ? `${op}_lastdim_kernel_impl` : `${op}_kernel_impl`, input.dtype);
    }
    const outer = numel(input.shape.slice(0, axis));
    const size = input.shape[axis] ?? 1;
    const inner = numel(input.shape.slice(axis + 1));
    const out = unwritten(input.shape);
    kernels.softmaxForward(input.floats, out.floats, outer, size, inner, log);
    return record(
      log ? "LogSoftmaxBackward0" : "SoftmaxBackward0",
      out,
      [input],
      (grad) => {
        const gradInput = unwritten(input.shape);
        kernels.softmaxBackward(grad.floats, out.floats, gradInput.floats, outer, size, inner, log);
        return [gradInput];
      },
      [out],
    );
  };

export const softmax = alongDim(false);
export const log_softmax = alongDim(true);
