// Tests of batch normalisation against the plain kernels, on both builds.
import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";

describe.each(builds)("%s SIMD", (build) => {
  test("batch normalisation: statistics, forward, gradients", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 60; round++) {
      const dims = [b.integer(1, 5), b.integer(1, 9), b.pick([1, 2, 3, 4, 7, 64, 5000])] as const;
      const [batch, channels, spatial] = dims;
      const n = batch * channels * spatial;
      const x = b.floats(n, 3);
      for (const [i, v] of x.entries()) x[i] = v + 10;
      const wide = (): Float64Array => new Float64Array(channels);
      const [mean, variance, wantedMean, wantedVariance] = [wide(), wide(), wide(), wide()];
      b.kernels.channelStatistics(x, mean, variance, ...dims);
      reference.channelStatistics(x, wantedMean, wantedVariance, ...dims);
      expectClose(mean, wantedMean, `mean ${dims}`, { absolute: 1e-6, relative: 1e-6 });
      expectClose(variance, wantedVariance, `variance ${dims}`, { absolute: 1e-6, relative: 1e-5 });

      const invstd = wantedVariance.map((v) => 1 / Math.sqrt(v + 1e-2));
      const weight = b.random() < 0.5 ? b.floats(channels) : null;
      const bias = b.random() < 0.5 ? b.floats(channels) : null;
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.batchNormForward(x, out, wantedMean, invstd, weight, bias, ...dims);
      reference.batchNormForward(x, expected, wantedMean, invstd, weight, bias, ...dims);
      expectClose(out, expected, `forward ${dims}`);

      const g = b.floats(n);
      const [sums, normed, wantedSums, wantedNormed] = [wide(), wide(), wide(), wide()];
      b.kernels.batchNormSums(g, x, wantedMean, invstd, sums, normed, ...dims);
      reference.batchNormSums(g, x, wantedMean, invstd, wantedSums, wantedNormed, ...dims);
      const absolute = 1e-6 * Math.sqrt(batch * spatial) + 1e-5;
      expectClose(sums, wantedSums, `sums ${dims}`, { absolute });
      expectClose(normed, wantedNormed, `sums ${dims}`, { absolute });
      for (const training of [true, false]) {
        const given = [wantedMean, invstd, weight, wantedSums, wantedNormed, training] as const;
        b.kernels.batchNormBackwardInput(g, x, out, ...given, ...dims);
        reference.batchNormBackwardInput(g, x, expected, ...given, ...dims);
        expectClose(out, expected, `backward ${dims}`);
      }
    }
  });
});
