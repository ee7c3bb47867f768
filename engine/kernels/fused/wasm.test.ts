// Tests of fused rows on both builds, against the plain one.
import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import { randomFused } from "./cases.fixture.ts";

describe.each(builds)("%s SIMD", (build) => {
  test("linear maps, functions, sums and products, layer normalisation, one after another", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 150; round++) {
      const { fused, arrays, outputs } = randomFused(b, b.pick([0, 1, 2, 5, 24, 25, 61]));
      const wanted = outputs.map(({ length }) => new Float32Array(length));
      reference.runFused(fused, [...arrays.slice(0, 2), ...wanted]);
      const prepared = round % 2 === 0 ? b.kernels.prepareFused(fused) : null;
      for (let again = 0; again < 2; again++) {
        for (const output of outputs) output.fill(Number.NaN);
        b.kernels.runFused(fused, arrays, prepared);
        const what = `${fused.rows} rows of ${fused.widths}: ${fused.steps.map(({ kind }) => kind)}`;
        const most = wanted.flatMap((x) => [...x]).reduce((max, v) => Math.max(max, Math.abs(v)), 1);
        for (const i of [0, 1]) expectClose(outputs[i]!, wanted[i]!, what, { absolute: 1e-5 * most, relative: 1e-4 });
      }
      prepared?.release();
    }
  });
});
