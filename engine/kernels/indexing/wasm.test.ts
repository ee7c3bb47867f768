// Tests of rows and elements at indices against the plain kernels, on both builds.
import { describe, expect, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";

describe.each(builds)("%s SIMD", (build) => {
  test("rows at indices and their adjoint", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const [outer, size, inner] = [b.integer(1, 3), b.integer(1, 6), b.pick([1, 2, 4, 5, 16, 33])];
      const indices = Float64Array.from({ length: b.pick([0, 1, 4, 9]) }, () => b.integer(0, size - 1));
      const n = outer * indices.length * inner;
      const x = b.floats(outer * size * inner);
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.takeRows(x, indices, out, outer, size, inner);
      reference.takeRows(x, indices, expected, outer, size, inner);
      expectClose(out, expected, "rows", { absolute: 0, relative: 0 });
      const back = b.floats(x.length);
      const wanted = Float32Array.from(back);
      b.kernels.addRows(out, indices, back, outer, size, inner);
      reference.addRows(expected, indices, wanted, outer, size, inner);
      expectClose(back, wanted, "rows added", { absolute: 1e-6, relative: 1e-6 });
    }
  });

  test("elements read and written at indices along a dim", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const [outer, size, inner] = [b.integer(0, 4), b.integer(1, 7), b.pick([1, 1, 2, 5])];
      const n = outer * b.integer(0, 9) * inner;
      const x = b.floats(outer * size * inner);
      const indices = Float64Array.from({ length: n }, () => b.integer(0, size - 1));
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.gatherAlong(x, indices, out, outer, size, inner);
      reference.gatherAlong(x, indices, expected, outer, size, inner);
      expectClose(out, expected, "read", { absolute: 0, relative: 0 });
      for (const adds of [true, false]) {
        const to = b.floats(x.length);
        const wanted = Float32Array.from(to);
        b.kernels.scatterAlong(out, indices, to, outer, size, inner, adds);
        reference.scatterAlong(out, indices, wanted, outer, size, inner, adds);
        expectClose(to, wanted, `written, ${adds}`, { absolute: 0, relative: 0 });
      }
    }
  });

  test("the first index that is out of bounds", async () => {
    const b = await benchOf(build);
    for (const n of [0, 1, 2, 3, 8, 33]) {
      const indices = Float64Array.from({ length: n }, () => b.integer(-3, 4));
      expect(b.kernels.firstOutside(indices, -3, 5)).toBe(-1);
      for (const wrong of n > 0 ? [-4, 5, Infinity] : []) {
        const [place, later] = [b.integer(0, n - 1), b.integer(0, n - 1)];
        const some = Float64Array.from(indices);
        some[place] = some[later] = wrong;
        expect(b.kernels.firstOutside(some, -3, 5)).toBe(Math.min(place, later));
        expect(reference.firstOutside(some, -3, 5)).toBe(Math.min(place, later));
      }
    }
  });

  test("integers at indices", async () => {
    const b = await benchOf(build);
    const out = new Float64Array(4);
    b.kernels.gatherAlong(new Float64Array([5, 6, 7, 8]), [1, 0, 1, 1], out, 2, 2, 1);
    expect([...out]).toEqual([6, 5, 8, 8]);
    b.kernels.scatterAlong(new Float64Array([1, 2]), [3, 3], out, 1, 4, 1, true);
    expect([...out]).toEqual([6, 5, 8, 11]);
  });
});
