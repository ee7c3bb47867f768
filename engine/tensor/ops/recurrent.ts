// Recurrent networks over tensors: layers and directions put together, each with its gradient through time.

import { runtimeError } from "../../core/errors.ts";
import { kernels } from "../../kernels/index.ts";
import type { RecurrentStart, RecurrentSteps } from "../../kernels/recurrent/contract.ts";
import { gateCounts } from "../../kernels/recurrent/contract.ts";
import type { Functional } from "../../ops/functional.ts";
import { checkCell, type RecurrentMode, recurrentSizes } from "../../ops/shapes/recurrent.ts";
import type { RecurrentSettings } from "../../ops/vocabulary/recurrent.ts";
import { empty } from "../create.ts";
import { cat, stack } from "../math/join.ts";
import { select, squeeze, transpose, unsqueeze } from "../math/shape.ts";
import { type Grad, recordAll, type Tensor } from "../tensor.ts";
import { dropoutOps } from "./dropout.ts";

interface Weights {
  readonly ih: Tensor;
  readonly hh: Tensor;
  readonly b_ih: Tensor | null;
  readonly b_hh: Tensor | null;
  readonly hr: Tensor | null;
}

const shapes = (tensors: readonly Tensor[]): (readonly number[])[] => tensors.map((t) => t.shape);

/** Entry t of the first dim; fetched anew for every use, since a kernel may move the memory. */
function at(tensor: Tensor, t: number): Float32Array {
  const size = tensor.numel() / tensor.shape[0]!;
  return tensor.floats.subarray(t * size, (t + 1) * size);
}

/** One layer in one direction: x (L, N, I), h (N, R), c (N, H; LSTM) → [out (L, N, R), h_n, c_n]. */
function layer(mode: RecurrentMode, x: Tensor, h: Tensor, c: Tensor | null, w: Weights, reverse: boolean): Tensor[] {
  const [steps, batch, input] = x.shape as [number, number, number];
  const hidden = w.hr ? w.hr.shape[1]! : w.hh.shape[1]!;
  const real = w.hh.shape[1]!;
  const width = gateCounts[mode] * hidden;
  const out = empty([steps, batch, real]);
  const gates = empty([steps, batch, width]);
  const cells = empty([steps, batch, mode === "gru" || mode === "lstm" ? hidden : 0]);
  // What an LSTM projects: o tanh(c).
  const wide = w.hr ? empty([steps, batch, hidden]) : out;
  const { ih, hh, b_ih, b_hh, hr } = w;
  const dims = { kind: mode, steps, batch, input, hidden, real, reverse };
  const layout = { batchFirst: false, outWidth: real, keeps: true };
  // Fetched anew for every use: an allocation may move the memory.
  const results = (): RecurrentSteps => ({
    gates: gates.floats,
    cells: cells.floats,
    wide: wide.floats,
    out: out.floats,
  });
  const start = (): RecurrentStart => ({ h: h.floats, c: c?.floats ?? null });
  const weights = () => ({
    ih: ih.floats,
    hh: hh.floats,
    b_ih: b_ih?.floats ?? null,
    b_hh: b_hh?.floats ?? null,
    hr: hr?.floats ?? null,
  });
  kernels.recurrentForward(dims, layout, x.floats, results(), start(), weights());
  const end = reverse ? 0 : steps - 1;
  const hn = empty([batch, real]);
  hn.copy_(at(out, end));
  const cn = c && empty([batch, hidden]);
  cn?.copy_(at(cells, end));

  const backward = (gradOut: Tensor, gradH: Tensor, gradC: Tensor | undefined): Grad[] => {
    const rows = steps * batch;
    // Gradients of the gates' sums: the input's share, and the state's, which differs in a GRU only.
    const sums = empty([steps, batch, width]);
    const stateSums = mode === "gru" ? empty(sums.shape) : sums;
    const previous = empty(out.shape);
    const projected = empty(out.shape);
    const dc = empty([batch, hidden]);
    if (gradC) dc.copy_(gradC);
    const dh = empty([batch, real]).copy_(gradH);
    kernels.recurrentBackward(dims, results(), start(), weights(), gradOut.floats, {
      dh: dh.floats,
      dc: dc.floats,
      sums: sums.floats,
      stateSums: stateSums === sums ? sums.floats : stateSums.floats,
      previous: previous.floats,
      projected: projected.floats,
    });
    const made = (like: Tensor | null, fill: (grad: Tensor) => void): Grad => {
      if (!like?.requires_grad) return null;
      const grad = empty(like.shape);
      fill(grad);
      return grad;
    };
    return [
      made(x, (g) => kernels.matmulNN(sums.floats, ih.floats, g.floats, rows, input, width)),
      dh,
      c && dc,
      made(ih, (g) => kernels.matmulTN(sums.floats, x.floats, g.floats, width, input, rows)),
      made(hh, (g) => kernels.matmulTN(stateSums.floats, previous.floats, g.floats, width, real, rows)),
      made(b_ih, (g) => kernels.sumChannels(sums.floats, g.floats, rows, width, 1)),
      made(b_hh, (g) => kernels.sumChannels(stateSums.floats, g.floats, rows, width, 1)),
      made(hr, (g) => kernels.matmulTN(projected.floats, wide.floats, g.floats, real, hidden, rows)),
    ];
  };

  const outputs = cn ? [out, hn, cn] : [out, hn];
  recordAll(
    `${mode}LayerBackward0`,
    outputs,
    [x, h, c, ih, hh, b_ih, b_hh, hr],
    (gradOut, gradH, gradC) => backward(gradOut!, gradH!, gradC),
    [x, h, out, ih, hh, ...(c ? [c] : []), ...(hr ? [hr] : [])],
  );
  return outputs;
}

function weightsAt(params: readonly Tensor[], at: number, perLayer: number, has_biases: boolean): Weights {
  const own = params.slice(at * perLayer, (at + 1) * perLayer);
  return {
    ih: own[0]!,
    hh: own[1]!,
    b_ih: has_biases ? own[2]! : null,
    b_hh: has_biases ? own[3]! : null,
    hr: own[has_biases ? 4 : 2] ?? null,
  };
}

function requireFloat(input: Tensor): void {
  if (input.dtype !== "float32") throw runtimeError("mat1 and mat2 must have the same dtype");
}

/** Layer on layer: [output, h_n, c_n]. */
function network(
  mode: RecurrentMode,
  input: Tensor,
  states: readonly Tensor[] | null,
  params: readonly Tensor[],
  settings: RecurrentSettings,
): Tensor[] {
  const { has_biases, num_layers, dropout, train, batch_first } = settings;
  const size = recurrentSizes(mode, input.shape, states && shapes(states), shapes(params), settings);
  for (const value of [input, ...(states ?? [])]) requireFloat(value);
  const { batched, batch, directions, hidden, real, perLayer } = size;
  let x = !batched ? unsqueeze(input, 1) : batch_first ? transpose(input, 0, 1) : input;
  const state = (which: number, at: number): Tensor => {
    const given = states?.[which];
    if (!given) return empty([batch, which === 0 ? real : hidden]);
    const own = select(given, 0, at);
    return batched ? own : unsqueeze(own, 0);
  };
  const h: Tensor[] = [];
  const c: Tensor[] = [];
  for (let l = 0; l < num_layers; l++) {
    const outs: Tensor[] = [];
    for (let direction = 0; direction < directions; direction++) {
      const at = l * directions + direction;
      const w = weightsAt(params, at, perLayer, has_biases);
      const cell = mode === "lstm" ? state(1, at) : null;
      const [out, hn, cn] = layer(mode, x, state(0, at), cell, w, direction === 1);
      outs.push(out!);
      h.push(hn!);
      if (cn) c.push(cn);
    }
    x = outs.length === 1 ? outs[0]! : cat(outs, 2);
    if (l < num_layers - 1) x = dropoutOps.dropout(x, dropout, train);
  }
  const last = (list: readonly Tensor[]): Tensor => {
    const all = stack(list, 0);
    return batched ? all : squeeze(all, 1);
  };
  const output = !batched ? squeeze(x, 1) : batch_first ? transpose(x, 0, 1) : x;
  return mode === "lstm" ? [output, last(h), last(c)] : [output, last(h)];
}

/** One step: [h_1, c_1]. */
function step(
  mode: RecurrentMode,
  input: Tensor,
  states: readonly Tensor[] | null,
  w_ih: Tensor,
  w_hh: Tensor,
  b_ih: Tensor | null,
  b_hh: Tensor | null,
): Tensor[] {
  checkCell(mode, input.shape, states && shapes(states), w_ih.shape, w_hh.shape);
  for (const value of [input, ...(states ?? [])]) requireFloat(value);
  const batched = input.ndim === 2;
  const x = unsqueeze(batched ? input : unsqueeze(input, 0), 0);
  const state = (which: number): Tensor => {
    const given = states?.[which];
    if (!given) return empty([x.shape[1]!, w_hh.shape[1]!]);
    return batched ? given : unsqueeze(given, 0);
  };
  const w = { ih: w_ih, hh: w_hh, b_ih, b_hh, hr: null };
  const [, ...after] = layer(mode, x, state(0), mode === "lstm" ? state(1) : null, w, false);
  return after.map((t) => (batched ? t : squeeze(t, 0)));
}

type One = "rnn_tanh" | "rnn_relu" | "gru";

const layers =
  (mode: One): Functional<Tensor>["gru"] =>
  (input, hx, params, settings) => {
    const [output, h] = network(mode, input, hx && [hx], params, settings);
    return [output!, h!];
  };

const cell =
  (mode: One): Functional<Tensor>["gru_cell"] =>
  (input, hx, w_ih, w_hh, b_ih = null, b_hh = null) =>
    step(mode, input, hx && [hx], w_ih, w_hh, b_ih, b_hh)[0]!;

export const recurrentOps = {
  rnn_tanh: layers("rnn_tanh"),
  rnn_relu: layers("rnn_relu"),
  gru: layers("gru"),
  lstm(input, hx, params, settings) {
    const [output, h, c] = network("lstm", input, hx, params, settings);
    return [output!, h!, c!];
  },
  rnn_tanh_cell: cell("rnn_tanh"),
  rnn_relu_cell: cell("rnn_relu"),
  gru_cell: cell("gru"),
  lstm_cell(input, hx, w_ih, w_hh, b_ih = null, b_hh = null) {
    const [h, c] = step("lstm", input, hx, w_ih, w_hh, b_ih, b_hh);
    return [h!, c!];
  },
} satisfies Partial<Functional<Tensor>>;
