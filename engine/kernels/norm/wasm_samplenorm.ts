// Normalisations of groups, of rows by their root mean square, and of local responses on WebAssembly.

import type { LayernormExports } from "../layernorm/exports.ts";
import type { Workspace } from "../memory/workspace.ts";
import type { NormExports } from "./exports.ts";
import type * as plain from "./reference/samplenorm.ts";

type Exports = LayernormExports & NormExports;

export function sampleNormKernels(kernel: Exports, space: Workspace) {
  return {
    /** Every group of every sample normalised, with a weight and a bias per channel. */
    groupNormForward(...[x, out, weight, bias, mean, invstd, d, eps]: Parameters<typeof plain.groupNormForward>): void {
      space.with([x, weight, bias, out, mean, invstd], 3, (x, weight, bias, out, mean, invstd) => {
        const sizes = [d.groups, d.channels / d.groups, d.spatial] as const;
        kernel.groupNormForward(x, out, weight, bias, mean, invstd, ...sizes, eps, 0, d.samples * d.groups);
      });
    },

    /** Gradients of x (where wanted), weight and bias. */
    groupNormBackward(...args: Parameters<typeof plain.groupNormBackward>): void {
      const [grad, x, weight, mean, invstd, gradX, gradWeight, gradBias, d] = args;
      const views = [grad, x, weight, mean, invstd, gradX, gradWeight, gradBias] as const;
      space.with(views, 5, (grad, x, weight, mean, invstd, gradX, gradWeight, gradBias) => {
        const bytes = 8 * d.samples * d.channels;
        const [sums, normed] = space.scratch(bytes, bytes);
        const sizes = [d.groups, d.channels / d.groups, d.spatial] as const;
        const rows = d.samples * d.groups;
        kernel.groupNormBackward(grad, x, weight, mean, invstd, gradX, sums, normed, ...sizes, 0, rows);
        kernel.sumSamples(normed, gradWeight, d.samples, d.channels);
        kernel.sumSamples(sums, gradBias, d.samples, d.channels);
      });
    },

    /** Every row of x (rows, size) divided by its root mean square, times weight. */
    rmsNormForward(...[x, out, weight, invstd, size, eps]: Parameters<typeof plain.rmsNormForward>): void {
      space.with([x, weight, out, invstd], 2, (from, weight, to, scales) => {
        kernel.rmsNormForward(from, to, weight, scales, invstd.length, size, eps);
      });
    },

    /** The gradient of x (where wanted); adds the sums over the rows to that of weight (where wanted). */
    rmsNormBackward(...args: Parameters<typeof plain.rmsNormBackward>): void {
      const [grad, x, weight, invstd, gradX, gradWeight, size] = args;
      const rows = invstd.length;
      space.with([grad, x, weight, invstd, gradX, gradWeight], 4, (grad, x, weight, invstd, gradX, gradWeight) => {
        if (gradX) kernel.rowNormBackward(grad, x, weight, 0, invstd, gradX, rows, size);
        if (gradWeight) kernel.rowNormParameters(grad, x, 0, invstd, gradWeight, 0, rows, size, 0, size);
      });
    },

    /** out = x s^-beta, where s = k + alpha · mean of x² over neighbouring channels goes to `base` where wanted. */
    localResponseForward(...[x, out, base, d]: Parameters<typeof plain.localResponseForward>): void {
      space.with([x, out, base], 1, (x, out, base) => {
        const sizes = [d.channels, d.spatial, d.size] as const;
        const planes = d.samples * d.channels;
        kernel.localResponseForward(x, out, base, ...sizes, d.alpha, d.beta, d.k, 0, planes);
      });
    },

    /** The gradient of x; `products` is scratch of x's size. */
    localResponseBackward(...args: Parameters<typeof plain.localResponseBackward>): void {
      const [grad, x, y, base, products, gradX, d] = args;
      const n = x.length;
      space.with([grad, x, y, base, products, gradX], 4, (grad, x, y, base, products, gradX) => {
        kernel.localResponseProducts(grad, y, base, products, n);
        const sizes = [d.channels, d.spatial, d.size] as const;
        const slope = (2 * d.alpha * d.beta) / d.size;
        kernel.localResponseBackward(
          grad,
          x,
          base,
          products,
          gradX,
          ...sizes,
          slope,
          d.beta,
          0,
          d.samples * d.channels,
        );
      });
    },
  };
}
