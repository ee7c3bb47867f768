// Tests of elementwise kernels on both builds: units in the last place, sizes.

import { describe, expect, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import { slopeOf, type UnaryOp } from "./contract.ts";
import { functions } from "./reference/functions.ts";

/** The distance of neighbouring float32 around x. */
function ulp(x: number): number {
  const exponent = Math.floor(Math.log2(Math.max(Math.abs(x), 2 ** -126)));
  return 2 ** (exponent - 23);
}

const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 15, 64, 131];

/** For every op: the range tested, and how many units in the last place it may be off there. */
const accuracy: Partial<Record<UnaryOp, readonly [low: number, high: number, units: number]>> = {
  exp: [-87, 88.7, 2],
  log: [1e-30, 100, 2],
  tanh: [-12, 12, 2],
  sigmoid: [-80, 80, 2.5],
  erf: [-5, 5, 2],
  gelu: [-1, 8, 4],
  silu: [-20, 20, 3],
  sqrt: [0, 100, 0.5],
  expm1: [-20, 88, 2.5],
  log1p: [-0.99, 1e6, 2],
  logsigmoid: [-30, 30, 3],
  mish: [-20, 30, 4],
  sin: [-1000, 1000, 1.5],
  cos: [-1000, 1000, 1.5],
  tan: [-1000, 1000, 2.5],
  asin: [-1, 1, 2.5],
  acos: [-1, 1, 2],
  atan: [-50, 50, 2],
  sinh: [-89, 89, 3],
  cosh: [-89, 89, 3],
  log2: [1e-30, 100, 0.6],
  log10: [1e-30, 100, 0.6],
  floor: [-1000, 1000, 0],
  ceil: [-1000, 1000, 0],
  trunc: [-1000, 1000, 0],
  round: [-1000, 1000, 0],
  sign: [-3, 3, 0],
  erfinv: [-0.99999, 0.99999, 6],
  erfc: [-4, 8.9, 5],
  pow: [1e-30, 1e30, 0.6],
};

const everyOp = Object.keys(functions) as UnaryOp[];
/** Settings for the ops that have some; the others ignore them. */
const settingsOf: Partial<Record<UnaryOp, readonly number[]>> = {
  clamp: [-1, 2],
  hardtanh: [-1, 1],
  leakyRelu: [0.01],
  elu: [1.5, 0.7, 0.9],
  softplus: [2, 5],
  hardshrink: [0.5],
  softshrink: [0.5],
  threshold: [0.25, -3],
  pow: [0.75],
};
/** Those that are defined on positive numbers only. */
const positive = new Set<UnaryOp>(["log", "log1p", "log2", "log10", "sqrt", "rsqrt"]);

/** The same as float64: what float32 results are measured against. */
function exact(op: UnaryOp, x: Float32Array): Float64Array {
  const wide = new Float64Array(x.length);
  reference.unary(op, x, wide, ...(settingsOf[op] ?? []));
  return wide;
}

describe.each(builds)("%s SIMD", (build) => {
  test.each(Object.entries(accuracy))("%s is accurate", async (name, [low, high, units]) => {
    const b = await benchOf(build);
    const op = name as UnaryOp;
    const x = b.empty(20_000);
    for (let i = 0; i < x.length; i++) x[i] = low + (high - low) * (i % 2 === 0 ? b.random() : b.random() ** 8);
    const out = b.empty(x.length);
    b.kernels.unary(op, x, out, ...(settingsOf[op] ?? []));
    const expected = exact(op, x);
    let worst = 0;
    for (let i = 0; i < x.length; i++) worst = Math.max(worst, Math.abs(out[i]! - expected[i]!) / ulp(expected[i]!));
    expect(worst).toBeLessThanOrEqual(units);
  });

  test.each(["sin", "cos", "tan"] as const)("%s of angles of any size", async (op) => {
    const b = await benchOf(build);
    const x = b.empty(20_000);
    for (let i = 0; i < x.length; i++) x[i] = (b.random() < 0.5 ? -1 : 1) * 2 ** (10 + 117.9 * b.random());
    // Floats that lie nearest to multiples of π / 2.
    x.set([16367173 * 2 ** 72, 11819760 * 2 ** 49, 1e6, 999999.9, 1000000.06]);
    const out = b.empty(x.length);
    b.kernels.unary(op, x, out);
    const expected = exact(op, x);
    let worst = 0;
    for (let i = 0; i < x.length; i++) worst = Math.max(worst, Math.abs(out[i]! - expected[i]!) / ulp(expected[i]!));
    expect(worst).toBeLessThanOrEqual(2.7);
  });

  test.each([0, 0.5, 1, 2, 3, -1, -2.5, 7])("the power %d of any number, and its gradient", async (power) => {
    const b = await benchOf(build);
    const x = b.floats(131, 3);
    const special = [0, -0, 1, -1, Infinity, -Infinity, Number.NaN, 1e-40, 1e30];
    x.set(special);
    const g = b.floats(x.length);
    const [out, slope] = [b.empty(x.length), b.empty(x.length)];
    const [expected, wanted] = [new Float32Array(x.length), new Float32Array(x.length)];
    b.kernels.unary("pow", x, out, power);
    reference.unary("pow", x, expected, power);
    expectClose(out, expected, "power", { absolute: 2e-45, relative: 3e-7 });
    // Past what floats hold between two steps.
    const some = special.length;
    b.kernels.unaryBackward("pow", g.subarray(some), x.subarray(some), slope.subarray(some), power);
    reference.unaryBackward("pow", g.subarray(some), x.subarray(some), wanted.subarray(some), power);
    expectClose(slope.subarray(some), wanted.subarray(some), "gradient", { absolute: 0, relative: 1e-6 });
  });

  test("special values", async () => {
    const b = await benchOf(build);
    const special = [0, -0, Infinity, -Infinity, Number.NaN, 1e-40, -1e-40, 200, -200, 3e38, -3e38, 1, -1, 1e-8];
    const x = b.empty(special.length);
    x.set(special);
    const out = b.empty(x.length);
    const infinite = new Set<UnaryOp>(["gelu", "geluTanh", "silu", "mish", "softshrink", "hardswish"]);
    const ops = everyOp.filter((op) => !infinite.has(op));
    for (const op of ops) {
      b.kernels.unary(op, x, out, ...(settingsOf[op] ?? []));
      expectClose(out, Float32Array.from(exact(op, x)), op, { absolute: 1e-37, relative: 1e-6 });
    }
    for (const op of infinite) {
      const finite = x.subarray(5);
      b.kernels.unary(op, finite, out.subarray(5), ...(settingsOf[op] ?? []));
      expectClose(out.subarray(5), Float32Array.from(exact(op, finite)), op, { absolute: 1e-7, relative: 1e-6 });
    }
  });

  test("every length, every op, also in place", async () => {
    const b = await benchOf(build);
    for (const op of everyOp) {
      for (const n of lengths) {
        const x = b.floats(n, 4);
        if (positive.has(op)) for (const [i, v] of x.entries()) x[i] = Math.abs(v);
        const expected = Float32Array.from(exact(op, x));
        b.kernels.unary(op, x, x, ...(settingsOf[op] ?? []));
        expectClose(x, expected, `${op} of ${n}`, { absolute: 3e-7, relative: 1e-6 });
      }
    }
  });

  test("gradients of functions, also at their corners and through NaN", async () => {
    const b = await benchOf(build);
    for (const op of everyOp) {
      const settings = settingsOf[op] ?? [];
      for (const n of lengths) {
        const [g, v] = [b.floats(n), b.floats(n, op === "sigmoid" || op === "tanh" ? 1 : 6)];
        if (positive.has(op)) for (const [i, x] of v.entries()) v[i] = Math.abs(x) + 0.1;
        else for (let i = 0; i < n; i += 3) v[i] = b.pick([-3, -1, -0.5, 0, 0.25, 0.5, 1, 2, 3, Number.NaN]);
        const [out, expected] = [b.empty(n), new Float32Array(n)];
        b.kernels.unaryBackward(op, g, v, out, ...settings);
        reference.unaryBackward(op, g, v, expected, ...settings);
        expectClose(out, expected, `${op} of ${n}, from its ${slopeOf(op)}`, { absolute: 1e-6, relative: 1e-5 });
      }
    }
  });

  test("sums that undo a broadcast", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 150; round++) {
      const shape = Array.from({ length: b.integer(0, 4) }, () => b.integer(1, 6));
      if (b.random() < 0.05) shape.push(0);
      const kept = shape.map((size) => (b.random() < 0.5 ? 1 : size));
      const strides = kept.map((size, dim) => (size === 1 ? 0 : kept.slice(dim + 1).reduce((n, s) => n * s, 1)));
      const x = b.floats(shape.reduce((n, size) => n * size, 1));
      const n = kept.reduce((count, size) => count * size, 1);
      const [out, expected] = [b.empty(n), new Float32Array(n)];
      b.kernels.sumTo(x, out, shape, strides);
      reference.sumTo(x, expected, shape, strides);
      expectClose(out, expected, `[${shape}] with strides [${strides}]`);
    }
  });

  test("other dtypes than float32 are served by the plain kernels", async () => {
    const b = await benchOf(build);
    const out = new Float64Array(3);
    b.kernels.unary("relu", new Float64Array([-1, 0, 2]), out);
    expect([...out]).toEqual([0, 0, 2]);
  });

  test("accumulate and scale", async () => {
    const b = await benchOf(build);
    for (const n of lengths) {
      const [x, out] = [b.floats(n), b.floats(n)];
      const expected = out.map((v, i) => Math.fround(Math.fround(v + x[i]!) * 1.5));
      b.kernels.accumulate(x, out);
      b.kernels.scale(out, 1.5);
      expectClose(out, expected, `${n}`, { absolute: 0, relative: 1e-7 });
    }
  });
});
