// Losses over classes on WebAssembly.
import type { Workspace } from "../memory/workspace.ts";
import type { LossExports } from "./exports.ts";
import type * as plain from "./reference/classes.ts";

export function classLossKernels(kernel: LossExports, space: Workspace) {
  return {
    /** out = -weight[target] · scores[target], 0 where the target is to be ignored; the sum of the weights. */
    nllForward(...[scores, target, weight, out, d, ignore]: Parameters<typeof plain.nllForward>): number {
      let total = 0;
      space.with([scores, target, weight, out], 3, (scores, target, weight, out) => {
        total = kernel.nllForward(scores, target, weight, out, d.outer, d.classes, d.inner, ignore);
      });
      return total;
    },

    nllBackward(...[grad, target, weight, out, d, ignore]: Parameters<typeof plain.nllBackward>): void {
      space.with([grad, target, weight, out], 3, (grad, target, weight, out) => {
        kernel.nllBackward(grad, target, weight, out, d.outer, d.classes, d.inner, ignore);
      });
    },

    /** The gradient through nllForward and the log-softmax that gave `logs`. */
    crossEntropyBackward(...args: Parameters<typeof plain.crossEntropyBackward>): void {
      const [grad, logs, target, weight, out, d, ignore] = args;
      space.with([grad, logs, target, weight, out], 4, (grad, logs, target, weight, out) => {
        kernel.crossEntropyBackward(grad, logs, target, weight, out, d.outer, d.classes, d.inner, ignore);
      });
    },
  };
}
