// Activations of tensors, with their gradients.
import { runtimeError } from "../../core/errors.ts";
import { numel } from "../../core/shape.ts";
import * as kernels from "../../kernels/reference/elementwise.ts";
import { softmaxBackward, softmaxForward } from "../../kernels/reference/softmax.ts";
import type { Functional } from "../../ops/functional.ts";
import { activationShapes, softmaxDim } from "../../ops/shapes/activation.ts";
import { empty } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";

type GradFromOutput = (grad: Float32Array, y: Float32Array, out: Float32Array) => void;

/** An activation whose slope follows from its output. Integers and bools become float32. */
const unary =
  (name: string, forward: (x: Tensor["data"], out: Float32Array) => void, backward: GradFromOutput) =>
  (input: Tensor): Tensor => {
    const out = empty(input.shape);
    forward(input.data, out.floats);
    return record(
      name,
      out,
      [input],
      (grad) => {
        const gradInput = empty(input.shape);
        backward(grad.floats, out.floats, gradInput.floats);
        return [gradInput];
      },
      [out],
    );
  };

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
    const out = empty(input.shape);
    softmaxForward(input.floats, out.floats, outer, size, inner, log);
    return record(
      log ? "LogSoftmaxBackward0" : "SoftmaxBackward0",
      out,
      [input],
      (grad) => {
        const gradInput = empty(input.shape);
        softmaxBackward(grad.floats, out.floats, gradInput.floats, outer, size, inner, log);
        return [gradInput];
      },
      [out],
    );
  };

export const activationOps = {
  relu(input) {
    if (input.dtype === "bool") throw runtimeError("Boolean inputs not supported for relu");
    const out = empty(input.shape, input.dtype);
    kernels.relu(input.data, out.data);
    return record(
      "ReluBackward0",
      out,
      [input],
      (grad) => {
        const gradInput = empty(input.shape);
        kernels.reluBackward(grad.floats, out.floats, gradInput.floats);
        return [gradInput];
      },
      [out],
    );
  },
  sigmoid: unary("SigmoidBackward0", kernels.sigmoid, kernels.sigmoidBackward),
  tanh: unary("TanhBackward0", kernels.tanh, kernels.tanhBackward),
  gelu(input, approximate = "none") {
    activationShapes.gelu(input.shape, approximate);
    if (input.dtype !== "float32") throw notImplementedFor("GeluKernelImpl", input.dtype);
    const byTanh = approximate === "tanh";
    const out = empty(input.shape);
    kernels.gelu(input.floats, out.floats, byTanh);
    return record(
      "GeluBackward0",
      out,
      [input],
      (grad) => {
        const gradInput = empty(input.shape);
        kernels.geluBackward(grad.floats, input.floats, gradInput.floats, byTanh);
        return [gradInput];
      },
      [input],
    );
  },
  softmax: alongDim(false),
  log_softmax: alongDim(true),
} satisfies Partial<Functional<Tensor>>;
