// Tests of the convolutions' gradients against the plain ones, on both builds.

import { describe, test } from "vitest";
import { sumChannels } from "../shape/reference/blocks.ts";
import { type Bench, benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import { convDims, randomBatch, randomConv } from "./cases.fixture.ts";
import type { ConvDims } from "./contract.ts";
import { volume } from "./plan.ts";
import { convBackwardInput, convBackwardWeight } from "./reference.ts";

function checkGradients(b: Bench, d: ConvDims): void {
  const scale = 1 / Math.sqrt(d.outPerGroup * volume(d.kernel));
  const input = b.floats(d.batch * d.groups * d.inPerGroup * volume(d.input));
  const weight = b.floats(d.groups * d.outPerGroup * d.inPerGroup * volume(d.kernel), scale);
  const gradOut = b.floats(d.batch * d.groups * d.outPerGroup * volume(d.output));
  const what = JSON.stringify(d);

  const [gradInput, wantedInput] = [b.empty(input.length), new Float32Array(input.length)];
  b.kernels.convBackwardInput(gradOut, weight, gradInput, d);
  convBackwardInput(gradOut, weight, wantedInput, d);
  expectClose(gradInput, wantedInput, `input's gradient ${what}`);

  const [gradWeight, wantedWeight] = [b.empty(weight.length), new Float32Array(weight.length)];
  b.kernels.convBackwardWeight(gradOut, input, gradWeight, d);
  convBackwardWeight(gradOut, input, wantedWeight, d);
  // Sums over all pixels of the batch: their rounding grows with their number.
  const absolute = 1e-5 * Math.max(1, Math.sqrt(d.batch * volume(d.output)) / 10);
  expectClose(gradWeight, wantedWeight, `weight's gradient ${what}`, { absolute });
}

describe.each(builds)("%s SIMD", (build) => {
  test.each([1, 2, 3])("gradients in %i spatial dims", async (dims) => {
    const b = await benchOf(build);
    for (let round = 0; round < 150; round++) checkGradients(b, randomConv(b, dims));
  });

  test.each([1, 2, 3])("gradients of batches of small images in %i spatial dims", async (dims) => {
    const b = await benchOf(build);
    for (let round = 0; round < 60; round++) checkGradients(b, randomBatch(b, dims));
  });

  test.each([1, 2, 3, 4])("gradients of 3×3 over images of %i²", async (side) => {
    const b = await benchOf(build);
    for (const step of [1, 2]) {
      const sizes = { batch: 8, groups: 1, inPerGroup: b.integer(1, 50), outPerGroup: b.integer(1, 70) };
      const kernel = { kernel: [1, 3, 3], stride: [1, step, step], padding: [0, 1, 1] } as const;
      checkGradients(b, convDims({ ...sizes, ...kernel, input: [1, side, side] }));
    }
  });

  test("gradients on sizes of networks", async () => {
    const b = await benchOf(build);
    const same = { batch: 2, groups: 1, padding: [0, 1, 1], kernel: [1, 3, 3] } as const;
    checkGradients(b, convDims({ ...same, inPerGroup: 40, outPerGroup: 130, input: [1, 14, 14] }));
    checkGradients(b, convDims({ ...same, inPerGroup: 40, outPerGroup: 30, input: [1, 28, 28], stride: [1, 2, 2] }));
    checkGradients(
      b,
      convDims({ ...same, kernel: [1, 1, 1], padding: [0, 0, 0], inPerGroup: 300, outPerGroup: 20, input: [1, 9, 9] }),
    );
    checkGradients(
      b,
      convDims({ ...same, groups: 32, inPerGroup: 1, outPerGroup: 1, input: [1, 21, 21], stride: [1, 2, 2] }),
    );
    checkGradients(
      b,
      convDims({
        ...same,
        batch: 32,
        inPerGroup: 6,
        outPerGroup: 16,
        kernel: [1, 5, 5],
        padding: [0, 0, 0],
        input: [1, 14, 14],
      }),
    );
  });

  test("sums over channels", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 60; round++) {
      const [outer, channels, inner] = [b.integer(0, 9), b.integer(0, 19), b.pick([0, 1, 1, 2, 7, 16, 100, 5000])];
      const x = b.floats(outer * channels * inner);
      const [out, expected] = [b.empty(channels), new Float32Array(channels)];
      b.kernels.sumChannels(x, out, outer, channels, inner);
      sumChannels(x, expected, outer, channels, inner);
      // Rounding grows with the number of summands.
      const absolute = 1e-5 * Math.max(1, Math.sqrt(outer * inner) / 10);
      expectClose(out, expected, `${outer} ${channels} ${inner}`, { absolute });
    }
  });
});
