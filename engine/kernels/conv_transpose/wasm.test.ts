// Tests of transposed convolutions of stride 2 against the plain ones, on both builds.

import { describe, expect, test } from "vitest";
import { convDims } from "../conv/cases.fixture.ts";
import type { ConvDims } from "../conv/contract.ts";
import { volume } from "../conv/plan.ts";

import { referenceKernels } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import { suitsPolyphase } from "./wasm.ts";

function check(b: Bench, d: ConvDims): void {
  const scale = 1 / Math.sqrt(d.outPerGroup * volume(d.kernel));
  const input = b.floats(d.batch * d.groups * d.outPerGroup * volume(d.output));
  const weight = b.floats(d.groups * d.outPerGroup * d.inPerGroup * volume(d.kernel), scale);
  const bias = b.random() < 0.5 ? b.floats(d.groups * d.inPerGroup) : null;
  const size = d.batch * d.groups * d.inPerGroup * volume(d.input);
  const expected = new Float32Array(size);
  referenceKernels.convTranspose(input, weight, bias, expected, d);
  const prepared = b.kernels.prepareTranspose(weight, d);
  for (const weights of [null, prepared]) {
    const around = b.empty(size + 16);
    const out = around.subarray(8, 8 + size);
    b.kernels.convTranspose(input, weight, bias, out, d, weights);
    expectClose(out, expected, JSON.stringify(d));
    const untouched = [...around.subarray(0, 8), ...around.subarray(8 + size)];
    expect(untouched.every(Number.isNaN), `writes outside: ${JSON.stringify(d)}`).toBe(true);
  }
  prepared?.release();
}

describe.each(builds)("%s SIMD", (build) => {
  test("every kernel, padding and size of images", async () => {
    const b = await benchOf(build);
    let byPolyphase = 0;
    for (let round = 0; round < 200; round++) {
      const square = b.integer(1, 5);
      const d = convDims({
        batch: b.integer(0, 3),
        groups: b.pick([1, 1, 2, 3]),
        inPerGroup: b.integer(1, 24),
        outPerGroup: b.integer(1, 20),
        input: [1, b.integer(1, 21), b.integer(1, 21)],
        kernel: [1, square, b.random() < 0.7 ? square : b.integer(1, 5)],
        stride: [1, 2, 2],
        padding: [0, b.integer(0, 3), b.integer(0, 3)],
      });
      if (d.output.some((size) => size <= 0)) continue;
      if (suitsPolyphase(d)) byPolyphase++;
      check(b, d);
    }
    expect(byPolyphase).toBeGreaterThan(50);
  });

  test("sizes of networks, and what does not go by phases", async () => {
    const b = await benchOf(build);
    const up = { batch: 1, groups: 1, stride: [1, 2, 2], input: [1, 32, 32] } as const;
    check(b, convDims({ ...up, inPerGroup: 64, outPerGroup: 128, kernel: [1, 2, 2] }));
    check(b, convDims({ ...up, inPerGroup: 40, outPerGroup: 70, kernel: [1, 4, 4], padding: [0, 1, 1] }));
    check(b, convDims({ ...up, inPerGroup: 40, outPerGroup: 70, kernel: [1, 3, 3], dilation: [1, 2, 2] }));
    check(b, convDims({ ...up, inPerGroup: 12, outPerGroup: 7, kernel: [1, 3, 3], stride: [1, 3, 2] }));
  });
});
