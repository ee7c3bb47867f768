// Tests of pooling against the plain kernels, on both builds.

import { describe, expect, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import type { PoolDims } from "./contract.ts";

type Three = [number, number, number];
const volume = ([a, b, c]: readonly number[]): number => a! * b! * c!;

function randomPool(b: Bench): PoolDims {
  const flat = b.random() < 0.7;
  const three = (make: () => number, none: number): Three => [flat ? none : make(), make(), make()];
  for (;;) {
    const kernel = three(() => b.integer(1, 4), 1);
    const d = {
      planes: b.integer(0, 5),
      input: three(() => b.integer(1, 14), 1),
      kernel,
      stride: three(() => b.integer(1, 3), 1),
      padding: kernel.map((size) => b.integer(0, Math.floor(size / 2))) as Three,
      dilation: three(() => b.pick([1, 1, 2]), 1),
    };
    const output = [0, 1, 2].map((i) => {
      const reach = d.dilation[i]! * (d.kernel[i]! - 1) + 1;
      return Math.floor((d.input[i]! + 2 * d.padding[i]! - reach) / d.stride[i]!) + 1;
    }) as Three;
    if (output.every((size) => size > 0)) return { ...d, output };
  }
}

describe.each(builds)("%s SIMD", (build) => {
  test("largest values of windows, their places and gradients", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const d = randomPool(b);
      const [inPlane, outPlane] = [volume(d.input), volume(d.output)];
      // Few different values, so that some windows have the largest twice; some NaN.
      const x = b.floats(d.planes * inPlane);
      for (const [i, v] of x.entries()) x[i] = b.random() < 0.02 ? Number.NaN : Math.round(v * 4);
      const n = d.planes * outPlane;
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      const [places, wantedPlaces] = [new Float64Array(n), new Float64Array(n)];
      b.kernels.maxPoolForward(x, out, places, d);
      reference.maxPoolForward(x, expected, wantedPlaces, d);
      expectClose(out, expected, JSON.stringify(d), { absolute: 0, relative: 0 });
      expect(places).toEqual(wantedPlaces);
      const g = b.floats(n);
      const [gradient, wanted] = [b.empty(x.length), new Float32Array(x.length)];
      b.kernels.maxPoolBackward(g, places, gradient, d.planes, inPlane, outPlane);
      reference.maxPoolBackward(g, places, wanted, d.planes, inPlane, outPlane);
      expectClose(gradient, wanted, JSON.stringify(d));
    }
  });

  test("largest values of windows and their taps, and gradients from them", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 150; round++) {
      const half = { kernel: [1, 2, 2], stride: [1, 2, 2], padding: [0, 0, 0], dilation: [1, 1, 1] } as const;
      const size: Three = [b.integer(1, 2), b.integer(2, 19), b.integer(2, 19)];
      const output: Three = [size[0], size[1] >> 1, size[2] >> 1];
      const d: PoolDims = b.random() < 0.5 ? randomPool(b) : { planes: b.integer(0, 3), input: size, output, ...half };
      const x = b.floats(d.planes * volume(d.input));
      for (const [i, v] of x.entries()) x[i] = b.random() < 0.02 ? Number.NaN : Math.round(v * 4);
      const n = d.planes * volume(d.output);
      const [out, alone, expected] = [b.empty(n), b.empty(n), new Float32Array(n)];
      const bytes = b.empty(Math.ceil(n / 4));
      const [taps, wanted] = [new Uint8Array(bytes.buffer, bytes.byteOffset, n), new Uint8Array(n)];
      b.kernels.maxPoolTaps(x, out, taps, d);
      b.kernels.maxPoolTaps(x, alone, null, d);
      reference.maxPoolTaps(x, expected, wanted, d);
      expectClose(out, expected, JSON.stringify(d), { absolute: 0, relative: 0 });
      expectClose(alone, expected, `alone ${JSON.stringify(d)}`, { absolute: 0, relative: 0 });
      const g = b.floats(n);
      const [gradient, right] = [b.empty(x.length), new Float32Array(x.length)];
      b.kernels.maxPoolTapsBackward(g, taps, gradient, d);
      reference.maxPoolTapsBackward(g, wanted, right, d);
      expectClose(gradient, right, `gradient ${JSON.stringify(d)}`);
    }
  });

  test("means of sliding and adaptive windows, and their gradients", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const d: PoolDims = { ...randomPool(b), dilation: [1, 1, 1] };
      const output = [0, 1, 2].map(
        (i) => Math.floor((d.input[i]! + 2 * d.padding[i]! - d.kernel[i]!) / d.stride[i]!) + 1,
      ) as Three;
      const sizes = { ...d, output };
      const how = [b.random() < 0.5, b.pick([null, null, 3])] as const;
      const x = b.floats(d.planes * volume(d.input));
      const n = d.planes * volume(output);
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.avgPoolForward(x, out, sizes, ...how);
      reference.avgPoolForward(x, expected, sizes, ...how);
      expectClose(out, expected, JSON.stringify([sizes, how]));
      const g = b.floats(n);
      const [gradient, wanted] = [b.empty(x.length), new Float32Array(x.length)];
      b.kernels.avgPoolBackward(g, gradient, sizes, ...how);
      reference.avgPoolBackward(g, wanted, sizes, ...how);
      expectClose(gradient, wanted, JSON.stringify([sizes, how]));

      b.kernels.adaptiveAvgPoolForward(x, out, d.planes, d.input, output);
      reference.adaptiveAvgPoolForward(x, expected, d.planes, d.input, output);
      expectClose(out, expected, `adaptive ${JSON.stringify(sizes)}`);
      b.kernels.adaptiveAvgPoolBackward(g, gradient, d.planes, d.input, output);
      reference.adaptiveAvgPoolBackward(g, wanted, d.planes, d.input, output);
      expectClose(gradient, wanted, `adaptive ${JSON.stringify(sizes)}`);
    }
  });

  test("a mean over a whole plane", async () => {
    const b = await benchOf(build);
    const x = b.floats(3 * 23 * 29);
    const [out, expected] = [b.empty(3), new Float32Array(3)];
    b.kernels.adaptiveAvgPoolForward(x, out, 3, [1, 23, 29], [1, 1, 1]);
    reference.adaptiveAvgPoolForward(x, expected, 3, [1, 23, 29], [1, 1, 1]);
    expectClose(out, expected, "mean", { absolute: 1e-7, relative: 1e-6 });
  });
});
