// Tests of losses over classes on both builds, against the plain ones.
import { describe, expect, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";

describe.each(builds)("%s SIMD", (build) => {
  test("losses over classes and their gradients", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const d = { outer: b.integer(0, 4), classes: b.pick([1, 3, 4, 10, 33]), inner: b.pick([1, 1, 2, 5]) };
      const n = d.outer * d.classes * d.inner;
      const logs = b.floats(n, 3);
      reference.softmaxForward(logs, logs, d.outer, d.classes, d.inner, true);
      const target = Float64Array.from({ length: d.outer * d.inner }, () =>
        b.random() < 0.2 ? -100 : b.integer(0, d.classes - 1),
      );
      const weight = b.random() < 0.5 ? b.floats(d.classes) : null;
      const [out, expected] = [b.empty(target.length), new Float32Array(target.length)];
      const total = b.kernels.nllForward(logs, target, weight, out, d, -100);
      expect(total).toBeCloseTo(reference.nllForward(logs, target, weight, expected, d, -100), 5);
      expectClose(out, expected, "losses");
      const g = b.floats(target.length);
      const [back, wanted] = [b.empty(n).fill(0), new Float32Array(n)];
      b.kernels.nllBackward(g, target, weight, back, d, -100);
      reference.nllBackward(g, target, weight, wanted, d, -100);
      expectClose(back, wanted, "gradient");
      b.kernels.crossEntropyBackward(g, logs, target, weight, back, d, -100);
      reference.crossEntropyBackward(g, logs, target, weight, wanted, d, -100);
      expectClose(back, wanted, "gradient through log-softmax", { absolute: 1e-6, relative: 1e-5 });
    }
  });
});
