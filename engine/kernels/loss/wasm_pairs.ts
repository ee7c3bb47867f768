// Losses of pairs of elements on WebAssembly.

import type { Workspace } from "../memory/workspace.ts";
import { pairOps } from "./contract.ts";
import type { LossExports } from "./exports.ts";
import * as plain from "./reference/pairs.ts";

type Exports = LossExports;

const isFloats = (x: unknown): x is Float32Array => x instanceof Float32Array;

export function pairKernels(kernel: Exports, space: Workspace) {
  return {
    /** out = the loss of every pair. */
    pairForward(...[op, x, t, out, a = 0]: Parameters<typeof plain.pairForward>): void {
      if (!(isFloats(x) && isFloats(t) && isFloats(out))) plain.pairForward(op, x, t, out, a);
      else {
        space.with([x, t, out], 2, (x, t, to) => {
          kernel.pairForward(pairOps.indexOf(op), x, t, to, out.length, a);
        });
      }
    },

    /** out = grad · slope, with respect to x or to t. */
    pairBackward(...[op, of, grad, x, t, out, a = 0]: Parameters<typeof plain.pairBackward>): void {
      if (!(isFloats(grad) && isFloats(x) && isFloats(t) && isFloats(out))) {
        plain.pairBackward(op, of, grad, x, t, out, a);
        return;
      }
      const code = pairOps.indexOf(op);
      space.with([grad, x, t, out], 3, (g, x, t, to) => {
        kernel.pairBackward(code, Number(of === "x"), g, x, t, to, out.length, a);
      });
    },
  };
}
