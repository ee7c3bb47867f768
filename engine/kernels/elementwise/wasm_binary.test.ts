// Tests of functions of two and three elements against the plain ones, on both builds: broadcasting, special values.

import { describe, expect, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import type { BinaryOp, Comparison, TernaryOp } from "./contract.ts";
import { binaries, comparisons, ternaries } from "./reference/binary.ts";

/** Values at which functions turn, beside random ones. */
const special = [0, -0, 1, -1, 0.5, 2, -2, 3, Infinity, -Infinity, Number.NaN, 1e-40, 3e38, -0.25];

/** A shape, and inputs that are stretched over some of its dims. */
function inputs(b: Bench, count: number, specials: number) {
  const shape = Array.from({ length: b.integer(0, 4) }, () => b.integer(1, 7));
  if (b.random() < 0.3) shape.push(b.integer(15, 40));
  if (b.random() < 0.1) shape.push(0);
  const total = (sizes: readonly number[]): number => sizes.reduce((n, s) => n * s, 1);
  const sides = Array.from({ length: count }, () => {
    const own = shape.map((size) => (b.random() < 0.3 ? 1 : size));
    const strides = own.map((size, dim) => (size === 1 ? 0 : total(own.slice(dim + 1))));
    const values = b.floats(total(own), 3);
    for (let i = 0; i < values.length; i++) if (b.random() < specials) values[i] = b.pick(special);
    return { strides, values };
  });
  return { shape, n: total(shape), sides };
}

/** Bytes of 0 and 1 in the kernels' memory. */
function bytes(b: Bench, length: number): Uint8Array {
  const floats = b.empty(Math.ceil(length / 4) + 1);
  return new Uint8Array(floats.buffer, floats.byteOffset + b.integer(0, 3), length).map(() => b.integer(0, 1));
}

describe.each(builds)("%s SIMD", (build) => {
  test.each(Object.keys(binaries) as BinaryOp[])("%s with all kinds of broadcasting", async (op) => {
    const b = await benchOf(build);
    for (let round = 0; round < 60; round++) {
      const { shape, n, sides } = inputs(b, 2, round % 2 === 0 ? 0 : 0.3);
      const [left, right] = [sides[0]!, sides[1]!];
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.binary(op, left.values, right.values, out, shape, left.strides, right.strides);
      reference.binary(op, left.values, right.values, expected, shape, left.strides, right.strides);
      const what = `[${shape}], strides [${left.strides}] and [${right.strides}]`;
      expectClose(out, expected, what, { absolute: 2e-45, relative: 1.2e-7 });
    }
  });

  test.each(Object.keys(ternaries) as TernaryOp[])("%s with all kinds of broadcasting", async (op) => {
    const b = await benchOf(build);
    for (let round = 0; round < 60; round++) {
      const { shape, n, sides } = inputs(b, 3, round % 2 === 0 ? 0 : 0.2);
      const [g, x, y] = [sides[0]!, sides[1]!, sides[2]!];
      // 0 times infinity is the caller's affair, and so is what a float32 cannot hold between two steps.
      for (const [i, v] of g.values.entries()) g.values[i] = Math.abs(v) > 1e-3 && Math.abs(v) < 1e3 ? v : 0.5;
      for (const side of [x, y]) {
        for (const [i, v] of side.values.entries())
          if (Math.abs(v) < 1e-3 || Math.abs(v) > 1e3) side.values[i] = Math.sign(v);
      }
      // What a norm is never negative.
      if (op === "normSlope" || op === "quotient") for (const [i, v] of y.values.entries()) y.values[i] = Math.abs(v);
      const s = b.pick([1, 1.5, 2, 3]);
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      const strides = [g.strides, x.strides, y.strides] as const;
      b.kernels.ternary(op, [g.values, x.values, y.values], out, shape, strides, s);
      reference.ternary(op, [g.values, x.values, y.values], expected, shape, strides, s);
      expectClose(out, expected, `[${shape}], strides [${strides.join("] [")}]`, { absolute: 1e-37, relative: 2e-6 });
    }
  });

  test.each(Object.keys(comparisons) as Comparison[])("%s with all kinds of broadcasting", async (op) => {
    const b = await benchOf(build);
    for (let round = 0; round < 60; round++) {
      const { shape, n, sides } = inputs(b, 2, 0.6);
      const [left, right] = [sides[0]!, sides[1]!];
      const [out, expected] = [bytes(b, n), new Uint8Array(n)];
      b.kernels.compare(op, left.values, right.values, out, shape, left.strides, right.strides);
      reference.compare(op, left.values, right.values, expected, shape, left.strides, right.strides);
      expect([...out]).toEqual([...expected]);
    }
  });

  test("a choice by bytes, with all kinds of broadcasting", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 60; round++) {
      const { shape, n, sides } = inputs(b, 3, 0.3);
      const [c, x, y] = [sides[0]!, sides[1]!, sides[2]!];
      const condition = bytes(b, c.values.length);
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      const strides = [c.strides, x.strides, y.strides] as const;
      b.kernels.where([condition, x.values, y.values], out, shape, strides);
      reference.where([condition, x.values, y.values], expected, shape, strides);
      expectClose(out, expected, `[${shape}]`, { absolute: 0, relative: 0 });
    }
  });

  test("powers are accurate to a unit in the last place", async () => {
    const b = await benchOf(build);
    const n = 20_000;
    const [x, y, out] = [b.empty(n), b.empty(n), b.empty(n)];
    for (let i = 0; i < n; i++) {
      x[i] = Math.exp((2 * b.random() - 1) * 40);
      y[i] = (2 * b.random() - 1) * 2;
    }
    b.kernels.binary("pow", x, y, out, [n], [1], [1]);
    let worst = 0;
    for (let i = 0; i < n; i++) {
      const exact = x[i]! ** y[i]!;
      worst = Math.max(worst, Math.abs(out[i]! - exact) / 2 ** (Math.floor(Math.log2(exact)) - 23));
    }
    expect(worst).toBeLessThanOrEqual(0.6);
  });

  test("other dtypes than float32 are served by the plain kernels", async () => {
    const b = await benchOf(build);
    const [ints, bools] = [new Float64Array([1, 2, 3]), new Uint8Array([1, 0, 1])];
    const out = new Float64Array(3);
    b.kernels.add(ints, bools, out, [3], [1], [1]);
    expect([...out]).toEqual([2, 2, 4]);
    const holds = new Uint8Array(3);
    b.kernels.compare("gt", ints, new Float32Array([1.5]), holds, [3], [1], [0]);
    expect([...holds]).toEqual([0, 1, 1]);
    b.kernels.where([bools, ints, ints], out, [3], [[1], [1], [0]]);
    expect([...out]).toEqual([1, 1, 3]);
  });
});
