// Tests that softmax, norms, reductions, windows, resampling and statistics keep Inf, NaN and outliers to what reads them,
// on both builds.

import { describe, expect, test } from "vitest";
import { resizeTaps } from "../interpolate/reference/taps.ts";
import type { PoolDims } from "../pool/contract.ts";
import type { Reduction } from "../reduce/contract.ts";

import { referenceKernels as reference } from "../reference.ts";
import { describe as plainDescription } from "../statistics/reference.ts";
import { benchOf, builds, expectClose } from "./both_builds.fixture.ts";
import { huge, large, notFinite, spoil, spoiled, tiny } from "./hostile.fixture.ts";

const { POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: minusInf, NaN: nan } = Number;
const wide = (length: number): Float64Array => new Float64Array(length);
/** What has a square that float32 holds, or none. */
const bearable = [...tiny, ...large, ...notFinite];

const reductions: readonly (readonly [Reduction, number])[] = [
  ["sum", 0],
  ["mean", 0],
  ["prod", 0],
  ["variance", 1],
  ["std", 1],
  ["logsumexp", 0],
  ["norm", 0],
  ["norm", 1],
  ["norm", 2],
  ["norm", 3],
  ["norm", inf],
  ["norm", minusInf],
  ["max", 0],
  ["min", 0],
];

/** As expectClose, but any of NaN and the infinities may stand for another: sums of them depend on their order. */
function expectFiniteClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
  tolerance: { absolute: number; relative: number },
): void {
  const kinds = (values: ArrayLike<number>): number[] => Array.from(values, (v) => (Number.isFinite(v) ? v : nan));
  expectClose(kinds(actual), kinds(expected), what, tolerance);
}

describe.each(builds)("%s SIMD", (build) => {
  test.each([false, true])("softmax, its logarithm: %s", async (log) => {
    const b = await benchOf(build);
    b.from(1, () => {
      for (let round = 0; round < 300; round++) {
        const [outer, size, inner] = [b.integer(1, 4), b.pick([1, 2, 3, 4, 5, 8, 33]), b.pick([1, 1, 2, 4, 5, 9])];
        const n = outer * size * inner;
        const x = spoil(b, b.floats(n, 20), [...bearable, ...huge]);
        // A line of -Inf alone, as a mask leaves it.
        if (round % 5 === 0) for (let i = 0; i < size; i++) x[i * inner] = b.pick([minusInf, minusInf, minusInf, inf]);
        const [out, expected] = [b.empty(n), new Float32Array(n)];
        b.kernels.softmaxForward(x, out, outer, size, inner, log);
        reference.softmaxForward(x, expected, outer, size, inner, log);
        expectClose(out, expected, `${outer}, ${size}, ${inner}`, { absolute: 1e-6, relative: 1e-5 });
        const g = spoiled(b, b.floats(n));
        const [back, wanted] = [b.empty(n), new Float32Array(n)];
        const y = b.empty(n);
        y.set(expected);
        b.kernels.softmaxBackward(g, y, back, outer, size, inner, log);
        reference.softmaxBackward(g, y, wanted, outer, size, inner, log);
        const most = g.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 1);
        expectClose(back, wanted, `gradient ${outer}, ${size}, ${inner}`, { absolute: 1e-5 * most, relative: 1e-5 });
      }
    });
  });

  test.each(reductions)("%s %d of lines", async (how, setting) => {
    const b = await benchOf(build);
    b.from(2, () => {
      for (let round = 0; round < 120; round++) {
        const dims = [b.integer(1, 4), b.pick([1, 2, 3, 4, 7, 8, 33, 300]), b.pick([1, 1, 2, 4, 5, 17])] as const;
        const n = dims[0] * dims[2];
        const squares = how === "variance" || how === "std" || setting === 3 || how === "prod";
        const x = b.floats(n * dims[1]);
        if (squares) spoil(b, x, bearable);
        else spoiled(b, x);
        const [out, expected] = [b.empty(n), new Float32Array(n)];
        b.kernels.reduce(how, x, out, ...dims, setting);
        reference.reduce(how, x, expected, ...dims, setting);
        const most = x.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 1);
        const scale = how === "norm" && setting === minusInf ? 1e-30 : most;
        expectClose(out, expected, `${how} ${setting} of ${dims}`, { absolute: 1e-6 * scale, relative: 1e-5 });
      }
    });
  });

  test("layer, RMS and group normalisation confine what is not finite to its row", async () => {
    const b = await benchOf(build);
    b.from(3, () => {
      for (let round = 0; round < 200; round++) {
        const [rows, channels] = [b.integer(1, 20), b.pick([1, 2, 4])];
        const spatial = b.pick([1, 3, 4, 8, 33, 256]);
        const size = channels * spatial;
        const n = rows * size;
        const x = b.floats(n, 3);
        // A large offset beside a small deviation; then extremes.
        if (round % 2 === 0) for (const [i, v] of x.entries()) x[i] = 1e4 + v;
        // Not larger: times 1 / √eps they must stay floats.
        else if (round % 4 === 1) spoil(b, x, [1e30, -1e30], 1);
        else spoil(b, x, bearable);
        const tolerance = { absolute: 2e-3, relative: 1e-4 };
        const [w, v] = [b.floats(size), b.floats(size)];
        const out = b.empty(n);
        const expected = new Float32Array(n);
        const [mean, invstd, wantedMean, wantedInvstd] = [wide(rows), wide(rows), wide(rows), wide(rows)];
        /** The mean is rounded in units of its last place, beside the row's own deviation. */
        const byRows = (what: string): void => {
          for (let r = 0; r < rows; r++) {
            const steep = wantedInvstd[r]! > 0 && round % 2 === 0 ? 16 * 2 ** -24 * 1e4 * wantedInvstd[r]! : 0;
            const [from, to] = [r * size, (r + 1) * size];
            const near = { absolute: 2e-3 + steep, relative: 1e-4 };
            expectClose(out.subarray(from, to), expected.subarray(from, to), `${what} ${rows} of ${size}`, near);
          }
        };
        b.kernels.layerNormForward(x, out, w, v, mean, invstd, size, 1e-5);
        reference.layerNormForward(x, expected, w, v, wantedMean, wantedInvstd, size, 1e-5);
        byRows("layer");
        const d = { samples: rows, channels, groups: 1, spatial };
        b.kernels.groupNormForward(x, out, w.subarray(0, channels), null, mean, invstd, d, 1e-5);
        reference.groupNormForward(x, expected, w.subarray(0, channels), null, wantedMean, wantedInvstd, d, 1e-5);
        byRows("group");
        b.kernels.rmsNormForward(x, out, w, invstd, size, 1e-5);
        reference.rmsNormForward(x, expected, w, wantedInvstd, size, 1e-5);
        expectClose(out, expected, `RMS ${rows} of ${size}`, tolerance);

        // Gradients from the plain statistics: in each row what belongs to it.
        reference.layerNormForward(x, expected, w, v, wantedMean, wantedInvstd, size, 1e-5);
        const g = spoil(b, b.floats(n), [...notFinite, 1e4]);
        const [back, wanted] = [b.empty(n), new Float32Array(n)];
        const sums = [wide(size), wide(size), wide(size), wide(size)] as const;
        b.kernels.layerNormBackward(g, x, w, wantedMean, wantedInvstd, back, sums[0], sums[1], size);
        reference.layerNormBackward(g, x, w, wantedMean, wantedInvstd, wanted, sums[2], sums[3], size);
        const scale = { absolute: 2, relative: 1e-3 };
        expectFiniteClose(back, wanted, `layer's gradient ${rows} of ${size}`, scale);
        expectFiniteClose(sums[0], sums[2], "weight's gradient", scale);
        expectFiniteClose(sums[1], sums[3], "bias's gradient", scale);
        reference.rmsNormForward(x, expected, w, wantedInvstd, size, 1e-5);
        b.kernels.rmsNormBackward(g, x, w, wantedInvstd, back, null, size);
        reference.rmsNormBackward(g, x, w, wantedInvstd, wanted, null, size);
        expectFiniteClose(back, wanted, `RMS's gradient ${rows} of ${size}`, scale);
      }
    });
  });

  test("batch and instance normalisation confine what is not finite to its channel", async () => {
    const b = await benchOf(build);
    b.from(4, () => {
      for (let round = 0; round < 100; round++) {
        const dims = [b.integer(1, 5), b.integer(1, 9), b.pick([1, 2, 3, 4, 7, 64, 500])] as const;
        const [batch, channels, spatial] = dims;
        const n = batch * channels * spatial;
        const x = b.floats(n, 3);
        if (round % 2 === 0) for (const [i, v] of x.entries()) x[i] = 1e4 + v;
        else if (round % 4 === 1) spoil(b, x, huge, 1);
        else spoil(b, x, bearable);
        const [mean, variance, wantedMean, wantedVariance] = [
          wide(channels),
          wide(channels),
          wide(channels),
          wide(channels),
        ];
        b.kernels.channelStatistics(x, mean, variance, ...dims);
        reference.channelStatistics(x, wantedMean, wantedVariance, ...dims);
        expectClose(mean, wantedMean, `mean ${dims}`, { absolute: 1e-2, relative: 1e-5 });
        expectClose(variance, wantedVariance, `variance ${dims}`, { absolute: 1e-3, relative: 1e-4 });
        const invstd = wantedVariance.map((v) => 1 / Math.sqrt(v + 1e-5));
        const [weight, bias] = [b.floats(channels), b.floats(channels)];
        const [out, expected] = [b.empty(n), new Float32Array(n)];
        b.kernels.batchNormForward(x, out, wantedMean, invstd, weight, bias, ...dims);
        reference.batchNormForward(x, expected, wantedMean, invstd, weight, bias, ...dims);
        // The mean and the scale are folded into one multiply-add: it costs u |mean| / deviation.
        expectClose(out, expected, `forward ${dims}`, { absolute: 2e-2, relative: 1e-3 });
      }
    });
  });

  test("largest values and means of windows", async () => {
    const b = await benchOf(build);
    b.from(5, () => {
      for (let round = 0; round < 200; round++) {
        const kernel = [1, b.integer(1, 3), b.integer(1, 3)] as const;
        const stride = [1, b.integer(1, 2), b.integer(1, 2)] as const;
        const padding = [0, kernel[1] >> 1, kernel[2] >> 1] as const;
        const input = [1, b.integer(3, 14), b.integer(3, 14)] as const;
        const output = [0, 1, 2].map(
          (i) => Math.floor((input[i]! + 2 * padding[i]! - kernel[i]!) / stride[i]!) + 1,
        ) as unknown as readonly [number, number, number];
        const d: PoolDims = { planes: b.integer(1, 4), input, output, kernel, stride, padding, dilation: [1, 1, 1] };
        const [area, n] = [input[1] * input[2], d.planes * output[1] * output[2]];
        const x = spoiled(b, b.floats(d.planes * area));
        if (round % 4 === 0) x.subarray(0, area).fill(minusInf);
        const [out, expected] = [b.empty(n), new Float32Array(n)];
        const [places, wantedPlaces] = [wide(n), wide(n)];
        b.kernels.maxPoolForward(x, out, places, d);
        reference.maxPoolForward(x, expected, wantedPlaces, d);
        expectClose(out, expected, JSON.stringify(d), { absolute: 0, relative: 0 });
        expect(places).toEqual(wantedPlaces);
        const [bytes, wantedTaps] = [b.empty(Math.ceil(n / 4)), new Uint8Array(n)];
        const taps = new Uint8Array(bytes.buffer, bytes.byteOffset, n);
        b.kernels.maxPoolTaps(x, out, taps, d);
        reference.maxPoolTaps(x, expected, wantedTaps, d);
        expectClose(out, expected, `taps ${JSON.stringify(d)}`, { absolute: 0, relative: 0 });
        expect([...taps]).toEqual([...wantedTaps]);
        b.kernels.avgPoolForward(x, out, d, true, null);
        reference.avgPoolForward(x, expected, d, true, null);
        const most = x.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 1);
        const near = { absolute: 1e-6 * most, relative: 1e-5 };
        expectClose(out, expected, `means ${JSON.stringify(d)}`, near);
        b.kernels.adaptiveAvgPoolForward(x, out, d.planes, input, output);
        reference.adaptiveAvgPoolForward(x, expected, d.planes, input, output);
        expectClose(out, expected, `adaptive ${JSON.stringify(d)}`, near);
        const g = spoiled(b, b.floats(n));
        const [back, wanted] = [b.empty(x.length), new Float32Array(x.length)];
        b.kernels.avgPoolBackward(g, back, d, true, null);
        reference.avgPoolBackward(g, wanted, d, true, null);
        const steep = g.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 1);
        expectClose(back, wanted, `means' gradient ${JSON.stringify(d)}`, { absolute: 1e-5 * steep });
        b.kernels.maxPoolTapsBackward(g, taps, back, d);
        reference.maxPoolTapsBackward(g, wantedTaps, wanted, d);
        expectClose(back, wanted, `taps' gradient ${JSON.stringify(d)}`, { absolute: 1e-5 * steep });
      }
    });
  });

  test("resampling, and sums of rows in bags", async () => {
    const b = await benchOf(build);
    b.from(6, () => {
      for (let round = 0; round < 150; round++) {
        const sizes = Array.from({ length: b.integer(1, 2) }, () => b.integer(1, 9));
        const kind = b.pick(["nearest", "linear", "cubic", "area"] as const);
        const taps = sizes.map((size) => resizeTaps(kind, size, b.integer(1, 13), null, false));
        const outputs = taps.map(({ first }) => first.length - 1);
        const product = (all: readonly number[]): number => all.reduce((n, size) => n * size, 1);
        const x = spoiled(b, b.floats(2 * product(sizes)));
        const [out, expected] = [b.empty(2 * product(outputs)), new Float32Array(2 * product(outputs))];
        b.kernels.resample(x, out, 2, sizes, taps);
        reference.resample(x, expected, 2, sizes, taps);
        const most = x.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 1);
        expectClose(out, expected, `${kind} ${sizes} to ${outputs}`, { absolute: 1e-5 * most, relative: 1e-5 });

        const [rows, width, bags] = [b.integer(1, 9), b.integer(1, 9), b.integer(1, 4)];
        const table = spoiled(b, b.floats(rows * width));
        const count = b.integer(0, 12);
        const indices = Float64Array.from({ length: count }, () => b.integer(0, rows - 1));
        const plan = {
          bag: Int32Array.from({ length: count }, () => b.integer(-1, bags - 1)),
          scale: Float64Array.from({ length: count }, () => b.pick([1, 0.5])),
        };
        const [sums, wanted] = [b.empty(bags * width).fill(0), new Float32Array(bags * width)];
        reference.sumBags(table, indices, plan, wanted, width);
        b.kernels.sumBags(table, indices, plan, sums, width);
        const largest = table.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 1);
        expectClose(sums, wanted, "bags", { absolute: 1e-6 * largest, relative: 1e-5 });
      }
    });
  });

  test("statistics count what is not finite and describe the rest", async () => {
    const b = await benchOf(build);
    b.from(7, () => {
      for (let round = 0; round < 120; round++) {
        const x = b.floats(b.pick([1, 3, 4, 17, 1000, 70_000]), b.pick([1, 1e-40, 1e30, 3e38]));
        spoil(b, x, [...tiny, ...large, ...huge, ...notFinite], 20);
        if (round % 6 === 0) x.fill(b.pick([nan, inf, 3e38]));
        const bins = b.pick([1, 16, 64]);
        const [found, expected] = [b.kernels.describe(x, bins), plainDescription(x, bins)];
        const finite = x.filter(Number.isFinite).length;
        const exact = [expected.min, expected.max, x.length - finite];
        expectClose([found.min, found.max, found.nonFinite], exact, "extent", { absolute: 0, relative: 0 });
        const size = Math.max(Math.abs(expected.min), Math.abs(expected.max)) || 1;
        expectClose([found.mean, found.std], [expected.mean, expected.std], `${x.length} values`, {
          absolute: 1e-9 * size,
          relative: 1e-6,
        });
        expect(found.histogram).toEqual(expected.histogram);
        expect(found.histogram.length).toBe(bins);
        expect(found.histogram.reduce((sum, count) => sum + count, 0)).toBe(finite);
      }
    });
  });
});
