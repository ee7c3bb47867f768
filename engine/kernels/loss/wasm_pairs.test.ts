// Tests of the losses of pairs on both builds, against the plain ones.

import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import type { PairOp } from "./contract.ts";
import { pairs } from "./reference/pairs.ts";

const settings: Partial<Record<PairOp, number>> = { smoothL1: 0.5, huber: 0.7 };
/** Those whose x or target is a probability. */
const probable = { bce: ["x", "t"], klDiv: ["t"] } as const;

describe.each(builds)("%s SIMD", (build) => {
  test("every loss, of every length, with its slopes", async () => {
    const b = await benchOf(build);
    for (const op of Object.keys(pairs) as PairOp[]) {
      const bounded: readonly string[] = op in probable ? probable[op as keyof typeof probable] : [];
      const side = (name: "x" | "t", n: number): Float32Array => {
        const values = b.floats(n, 2);
        if (bounded.includes(name)) for (const i of values.keys()) values[i] = 0.01 + 0.98 * b.random();
        return values;
      };
      for (const n of [0, 1, 2, 3, 4, 5, 9, 64, 131]) {
        const [x, t, g] = [side("x", n), side("t", n), b.floats(n)];
        // Ties, and what torch treats apart: certain probabilities, differences of nothing.
        for (let i = 0; i < n; i += 5) {
          if (op === "bce") t[i] = b.pick([0, 1]);
          else if (op === "klDiv") t[i] = 0;
          else x[i] = t[i]!;
        }
        const a = settings[op] ?? 0;
        const [out, expected] = [b.empty(n), new Float32Array(n)];
        b.kernels.pairForward(op, x, t, out, a);
        reference.pairForward(op, x, t, expected, a);
        expectClose(out, expected, `${op} of ${n}`, { absolute: 1e-6, relative: 2e-6 });
        for (const of of ["x", "t"] as const) {
          b.kernels.pairBackward(op, of, g, x, t, out, a);
          reference.pairBackward(op, of, g, x, t, expected, a);
          expectClose(out, expected, `${op} of ${n}, back to ${of}`, { absolute: 1e-6, relative: 5e-6 });
        }
      }
    }
  });

  test("probabilities of 0 and 1 end at -100", async () => {
    const b = await benchOf(build);
    const [x, t, out, expected] = [b.floats(4), b.floats(4), b.empty(4), new Float32Array(4)];
    x.set([0, 1, 0, 1]);
    t.set([1, 0, 0, 1]);
    b.kernels.pairForward("bce", x, t, out);
    reference.pairForward("bce", x, t, expected);
    expectClose(out, expected, "bce", { absolute: 0, relative: 0 });
  });
});
