// Recurrent layers: all steps of an RNN, GRU or LSTM in one direction, forward and backward through time.

import { accumulate } from "../elementwise/reference/scalars.ts";
import { matmulNN, matmulNT } from "../matmul/reference.ts";
import type {
  RecurrentDims,
  RecurrentGrads,
  RecurrentKind,
  RecurrentLayout,
  RecurrentStart,
  RecurrentSteps,
  RecurrentWeights,
} from "./contract.ts";
import { gateCounts } from "./contract.ts";

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * One step of one row: turns the input's share of the gates' sums in `g` (gates × hidden) into gates, `state` being the
 * state's share. Reads the state before, h and (LSTM) c (hidden), and writes `cell` (LSTM: the new c; GRU: the state's
 * part of the new gate) and the new h to `to`. Formulas: torch.nn.LSTM, torch.nn.GRU, torch.nn.RNN.
 */
function recurrentStep(
  kind: RecurrentKind,
  hidden: number,
  g: Float32Array,
  state: Float32Array,
  h: Float32Array,
  c: Float32Array | null,
  cell: Float32Array,
  to: Float32Array,
): void {
  for (let j = 0; j < hidden; j++) {
    const [i1, i2] = [j + hidden, j + 2 * hidden];
    switch (kind) {
      case "rnn_tanh":
        g[j] = Math.tanh(g[j]! + state[j]!);
        to[j] = g[j]!;
        break;
      case "rnn_relu":
        g[j] = Math.max(0, g[j]! + state[j]!);
        to[j] = g[j]!;
        break;
      case "gru": {
        const r = sigmoid(g[j]! + state[j]!);
        const z = sigmoid(g[i1]! + state[i1]!);
        const n = Math.tanh(g[i2]! + r * state[i2]!);
        g[j] = r;
        g[i1] = z;
        g[i2] = n;
        cell[j] = state[i2]!;
        to[j] = n + z * (h[j]! - n);
        break;
      }
      case "lstm": {
        const i3 = i2 + hidden;
        const i = sigmoid(g[j]! + state[j]!);
        const f = sigmoid(g[i1]! + state[i1]!);
        const n = Math.tanh(g[i2]! + state[i2]!);
        const o = sigmoid(g[i3]! + state[i3]!);
        const next = f * c![j]! + i * n;
        g[j] = i;
        g[i1] = f;
        g[i2] = n;
        g[i3] = o;
        cell[j] = next;
        to[j] = o * Math.tanh(next);
        break;
      }
      default:
        kind satisfies never;
    }
  }
}

/**
 * The step back: from the gradient `dh` of the new h and `dc` of the new c to those of the gates' sums, `d` for the
 * input's share and `ds` for the state's (one array unless a GRU), to `dc` of the step before, and to what a GRU passes
 * straight on to h, in `direct`.
 */
function recurrentStepBack(
  kind: RecurrentKind,
  batch: number,
  hidden: number,
  gates: Float32Array,
  cell: Float32Array,
  h: Float32Array,
  c: Float32Array | null,
  dh: Float32Array,
  dc: Float32Array,
  d: Float32Array,
  ds: Float32Array,
  direct: Float32Array,
): void {
  for (let b = 0; b < batch; b++) sampleBack(kind, hidden, b * hidden, gates, cell, h, c, dh, dc, d, ds, direct);
}

function sampleBack(
  kind: RecurrentKind,
  hidden: number,
  row: number,
  gates: Float32Array,
  cell: Float32Array,
  h: Float32Array,
  c: Float32Array | null,
  dh: Float32Array,
  dc: Float32Array,
  d: Float32Array,
  ds: Float32Array,
  direct: Float32Array,
): void {
  const base = row * gateCounts[kind];
  for (let j = 0; j < hidden; j++) {
    const i0 = base + j;
    const i1 = i0 + hidden;
    const i2 = i1 + hidden;
    const grad = dh[row + j]!;
    switch (kind) {
      case "rnn_tanh":
        d[i0] = grad * (1 - gates[i0]! * gates[i0]!);
        break;
      case "rnn_relu":
        d[i0] = gates[i0]! <= 0 ? 0 : grad;
        break;
      case "gru": {
        const [r, z, n] = [gates[i0]!, gates[i1]!, gates[i2]!];
        const dn = grad * (1 - z) * (1 - n * n);
        d[i0] = dn * cell[row + j]! * r * (1 - r);
        d[i1] = grad * (h[row + j]! - n) * z * (1 - z);
        d[i2] = dn;
        ds[i0] = d[i0]!;
        ds[i1] = d[i1]!;
        ds[i2] = dn * r;
        direct[row + j] = grad * z;
        break;
      }
      case "lstm": {
        const i3 = i2 + hidden;
        const [i, f, n, o] = [gates[i0]!, gates[i1]!, gates[i2]!, gates[i3]!];
        const tanh = Math.tanh(cell[row + j]!);
        const dCell = dc[row + j]! + grad * o * (1 - tanh * tanh);
        d[i0] = dCell * n * i * (1 - i);
        d[i1] = dCell * c![row + j]! * f * (1 - f);
        d[i2] = dCell * i * (1 - n * n);
        d[i3] = grad * tanh * o * (1 - o);
        dc[row + j] = dCell * f;
        break;
      }
      default:
        kind satisfies never;
    }
  }
}

/** Entry t of the first dim, of `size` elements. */
const at = (x: Float32Array, t: number, size: number): Float32Array => x.subarray(t * size, (t + 1) * size);

/** Steps in the order they run, each with the one before it (-1: the initial state). */
const order = ({ steps, reverse }: RecurrentDims): { readonly t: number; readonly before: number }[] =>
  Array.from({ length: steps }, (_, k) =>
    reverse ? { t: steps - 1 - k, before: k === 0 ? -1 : steps - k } : { t: k, before: k - 1 },
  );

/** All steps of a layer over x (steps, batch, input). `cells` may be the start's c where only the last is kept. */
export function recurrentForward(
  d: RecurrentDims,
  { batchFirst, outWidth, keeps }: RecurrentLayout,
  x: Float32Array,
  { gates, cells, wide, out }: RecurrentSteps,
  { h, c }: RecurrentStart,
  { ih, hh, b_ih, b_hh, hr }: RecurrentWeights,
): void {
  const { kind, steps, batch, input, hidden, real } = d;
  const width = gateCounts[kind] * hidden;
  matmulNT(x, ih, b_ih, gates, steps * batch, width, input);
  const rowOf = (t: number, b: number): number => (batchFirst ? b * steps + t : t * batch + b);
  const kept = (t: number, b: number): number => (keeps ? t * batch + b : b);
  const outOf = (t: number, b: number): Float32Array =>
    out.subarray(rowOf(t, b) * outWidth, rowOf(t, b) * outWidth + real);
  const state = new Float32Array(width);
  for (const { t, before } of order(d)) {
    for (let b = 0; b < batch; b++) {
      const last = before < 0 ? at(h, b, real) : outOf(before, b);
      matmulNT(last, hh, b_hh, state, 1, width, real);
      const memory = before < 0 ? c && at(c, b, hidden) : at(cells, kept(before, b), hidden);
      const made = hr ? at(wide, kept(t, b), hidden) : outOf(t, b);
      const cell = at(cells, kept(t, b), hidden);
      recurrentStep(kind, hidden, at(gates, rowOf(t, b), width), state, last, memory, cell, made);
      if (hr) matmulNT(made, hr, null, outOf(t, b), 1, real, hidden);
    }
  }
}

/** The way back through all steps, from `gradOut`, the gradient of `out`, and those of the last states; all was kept. */
export function recurrentBackward(
  d: RecurrentDims,
  steps: RecurrentSteps,
  { h, c }: RecurrentStart,
  { hh, hr }: Pick<RecurrentWeights, "hh" | "hr">,
  gradOut: Float32Array,
  grads: RecurrentGrads,
): void {
  const { kind, batch, hidden, real } = d;
  const { gates, cells, out } = steps;
  const { dh, dc, sums, stateSums, previous, projected } = grads;
  const width = gateCounts[kind] * hidden;
  const dWide = new Float32Array(batch * hidden);
  const direct = new Float32Array(batch * hidden);
  for (const { t, before } of order(d).reverse()) {
    const state = at(previous, t, batch * real);
    state.set(before < 0 ? h : at(out, before, batch * real));
    accumulate(at(gradOut, t, batch * real), dh);
    at(projected, t, batch * real).set(dh);
    if (hr) matmulNN(dh, hr, dWide, batch, hidden, real);
    const memory = before < 0 ? c : at(cells, before, batch * hidden);
    const [g, cell] = [at(gates, t, batch * width), at(cells, t, batch * hidden)];
    const [own, ofState] = [at(sums, t, batch * width), at(stateSums, t, batch * width)];
    recurrentStepBack(kind, batch, hidden, g, cell, state, memory, hr ? dWide : dh, dc, own, ofState, direct);
    matmulNN(ofState, hh, dh, batch, real, width);
    if (kind === "gru") accumulate(direct, dh);
  }
}
