// Convolutions over tensors, with their gradients.

import { dtypeWords } from "../../core/dtype.ts";
import { runtimeError } from "../../core/errors.ts";
import { numel } from "../../core/shape.ts";
import type { ConvDims } from "../../kernels/conv/contract.ts";

import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { type ConvGeometry, convGeometry, convOutput } from "../../ops/shapes/conv.ts";
import { unwritten } from "../create.ts";
import { record, type Tensor } from "../tensor.ts";

type Three = readonly [number, number, number];

/** Spatial sizes as (D, H, W), with `fill` for the dims that are not there. */
export const threeDims = (values: readonly number[], fill: number): Three =>
  [...new Array<number>(3 - values.length).fill(fill), ...values] as unknown as Three;

/** What the kernels need of a convolution. */
export function convDims(g: ConvGeometry): ConvDims {
  return {
    batch: g.input[0]!,
    groups: g.groups,
    inPerGroup: g.weight[1]!,
    outPerGroup: g.weight[0]! / g.groups,
    input: threeDims(g.input.slice(2), 1),
    output: threeDims(g.output.slice(2), 1),
    kernel: threeDims(g.weight.slice(2), 1),
    stride: threeDims(g.stride, 1),
    before: threeDims(g.before, 0),
    dilation: threeDims(g.dilation, 1),
  };
}

/** Torch's error when input and weights differ in dtype. */
function checkTypes(input: Tensor, weight: Tensor, bias: Tensor | null): void {
  const other = bias ?? weight;
  if (input.dtype === weight.dtype && input.dtype === other.dtype) return;
  throw runtimeError(
    `Input type (${dtypeWords[input.dtype]}) and ${bias ? "bias" : "weight"} type (${dtypeWords[other.dtype]}) ` +
      "should be the same",
  );
}

const conv =
  (dims: number): Functional<Tensor>["conv2d"] =>
  (input, weight, bias = null, stride, padding, dilation, groups) => {
    const g = convGeometry(dims, input.shape, weight.shape, bias?.shape ?? null, stride, padding, dilation, groups);
    checkTypes(input, weight, bias);
    const d = convDims(g);
    const out = unwritten(convOutput(g));
    kernels.convForward(input.floats, weight.floats, bias?.floats ?? null, out.floats, d);
    return record(
      "ConvolutionBackward0",
      out,
      [input, weight, bias],
      (grad) => {
        const gradInput = input.requires_grad ? unwritten(input.shape) : null;
        if (gradInput) kernels.convBackwardInput(grad.floats, weight.floats, gradInput.floats, d);
        const gradWeight = weight.requires_grad ? unwritten(weight.shape) : null;
        if (gradWeight) kernels.convBackwardWeight(grad.floats, input.floats, gradWeight.floats, d);
        const gradBias = bias?.requires_grad ? unwritten(bias.shape) : null;
        if (gradBias)
          kernels.sumChannels(grad.floats, gradBias.floats, g.output[0]!, g.output[1]!, numel(g.output.slice(2)));
        return [gradInput, gradWeight, gradBias];
      },
      [input, weight],
    );
  };

export const convOps = {
  conv1d: conv(1),
  conv2d: conv(2),
  conv3d: conv(3),
} satisfies Partial<Functional<Tensor>>;
