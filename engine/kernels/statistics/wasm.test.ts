// Tests of statistics against the plain ones, on both builds: sizes around blocks, values that are not finite, bins exactly.

import { expect, describe as group, test } from "vitest";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import type { Description } from "./contract.ts";
import { describe } from "./reference.ts";

const figures = (s: Description): number[] => [s.min, s.max, s.mean, s.std, s.nonFinite];

group.each(builds)("%s SIMD", (build) => {
  test.each([0, 1, 2, 3, 4, 5, 7, 64, 131, 10_001, 65_536, 65_537, 200_003])("%i values", async (n) => {
    const b = await benchOf(build);
    for (const [bins, offset, scale] of [
      [64, 0, 5],
      [16, 1000, 5],
      [7, -3, 1e-3],
      [1, 0, 1e30],
    ] as const) {
      const x = b.floats(n, scale);
      for (const [i, v] of x.entries()) x[i] = v + offset;
      const check = (what: string): void => {
        const [found, expected] = [b.kernels.describe(x, bins), describe(x, bins)];
        const absolute = 1e-12 * (scale + Math.abs(offset));
        expectClose(figures(found), figures(expected), `${what} of ${n}`, { absolute, relative: 1e-9 });
        expect(found.histogram).toEqual(expected.histogram);
      };
      check("finite values");
      for (let i = 0; i < n; i += 5) x[i] = b.pick([Number.NaN, Infinity, -Infinity]);
      check("values of all kinds");
      // A whole block without a finite value among others.
      x.subarray(0, 65_536).fill(Number.NaN);
      check("values after many that are none");
      x.fill(offset);
      check("one value");
    }
  });

  test("of values on the edges of bins", async () => {
    const b = await benchOf(build);
    const x = b.empty(1030);
    for (let i = 0; i < x.length; i++) x[i] = (i % 11) / 10;
    expect(b.kernels.describe(x, 10)).toEqual({
      ...describe(x, 10),
      mean: expect.closeTo(0.5, 2),
      std: expect.closeTo(0.316, 2),
    });
    expect(b.kernels.describe(new Float64Array([1, 2, 9]), 4)).toEqual(describe(new Float64Array([1, 2, 9]), 4));
  });
});
