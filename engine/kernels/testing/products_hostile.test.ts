// Tests that products, attention, fused rows and recurrent layers keep Inf, NaN and outliers to the rows, columns and
// samples that read them, on both builds.

import { describe, expect, test } from "vitest";
import type { AttentionDims, HeadLayout } from "../attention/contract.ts";
import { randomFused } from "../fused/cases.fixture.ts";
import { gateCounts } from "../recurrent/contract.ts";

import { referenceKernels as reference } from "../reference.ts";
import { type Bench, benchOf, builds, expectClose } from "./both_builds.fixture.ts";
import { large, notFinite, spoil, spoiled, tiny } from "./hostile.fixture.ts";

const sizes = [1, 2, 3, 5, 7, 8, 9, 13, 16, 17, 31, 33, 64];
const ragged = [
  [130, 70, 300],
  [25, 130, 513],
  [61, 9, 257],
  [24, 1030, 40],
] as const;
const u = 2 ** -24;

/** The largest finite size. */
const largestOf = (x: Float32Array): number =>
  x.reduce((most, v) => (Number.isFinite(v) ? Math.max(most, Math.abs(v)) : most), 0);

type Product = "NT" | "NN" | "TN";

/** Checks a product to (k + 2) u Σ |a| |b|, row by row, and that what is not finite is where float64 has it. */
function checkProduct(
  b: Bench,
  way: Product,
  [x, y]: readonly [Float32Array, Float32Array],
  [m, n, k]: readonly [number, number, number],
): void {
  const [out, expected, bound] = [b.empty(m * n), new Float32Array(m * n), new Float32Array(m * n)];
  const sizesOf = (v: Float32Array): Float32Array => v.map((a) => (Number.isFinite(a) ? Math.abs(a) : 0));
  const run = (
    kernels: Pick<typeof reference, "matmulNT" | "matmulNN" | "matmulTN">,
    to: Float32Array,
    ...[p, q]: Float32Array[]
  ) => {
    if (way === "NT") kernels.matmulNT(p!, q!, null, to, m, n, k);
    else if (way === "NN") kernels.matmulNN(p!, q!, to, m, n, k);
    else kernels.matmulTN(p!, q!, to, m, n, k);
  };
  run(b.kernels, out, x, y);
  run(reference, expected, x, y);
  run(reference, bound, sizesOf(x), sizesOf(y));
  for (const [i, wanted] of expected.entries()) {
    const absolute = (k + 2) * u * bound[i]! + k * 1.5e-45;
    const found = out[i]!;
    if (Object.is(found, wanted) || found === wanted) continue;
    if (Number.isFinite(wanted) && Math.abs(found - wanted) <= absolute) continue;
    throw new Error(`${way} ${m}×${n}×${k}: element ${i} is ${found}, not ${wanted}`);
  }
}

describe.each(builds)("%s SIMD", (build) => {
  test.each(["NT", "NN", "TN"] as const)("products %s of ragged sizes", async (way) => {
    const b = await benchOf(build);
    b.from(1, () => {
      const random = Array.from({ length: 120 }, () => [b.pick(sizes), b.pick(sizes), b.pick(sizes)] as const);
      for (const dims of [...random, ...ragged]) {
        const [m, n, k] = dims;
        const [x, y] = [b.floats(m * k), b.floats(k * n)];
        if (b.random() < 0.5) spoiled(b, x);
        else spoiled(b, y);
        checkProduct(b, way, [x, y], dims);
      }
    });
  });

  test("a product's row and column with NaN, and no other", async () => {
    const b = await benchOf(build);
    b.from(2, () => {
      for (const [m, n, k] of [...ragged, [7, 9, 5] as const, [26, 33, 17] as const]) {
        const [x, y, out] = [b.floats(m * k), b.floats(k * n), b.empty(m * n)];
        const [row, column] = [b.integer(0, m - 1), b.integer(0, n - 1)];
        x[row * k + b.integer(0, k - 1)] = Number.NaN;
        y[column * k + b.integer(0, k - 1)] = Number.POSITIVE_INFINITY;
        b.kernels.matmulNT(x, y, null, out, m, n, k);
        for (const [i, v] of out.entries()) {
          const hit = Math.floor(i / n) === row || i % n === column;
          expect(Number.isFinite(v), `${m}×${n}×${k}: ${i}`).toBe(!hit);
        }
      }
    });
  });

  test("attention", async () => {
    const b = await benchOf(build);
    b.from(3, () => {
      for (let round = 0; round < 200; round++) {
        const [samples, heads] = [b.integer(1, 3), b.integer(1, 3)];
        const [l, s, e, ev] = [
          b.pick([1, 2, 5, 9, 21]),
          b.pick([1, 3, 4, 11]),
          b.pick([1, 3, 4, 8]),
          b.pick([1, 4, 6]),
        ];
        const place = (rows: number, width: number): HeadLayout => ({
          offset: 0,
          row: heads * width,
          sample: rows * heads * width,
          head: width,
        });
        const d: AttentionDims = {
          ...{ samples, heads, l, s, e, ev, scale: 0.7 },
          ...{ q: place(l, e), k: place(s, e), v: place(s, ev), out: place(l, ev) },
        };
        const all = samples * heads;
        const [q, k, v] = [b.floats(all * l * e), b.floats(all * s * e), b.floats(all * s * ev)];
        spoil(b, b.pick([q, k, v]), [...tiny, 1e4, ...notFinite]);
        const mask = b.random() < 0.4 ? { values: b.floats(l * s).fill(0), head: 0, row: s } : null;
        // Some of what asks may see nothing at all.
        if (mask) for (let i = 0; i < s; i++) mask.values[i] = Number.NEGATIVE_INFINITY;
        const made = () => ({ weights: b.empty(all * l * s), factors: null, dropped: null });
        const [mine, theirs] = [made(), made()];
        const [out, expected] = [b.empty(all * l * ev), b.empty(all * l * ev)];
        b.kernels.attentionForward(d, q, k, v, mask, mine, out);
        reference.attentionForward(d, q, k, v, mask, theirs, expected);
        const what = `${all} heads of ${l} × ${s}, ${e} and ${ev} features`;
        const near = { absolute: 1e-4 * Math.max(1, largestOf(v)), relative: 1e-4 };
        // Scores as large as 1e4 are rounded to 1e-3 before they are raised.
        const far = { absolute: 2e-2, relative: 1e-2 };
        expectClose(mine.weights, theirs.weights, `weights, ${what}`, far);
        if (largestOf(q) < 2 && largestOf(k) < 2) expectClose(out, expected, `out, ${what}`, near);
        else expectClose(out, expected, `out, ${what}`, far);
        if (mask === null) {
          b.kernels.attend(d, q, k, v, out);
          expectClose(out, expected, `alone, ${what}`, largestOf(v) < 2 ? far : near);
        }
      }
    });
  });

  test("fused rows", async () => {
    const b = await benchOf(build);
    for (let round = 0; round < 150; round++) {
      b.from(round, () => {
        const { fused, arrays, outputs } = randomFused(b);
        for (const array of arrays.slice(0, 2)) spoil(b, array, notFinite);
        const wanted = outputs.map(({ length }) => new Float32Array(length));
        reference.runFused(fused, [...arrays.slice(0, 2), ...wanted]);
        const prepared = round % 2 === 0 ? b.kernels.prepareFused(fused) : null;
        b.kernels.runFused(fused, arrays, prepared);
        prepared?.release();
        const what = `${fused.rows} rows of ${fused.widths}: ${fused.steps.map(({ kind }) => kind)}`;
        const most = Math.max(1, ...wanted.map(largestOf));
        for (const i of [0, 1]) expectClose(outputs[i]!, wanted[i]!, what, { absolute: 1e-5 * most, relative: 1e-4 });
      });
    }
  });

  test.each(["rnn_tanh", "rnn_relu", "gru", "lstm"] as const)("%s: each sample for itself", async (kind) => {
    const b = await benchOf(build);
    for (let round = 0; round < 80; round++) {
      b.from(round, () => {
        const [hidden, steps, batch] = [b.pick([1, 3, 4, 8, 17, 33]), b.integer(1, 5), b.pick([1, 2, 3, 4, 8, 16, 29])];
        const input = b.pick([1, 3, 4, 9]);
        const d = { kind, steps, batch, input, hidden, real: hidden, reverse: b.random() < 0.5 };
        const width = gateCounts[kind] * hidden;
        const weights = {
          ih: b.floats(width * input, 0.5),
          hh: b.floats(width * hidden, 0.5),
          b_ih: b.floats(width),
          b_hh: b.floats(width),
          hr: null,
        };
        const x = spoil(b, b.floats(steps * batch * input), [...notFinite, ...tiny, ...large, 1e30, -1e30], 2);
        const start = { h: b.floats(batch * hidden), c: kind === "lstm" ? b.floats(batch * hidden) : null };
        const layout = { batchFirst: false, outWidth: hidden, keeps: false };
        const prepared = b.random() < 0.5 ? b.kernels.prepareRecurrent(d, weights) : null;
        const run = (way: "mine" | "theirs"): Float32Array => {
          const out = b.empty(steps * batch * hidden);
          const cells = b.empty(batch * hidden);
          if (start.c) cells.set(start.c);
          const made = { gates: b.empty(steps * batch * width), cells, wide: out, out };
          const from = { h: start.h, c: start.c && cells };
          if (way === "theirs") reference.recurrentForward(d, layout, x, made, from, weights);
          else b.kernels.recurrentForward(d, layout, x, made, from, weights, ...(prepared ? [prepared] : []));
          return out;
        };
        const [mine, theirs] = [run("mine"), run("theirs")];
        prepared?.release();
        const what = `${kind}, ${steps} steps of ${batch} × ${hidden}, x of ${input}${prepared ? ", prepared" : ""}`;
        // What an outlier blows up in rnn_relu has its own size; the gates of the others saturate.
        const most = kind === "rnn_relu" ? Math.max(1, largestOf(theirs)) : 1;
        expectClose(mine, theirs, what, { absolute: 1e-4 * most, relative: 1e-4 });
      });
    }
  });
});
