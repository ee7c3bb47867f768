// Transposed convolutions over tensors, with their gradients: the convolution's own, in exchanged roles.

import { runtimeError } from "../../core/errors.ts";
import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { convTransposeGeometry, convTransposeOutput } from "../../ops/shapes/conv_transpose.ts";
import { unwritten } from "../create.ts";
import { dtypeName, record, type Tensor } from "../tensor.ts";
import { convDims } from "./conv.ts";

const convTranspose =
  (dims: number): Functional<Tensor>["conv_transpose2d"] =>
  (input, weight, bias = null, ...rest) => {
    const g = convTransposeGeometry(dims, input.shape, weight.shape, bias?.shape ?? null, ...rest);
    const other = [weight, bias].find((tensor) => tensor && tensor.dtype !== input.dtype);
    if (other) {
      throw runtimeError(`expected scalar type ${dtypeName(input.dtype)} but found ${dtypeName(other.dtype)}`);
    }
    const d = convDims(g);
    const out = unwritten(convTransposeOutput(g));
    const [batch, channels, ...spatial] = g.input as [number, number, ...number[]];
    kernels.convTranspose(input.floats, weight.floats, bias?.floats ?? null, out.floats, d);
    return record(
      "ConvolutionBackward0",
      out,
      [input, weight, bias],
      (grad) => {
        const gradInput = input.requires_grad ? unwritten(input.shape) : null;
        if (gradInput) kernels.convForward(grad.floats, weight.floats, null, gradInput.floats, d);
        const gradWeight = weight.requires_grad ? unwritten(weight.shape) : null;
        if (gradWeight) kernels.convBackwardWeight(input.floats, grad.floats, gradWeight.floats, d);
        const gradBias = bias?.requires_grad ? unwritten(bias.shape) : null;
        if (gradBias) kernels.sumChannels(grad.floats, gradBias.floats, batch, channels, numel(spatial));
        return [gradInput, gradWeight, gradBias];
      },
      [input, weight],
    );
  };

export const convTransposeOps = {
  conv_transpose1d: convTranspose(1),
  conv_transpose2d: convTranspose(2),
  conv_transpose3d: convTranspose(3),
} satisfies Partial<Functional<Tensor>>;
