// Tests of functions of single elements, losses and optimizer steps on outliers, Inf, NaN and extreme sizes, on both builds.

import { describe, expect, test } from "vitest";
import { type BinaryOp, slopeOf, type TernaryOp, type UnaryOp } from "../elementwise/contract.ts";
import { binaries, ternaries } from "../elementwise/reference/binary.ts";
import { functions } from "../elementwise/reference/functions.ts";
import type { PairOp } from "../loss/contract.ts";
import { pairs } from "../loss/reference/pairs.ts";
import type * as steps from "../optim/reference.ts";
import { referenceKernels as reference } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "./both_builds.fixture.ts";
import { everyKind, spoil } from "./hostile.fixture.ts";

const { POSITIVE_INFINITY: inf, NaN: nan } = Number;

const settingsOf: Partial<Record<UnaryOp, readonly (readonly number[])[]>> = {
  clamp: [[-1, 2]],
  hardtanh: [[-1, 1]],
  leakyRelu: [[0.01]],
  elu: [[1.5, 0.7, 0.9]],
  softplus: [[2, 5]],
  hardshrink: [[0.5]],
  softshrink: [[0.5]],
  threshold: [[0.25, -3]],
  pow: [[0], [0.5], [-0.5], [0.75], [1], [2], [3], [-1], [-2.5], [7]],
};

const everyOp = (Object.keys(functions) as UnaryOp[]).flatMap((op) =>
  (settingsOf[op] ?? [[]]).map((settings) => [op, settings] as const),
);

/** Ordinary numbers of all sizes, a third of them replaced by extreme ones. */
function mixture(b: Bench, n: number): Float32Array {
  const x = b.floats(n);
  for (const [i, v] of x.entries()) {
    x[i] = b.random() < 0.33 ? b.pick([...everyKind, 20, -20, 88, -88, 1e19, -1e19]) : v * b.pick([1, 5, 100]);
  }
  return x;
}

/** Functions may make nothing of what is smaller. */
const vanishing = 2e-36;

/** The first place where `actual` is none of the expectations, up to a share and what may vanish, times `factors`. */
function firstStrange(
  actual: Float32Array,
  expectations: readonly Float32Array[],
  relative: number,
  factors?: Float32Array | null,
  least = vanishing,
): number {
  return actual.findIndex((a, i) => {
    const factor = factors && Number.isFinite(factors[i]!) ? Math.max(1, Math.abs(factors[i]!)) : 1;
    const near = (e: number): boolean =>
      Object.is(a, e) || a === e || (Number.isFinite(e) && Math.abs(a - e) <= least * factor + relative * Math.abs(e));
    return !expectations.some((wanted) => near(wanted[i]!));
  });
}

describe.each(builds)("%s SIMD", (build) => {
  test.each(everyOp)("%s [%s]", async (op, settings) => {
    const b = await benchOf(build);
    b.from(1, () => {
      for (let round = 0; round < 25; round++) {
        const x = mixture(b, b.integer(1, 70));
        const n = x.length;
        const [y, expected] = [b.empty(n), new Float32Array(n)];
        b.kernels.unary(op, x, y, ...settings);
        reference.unary(op, x, expected, ...settings);
        // The far tail of GELU falls faster than it should, where torch has 0.
        const least = op === "gelu" ? 1e-9 : vanishing;
        const strange = firstStrange(y, [expected], op === "gelu" ? 1e-4 : 1e-5, null, least);
        expect(strange, `${x[strange]}: ${y[strange]}, not ${expected[strange]}`).toBe(-1);

        const g = mixture(b, n);
        const at = slopeOf(op) === "x" ? x : expected;
        const placed = b.empty(n);
        placed.set(at);
        const [gradient, wanted, slope] = [b.empty(n), new Float32Array(n), new Float32Array(n)];
        b.kernels.unaryBackward(op, g, placed, gradient, ...settings);
        reference.unaryBackward(op, g, at, wanted, ...settings);
        // Where the slope itself leaves what float32 holds, so does its product, as in torch.
        reference.unaryBackward(op, new Float32Array(n).fill(1), at, slope, ...settings);
        const rounded = slope.map((s, i) => s * g[i]!);
        const vanished = slope.map((s, i) => (Math.abs(s) < least ? 0 : s) * g[i]!);
        const first = firstStrange(gradient, [wanted, rounded, vanished], 1e-4, g, least);
        expect(first, `slope at ${at[first]}, ${g[first]}: ${gradient[first]}, not ${wanted[first]}`).toBe(-1);
      }
    });
  });

  test("slopes that are torch's where functions end", async () => {
    const b = await benchOf(build);
    const cases: readonly (readonly [UnaryOp, x: number[], g: number, wanted: number[]])[] = [
      ["mish", [1e19, 1e30, inf, -inf, nan], 1, [1, 1, nan, nan, nan]],
      ["geluTanh", [1e19, -1e19, 1e30, inf], 1, [1, 0, nan, nan]],
      ["expm1", [0, -0.5, inf, -1], inf, [inf, inf, inf, nan]],
      ["abs", [nan, inf, -inf, 0], 1, [0, 1, -1, 0]],
    ];
    for (const [op, values, g, wanted] of cases) {
      const [x, grad, out] = [b.empty(values.length), b.empty(values.length), b.empty(values.length)];
      x.set(values);
      grad.fill(g);
      b.kernels.unaryBackward(op, grad, x, out);
      expectClose(out, wanted, op);
      reference.unaryBackward(op, grad, x, out);
      expectClose(out, wanted, `plain ${op}`);
    }
    const ends = b.empty(3);
    ends.set([-0, -inf, nan]);
    const out = b.empty(3);
    for (const kernels of [b.kernels, reference]) {
      kernels.unary("pow", ends, out, 0.5);
      expect([...out]).toEqual([-0, nan, nan]);
      kernels.unary("pow", ends, out, -0.5);
      expect([...out]).toEqual([-inf, nan, nan]);
      kernels.unary("sign", ends, out);
      expect([...out]).toEqual([expect.closeTo(0), -1, 0]);
    }
  });

  test.each(Object.keys(binaries) as BinaryOp[])("%s of two extreme numbers", async (op) => {
    const b = await benchOf(build);
    b.from(2, () => {
      for (let round = 0; round < 60; round++) {
        const n = b.integer(1, 70);
        const [x, y] = [mixture(b, n), mixture(b, round % 3 === 0 ? 1 : n)];
        const [out, expected] = [b.empty(n), new Float32Array(n)];
        const strides = [[1], [round % 3 === 0 ? 0 : 1]] as const;
        b.kernels.binary(op, x, y, out, [n], ...strides);
        reference.binary(op, x, y, expected, [n], ...strides);
        const first = firstStrange(out, [expected], 1e-6);
        expect(first, `${x[first]} and ${y[first] ?? y[0]}: ${out[first]}, not ${expected[first]}`).toBe(-1);
      }
    });
  });

  test.each(Object.keys(ternaries) as TernaryOp[])("%s at extreme numbers", async (op) => {
    const b = await benchOf(build);
    b.from(3, () => {
      for (let round = 0; round < 60; round++) {
        const n = b.integer(1, 70);
        const [x, y] = [mixture(b, n), mixture(b, n)];
        if (op === "normSlope" || op === "quotient") for (const [i, v] of y.entries()) y[i] = Math.abs(v);
        const ones = b.empty(n).fill(1);
        const [out, expected] = [b.empty(n), new Float32Array(n)];
        b.kernels.ternary(op, [ones, x, y], out, [n], [[1], [1], [1]], 2);
        reference.ternary(op, [ones, x, y], expected, [n], [[1], [1], [1]], 2);
        const first = firstStrange(out, [expected], 1e-5);
        expect(first, `${x[first]} and ${y[first]}: ${out[first]}, not ${expected[first]}`).toBe(-1);
      }
    });
  });

  test.each(Object.keys(pairs) as PairOp[])("the loss %s of extreme numbers", async (op) => {
    const b = await benchOf(build);
    b.from(4, () => {
      for (let round = 0; round < 60; round++) {
        const n = b.integer(1, 70);
        const [x, t] = [mixture(b, n), mixture(b, n)];
        // These targets are probabilities.
        if (op === "bce" || op === "klDiv") for (const [i, v] of t.entries()) t[i] = Math.min(Math.abs(v), 1);
        const [out, expected] = [b.empty(n), new Float32Array(n)];
        const check = (what: string): void => {
          const first = firstStrange(out, [expected], 1e-5);
          expect(first, `${what} of ${x[first]}, ${t[first]}: ${out[first]}, not ${expected[first]}`).toBe(-1);
        };
        b.kernels.pairForward(op, x, t, out, 0.7);
        reference.pairForward(op, x, t, expected, 0.7);
        check("loss");
        const ones = b.empty(n).fill(1);
        for (const of of ["x", "t"] as const) {
          b.kernels.pairBackward(op, of, ones, x, t, out, 0.7);
          reference.pairBackward(op, of, ones, x, t, expected, 0.7);
          check(`slope to ${of}`);
        }
      }
    });
  });

  test("optimizer steps keep what is not finite to its own parameter", async () => {
    const b = await benchOf(build);
    b.from(5, () => {
      for (let round = 0; round < 60; round++) {
        const n = b.integer(1, 40);
        const g = spoil(b, b.floats(n), everyKind, 5);
        const hard = { lr: 0.01, weight_decay: b.pick([0, 0.1]), maximize: b.random() < 0.5 };
        const h = { ...hard, beta1: 0.9, beta2: 0.99, eps: 1e-8, step: b.integer(1, 9) };
        const own = { p: b.floats(n), a: b.floats(n), v: b.floats(n).map((v) => v * v + 1) };
        const zero = b.floats(n).fill(0);
        type Kernels = Pick<typeof reference, keyof typeof steps>;
        const ways: Record<string, (k: Kernels, s: typeof own, w: Float32Array) => void> = {
          sgd: (k, s) =>
            k.sgd(
              s.p,
              g,
              { momentum_buffer: s.a },
              { ...hard, momentum: 0.9, dampening: 0.2, nesterov: true, first: false },
            ),
          adam: (k, s) => k.adam(s.p, g, { exp_avg: s.a, exp_avg_sq: s.v }, { ...h, decoupled: false }),
          adamax: (k, s) => k.adamax(s.p, g, { exp_avg: s.a, exp_inf: s.v }, h),
          nadam: (k, s) =>
            k.nadam(s.p, g, { exp_avg: s.a, exp_avg_sq: s.v }, { ...h, gradRate: 0.001, momentRate: 0.01 }),
          radam: (k, s) => k.radam(s.p, g, { exp_avg: s.a, exp_avg_sq: s.v }, { ...h, rectification: 0.7 }),
          adagrad: (k, s) => k.adagrad(s.p, g, { sum: s.v }, h),
          adadelta: (k, s, w) =>
            k.adadelta(s.p, g, { square_avg: s.v, acc_delta: w }, { ...hard, rho: 0.9, eps: 1e-6 }),
          rmsprop: (k, s) =>
            k.rmsprop(
              s.p,
              g,
              { square_avg: s.v, momentum_buffer: s.a },
              { ...hard, alpha: 0.9, eps: 1e-8, momentum: 0.8 },
            ),
          rprop: (k, s) =>
            k.rprop(
              s.p,
              g,
              { prev: s.a, step_size: s.v },
              { ...hard, shrink: 0.5, grow: 1.2, smallest: 0.1, largest: 1.5 },
            ),
          asgd: (k, s) => k.asgd(s.p, g, { ax: s.a }, { ...hard, lambd: 0.1, eta: 0.02, mu: 0.3 }),
        };
        for (const [name, run] of Object.entries(ways)) {
          const states = [own, own].map((s) => {
            const copy = { p: b.empty(n), a: b.empty(n), v: b.empty(n) };
            for (const key of ["p", "a", "v"] as const) copy[key].set(s[key]);
            return copy;
          }) as [typeof own, typeof own];
          const moves = [zero.slice(), zero.slice()] as const;
          run(b.kernels, states[0], moves[0]);
          run(reference, states[1], moves[1]);
          for (const key of ["p", "a", "v"] as const) {
            const [found, wanted] = [states[0][key], states[1][key]];
            for (const [i, e] of wanted.entries()) {
              // Squares that overflow in float32 decide what is left of the step.
              if (Math.abs(g[i]!) > 1e19 && Math.abs(g[i]!) < inf) continue;
              expectClose([found[i]!], [e], `${name}: ${key} for the gradient ${g[i]}`, {
                absolute: 3e-6,
                relative: 1e-5,
              });
            }
          }
        }
      }
    });
  });
});
