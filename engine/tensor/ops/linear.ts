// Linear maps of tensors, with their gradients.

import { scalarTypeName } from "../../core/dtype.ts";
import { runtimeError } from "../../core/errors.ts";
import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { linearShapes } from "../../ops/shapes/linear.ts";
import { full, unwritten } from "../create.ts";
import { matmul } from "../math/matmul.ts";
import { permute } from "../math/shape.ts";
import { record, type Tensor } from "../tensor.ts";
import { mergeOps } from "./merge.ts";

export const linearOps = {
  linear(input, weight, bias = null) {
    const shape = linearShapes.linear(input.shape, weight.shape, bias?.shape ?? null);
    if (input.dtype !== weight.dtype) {
      if (bias && input.ndim > 1) throw runtimeError("mat1 and mat2 must have the same dtype");
      throw runtimeError(
        `expected scalar type ${scalarTypeName[input.dtype]} but found ${scalarTypeName[weight.dtype]}`,
      );
    }
    if (input.dtype !== "float32") {
      const product = matmul(input, permute(weight, 1, 0));
      return bias ? mergeOps.add(product, bias) : product;
    }
    const [outFeatures, inFeatures] = weight.shape as [number, number];
    const rows = numel(shape.slice(0, -1));
    // A bias of one element stretches, as every addition does.
    const added = bias && bias.numel() !== outFeatures ? mergeOps.add(bias, full([outFeatures], 0)) : bias;
    const out = unwritten(shape);
    kernels.matmulNT(input.floats, weight.floats, added?.floats ?? null, out.floats, rows, outFeatures, inFeatures);
    return record(
      "AddmmBackward0",
      out,
      [input, weight, added],
      (grad) => {
        const gradInput = input.requires_grad ? unwritten(input.shape) : null;
        if (gradInput) kernels.matmulNN(grad.floats, weight.floats, gradInput.floats, rows, inFeatures, outFeatures);
        const gradWeight = weight.requires_grad ? unwritten(weight.shape) : null;
        if (gradWeight) kernels.matmulTN(grad.floats, input.floats, gradWeight.floats, outFeatures, inFeatures, rows);
        const gradBias = added?.requires_grad ? unwritten([outFeatures]) : null;
        if (gradBias) kernels.sumChannels(grad.floats, gradBias.floats, rows, outFeatures, 1);
        return [gradInput, gradWeight, gradBias];
      },
      [input, weight],
    );
  },
  bilinear(input1, input2, weight, bias = null) {
    const shape = linearShapes.bilinear(input1.shape, input2.shape, weight.shape, bias?.shape ?? null);
    const [outFeatures, in1, in2] = weight.shape as [number, number, number];
    const rows = numel(shape.slice(0, -1));
    // (rows, I) (I, O J) = what each pair of output and second feature weighs.
    const weighed = matmul(input1.reshape(rows, in1), permute(weight, 1, 0, 2).reshape(in1, outFeatures * in2));
    const out = matmul(weighed.reshape(rows, outFeatures, in2), input2.reshape(rows, in2, 1)).reshape(shape);
    return bias ? mergeOps.add(out, bias) : out;
  },
} satisfies Partial<Functional<Tensor>>;
