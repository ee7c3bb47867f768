// Local response normalisations over neighbouring channels, with their gradients.
import { runtimeError } from "../../core/errors.ts";
import { numel } from "../../core/shape.ts";
import { kernels } from "../../kernels/index.ts";
import type { Functional } from "../../ops/functional.ts";
import { normShapes } from "../../ops/shapes/norm.ts";
import { empty, unwritten } from "../create.ts";
import { add, div, mul, pow } from "../math/binary.ts";
import { square } from "../math/elementwise.ts";
import { matmul } from "../math/matmul.ts";
import { is_grad_enabled } from "../node.ts";
import { dtypeName, record, type Tensor } from "../tensor.ts";
import { padOps } from "./pad.ts";
import { poolOps } from "./pool.ts";

/**
 * (C, C) of 0 and 1: which channels stand in the window of each. Torch's window also keeps the first channel for good
 * once it has passed it; so does this.
 */
function crossMapWindows(channels: number, size: number): Tensor {
  const reach = Math.trunc((size - 1) / 2 + 1);
  const out = empty([channels, channels]);
  const data = out.data;
  for (let c = 0; c < channels; c++) {
    for (let other = 0; other < channels; other++) {
      const inside = Math.abs(other - c) < reach || (other === 0 && c >= reach);
      data[c * channels + other] = Number(inside);
    }
  }
  return out;
}

/** Local response normalisation made of other ops, for integers. */
function composed(input: Tensor, size: number, alpha: number, beta: number, k: number): Tensor {
  const [batch, channels] = input.shape as [number, number];
  const squares = mul(input, input).reshape([batch, 1, channels, -1]);
  const padded = padOps.pad(squares, [0, 0, Math.floor(size / 2), Math.floor((size - 1) / 2)]);
  const means = poolOps.avg_pool2d(padded, [size, 1], 1).reshape(input.shape);
  return div(input, pow(add(mul(means, alpha), k), beta));
}

export const lrnOps = {
  /** x / (k + alpha · mean of x² over `size` neighbouring channels)^beta (Krizhevsky et al., 2012). */
  local_response_norm(input, size, alpha = 1e-4, beta = 0.75, k = 1) {
    normShapes.local_response_norm(input.shape, size);
    if (input.numel() === 0) return input;
    if (input.dtype !== "float32") return composed(input, size, alpha, beta, k);
    const [samples, channels, ...spatial] = input.shape as [number, number, ...number[]];
    const d = { samples, channels, spatial: numel(spatial), size, alpha, beta, k };
    const out = unwritten(input.shape);
    const base = is_grad_enabled() && input.requires_grad ? unwritten(input.shape) : null;
    kernels.localResponseForward(input.floats, out.floats, base?.floats ?? null, d);
    return record(
      "DivBackward0",
      out,
      [input],
      (grad) => {
        const [gradInput, products] = [unwritten(input.shape), unwritten(input.shape)];
        const [x, y, s] = [input.floats, out.floats, base!.floats];
        kernels.localResponseBackward(grad.floats, x, y, s, products.floats, gradInput.floats, d);
        return [gradInput];
      },
      base ? [input, out, base] : [],
    );
  },

  cross_map_lrn2d(input, size, alpha = 1e-4, beta = 0.75, k = 1) {
    normShapes.cross_map_lrn2d(input.shape, size);
    if (input.dtype !== "float32") {
      throw runtimeError(`result type Float can't be cast to the desired output type ${dtypeName(input.dtype)}`);
    }
    const [batch, channels, height, width] = input.shape as [number, number, number, number];
    const squares = square(input).reshape([batch, channels, height * width]);
    const sums = matmul(crossMapWindows(channels, size), squares).reshape(input.shape);
    return mul(input, pow(add(mul(sums, alpha / size), k), -beta));
  },
} satisfies Partial<Functional<Tensor>>;
