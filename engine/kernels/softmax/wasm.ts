// Softmax and log-softmax on WebAssembly.
import type { Workspace } from "../memory/workspace.ts";
import type { SoftmaxExports } from "./exports.ts";

export function softmaxKernels(kernel: SoftmaxExports, space: Workspace) {
  return {
    /** y = exp(x - max) / Σ exp(x - max) along the middle dim; with `log` its logarithm. */
    softmaxForward(x: Float32Array, out: Float32Array, outer: number, size: number, inner: number, log: boolean): void {
      space.with([x, out], 1, (from, to) => kernel.softmaxForward(from, to, outer, size, inner, Number(log)));
    },
    /** Softmax: y (g - Σ g y). Log-softmax: g - exp(y) Σ g. */
    softmaxBackward(
      grad: Float32Array,
      y: Float32Array,
      out: Float32Array,
      outer: number,
      size: number,
      inner: number,
      log: boolean,
    ): void {
      space.with([grad, y, out], 2, (g, v, to) => {
        kernel.softmaxBackward(g, v, to, outer, size, inner, Number(log));
      });
    },
  };
}
