// Tests of chains of rows on both builds, against the plain one.
import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import { randomChain } from "./cases.fixture.ts";

describe.each(builds)("%s SIMD", (build) => {
  test("linear maps, functions, sums and products, layer normalisation, one after another", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 150; round++) {
      const { chain, arrays, outputs } = randomChain(b, b.pick([0, 1, 2, 5, 24, 25, 61]));
      const wanted = outputs.map(({ length }) => new Float32Array(length));
      reference.runChain(chain, [...arrays.slice(0, 2), ...wanted]);
      const prepared = round % 2 === 0 ? b.kernels.prepareChain(chain) : null;
      for (let again = 0; again < 2; again++) {
        for (const output of outputs) output.fill(Number.NaN);
        b.kernels.runChain(chain, arrays, prepared);
        const what = `${chain.rows} rows of ${chain.widths}: ${chain.steps.map(({ kind }) => kind)}`;
        const most = wanted.flatMap((x) => [...x]).reduce((max, v) => Math.max(max, Math.abs(v)), 1);
        for (const i of [0, 1]) expectClose(outputs[i]!, wanted[i]!, what, { absolute: 1e-5 * most, relative: 1e-4 });
      }
      prepared?.release();
    }
  });
});
