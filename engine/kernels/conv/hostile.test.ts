// Tests that convolutions keep outliers, Inf, NaN and extreme sizes to the outputs that read them, on both builds.

import { describe, expect, test } from "vitest";
import { type Bench, benchOf, builds } from "../testing/both_builds.fixture.ts";
import { convDims, randomBatch, randomConv } from "./cases.fixture.ts";
import type { ConvDims } from "./contract.ts";
import { volume } from "./plan.ts";
import { convBackwardInput, convForward } from "./reference.ts";

const outliers = [1e4, 1e6, -1e6, 1e30, 3e38, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e-40];

/** Checks that NaN and infinities stand where they are expected, and nowhere else. */
function expectSameKinds(actual: Float32Array, expected: Float32Array, what: string): void {
  for (const [i, wanted] of expected.entries()) {
    if (!Number.isFinite(wanted) || !Number.isFinite(actual[i]!)) expect(actual[i], `${what}: ${i}`).toBe(wanted);
  }
}

const flat = (b: Bench, channels: number, filters: number, side: number): ConvDims => {
  const padding = b.integer(0, 2);
  return convDims({
    batch: b.integer(1, 2),
    groups: 1,
    inPerGroup: channels,
    outPerGroup: filters,
    input: [1, side, b.integer(side, side + 3)],
    kernel: [1, 3, 3],
    padding: [0, padding, padding],
  });
};

/** u Σ|w| max|x|, the largest over every output's own window: what errors are measured by. */
function scales(input: Float32Array, weight: Float32Array, d: ConvDims): Float64Array {
  const largest = new Float32Array(d.batch * volume(d.input));
  const plane = volume(d.input);
  for (let i = 0; i < input.length; i++) {
    const at = Math.floor(i / (d.inPerGroup * plane)) * plane + (i % plane);
    largest[at] = Math.max(largest[at]!, Math.abs(input[i]!));
  }
  const taps = d.inPerGroup * 9;
  const sums = Array.from({ length: d.outPerGroup }, (_, o) =>
    weight.subarray(o * taps, (o + 1) * taps).reduce((sum, w) => sum + Math.abs(w), 0),
  );
  const [, oh, ow] = d.output;
  const scale = new Float64Array(d.batch * d.outPerGroup * oh * ow);
  for (let i = 0; i < scale.length; i++) {
    const [x, y] = [i % ow, Math.floor(i / ow) % oh];
    const filter = Math.floor(i / (oh * ow)) % d.outPerGroup;
    const image = Math.floor(i / (oh * ow * d.outPerGroup));
    let most = 0;
    for (let k = 0; k < 9; k++) {
      const [row, column] = [y - d.before[1] + Math.floor(k / 3), x - d.before[2] + (k % 3)];
      if (row < 0 || row >= d.input[1] || column < 0 || column >= d.input[2]) continue;
      most = Math.max(most, largest[image * plane + row * d.input[2] + column]!);
    }
    scale[i] = 2 ** -24 * sums[filter]! * most;
  }
  return scale;
}

/**
 * The largest error in these units, or in those of `largest` instead of a window's; outputs that are not finite must be
 * the expected ones.
 */
function errorOf(
  b: Bench,
  d: ConvDims,
  input: Float32Array,
  weight: Float32Array,
  prepare: boolean,
  largest?: number,
): number {
  const out = b.empty(d.batch * d.outPerGroup * volume(d.output));
  const expected = new Float32Array(out.length);
  const prepared = prepare ? b.kernels.prepareConv(weight, d) : null;
  b.kernels.convForward(input, weight, null, out, d, "none", prepared);
  prepared?.release();
  convForward(input, weight, null, expected, d);
  const measure = largest === undefined ? input : new Float32Array(input.length).fill(largest);
  const scale = scales(measure, weight, d);
  let worst = 0;
  for (let i = 0; i < out.length; i++) {
    const [got, wanted] = [out[i]!, expected[i]!];
    if (!Number.isFinite(wanted))
      expect(got, `${prepared?.algorithm} output ${i} of ${JSON.stringify(d)}`).toBe(wanted);
    else if (got !== wanted) worst = Math.max(worst, Math.abs(got - wanted) / (scale[i]! + 1e-44));
  }
  return worst;
}

/** What the errors of Winograd's tiles may be; a direct sum's would be allowed 9 c. */
const bound = (d: ConvDims): number => Math.max(9 * d.inPerGroup, 256);

describe.each(builds)("%s SIMD", (build) => {
  test.each(outliers)("an image with %d somewhere", async (outlier) => {
    const b = await benchOf(build);
    for (let round = 0; round < 30; round++) {
      const d = flat(b, b.pick([8, 12, 64]), b.integer(8, 14), b.integer(5, 20));
      const input = b.floats(d.batch * d.inPerGroup * volume(d.input));
      const weight = b.floats(d.outPerGroup * d.inPerGroup * 9);
      // Two of the largest could sum up to more than floats hold before they cancel.
      for (let k = outlier === 3e38 ? 1 : b.integer(1, 3); k > 0; k--) input[b.integer(0, input.length - 1)] = outlier;
      expect(errorOf(b, d, input, weight, round % 2 === 0)).toBeLessThan(bound(d));
    }
  });

  test("what outliers just below and above the threshold do to their tiles", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 120; round++) {
      const d = { ...flat(b, b.pick([8, 16]), 8, b.integer(8, 20)), before: [0, 1, 1] as const };
      const sized = convDims({ ...d, padding: d.before });
      // Few signs cancel, and all values but some in a tile's corner are as small as the threshold lets them be.
      const input = b.floats(sized.batch * sized.inPerGroup * volume(sized.input));
      const small = b.pick([1 / 8, 1 / 15, 1 / 17, 1 / 40, 1 / 60, 1 / 100]);
      for (const [i, x] of input.entries()) input[i] = Math.sign(x) * (1 - 0.1 * b.random()) * small;
      const [, height, width] = sized.input;
      for (let c = 0; c < sized.batch * sized.inPerGroup; c++) {
        for (let y = 4; y < height; y += 4) {
          for (let x = 4; x < width; x += 4) {
            const at = (c * height + y) * width + x;
            input[at] = b.pick([1, -1]) * (1 - 0.1 * b.random());
          }
        }
      }
      const weight = b.floats(sized.outPerGroup * sized.inPerGroup * 9);
      expect(errorOf(b, sized, input, weight, round % 2 === 0)).toBeLessThan(bound(sized));
    }
  });

  test.each([1, 0.03])("errors beside a tile's largest value, most values of the size of %d", async (size) => {
    const b = await benchOf(build);
    for (let round = 0; round < 60; round++) {
      const d = flat(b, b.pick([8, 16, 64]), 8, b.pick([5, 7, 20]));
      const mixed = (length: number): Float32Array => {
        const values = b.floats(length);
        for (const [i, x] of values.entries()) values[i] = b.random() < 0.1 ? x : x * size;
        return values;
      };
      const input = mixed(d.batch * d.inPerGroup * volume(d.input));
      const weight = mixed(d.outPerGroup * d.inPerGroup * 9);
      const largest = input.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      expect(errorOf(b, d, input, weight, round % 2 === 0, largest)).toBeLessThan(16);
    }
  });

  test.each(outliers)("weights with %d somewhere", async (outlier) => {
    const b = await benchOf(build);
    for (let round = 0; round < 20; round++) {
      // Of more than one image torch skips the padding, as the plain kernels do.
      const d = { ...flat(b, b.pick([8, 12, 64]), b.integer(8, 14), b.integer(5, 20)), batch: 2 };
      const input = b.floats(d.batch * d.inPerGroup * volume(d.input)).map((x) => Math.max(x, 0));
      const weight = b.floats(d.outPerGroup * d.inPerGroup * 9);
      weight[b.integer(0, weight.length - 1)] = outlier;
      const placed = b.empty(input.length);
      placed.set(input);
      expect(errorOf(b, d, placed, weight, round % 2 === 0)).toBeLessThan(bound(d));
    }
  });

  test.each([1e-44, 1e-38, 1e-30, 1e-20, 1e20, 1e30, 1e37])("images of the size of %d", async (size) => {
    const b = await benchOf(build);
    for (let round = 0; round < 10; round++) {
      const d = flat(b, 8, 8, b.integer(6, 16));
      const input = b.floats(d.batch * d.inPerGroup * volume(d.input), size);
      const weight = b.floats(d.outPerGroup * d.inPerGroup * 9, size > 1 ? 0.1 : 10);
      expect(errorOf(b, d, input, weight, round % 2 === 0)).toBeLessThan(bound(d));
    }
  });

  test.each([1, 2, 3])("Inf and NaN in images and weights of every kind, %i spatial dims", async (dims) => {
    const b = await benchOf(build);
    for (let round = 0; round < 120; round++) {
      const d = { ...(round % 3 === 0 ? randomBatch(b, dims) : randomConv(b, dims)) };
      // One small image has a rule of its own.
      const batch = Math.max(d.batch, 2);
      const input = b.floats(batch * d.groups * d.inPerGroup * volume(d.input));
      const weight = b.floats(d.groups * d.outPerGroup * d.inPerGroup * volume(d.kernel));
      const hostile = b.random() < 0.5 ? input : weight;
      hostile[b.integer(0, hostile.length - 1)] = b.pick([Number.POSITIVE_INFINITY, Number.NaN, 1e30]);
      const sized = { ...d, batch };
      const out = b.empty(batch * d.groups * d.outPerGroup * volume(d.output));
      const expected = new Float32Array(out.length);
      const prepared = b.random() < 0.5 ? b.kernels.prepareConv(weight, sized) : null;
      b.kernels.convForward(input, weight, null, out, sized, "none", prepared);
      prepared?.release();
      convForward(input, weight, null, expected, sized);
      expectSameKinds(out, expected, `forward ${JSON.stringify(sized)}`);
      const [gradient, wanted] = [b.empty(input.length), new Float32Array(input.length)];
      const finite = b.floats(out.length);
      b.kernels.convBackwardInput(finite, weight, gradient, sized);
      convBackwardInput(finite, weight, wanted, sized);
      expectSameKinds(gradient, wanted, `gradient ${JSON.stringify(sized)}`);
      b.kernels.convTranspose(finite, weight, null, gradient, sized);
      expectSameKinds(gradient, wanted, `transposed ${JSON.stringify(sized)}`);
    }
  });

  test("one small image: torch multiplies the padding with the weights", async () => {
    const b = await benchOf(build);
    const d = convDims({
      batch: 1,
      groups: 1,
      inPerGroup: 8,
      outPerGroup: 8,
      input: [1, 12, 12],
      kernel: [1, 3, 3],
      padding: [0, 1, 1],
    });
    const [input, weight, out] = [b.floats(8 * 144), b.floats(8 * 72), b.empty(8 * 144)];
    weight[72] = Number.POSITIVE_INFINITY;
    b.kernels.convForward(input, weight, null, out, d);
    const second = [...out.subarray(144, 288)];
    expect(second.filter(Number.isNaN).length).toBe(23);
    expect(second.filter((v) => Math.abs(v) === Number.POSITIVE_INFINITY).length).toBe(121);
    expect([...out.subarray(0, 144), ...out.subarray(288)].every(Number.isFinite)).toBe(true);
  });
});
