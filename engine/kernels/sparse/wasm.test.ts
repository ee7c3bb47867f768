// Tests of rows summed in bags on both builds, against the plain ones.
import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";

describe.each(builds)("%s SIMD", (build) => {
  test("rows of a table summed in bags, and their adjoint", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const [size, inner] = [b.integer(1, 6), b.pick([1, 2, 4, 5, 16, 33])];
      const indices = Float64Array.from({ length: b.pick([0, 1, 4, 9]) }, () => b.integer(0, size - 1));
      const [table, bagCount] = [b.floats(size * inner), 3];
      const bags = {
        bag: Int32Array.from(indices, () => b.integer(-1, bagCount - 1)),
        scale: Float64Array.from(indices, () => b.random()),
      };
      const [sums, wantedSums] = [b.empty(bagCount * inner).fill(0), new Float32Array(bagCount * inner)];
      b.kernels.sumBags(table, indices, bags, sums, inner);
      reference.sumBags(table, indices, bags, wantedSums, inner);
      expectClose(sums, wantedSums, "bags", { absolute: 1e-6, relative: 1e-6 });
      const share = b.pick([null, new Float64Array(size).fill(2)]);
      const [grad, wantedGrad] = [b.floats(table.length), new Float32Array(table.length)];
      wantedGrad.set(grad);
      b.kernels.addBags(sums, indices, bags, share, grad, inner);
      reference.addBags(wantedSums, indices, bags, share, wantedGrad, inner);
      expectClose(grad, wantedGrad, "bags added", { absolute: 1e-6, relative: 1e-6 });
    }
  });
});
