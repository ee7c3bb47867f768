// Tests of resizing on both builds, against the plain ones.
import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import { antialiasTaps, resizeTaps } from "./reference/taps.ts";

const product = (sizes: readonly number[]): number => sizes.reduce((n, size) => n * size, 1);

describe.each(builds)("%s SIMD", (build) => {
  test("resizing of one to three dims by every kind of taps, and back", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 120; round++) {
      const sizes = Array.from({ length: b.integer(1, 3) }, () => b.integer(1, 9));
      const kind = b.pick(["nearest", "nearest-exact", "linear", "cubic", "area"] as const);
      const planes = b.integer(0, 3);
      const taps = sizes.map((size) => {
        const outputs = b.integer(1, 13);
        const aligned = b.random() < 0.3 && (kind === "linear" || kind === "cubic");
        return (kind === "linear" || kind === "cubic") && b.random() < 0.3
          ? antialiasTaps(kind, size, outputs, null, aligned)
          : resizeTaps(kind, size, outputs, null, aligned);
      });
      const outputs = taps.map(({ first }) => first.length - 1);
      const x = b.floats(planes * product(sizes));
      const [out, expected] = [b.empty(planes * product(outputs)), new Float32Array(planes * product(outputs))];
      const what = `${kind}, ${planes} planes of ${sizes} to ${outputs}`;
      b.kernels.resample(x, out, planes, sizes, taps);
      reference.resample(x, expected, planes, sizes, taps);
      expectClose(out, expected, what, { absolute: 1e-6, relative: 1e-5 });
      const g = b.floats(out.length);
      const [back, wanted] = [b.empty(x.length), new Float32Array(x.length)];
      b.kernels.resampleBackward(g, back, planes, sizes, taps);
      reference.resampleBackward(g, wanted, planes, sizes, taps);
      expectClose(back, wanted, `${what}, back`, { absolute: 2e-6, relative: 1e-5 });
    }
  });
});
