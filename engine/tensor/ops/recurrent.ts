// Recurrent networks over tensors: layers and directions put together, each with its gradient through time.
import { runtimeError } from "../../core/errors.ts";
import { type LayerSizes, type LayerWeights, layerBackward, layerForward } from "../../kernels/reference/recurrent.ts";
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
const filled = (values: Float32Array, like: Tensor): Tensor => empty(like.shape).copy_(values);

/** One layer in one direction: x (L, N, I), h (N, R), c (N, H; LSTM) → [out (L, N, R), h_n, c_n]. */
function layer(mode: RecurrentMode, x: Tensor, h: Tensor, c: Tensor | null, w: Weights, reverse: boolean): Tensor[] {
  const [steps, batch, input] = x.shape as [number, number, number];
  const hidden = w.hr ? w.hr.shape[1]! : w.hh.shape[1]!;
  const proj = w.hr ? w.hr.shape[0]! : 0;
  const size: LayerSizes = { kind: mode, steps, batch, input, hidden, proj, reverse };
  const weights = (): LayerWeights => ({
    ih: w.ih.floats,
    hh: w.hh.floats,
    b_ih: w.b_ih?.floats ?? null,
    b_hh: w.b_hh?.floats ?? null,
    hr: w.hr?.floats ?? null,
  });
  const real = proj || hidden;
  const out = empty([steps, batch, real]);
  const hn = empty([batch, real]);
  const cn = c && empty([batch, hidden]);
  const trace = layerForward(size, x.floats, h.floats, c?.floats ?? null, weights(), out.floats);
  const last = reverse ? 0 : steps - 1;
  hn.copy_(out.floats.subarray(last * batch * real, (last + 1) * batch * real));
  cn?.copy_(trace.cells.subarray(last * batch * hidden, (last + 1) * batch * hidden));
  const outputs = cn ? [out, hn, cn] : [out, hn];
  const inputs: Grad[] = [x, h, c, w.ih, w.hh, w.b_ih, w.b_hh, w.hr];
  recordAll(
    `${mode}LayerBackward0`,
    outputs,
    inputs,
    (gradOut, gradH, gradC) => {
      const g = layerBackward(
        size,
        x.floats,
        h.floats,
        c?.floats ?? null,
        weights(),
        out.floats,
        trace,
        gradOut!.floats,
        gradH!.floats,
        gradC?.floats ?? null,
      );
      const values = [g.x, g.h0, g.c0, g.ih, g.hh, g.b_ih, g.b_hh, g.hr];
      return inputs.map((tensor, i) => (tensor?.requires_grad ? filled(values[i]!, tensor) : null));
    },
    [x, h, out, w.ih, w.hh, ...(c ? [c] : []), ...(w.hr ? [w.hr] : [])],
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
  requireFloat(input);
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
  requireFloat(input);
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
