// Recurrent steps: what happens between the matrix products of an RNN, GRU or LSTM, forward and backward through time.

export type RecurrentKind = "rnn_tanh" | "rnn_relu" | "gru" | "lstm";

/** How many gates a kind has. */
export const gateCounts = { rnn_tanh: 1, rnn_relu: 1, gru: 3, lstm: 4 } as const satisfies Record<
  RecurrentKind,
  number
>;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * One step of a batch: turns the input's share of the gates' sums in `g` (batch, gates × hidden) into gates, `state` being
 * the state's share. Reads the state before, h and (LSTM) c (batch, hidden), and writes `cell` (LSTM: the new c; GRU: the
 * state's part of the new gate) and the new h to `to`. Formulas: torch.nn.LSTM, torch.nn.GRU, torch.nn.RNN.
 */
export function recurrentStep(
  kind: RecurrentKind,
  batch: number,
  hidden: number,
  g: Float32Array,
  state: Float32Array,
  h: Float32Array,
  c: Float32Array | null,
  cell: Float32Array,
  to: Float32Array,
): void {
  for (let b = 0; b < batch; b++) sample(kind, hidden, b * hidden, g, state, h, c, cell, to);
}

function sample(
  kind: RecurrentKind,
  hidden: number,
  row: number,
  g: Float32Array,
  state: Float32Array,
  h: Float32Array,
  c: Float32Array | null,
  cell: Float32Array,
  to: Float32Array,
): void {
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

/**
 * The step back: from the gradient `dh` of the new h and `dc` of the new c to those of the gates' sums, `d` for the
 * input's share and `ds` for the state's (one array unless a GRU), to `dc` of the step before, and to what a GRU passes
 * straight on to h, in `direct`.
 */
export function recurrentStepBack(
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
