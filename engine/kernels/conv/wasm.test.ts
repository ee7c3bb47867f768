// Tests of the convolutions against the plain ones, on both builds and by every algorithm.

import { describe, expect, test } from "vitest";
import { referenceKernels } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import { convDims, randomBatch, randomConv } from "./cases.fixture.ts";
import type { ConvAlgorithm, ConvDims } from "./contract.ts";
import { volume } from "./plan.ts";
import { convForward } from "./reference.ts";
import { convAlgorithm } from "./wasm.ts";

const activations = ["none", "relu", "relu6"] as const;

const count = (d: ConvDims) => ({
  input: d.batch * d.groups * d.inPerGroup * volume(d.input),
  weight: d.groups * d.outPerGroup * d.inPerGroup * volume(d.kernel),
  filters: d.groups * d.outPerGroup,
  output: d.batch * d.groups * d.outPerGroup * volume(d.output),
});

function checkForward(b: Bench, d: ConvDims): void {
  const sizes = count(d);
  const scale = 1 / Math.sqrt(d.inPerGroup * volume(d.kernel));
  const [input, weight] = [b.floats(sizes.input), b.floats(sizes.weight, scale)];
  const bias = b.random() < 0.5 ? b.floats(sizes.filters) : null;
  const activation = b.pick(activations);
  const around = b.empty(sizes.output + 16);
  const out = around.subarray(8, 8 + sizes.output);
  const expected = new Float32Array(sizes.output);
  b.kernels.convForward(input, weight, bias, out, d, activation);
  referenceKernels.convForward(input, weight, bias, expected, d, activation);
  expectClose(out, expected, `${convAlgorithm(d)} ${JSON.stringify(d)}`);
  const untouched = [...around.subarray(0, 8), ...around.subarray(8 + sizes.output)];
  expect(untouched.every(Number.isNaN), `${convAlgorithm(d)} writes outside: ${JSON.stringify(d)}`).toBe(true);
}

describe.each(builds)("%s SIMD", (build) => {
  test.each([1, 2, 3])("forward in %i spatial dims", async (dims) => {
    const b = await benchOf(build);
    for (let round = 0; round < 150; round++) checkForward(b, randomConv(b, dims));
  });

  test.each([1, 2, 3])("forward of batches of small images in %i spatial dims", async (dims) => {
    const b = await benchOf(build);
    for (let round = 0; round < 80; round++) checkForward(b, randomBatch(b, dims));
  });

  test.each([1, 2, 3, 4])("forward of 3×3 over images of %i²", async (side) => {
    const b = await benchOf(build);
    for (const step of [1, 2]) {
      const sizes = { batch: 8, groups: 1, inPerGroup: b.integer(1, 50), outPerGroup: b.integer(1, 70) };
      const kernel = { kernel: [1, 3, 3], stride: [1, step, step], padding: [0, 1, 1] } as const;
      checkForward(b, convDims({ ...sizes, ...kernel, input: [1, side, side] }));
    }
  });

  test("depthwise 3×3 of every size and step", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 80; round++) {
      const step = b.integer(1, 2);
      const d = convDims({
        batch: b.integer(1, 2),
        groups: b.integer(2, 4),
        inPerGroup: 1,
        outPerGroup: b.integer(1, 2),
        input: [b.pick([1, 1, 1, 2]), b.integer(3, 19), b.integer(3, 19)],
        kernel: [1, 3, 3],
        stride: [1, step, step],
        padding: [0, b.integer(0, 2), b.integer(0, 2)],
      });
      checkForward(b, d);
    }
  });

  test("prepared weights serve every batch and image size", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 40; round++) {
      const first = randomConv(b, 2);
      const d: ConvDims =
        b.random() < 0.5 ? first : { ...first, kernel: [1, 3, 3], stride: [1, 1, 1], dilation: [1, 1, 1] };
      const sized = (batch: number, side: number): ConvDims =>
        convDims({ ...d, batch, input: [1, side, side + 3], padding: d.before });
      const weight = b.floats(count(d).weight, 0.2);
      const prepared = b.kernels.prepareConv(weight, sized(b.integer(1, 3), b.integer(15, 25)));
      for (const now of [sized(1, 15), sized(3, 25)]) {
        const input = b.floats(count(now).input);
        const [out, expected] = [b.empty(count(now).output), new Float32Array(count(now).output)];
        b.kernels.convForward(input, weight, null, out, now, "none", prepared);
        convForward(input, weight, null, expected, now);
        expectClose(out, expected, `${prepared?.algorithm} ${JSON.stringify(now)}`);
      }
      prepared?.release();
    }
  });

  test("3×3 with unit steps: all sizes of edges, tiles and channels", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 60; round++) {
      checkForward(
        b,
        convDims({
          batch: b.integer(1, 5),
          groups: 1,
          inPerGroup: b.integer(8, 40),
          outPerGroup: b.integer(8, 40),
          input: [1, b.integer(3, 30), b.integer(3, 30)],
          kernel: [1, 3, 3],
          padding: [0, b.integer(0, 3), b.integer(0, 3)],
        }),
      );
    }
  });

  test("3×3 on small images: prepared weights, tiles of both sizes", async () => {
    const b = await benchOf(build);
    const algorithms = new Set<string>();
    for (let round = 0; round < 60; round++) {
      const d = convDims({
        batch: b.integer(1, 3),
        groups: 1,
        inPerGroup: b.integer(8, 40),
        outPerGroup: b.integer(8, 40),
        input: [1, b.integer(3, 13), b.integer(3, 13)],
        kernel: [1, 3, 3],
        padding: [0, b.integer(0, 2), b.integer(0, 2)],
      });
      const sizes = count(d);
      const [input, weight, bias] = [b.floats(sizes.input), b.floats(sizes.weight, 0.2), b.floats(sizes.filters)];
      const around = b.empty(sizes.output + 16);
      const out = around.subarray(8, 8 + sizes.output);
      const expected = new Float32Array(sizes.output);
      const activation = b.pick(activations);
      const prepared = b.kernels.prepareConv(weight, d);
      b.kernels.convForward(input, weight, bias, out, d, activation, prepared);
      prepared?.release();
      referenceKernels.convForward(input, weight, bias, expected, d, activation);
      expectClose(out, expected, `${prepared?.algorithm} ${JSON.stringify(d)}`);
      const untouched = [...around.subarray(0, 8), ...around.subarray(8 + sizes.output)];
      expect(untouched.every(Number.isNaN), `${prepared?.algorithm} writes outside: ${JSON.stringify(d)}`).toBe(true);
      algorithms.add(prepared?.algorithm ?? "none");
    }
    expect([...algorithms]).toEqual(expect.arrayContaining(["winograd2", "winograd4", "im2col"]));
  });

  test.each<[ConvAlgorithm, ConvDims]>([
    [
      "pointwise",
      convDims({ batch: 2, groups: 1, inPerGroup: 300, outPerGroup: 130, input: [1, 7, 9], kernel: [1, 1, 1] }),
    ],
    [
      "pointwise",
      convDims({ batch: 3, groups: 2, inPerGroup: 20, outPerGroup: 7, input: [1, 1, 1], kernel: [1, 1, 1] }),
    ],
    [
      "winograd4",
      convDims({
        batch: 2,
        groups: 1,
        inPerGroup: 128,
        outPerGroup: 130,
        input: [1, 14, 14],
        kernel: [1, 3, 3],
        padding: [0, 1, 1],
      }),
    ],
    [
      "im2col",
      convDims({
        batch: 1,
        groups: 1,
        inPerGroup: 64,
        outPerGroup: 140,
        input: [1, 20, 19],
        kernel: [1, 5, 5],
        stride: [1, 2, 2],
      }),
    ],
    ["rows", convDims({ batch: 2, groups: 1, inPerGroup: 1, outPerGroup: 6, input: [1, 32, 32], kernel: [1, 5, 5] })],
    [
      "depthwise",
      convDims({
        batch: 1,
        groups: 96,
        inPerGroup: 1,
        outPerGroup: 1,
        input: [1, 28, 28],
        kernel: [1, 3, 3],
        padding: [0, 1, 1],
      }),
    ],
  ])("%s on sizes of networks", async (algorithm, d) => {
    expect(convAlgorithm(d)).toBe(algorithm);
    checkForward(await benchOf(build), d);
  });
});
