// Tests of padding on both builds, against the plain kernels.
import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";

const product = (sizes: readonly number[]): number => sizes.reduce((n, size) => n * size, 1);

describe.each(builds)("%s SIMD", (build) => {
  test("padding with values, edges, reflections and cuts, and back", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 200; round++) {
      const shape = Array.from({ length: b.integer(1, 4) }, () => b.integer(1, 7));
      const maps = shape.map((size, d) => {
        if (d < shape.length - b.integer(1, 3)) return Int32Array.from({ length: size }, (_, i) => i);
        const before = b.integer(-1, 6);
        const outputs = Math.max(size + before + b.integer(-1, 6), 0);
        const at = (i: number): number => (i >= 0 && i < size ? i : -1);
        const kind = b.integer(0, 2);
        return Int32Array.from({ length: outputs }, (_, o) => {
          const i = o - before;
          if (kind === 0) return at(i);
          return kind === 1 ? Math.min(Math.max(i, 0), size - 1) : ((i % size) + size) % size;
        });
      });
      const x = b.floats(product(shape));
      const n = product(maps.map((map) => map.length));
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      const what = `[${shape}] by ${maps.map((map) => `[${map}]`)}`;
      b.kernels.padForward(x, out, shape, maps, 2.5);
      reference.padForward(x, expected, shape, maps, 2.5);
      expectClose(out, expected, what, { absolute: 0, relative: 0 });
      const g = b.floats(n);
      const [back, wanted] = [b.empty(x.length), new Float32Array(x.length)];
      b.kernels.padBackward(g, back, shape, maps);
      reference.padBackward(g, wanted, shape, maps);
      expectClose(back, wanted, `${what}, back`, { absolute: 2e-6, relative: 1e-5 });
    }
  });
});
