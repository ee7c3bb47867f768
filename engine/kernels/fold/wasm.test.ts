// Tests of windows as columns against the plain kernels, on both builds.

import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import type { FoldDims } from "./contract.ts";

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
});
