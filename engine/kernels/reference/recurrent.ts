// Recurrent layers: one layer in one direction over a whole sequence, forward and backward through time.
import { matmulNN, matmulNT, matmulTN } from "./matmul.ts";

export type RecurrentKind = "rnn_tanh" | "rnn_relu" | "gru" | "lstm";

/** Sizes of a layer: steps, batch, features in, state features, and output features where an LSTM projects (else 0). */
export interface LayerSizes {
  readonly kind: RecurrentKind;
  readonly steps: number;
  readonly batch: number;
  readonly input: number;
  readonly hidden: number;
  readonly proj: number;
  /** From the last step to the first. */
  readonly reverse: boolean;
}

/** Weights (gates × hidden, …) as torch lays them out; hr (proj, hidden) projects an LSTM's output. */
export interface LayerWeights {
  readonly ih: Float32Array;
  readonly hh: Float32Array;
  readonly b_ih: Float32Array | null;
  readonly b_hh: Float32Array | null;
  readonly hr: Float32Array | null;
}

/** What forward leaves for backward, per step in the order of the input. */
export interface LayerTrace {
  /** Gates after their activation (steps, batch, gates × hidden). */
  readonly gates: Float32Array;
  /** LSTM: the states c. GRU: the state's part of the new gate, W_hn h + b_hn. (steps, batch, hidden) */
  readonly cells: Float32Array;
  /** LSTM with projections: what is projected, o tanh(c). */
  readonly wide: Float32Array;
}

const gateCounts = { rnn_tanh: 1, rnn_relu: 1, gru: 3, lstm: 4 } as const;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Steps in the order they run, each with the step before it (-1: the initial state). */
const order = ({ steps, reverse }: LayerSizes): { t: number; before: number }[] =>
  Array.from({ length: steps }, (_, k) =>
    reverse ? { t: steps - 1 - k, before: k === 0 ? -1 : steps - k } : { t: k, before: k - 1 },
  );

/**
 * x (steps, batch, input), h0 (batch, proj or hidden), c0 (batch, hidden; LSTM) → out (steps, batch, proj or hidden),
 * whose last step (the first when reversed) is h_n, and the trace, whose cells end with c_n. Formulas: torch.nn.LSTM,
 * torch.nn.GRU, torch.nn.RNN.
 */
export function layerForward(
  size: LayerSizes,
  x: Float32Array,
  h0: Float32Array,
  c0: Float32Array | null,
  w: LayerWeights,
  out: Float32Array,
): LayerTrace {
  const { kind, steps, batch, hidden } = size;
  const width = gateCounts[kind] * hidden;
  const real = size.proj || hidden;
  const gates = new Float32Array(steps * batch * width);
  const cells = new Float32Array(kind === "gru" || kind === "lstm" ? steps * batch * hidden : 0);
  const wide = new Float32Array(size.proj > 0 ? steps * batch * hidden : 0);
  matmulNT(x, w.ih, w.b_ih, gates, steps * batch, width, size.input);
  const state = new Float32Array(batch * width);
  for (const { t, before } of order(size)) {
    const h = before < 0 ? h0 : out.subarray(before * batch * real, (before + 1) * batch * real);
    const c = before < 0 ? c0 : cells.subarray(before * batch * hidden, (before + 1) * batch * hidden);
    const g = gates.subarray(t * batch * width, (t + 1) * batch * width);
    const to = out.subarray(t * batch * real, (t + 1) * batch * real);
    const cell = cells.subarray(t * batch * hidden, (t + 1) * batch * hidden);
    matmulNT(h, w.hh, w.b_hh, state, batch, width, real);
    const target = size.proj > 0 ? wide.subarray(t * batch * hidden, (t + 1) * batch * hidden) : to;
    for (let b = 0; b < batch; b++) step(kind, hidden, b, g, state, h, c, cell, target);
    if (w.hr) matmulNT(target, w.hr, null, to, batch, real, hidden);
  }
  return { gates, cells, wide };
}

/** One sample's step: turns the gates' sums in `g` into gates, and writes the new state. */
function step(
  kind: RecurrentKind,
  hidden: number,
  b: number,
  g: Float32Array,
  state: Float32Array,
  h: Float32Array,
  c: Float32Array | null,
  cell: Float32Array,
  to: Float32Array,
): void {
  const row = b * hidden;
  const base = row * gateCounts[kind];
  for (let j = 0; j < hidden; j++) {
    const i0 = base + j;
    const i1 = i0 + hidden;
    const i2 = i1 + hidden;
    switch (kind) {
      case "rnn_tanh":
        g[i0] = Math.tanh(g[i0]! + state[i0]!);
        to[row + j] = g[i0]!;
        break;
      case "rnn_relu":
        g[i0] = Math.max(0, g[i0]! + state[i0]!);
        to[row + j] = g[i0]!;
        break;
      case "gru": {
        const r = sigmoid(g[i0]! + state[i0]!);
        const z = sigmoid(g[i1]! + state[i1]!);
        const n = Math.tanh(g[i2]! + r * state[i2]!);
        g[i0] = r;
        g[i1] = z;
        g[i2] = n;
        cell[row + j] = state[i2]!;
        to[row + j] = n + z * (h[row + j]! - n);
        break;
      }
      case "lstm": {
        const i3 = i2 + hidden;
        const i = sigmoid(g[i0]! + state[i0]!);
        const f = sigmoid(g[i1]! + state[i1]!);
        const n = Math.tanh(g[i2]! + state[i2]!);
        const o = sigmoid(g[i3]! + state[i3]!);
        const next = f * c![row + j]! + i * n;
        g[i0] = i;
        g[i1] = f;
        g[i2] = n;
        g[i3] = o;
        cell[row + j] = next;
        to[row + j] = o * Math.tanh(next);
        break;
      }
      default:
        kind satisfies never;
    }
  }
}

/** Gradients of a layer; those of the biases are sums over steps and batch. */
export interface LayerGrads {
  readonly x: Float32Array;
  readonly h0: Float32Array;
  readonly c0: Float32Array;
  readonly ih: Float32Array;
  readonly hh: Float32Array;
  readonly b_ih: Float32Array;
  readonly b_hh: Float32Array;
  readonly hr: Float32Array;
}

/** From the gradients of out, h_n and c_n to those of everything forward took. */
export function layerBackward(
  size: LayerSizes,
  x: Float32Array,
  h0: Float32Array,
  c0: Float32Array | null,
  w: LayerWeights,
  out: Float32Array,
  trace: LayerTrace,
  gradOut: Float32Array,
  gradH: Float32Array,
  gradC: Float32Array | null,
): LayerGrads {
  const { kind, steps, batch, hidden } = size;
  const width = gateCounts[kind] * hidden;
  const real = size.proj || hidden;
  const rows = steps * batch;
  // Gradients of the gates' sums: the input's share, and the state's, which differs in a GRU only.
  const sums = new Float32Array(rows * width);
  const stateSums = kind === "gru" ? new Float32Array(rows * width) : sums;
  const before = new Float32Array(rows * real);
  const dOut = new Float32Array(rows * real);
  let dh = gradH.slice();
  const dc = gradC ? gradC.slice() : new Float32Array(batch * hidden);
  const dWide = new Float32Array(batch * hidden);
  for (const { t, before: previous } of order(size).reverse()) {
    const h = previous < 0 ? h0 : out.subarray(previous * batch * real, (previous + 1) * batch * real);
    const c = previous < 0 ? c0 : trace.cells.subarray(previous * batch * hidden, (previous + 1) * batch * hidden);
    before.set(h, t * batch * real);
    const at = t * batch * real;
    for (let k = 0; k < batch * real; k++) dh[k]! += gradOut[at + k]!;
    dOut.set(dh, at);
    if (w.hr) matmulNN(dh, w.hr, dWide, batch, hidden, real);
    const back = new Float32Array(batch * real);
    const d = sums.subarray(t * batch * width, (t + 1) * batch * width);
    const ds = stateSums.subarray(t * batch * width, (t + 1) * batch * width);
    const gates = trace.gates.subarray(t * batch * width, (t + 1) * batch * width);
    const cell = trace.cells.subarray(t * batch * hidden, (t + 1) * batch * hidden);
    const direct = new Float32Array(kind === "gru" ? batch * hidden : 0);
    const incoming = w.hr ? dWide : dh;
    for (let b = 0; b < batch; b++) stepBack(kind, hidden, b, gates, cell, h, c, incoming, dc, d, ds, direct);
    matmulNN(ds, w.hh, back, batch, real, width);
    for (let k = 0; k < direct.length; k++) back[k]! += direct[k]!;
    dh = back;
  }
  const grads: LayerGrads = {
    x: new Float32Array(rows * size.input),
    h0: dh,
    c0: dc,
    ih: new Float32Array(width * size.input),
    hh: new Float32Array(width * real),
    b_ih: columnSums(sums, rows, width),
    b_hh: columnSums(stateSums, rows, width),
    hr: new Float32Array(size.proj * hidden),
  };
  matmulNN(sums, w.ih, grads.x, rows, size.input, width);
  matmulTN(sums, x, grads.ih, width, size.input, rows);
  matmulTN(stateSums, before, grads.hh, width, real, rows);
  if (w.hr) matmulTN(dOut, trace.wide, grads.hr, real, hidden, rows);
  return grads;
}

function columnSums(x: Float32Array, rows: number, columns: number): Float32Array {
  const sums = new Float64Array(columns);
  for (let r = 0, at = 0; r < rows; r++) for (let j = 0; j < columns; j++, at++) sums[j]! += x[at]!;
  return Float32Array.from(sums);
}

/** One sample's step back: gradients of the gates' sums, `dc` for the step before, and what a GRU passes straight on. */
function stepBack(
  kind: RecurrentKind,
  hidden: number,
  b: number,
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
  const row = b * hidden;
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
        d[i0] = gates[i0]! > 0 ? grad : 0;
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
