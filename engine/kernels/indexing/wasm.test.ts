// Tests of windows as columns and of elements at indices against the plain kernels, on both builds.
import { describe, expect, test } from "vitest";
import type { FoldDims } from "../fold/reference.ts";
import { referenceKernels as reference } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";

/** Windows over images, some of them smaller than a window's reach into the padding. */
function randomWindows(b: Bench): FoldDims {
  const pair = (low: number, high: number) => [b.integer(low, high), b.integer(low, high)] as const;
  for (;;) {
    const [image, kernel, dilation, stride, padding] = [pair(1, 13), pair(1, 4), pair(1, 3), pair(1, 3), pair(0, 3)];
    const count = (d: 0 | 1): number =>
      Math.floor((image[d] + 2 * padding[d] - dilation[d] * (kernel[d] - 1) - 1) / stride[d]) + 1;
    const blocks = [count(0), count(1)] as const;
    if (blocks[0] > 0 && blocks[1] > 0) return { image, kernel, dilation, stride, padding, blocks };
  }
}

describe.each(builds)("%s SIMD", (build) => {
  test("windows copied out of images and added up again", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 150; round++) {
      const d = randomWindows(b);
      const planes = b.integer(0, 3);
      const pixels = planes * d.image[0] * d.image[1];
      const n = planes * d.kernel[0] * d.kernel[1] * d.blocks[0] * d.blocks[1];
      const images = b.floats(pixels);
      const [columns, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.imageToColumns(images, columns, planes, d);
      reference.imageToColumns(images, expected, planes, d);
      expectClose(columns, expected, JSON.stringify(d), { absolute: 0, relative: 0 });
      const [sums, wanted] = [b.empty(pixels), new Float32Array(pixels)];
      b.kernels.columnsToImage(columns, sums, planes, d);
      reference.columnsToImage(columns, wanted, planes, d);
      expectClose(sums, wanted, `adjoint ${JSON.stringify(d)}`, { absolute: 2e-6, relative: 1e-6 });
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
