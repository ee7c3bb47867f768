// Tests that every kernel gives the same bytes on one, two and three threads.

import { describe, expect, test } from "vitest";
import { randomBatch, randomConv } from "../conv/cases.fixture.ts";
import type { ConvDims } from "../conv/contract.ts";
import { volume } from "../conv/plan.ts";
import { randomFused } from "../fused/cases.fixture.ts";
import type { PoolDims } from "../pool/contract.ts";

import { type Bench, benchOf, builds } from "../testing/both_builds.fixture.ts";
import { places, reductions, samples, side, statistics, type View, wide } from "./cases.fixture.ts";
import { recurrent } from "./recurrent.fixture.ts";

/** Makes inputs from the bench's random numbers, runs a kernel, returns what it has written. */
type Case = (b: Bench) => readonly View[];

function convolution(b: Bench, d: ConvDims): readonly View[] {
  const [c, m] = [d.groups * d.inPerGroup, d.groups * d.outPerGroup];
  const weights = m * d.inPerGroup * volume(d.kernel);
  const [input, weight, bias] = [b.floats(d.batch * c * volume(d.input)), b.floats(weights), b.floats(m)];
  const [out, again] = [b.empty(d.batch * m * volume(d.output)), b.empty(d.batch * m * volume(d.output))];
  b.kernels.convForward(input, weight, bias, out, d, "relu");
  const prepared = b.kernels.prepareConv(weight, d);
  b.kernels.convForward(input, weight, null, again, d, "none", prepared);
  prepared?.release();
  const [gradInput, gradWeight] = [b.empty(input.length), b.empty(weights)];
  b.kernels.convBackwardInput(out, weight, gradInput, d);
  b.kernels.convBackwardWeight(out, input, gradWeight, d);
  return [out, again, gradInput, gradWeight];
}

const flat = (b: Bench, channels: number, filters: number, side: number, kernel: number, stride: number): ConvDims => {
  const before = kernel >> 1;
  const output = Math.floor((side + 2 * before - kernel) / stride) + 1;
  return {
    batch: b.integer(1, 2),
    groups: 1,
    inPerGroup: channels,
    outPerGroup: filters,
    input: [1, side, side],
    output: [1, output, output],
    kernel: [1, kernel, kernel],
    stride: [1, stride, stride],
    before: [0, before, before],
    dilation: [1, 1, 1],
  };
};

function pooling(b: Bench): readonly View[] {
  const [planes, height, width, kernel] = [b.integer(0, 9), b.integer(3, 20), b.integer(3, 20), b.integer(1, 3)];
  const stride = b.integer(1, 2);
  const out = (size: number): number => Math.floor((size - kernel) / stride) + 1;
  const d: PoolDims = {
    planes,
    input: [1, height, width],
    output: [1, out(height), out(width)],
    kernel: [1, kernel, kernel],
    stride: [1, stride, stride],
    padding: [0, 0, 0],
    dilation: [1, 1, 1],
  };
  const input = b.floats(planes * height * width);
  const size = planes * out(height) * out(width);
  const [most, mean, indices] = [b.empty(size), b.empty(size), wide(b, size)];
  b.kernels.maxPoolForward(input, most, indices, d);
  b.kernels.avgPoolForward(input, mean, d, true, null);
  const [gradMost, gradMean] = [b.empty(input.length), b.empty(input.length)];
  b.kernels.maxPoolBackward(most, indices, gradMost, planes, height * width, out(height) * out(width));
  b.kernels.avgPoolBackward(mean, gradMean, d, true, null);
  const [again, gradAgain, bytes] = [b.empty(size), b.empty(input.length), b.empty(Math.ceil(size / 4)).fill(0)];
  const taps = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, size);
  b.kernels.maxPoolTaps(input, again, taps, d);
  b.kernels.maxPoolTapsBackward(again, taps, gradAgain, d);
  return [most, mean, indices, gradMost, gradMean, again, bytes, gradAgain];
}

function normalisation(b: Bench): readonly View[] {
  const [batch, channels, spatial] = [b.integer(0, 4), b.integer(1, 33), side(b)];
  const size = batch * channels * spatial;
  const [x, grad, weight, bias] = [b.floats(size), b.floats(size), b.floats(channels), b.floats(channels)];
  const [mean, invstd, sums, normed] = [wide(b, channels), wide(b, channels), wide(b, channels), wide(b, channels)];
  const [out, gradX, biases] = [b.empty(size), b.empty(size), b.empty(channels)];
  b.kernels.channelStatistics(x, mean, invstd, batch, channels, spatial);
  const statistics = [mean.slice(), invstd.slice()];
  invstd.fill(1.5);
  mean.fill(0.25);
  b.kernels.batchNormForward(x, out, mean, invstd, weight, bias, batch, channels, spatial);
  b.kernels.batchNormSums(grad, x, mean, invstd, sums, normed, batch, channels, spatial);
  const sizes = [batch, channels, spatial] as const;
  b.kernels.batchNormBackwardInput(grad, x, gradX, mean, invstd, weight, sums, normed, true, ...sizes);
  b.kernels.sumChannels(x, biases, ...sizes);
  return [...statistics, out, sums, normed, gradX, biases];
}

function rows(b: Bench): readonly View[] {
  const [outer, size, inner] = [side(b), b.integer(1, 40), b.pick([1, 1, 3, 8])];
  const total = outer * size * inner;
  const [x, grad, out, gradX] = [b.floats(total), b.floats(total), b.empty(total), b.empty(total)];
  const log = b.random() < 0.5;
  b.kernels.softmaxForward(x, out, outer, size, inner, log);
  b.kernels.softmaxBackward(grad, out, gradX, outer, size, inner, log);
  const lines = outer * inner;
  const [normed, weight, mean, invstd] = [b.empty(total), b.floats(size), wide(b, lines), wide(b, lines)];
  b.kernels.layerNormForward(x, normed, weight, null, mean, invstd, size, 1e-5);
  const [gradNormed, gradWeight, gradBias] = [b.empty(total), wide(b, size), wide(b, size)];
  b.kernels.layerNormBackward(grad, x, weight, mean, invstd, gradNormed, gradWeight, gradBias, size);
  return [out, gradX, normed, mean, invstd, gradNormed, gradWeight, gradBias];
}

const bytesOf = (view: Float32Array): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.length);

function elements(b: Bench): readonly View[] {
  const [n, m] = [side(b), side(b)];
  const [x, y, row, column] = [b.floats(n * m), b.floats(n * m), b.floats(m), b.floats(n)];
  const outs = Array.from({ length: 5 }, () => b.empty(n * m));
  const [tanh, slope, sum, product, difference] = outs as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  b.kernels.unary("tanh", x, tanh);
  b.kernels.unaryBackward("tanh", y, tanh, slope);
  b.kernels.binary("add", x, y, sum, [n * m], [1], [1]);
  b.kernels.binary("mul", x, row, product, [n, m], [m, 1], [0, 1]);
  b.kernels.binary("sub", column, y, difference, [n, m], [1, 0], [m, 1]);
  const [power, chosen] = [b.empty(n * m), b.empty(n * m)];
  const along = [m, 1];
  b.kernels.ternary("powA", [x, column, row], power, [n, m], [along, [1, 0], [0, 1]]);
  const holds = bytesOf(b.empty(n * m));
  b.kernels.compare("lt", x, row, holds, [n, m], along, [0, 1]);
  b.kernels.where([holds, y, column], chosen, [n, m], [along, along, [1, 0]]);
  const [param, buffer] = [b.floats(n * m), b.floats(n * m)];
  const settings = { lr: 0.1, weight_decay: 0.01, maximize: false, momentum: 0.9, dampening: 0, nesterov: true };
  b.kernels.sgd(param, x, { momentum_buffer: buffer }, { ...settings, first: false });
  b.kernels.scale(sum, 0.3);
  return [...outs, power, Float64Array.from(holds), chosen, param, buffer];
}

function matrices(b: Bench): readonly View[] {
  const [m, n, k] = [side(b), side(b), side(b)];
  const [left, right, bias] = [b.floats(m * k), b.floats(k * n), b.floats(n)];
  const outs = Array.from({ length: 3 }, () => b.empty(m * n));
  b.kernels.matmulNT(left, right, bias, outs[0]!, m, n, k, "relu");
  b.kernels.matmulNN(left, right, outs[1]!, m, n, k);
  b.kernels.matmulTN(left, right, outs[2]!, m, n, k);
  return outs;
}

function attention(b: Bench): readonly View[] {
  const [samples, heads, l, s, e] = [
    b.integer(1, 3),
    b.integer(1, 5),
    b.integer(1, 20),
    b.integer(1, 20),
    b.integer(1, 9),
  ];
  const layout = (positions: number) => ({
    offset: 0,
    row: heads * e,
    sample: positions * heads * e,
    head: e,
  });
  const [asking, asked] = [layout(l), layout(s)];
  const d = { samples, heads, l, s, e, ev: e, scale: 0.4, q: asking, k: asked, v: asked, out: asking };
  const [from, to] = [samples * asking.sample, samples * asked.sample];
  const [q, k, v, out] = [b.floats(from), b.floats(to), b.floats(to), b.empty(from)];
  const scores = samples * heads * l * s;
  const weights = { weights: b.empty(scores), factors: b.floats(scores), dropped: b.empty(scores) };
  b.kernels.attentionForward(d, q, k, v, null, weights, out);
  const grads = [b.empty(from), b.empty(to), b.empty(to)] as const;
  b.kernels.attentionBackward(d, q, k, v, weights, out, null, grads);
  const alone = b.empty(from);
  b.kernels.attend(d, q, k, v, alone);
  return [out, weights.weights, weights.dropped, ...grads, alone];
}

function fusedRows(b: Bench): readonly View[] {
  const { fused, arrays, outputs } = randomFused(b);
  const prepared = b.kernels.prepareFused(fused);
  b.kernels.runFused(fused, arrays, prepared);
  prepared?.release();
  return outputs;
}

function steps(b: Bench): readonly View[] {
  const n = side(b) * side(b);
  const g = b.floats(n);
  const params = Array.from({ length: 7 }, () => b.floats(n));
  const positive = (): Float32Array => b.floats(n).map(Math.abs);
  const state = (): Float32Array => {
    const view = b.empty(n);
    view.set(positive());
    return view;
  };
  const states = Array.from({ length: 15 }, state);
  const at = (index: number): Float32Array => states[index]!;
  const descent = { lr: 0.01, weight_decay: 0.1, maximize: false };
  const moments = { ...descent, beta1: 0.9, beta2: 0.99, eps: 1e-8, step: 3 };
  const k = b.kernels;
  k.adam(params[0]!, g, { exp_avg: at(0), exp_avg_sq: at(1), max_exp_avg_sq: at(2) }, { ...moments, decoupled: false });
  k.adamax(params[1]!, g, { exp_avg: at(3), exp_inf: at(4) }, moments);
  k.nadam(params[2]!, g, { exp_avg: at(5), exp_avg_sq: at(6) }, { ...moments, gradRate: 0.01, momentRate: 0.02 });
  k.adagrad(params[3]!, g, { sum: at(7) }, { ...descent, eps: 1e-8 });
  k.adadelta(params[4]!, g, { square_avg: at(8), acc_delta: at(9) }, { ...descent, rho: 0.9, eps: 1e-6 });
  k.rmsprop(
    params[5]!,
    g,
    { square_avg: at(10), momentum_buffer: at(11) },
    { ...descent, alpha: 0.9, eps: 1e-8, momentum: 0.5 },
  );
  k.rprop(
    params[6]!,
    g,
    { prev: at(12), step_size: at(13) },
    { maximize: false, shrink: 0.5, grow: 1.2, smallest: 1e-6, largest: 50 },
  );
  k.asgd(params[0]!, g, { ax: at(14) }, { ...descent, lambd: 1e-4, eta: 0.01, mu: 0.5 });
  return [...params, ...states];
}

const families: Readonly<Record<string, { readonly runs: number; readonly run: Case }>> = {
  "matrix products": { runs: 30, run: matrices },
  "convolutions in 1 dim": { runs: 15, run: (b) => convolution(b, randomConv(b, 1)) },
  "convolutions in 2 dims": { runs: 30, run: (b) => convolution(b, randomConv(b, 2)) },
  "convolutions in 3 dims": { runs: 15, run: (b) => convolution(b, randomConv(b, 3)) },
  "convolutions of batches of small images": { runs: 15, run: (b) => convolution(b, randomBatch(b, 2)) },
  "Winograd with few tiles": { runs: 3, run: (b) => convolution(b, flat(b, 27, 50, b.integer(13, 17), 3, 1)) },
  "Winograd with many tiles": { runs: 3, run: (b) => convolution(b, flat(b, 9, 22, b.integer(40, 60), 3, 1)) },
  "im2col with few pixels": { runs: 3, run: (b) => convolution(b, flat(b, 40, 200, 7, 3, 2)) },
  "im2col with many pixels": { runs: 3, run: (b) => convolution(b, flat(b, 3, 40, b.integer(60, 80), 5, 2)) },
  pooling: { runs: 20, run: pooling },
  "normalisation of channels": { runs: 20, run: normalisation },
  "rows: softmax and layer normalisation": { runs: 20, run: rows },
  "windows and indices": { runs: 20, run: places },
  reductions: { runs: 20, run: reductions },
  statistics: { runs: 3, run: statistics },
  "normalisation of samples": { runs: 20, run: samples },
  elements: { runs: 20, run: elements },
  "optimizer steps": { runs: 10, run: steps },
  attention: { runs: 10, run: attention },
  "fused rows": { runs: 20, run: fusedRows },
  "recurrent layers": { runs: 25, run: recurrent },
};

const bytes = (views: readonly View[]): string[] =>
  views.map((view) => Buffer.from(new Uint8Array(view.buffer, view.byteOffset, view.byteLength)).toString("base64"));

describe.each(builds)("%s SIMD", (build) => {
  test.each(Object.entries(families))("%s: the same bytes on 1, 2 and 3 threads", async (_name, { runs, run }) => {
    const [alone, ...others] = await Promise.all([1, 2, 3].map((threads) => benchOf(build, threads)));
    const seed = Number(process.env.PROPERTY_SEED ?? 1);
    for (let i = 0; i < runs; i++) {
      const expected = alone!.from(seed + i, (b) => bytes(run(b)));
      for (const bench of others) {
        expect(
          bench.from(seed + i, (b) => bytes(run(b))),
          `seed ${seed + i}`,
        ).toEqual(expected);
      }
    }
    for (const bench of others) expect(bench.handed).toBeGreaterThan(runs);
  });
});
