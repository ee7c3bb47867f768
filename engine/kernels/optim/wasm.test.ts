// Tests of the optimizer steps that scale every element by its own history, on both builds.
import { describe, test } from "vitest";
import { referenceKernels as reference } from "../reference.ts";
import { benchOf, builds, expectClose } from "../testing/both_builds.fixture.ts";
import type * as steps from "./reference.ts";

const lengths = [0, 1, 3, 4, 9, 130];
const moments = { beta1: 0.9, beta2: 0.99, eps: 1e-8 };

describe.each(builds)("%s SIMD", (build) => {
  test("steps of SGD and Adam", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 60; round++) {
      const n = b.pick([0, 1, 3, 4, 9, 130]);
      const g = b.floats(n);
      const start = { p: b.floats(n), a: b.floats(n), v: b.floats(n), most: b.floats(n) };
      for (const [i, value] of start.v.entries()) start.v[i] = Math.abs(value);
      const copy = (x: Float32Array): Float32Array => Float32Array.from(x);
      const descent = { lr: 0.01, weight_decay: b.pick([0, 0.1]), maximize: b.random() < 0.3 };
      const wanted = { p: copy(start.p), a: copy(start.a), v: copy(start.v), most: copy(start.most) };
      if (round % 2 === 0) {
        const momentum = b.pick([0, 0.9]);
        const h = { ...descent, momentum, dampening: 0.2, nesterov: b.random() < 0.5, first: b.random() < 0.3 };
        b.kernels.sgd(start.p, g, momentum === 0 ? {} : { momentum_buffer: start.a }, h);
        reference.sgd(wanted.p, g, momentum === 0 ? {} : { momentum_buffer: wanted.a }, h);
      } else {
        const step = b.integer(1, 20);
        const h = { ...descent, beta1: 0.9, beta2: 0.999, eps: 1e-8, step, decoupled: b.random() < 0.5 };
        const most = b.random() < 0.5;
        const state = (s: typeof start) => ({
          exp_avg: s.a,
          exp_avg_sq: s.v,
          ...(most ? { max_exp_avg_sq: s.most } : {}),
        });
        b.kernels.adam(start.p, g, state(start), h);
        reference.adam(wanted.p, g, state(wanted), h);
      }
      for (const key of ["p", "a", "v", "most"] as const) {
        expectClose(start[key], wanted[key], `round ${round} ${key}`, { absolute: 1e-6, relative: 1e-5 });
      }
    }
  });

  test("every step, with all options", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 40; round++) {
      for (const n of lengths) {
        const descent = { lr: 0.01, weight_decay: b.pick([0, 0.1]), maximize: b.random() < 0.5 };
        const h = { ...descent, ...moments, step: b.integer(1, 9) };
        const g = b.floats(n);
        if (round % 4 === 0) for (let i = 0; i < n; i += 2) g[i] = 0;
        const own = { p: b.floats(n), a: b.floats(n), v: b.floats(n), w: b.floats(n) };
        // Averages of squares and step sizes are positive, and centered ones exceed the square of the mean.
        for (const i of own.v.keys()) own.v[i] = Math.abs(own.v[i]!) + 1;
        for (const i of own.w.keys()) own.w[i] = Math.abs(own.w[i]!);
        const compare = (
          name: string,
          run: (k: Pick<typeof reference, keyof typeof steps>, s: typeof own) => void,
        ): void => {
          const [mine, theirs] = [own, own].map((s) => ({
            p: copyInto(b.empty(n), s.p),
            a: copyInto(b.empty(n), s.a),
            v: copyInto(b.empty(n), s.v),
            w: copyInto(b.empty(n), s.w),
          })) as [typeof own, typeof own];
          run(b.kernels, mine);
          run(reference, theirs);
          for (const key of ["p", "a", "v", "w"] as const) {
            expectClose(mine[key], theirs[key], `${name} of ${n}: ${key}`, { absolute: 2e-6, relative: 1e-5 });
          }
        };
        compare("adamax", (k, s) => k.adamax(s.p, g, { exp_avg: s.a, exp_inf: s.v }, h));
        const rates = { gradRate: 0.001, momentRate: 0.01 };
        compare("nadam", (k, s) => k.nadam(s.p, g, { exp_avg: s.a, exp_avg_sq: s.v }, { ...h, ...rates }));
        const rectification = b.pick([null, 0.7]);
        compare("radam", (k, s) => k.radam(s.p, g, { exp_avg: s.a, exp_avg_sq: s.v }, { ...h, rectification }));
        compare("adagrad", (k, s) => k.adagrad(s.p, g, { sum: s.v }, h));
        compare("adadelta", (k, s) =>
          k.adadelta(s.p, g, { square_avg: s.v, acc_delta: s.w }, { ...descent, rho: 0.9, eps: 1e-6 }),
        );
        const [momentum, centered] = [b.random() < 0.5, b.random() < 0.5];
        compare("rmsprop", (k, s) =>
          k.rmsprop(
            s.p,
            g,
            { square_avg: s.v, ...(momentum ? { momentum_buffer: s.a } : {}), ...(centered ? { grad_avg: s.w } : {}) },
            { ...descent, alpha: 0.9, eps: 1e-8, momentum: 0.8 },
          ),
        );
        const sizes = { maximize: descent.maximize, shrink: 0.5, grow: 1.2, smallest: 0.1, largest: 1.5 };
        compare("rprop", (k, s) => k.rprop(s.p, g, { prev: s.a, step_size: s.v }, sizes));
        const average = { ...descent, lambd: 0.1, eta: 0.02, mu: 0.3 };
        compare("asgd", (k, s) => k.asgd(s.p, g, { ax: s.a }, average));
      }
    }
  });
});

function copyInto(to: Float32Array, from: Float32Array): Float32Array {
  to.set(from);
  return to;
}
