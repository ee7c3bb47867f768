// Tests of layer normalisation against the plain kernels, on both builds.
import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";

const wide = (length: number): Float64Array => new Float64Array(length);

describe.each(builds)("%s SIMD", (build) => {
  test("layer normalisation and its gradients", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 60; round++) {
      const [rows, size] = [b.integer(0, 6), b.pick([1, 2, 3, 4, 5, 8, 33, 256])];
      const n = rows * size;
      const x = b.floats(n, 3);
      for (const [i, v] of x.entries()) x[i] = v + 5;
      const weight = b.random() < 0.7 ? b.floats(size) : null;
      const bias = b.random() < 0.7 ? b.floats(size) : null;
      const [mean, invstd, wantedMean, wantedInvstd] = [wide(rows), wide(rows), wide(rows), wide(rows)];
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.layerNormForward(x, out, weight, bias, mean, invstd, size, 1e-2);
      reference.layerNormForward(x, expected, weight, bias, wantedMean, wantedInvstd, size, 1e-2);
      expectClose(out, expected, `${rows} of ${size}`);
      expectClose(mean, wantedMean, "mean", { absolute: 1e-6, relative: 1e-6 });
      expectClose(invstd, wantedInvstd, "invstd", { absolute: 1e-5, relative: 1e-5 });

      const g = b.floats(n);
      const wanted = b.random() < 0.8;
      const [gradient, wantedGradient] = wanted ? [b.empty(n), new Float32Array(n)] : [null, null];
      const [w, v, wantedW, wantedV] = [wide(size), wide(size), wide(size), wide(size)];
      b.kernels.layerNormBackward(g, x, weight, wantedMean, wantedInvstd, gradient, w, v, size);
      reference.layerNormBackward(g, x, weight, wantedMean, wantedInvstd, wantedGradient, wantedW, wantedV, size);
      expectClose(w, wantedW, "weight's gradient");
      expectClose(v, wantedV, "bias's gradient");
      if (gradient && wantedGradient) expectClose(gradient, wantedGradient, "input's gradient");
    }
  });

  test("the gradients of many long rows of layer normalisation", async () => {
    const b = await benchOf(build);
    for (const [rows, size] of [
      [40, 50],
      [33, 9001],
      [200, 64],
    ] as const) {
      const n = rows * size;
      const [x, g, weight] = [b.floats(n, 3), b.floats(n), b.floats(size)];
      const [mean, invstd] = [wide(rows), wide(rows)];
      reference.layerNormForward(x, new Float32Array(n), null, null, mean, invstd, size, 1e-5);
      const [gradient, wanted] = [b.empty(n), new Float32Array(n)];
      const [w, v, wantedW, wantedV] = [wide(size), wide(size), wide(size), wide(size)];
      b.kernels.layerNormBackward(g, x, weight, mean, invstd, gradient, w, v, size);
      reference.layerNormBackward(g, x, weight, mean, invstd, wanted, wantedW, wantedV, size);
      expectClose(gradient, wanted, `input's gradient, ${rows} of ${size}`);
      expectClose(w, wantedW, `weight's gradient, ${rows} of ${size}`);
      expectClose(v, wantedV, `bias's gradient, ${rows} of ${size}`);
      // Only one of the two parameters.
      const [alone, other] = [wide(size), wide(size)];
      b.kernels.layerNormBackward(g, x, weight, mean, invstd, null, alone, null, size);
      b.kernels.layerNormBackward(g, x, weight, mean, invstd, null, null, other, size);
      expectClose(alone, w, "weight's gradient alone", { absolute: 0, relative: 0 });
      expectClose(other, v, "bias's gradient alone", { absolute: 0, relative: 0 });
    }
  });
});
