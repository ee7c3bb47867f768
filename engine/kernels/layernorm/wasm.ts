// Layer normalisation on WebAssembly.
import type { Workspace } from "../memory/workspace.ts";
import type { LayernormExports } from "./exports.ts";
import type * as plain from "./reference.ts";

export function layerNormKernels(kernel: LayernormExports, space: Workspace) {
  return {
    /** Every row of x (rows, size) normalised, times weight plus bias; writes mean and 1 / √(var + eps) of each row. */
    layerNormForward(
      x: Float32Array,
      out: Float32Array,
      weight: Float32Array | null,
      bias: Float32Array | null,
      mean: Float64Array,
      invstd: Float64Array,
      size: number,
      eps: number,
    ): void {
      const rows = mean.length;
      space.with([x, weight, bias, out, mean, invstd], 3, (x, weight, bias, out, mean, invstd) => {
        kernel.layerNormForward(x, out, weight, bias, mean, invstd, rows, size, eps);
      });
    },

    /** Gradients of x (where wanted); adds the sums over the rows to those of weight and bias (where wanted). */
    layerNormBackward(...args: Parameters<typeof plain.layerNormBackward>): void {
      const [grad, x, weight, mean, invstd, gradX, gradWeight, gradBias, size] = args;
      const rows = mean.length;
      const views = [grad, x, weight, mean, invstd, gradX, gradWeight, gradBias] as const;
      space.with(views, 5, (grad, x, weight, mean, invstd, gradX, gradWeight, gradBias) => {
        if (gradX) kernel.rowNormBackward(grad, x, weight, mean, invstd, gradX, rows, size);
        if (!gradWeight && !gradBias) return;
        kernel.rowNormParameters(grad, x, mean, invstd, gradWeight, gradBias, rows, size, 0, size);
      });
    },
  };
}
