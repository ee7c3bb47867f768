// Tests of group, RMS and local response normalisation against the plain kernels, on both builds.
import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";

const wide = (length: number): Float64Array => new Float64Array(length);

describe.each(builds)("%s SIMD", (build) => {
  test("group normalisation and its gradients", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 80; round++) {
      const groups = b.integer(1, 4);
      const channels = groups * b.integer(1, 5);
      const d = { samples: b.integer(0, 3), channels, groups, spatial: b.pick([1, 2, 3, 4, 7, 33, 256, 5000]) };
      const n = d.samples * channels * d.spatial;
      const x = b.floats(n, 3);
      for (const [i, v] of x.entries()) x[i] = v + 5;
      const weight = b.random() < 0.7 ? b.floats(channels) : null;
      const bias = b.random() < 0.7 ? b.floats(channels) : null;
      const rows = d.samples * groups;
      const [mean, invstd, wantedMean, wantedInvstd] = [wide(rows), wide(rows), wide(rows), wide(rows)];
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.groupNormForward(x, out, weight, bias, mean, invstd, d, 1e-2);
      reference.groupNormForward(x, expected, weight, bias, wantedMean, wantedInvstd, d, 1e-2);
      const what = JSON.stringify(d);
      expectClose(out, expected, what);
      expectClose(mean, wantedMean, `mean ${what}`, { absolute: 1e-6, relative: 1e-6 });
      expectClose(invstd, wantedInvstd, `invstd ${what}`, { absolute: 1e-5, relative: 1e-5 });

      const g = b.floats(n);
      const [gradient, wantedGradient] = b.random() < 0.8 ? [b.empty(n), new Float32Array(n)] : [null, null];
      const [w, v, wantedW, wantedV] = [wide(channels), wide(channels), wide(channels), wide(channels)];
      w.fill(7); // What stood there before is not to be seen.
      b.kernels.groupNormBackward(g, x, weight, wantedMean, wantedInvstd, gradient, w, v, d);
      reference.groupNormBackward(g, x, weight, wantedMean, wantedInvstd, wantedGradient, wantedW, wantedV, d);
      const absolute = 1e-6 * Math.sqrt(d.samples * d.spatial) + 1e-5;
      expectClose(w, wantedW, `weight's gradient ${what}`, { absolute });
      expectClose(v, wantedV, `bias's gradient ${what}`, { absolute });
      if (gradient && wantedGradient) expectClose(gradient, wantedGradient, `input's gradient ${what}`);
    }
  });

  test("RMS normalisation of rows and its gradients", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 80; round++) {
      const [rows, size] = [b.pick([0, 1, 2, 5, 16, 17, 40]), b.pick([1, 2, 3, 4, 5, 16, 17, 33, 256, 9001])];
      const n = rows * size;
      const [x, g] = [b.floats(n, 3), b.floats(n)];
      const weight = b.random() < 0.7 ? b.floats(size) : null;
      const [invstd, wantedInvstd] = [wide(rows), wide(rows)];
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.rmsNormForward(x, out, weight, invstd, size, 1e-3);
      reference.rmsNormForward(x, expected, weight, wantedInvstd, size, 1e-3);
      const what = `${rows} of ${size}`;
      expectClose(out, expected, what);
      expectClose(invstd, wantedInvstd, `invstd ${what}`, { absolute: 1e-6, relative: 1e-6 });

      const [gradient, wantedGradient] = b.random() < 0.8 ? [b.empty(n), new Float32Array(n)] : [null, null];
      const [w, wantedW] = b.random() < 0.8 ? [wide(size).fill(0.5), wide(size).fill(0.5)] : [null, null];
      b.kernels.rmsNormBackward(g, x, weight, wantedInvstd, gradient, w, size);
      reference.rmsNormBackward(g, x, weight, wantedInvstd, wantedGradient, wantedW, size);
      if (w && wantedW) expectClose(w, wantedW, `weight's gradient ${what}`);
      if (gradient && wantedGradient) expectClose(gradient, wantedGradient, `input's gradient ${what}`);
    }
  });

  test("local response normalisation and its gradient", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 80; round++) {
      const d = {
        samples: b.integer(0, 3),
        channels: b.integer(1, 9),
        spatial: b.pick([1, 3, 4, 5, 49]),
        size: b.integer(1, 12),
        alpha: b.pick([1e-4, 0.3, 2]),
        beta: b.pick([0.75, 0.75, 0.5, 1, 1.3]),
        k: b.pick([1, 2, 0.1]),
      };
      const n = d.samples * d.channels * d.spatial;
      const [x, g] = [b.floats(n, 4), b.floats(n)];
      const [out, base, expected, wantedBase] = [b.empty(n), b.empty(n), new Float32Array(n), new Float32Array(n)];
      b.kernels.localResponseForward(x, out, base, d);
      reference.localResponseForward(x, expected, wantedBase, d);
      const what = JSON.stringify(d);
      expectClose(out, expected, what, { absolute: 1e-7, relative: 2e-6 });
      expectClose(base, wantedBase, `base ${what}`, { absolute: 0, relative: 2e-6 });
      const [gradient, wanted] = [b.empty(n), new Float32Array(n)];
      b.kernels.localResponseBackward(g, x, expected, wantedBase, b.empty(n), gradient, d);
      reference.localResponseBackward(g, x, expected, wantedBase, new Float32Array(n), wanted, d);
      expectClose(gradient, wanted, `gradient ${what}`);
    }
  });

  test("local response normalisation of numbers whose squares vanish or overflow, as torch has it", async () => {
    const b = await benchOf(build);
    const { POSITIVE_INFINITY: inf, NaN: nan } = Number;
    const cases: [x: number[], beta: number, k: number, wanted: number[]][] = [
      [[1e-40, -1e-42, 1e-39], 0.75, 0, [inf, -inf, inf]],
      [[1e-22, 3e-22, 1e-20], 0.75, 0, [inf, 778844504064, 25961483468800]],
      [[1e-18, 3e-19, -1e-20], 0.75, 0, [2136855937024, 641001193472, -138623025152]],
      [[1e-40, -1e-42, 1e-30, 0, 1e-20, inf, nan, 1e20, 1e38], 0.75, 0, [inf, -inf, inf, 0, 0, nan, nan, nan, 0]],
      [[1e-40, -1e-42, 1e-30, 0, 1e-20, inf, nan, 1e20, 1e38], 2, 0, [inf, -inf, inf, nan, 0, nan, nan, nan, 0]],
    ];
    for (const [values, beta, k, wanted] of cases) {
      const d = { samples: 1, channels: values.length, spatial: 1, size: 3, alpha: 1e-4, beta, k };
      const [x, out, plain] = [b.empty(values.length), b.empty(values.length), new Float32Array(values.length)];
      x.set(values);
      b.kernels.localResponseForward(x, out, null, d);
      reference.localResponseForward(x, plain, null, d);
      expectClose(out, wanted, `${values}`, { absolute: 0, relative: 1e-6 });
      expectClose(plain, wanted, `plain, ${values}`, { absolute: 0, relative: 1e-6 });
    }
  });
});
