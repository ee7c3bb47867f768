// Layer normalization of tensors, with its gradients.

import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { layernormShapes } from "../../ops/shapes/layernorm.ts";
import { unwritten } from "../create.ts";
import { notImplementedFor, record, type Tensor } from "../tensor.ts";

export const layernormOps = {
  layer_norm(input, normalized_shape, weight = null, bias = null, eps = 1e-5) {
    layernormShapes.layer_norm(input.shape, normalized_shape, weight?.shape ?? null, bias?.shape ?? null);
    if (input.dtype !== "float32") throw notImplementedFor("LayerNormKernelImpl", input.dtype);
    const size = numel(normalized_shape);
    const rows = size === 0 ? 0 : input.numel() / size;
    const mean = new Float64Array(rows);
    const invstd = new Float64Array(rows);
    const out = unwritten(input.shape);
    const w = weight?.floats ?? null;
    kernels.layerNormForward(input.floats, out.floats, w, bias?.floats ?? null, mean, invstd, size, eps);
    return record(
      "NativeLayerNormBackward0",
      out,
      [input, weight, bias],
      (grad) => {
        const gradInput = input.requires_grad ? unwritten(input.shape) : null;
        const gradWeight = weight && new Float64Array(size);
        const gradBias = bias && new Float64Array(size);
        const scale = weight?.floats ?? null;
        const into = gradInput?.floats ?? null;
        kernels.layerNormBackward(grad.floats, input.floats, scale, mean, invstd, into, gradWeight, gradBias, size);
        return [
          gradInput,
          weight && gradWeight && unwritten(weight.shape).copy_(gradWeight),
          bias && gradBias && unwritten(bias.shape).copy_(gradBias),
        ];
      },
      weight ? [input, weight] : [input],
    );
  },
} satisfies Partial<Functional<Tensor>>;
