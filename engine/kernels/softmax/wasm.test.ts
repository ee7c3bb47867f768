// Tests of softmax against the plain kernels, on both builds.
import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";

describe.each(builds)("%s SIMD", (build) => {
  test("softmax and log-softmax along any dim, with gradients", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const dims = [b.integer(0, 4), b.pick([1, 2, 3, 4, 5, 10, 33]), b.pick([1, 1, 2, 3, 4, 5, 9])] as const;
      const n = dims[0] * dims[1] * dims[2];
      const log = b.random() < 0.5;
      const [x, g] = [b.floats(n, 20), b.floats(n)];
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.softmaxForward(x, out, ...dims, log);
      reference.softmaxForward(x, expected, ...dims, log);
      expectClose(out, expected, `softmax ${dims}`, { absolute: 1e-6, relative: 1e-5 });
      const [gradient, wanted] = [b.empty(n), new Float32Array(n)];
      b.kernels.softmaxBackward(g, out, gradient, ...dims, log);
      reference.softmaxBackward(g, out, wanted, ...dims, log);
      expectClose(gradient, wanted, `softmax's gradient ${dims}`, { absolute: 1e-5, relative: 1e-5 });
    }
  });
});
