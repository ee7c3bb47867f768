// Tests of the matrix products against the plain ones, on both builds.
import { describe, expect, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";

const sizes = [0, 1, 2, 3, 5, 6, 7, 8, 9, 13, 16, 17, 31, 33, 64];
const large = [
  [130, 70, 300],
  [25, 530, 513],
  [241, 9, 257],
  [7, 1030, 40],
] as const;

describe.each(builds)("%s SIMD", (build) => {
  test("matmulNT, NN and TN on all kinds of sizes", async () => {
    const b = await benchOf(build);
    const random = Array.from({ length: 150 }, () => [b.pick(sizes), b.pick(sizes), b.pick(sizes)] as const);
    for (const [m, n, k] of [...random, ...large]) {
      const what = `${m}×${n}×${k}`;
      const [x, y] = [b.floats(m * k), b.floats(k * n)];
      const bias = b.random() < 0.5 ? b.floats(n) : null;
      const activation = b.pick(["none", "relu", "relu6"] as const);
      const [out, expected] = [b.empty(m * n), new Float32Array(m * n)];
      b.kernels.matmulNT(x, y, bias, out, m, n, k, activation);
      reference.matmulNT(x, y, bias, expected, m, n, k, activation);
      expectClose(out, expected, `NT ${what}`);
      b.kernels.matmulNN(x, y, out, m, n, k);
      reference.matmulNN(x, y, expected, m, n, k);
      expectClose(out, expected, `NN ${what}`);
      b.kernels.matmulTN(x, y, out, m, n, k);
      reference.matmulTN(x, y, expected, m, n, k);
      expectClose(out, expected, `TN ${what}`);
    }
  });

  test("arrays outside the kernels' memory are served too", async () => {
    const b = await benchOf(build);
    const out = new Float32Array(4);
    b.kernels.matmulNN(new Float32Array([1, 2, 3, 4]), new Float32Array([1, 0, 1, 1]), out, 2, 2, 2);
    expect([...out]).toEqual([3, 2, 7, 4]);
  });

  test("nothing outside the output is written", async () => {
    const b = await benchOf(build);
    for (const [m, n, k] of [
      [7, 9, 5],
      [30, 13, 40],
    ] as const) {
      const around = b.empty(m * n + 20);
      const out = around.subarray(10, 10 + m * n);
      b.kernels.matmulNT(b.floats(m * k), b.floats(n * k), null, out, m, n, k);
      expect(around.slice(0, 10).every(Number.isNaN) && around.slice(10 + m * n).every(Number.isNaN)).toBe(true);
      expect(out.some(Number.isNaN)).toBe(false);
    }
  });
});
