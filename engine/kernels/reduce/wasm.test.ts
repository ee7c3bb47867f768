// Tests of reductions along a dim against the plain ones, on both builds: every layout, NaN, ties, infinities, long lines.

import { describe, expect, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import type { Reduction } from "./contract.ts";

type Dims = readonly [outer: number, size: number, inner: number];

/** Reductions to floats, with their settings. */
const cases: readonly (readonly [Reduction, number])[] = [
  ["sum", 0],
  ["mean", 0],
  ["prod", 0],
  ["variance", 3],
  ["std", 2],
  ["logsumexp", 0],
  ["norm", 0],
  ["norm", 1],
  ["norm", 2],
  ["norm", 3],
  ["norm", 0.5],
  ["norm", -1],
  ["norm", Number.POSITIVE_INFINITY],
  ["norm", Number.NEGATIVE_INFINITY],
  ["max", 0],
  ["min", 0],
];
const truths = ["any", "all"] as const;
const places = ["argmax", "argmin"] as const;
/** Of no elements these make nothing. */
const ofSome = new Set<Reduction>(["max", "min", "argmax", "argmin"]);

const randomDims = (b: Bench): Dims => [
  b.integer(0, 4),
  b.pick([0, 1, 2, 3, 4, 7, 8, 33]),
  b.pick([1, 1, 2, 3, 4, 5, 8, 9, 17]),
];

function check(b: Bench, how: Reduction, x: Float32Array, dims: Dims, setting: number): void {
  const n = dims[0] * dims[2];
  const [out, expected] = [b.empty(n), new Float32Array(n)];
  b.kernels.reduce(how, x, out, ...dims, setting);
  reference.reduce(how, x, expected, ...dims, setting);
  expectClose(out, expected, `${how} ${setting} of ${dims}`, { absolute: 3e-6, relative: 2e-6 });
}

describe.each(builds)("%s SIMD", (build) => {
  test.each(cases)("%s %d of every line, with NaN and ties", async (how, setting) => {
    const b = await benchOf(build);
    for (let round = 0; round < 80; round++) {
      const dims = randomDims(b);
      if (dims[1] === 0 && ofSome.has(how)) continue;
      const x = b.floats(dims[0] * dims[1] * dims[2], 3);
      if (round % 4 === 1) for (const [i, v] of x.entries()) x[i] = Math.round(v);
      if (round % 4 === 2) for (let i = 0; i < x.length; i += 5) x[i] = Number.NaN;
      if (round % 4 === 3) for (let i = 0; i < x.length; i += 3) x[i] = b.pick([Infinity, -Infinity, 0, -0]);
      check(b, how, x, dims, setting);
    }
  });

  test.each(cases)("%s %d of long lines", async (how, setting) => {
    const b = await benchOf(build);
    for (const dims of [
      [2, 9001, 1],
      [1, 4099, 6],
    ] as const) {
      const x = b.floats(dims[0] * dims[1] * dims[2]);
      // Near 1, so that products stay within reach; far from 0 beside their deviation.
      for (const [i, v] of x.entries()) x[i] = 1 + v / 100;
      check(b, how, x, dims, setting);
    }
  });

  test("long sums keep their digits", async () => {
    const b = await benchOf(build);
    const x = b.empty(1_000_003);
    for (let i = 0; i < x.length; i++) x[i] = 1 + b.random();
    const [out, expected] = [b.empty(1), new Float32Array(1)];
    b.kernels.reduce("sum", x, out, 1, x.length, 1);
    reference.reduce("sum", x, expected, 1, x.length, 1);
    expectClose(out, expected, "sum", { absolute: 0, relative: 5e-7 });
  });

  test.each(["norm", "logsumexp"] as const)("%s where squares and exponentials overflow", async (how) => {
    const b = await benchOf(build);
    const x = b.floats(37, how === "norm" ? 1e25 : 200);
    for (const power of how === "norm" ? [2, 3] : [0]) {
      check(b, how, x, [1, 37, 1], power);
      check(b, how, x, [1, 1, 37], power);
    }
  });

  test.each(places)("%s: the first of equal elements, NaN before all", async (how) => {
    const b = await benchOf(build);
    for (let round = 0; round < 150; round++) {
      const dims = randomDims(b);
      if (dims[1] === 0) continue;
      const x = b.floats(dims[0] * dims[1] * dims[2], 3);
      if (round % 2 === 0) for (const [i, v] of x.entries()) x[i] = Math.round(v);
      if (b.random() < 0.3) x[b.integer(0, Math.max(x.length - 1, 0))] = Number.NaN;
      const n = dims[0] * dims[2];
      const [out, expected] = [new Float64Array(n), new Float64Array(n)];
      b.kernels.reduce(how, x, out, ...dims);
      reference.reduce(how, x, expected, ...dims);
      expect([...out], `${dims}`).toEqual([...expected]);
    }
  });

  test.each(truths)("%s", async (how) => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const dims = randomDims(b);
      const x = b.floats(dims[0] * dims[1] * dims[2]);
      const zeros = b.pick([0.1, 0.9, 1]);
      for (let i = 0; i < x.length; i++) if (b.random() < zeros) x[i] = b.pick([0, -0]);
      if (b.random() < 0.2 && x.length > 0) x[b.integer(0, x.length - 1)] = Number.NaN;
      const n = dims[0] * dims[2];
      const [out, expected] = [new Uint8Array(n), new Uint8Array(n)];
      b.kernels.reduce(how, x, out, ...dims);
      reference.reduce(how, x, expected, ...dims);
      expect([...out], `${dims}`).toEqual([...expected]);
    }
  });

  test("sums up to every element, from either end", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const dims = randomDims(b);
      const n = dims[0] * dims[1] * dims[2];
      const x = b.floats(n);
      const reverse = b.random() < 0.5;
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.cumsumLines(x, out, ...dims, reverse);
      reference.cumsumLines(x, expected, ...dims, reverse);
      expectClose(out, expected, `${dims} ${reverse}`, { absolute: 0, relative: 1e-7 });
    }
  });

  test("products up to every element and their gradient, with zeros in the way", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 100; round++) {
      const dims = randomDims(b);
      const n = dims[0] * dims[1] * dims[2];
      const [x, grad] = [b.floats(n), b.floats(n)];
      for (let i = 0; i < n; i++) if (b.random() < 0.1) x[i] = 0;
      const [y, out] = [b.empty(n), b.empty(n)];
      const [products, expected] = [new Float32Array(n), new Float32Array(n)];
      b.kernels.cumprodLines(x, y, ...dims);
      reference.cumprodLines(x, products, ...dims);
      expectClose(y, products, `${dims}`, { absolute: 0, relative: 1e-6 });
      b.kernels.cumprodBackward(grad, x, y, out, ...dims);
      reference.cumprodBackward(grad, x, products, expected, ...dims);
      expectClose(out, expected, `${dims}`, { absolute: 1e-6, relative: 1e-5 });
    }
  });

  test("other dtypes than float32 are served by the plain kernels", async () => {
    const b = await benchOf(build);
    const out = new Float64Array(2);
    b.kernels.reduce("prod", new Float64Array([2, 3, 4, 5]), out, 2, 2, 1);
    expect([...out]).toEqual([6, 20]);
    const truth = new Uint8Array(1);
    b.kernels.reduce("any", new Uint8Array([0, 1, 0]), truth, 1, 3, 1);
    expect([...truth]).toEqual([1]);
  });
});
