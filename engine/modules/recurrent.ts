// Declares recurrent networks: RNN, LSTM and GRU over sequences, and their cells for single steps.
import { runtimeError, valueError } from "../core/errors.ts";
import { pyRepr } from "../core/python.ts";
import type { Shape } from "../core/shape.ts";
import type { RecurrentSettings } from "../ops/vocabulary/recurrent.ts";
import { cellAxes, recurrentAxes } from "./axes.ts";
import { defineModule, type Init, type ParamSpec } from "./define.ts";
import { bool, choice, float, int, mostLayers } from "./fields.ts";

const lastDim = (x: Shape): number | undefined => x.at(-1);

const sizes = {
  input_size: int({
    min: 0,
    infer: lastDim,
    doc: "How many features every step of the input has; taken from the input when left empty.",
  }),
  hidden_size: int({ min: 1, start: 16, doc: "How many features the hidden state has." }),
};

const layerArgs = {
  ...sizes,
  num_layers: int({ default: 1, min: 1, max: mostLayers, doc: "How many layers lie on top of each other." }),
  bias: bool({ default: true, doc: "Adds learned biases to the gates." }),
  batch_first: bool({
    default: false,
    doc: "Takes the input as (batch, step, feature) instead of (step, batch, feature).",
  }),
  dropout: float({ default: 0, doc: "Probability of zeroing an element of the output of every layer but the last." }),
  bidirectional: bool({ default: false, doc: "Also reads the sequence from its end." }),
};

const nonlinearity = choice(["tanh", "relu"], {
  default: "tanh",
  doc: "The function that gives the new state.",
  refuse: (word) => valueError(`Unknown nonlinearity '${word}'`),
});

interface LayerArgs {
  readonly input_size: number;
  readonly hidden_size: number;
  readonly num_layers: number;
  readonly bias: boolean;
  readonly batch_first: boolean;
  readonly dropout: number;
  readonly bidirectional: boolean;
  readonly proj_size?: number;
}

/** Torch's uniform(-1/√hidden, 1/√hidden) of every weight. */
const uniform = (hidden_size: number): Init => ({
  kind: "uniform",
  bound: hidden_size > 0 ? 1 / Math.sqrt(hidden_size) : 0,
});

/** The weights of every layer and direction, under torch's names, in torch's order. */
function layerParams(gates: number, a: LayerArgs): Record<string, ParamSpec> {
  const params: Record<string, ParamSpec> = {};
  const init = uniform(a.hidden_size);
  const real = a.proj_size || a.hidden_size;
  const directions = a.bidirectional ? ["", "_reverse"] : [""];
  for (let layer = 0; layer < a.num_layers; layer++) {
    const input = layer === 0 ? a.input_size : real * directions.length;
    for (const suffix of directions) {
      const at = `l${layer}${suffix}`;
      params[`weight_ih_${at}`] = { shape: [gates * a.hidden_size, input], init };
      params[`weight_hh_${at}`] = { shape: [gates * a.hidden_size, real], init };
      if (a.bias) {
        params[`bias_ih_${at}`] = { shape: [gates * a.hidden_size], init };
        params[`bias_hh_${at}`] = { shape: [gates * a.hidden_size], init };
      }
      if (a.proj_size) params[`weight_hr_${at}`] = { shape: [a.proj_size, a.hidden_size], init };
    }
  }
  return params;
}

interface LayerSelf {
  readonly args: LayerArgs;
  readonly training: boolean;
}

const settings = ({ args, training }: LayerSelf): RecurrentSettings => ({
  has_biases: args.bias,
  num_layers: args.num_layers,
  dropout: args.dropout,
  train: training,
  bidirectional: args.bidirectional,
  batch_first: args.batch_first,
});

/** The flat weights, as torch's kernels take them. */
const weights = <V>(self: LayerSelf & object, gates: number): V[] =>
  Object.keys(layerParams(gates, self.args)).map((name) => (self as unknown as Record<string, V>)[name]!);

function checkLayers({ dropout, hidden_size, proj_size = 0 }: LayerArgs): string | null {
  if (!(dropout >= 0 && dropout <= 1)) {
    return "dropout should be a number in range [0, 1] representing the probability of an element being zeroed";
  }
  if (proj_size < 0) return "proj_size should be a positive integer or zero to disable projections";
  return proj_size >= hidden_size ? "proj_size has to be smaller than hidden_size" : null;
}

function layerRepr(a: LayerArgs): string {
  const parts = [`${a.input_size}, ${a.hidden_size}`];
  if (a.proj_size) parts.push(`proj_size=${a.proj_size}`);
  if (a.num_layers !== 1) parts.push(`num_layers=${a.num_layers}`);
  if (!a.bias) parts.push("bias=False");
  if (a.batch_first) parts.push("batch_first=True");
  if (a.dropout !== 0) parts.push(`dropout=${pyRepr(a.dropout, "float")}`);
  if (a.bidirectional) parts.push("bidirectional=True");
  return parts.join(", ");
}

/** An LSTM's two states: both, or none. */
const pair = <V>(h: V | null, c: V | null): readonly [V, V] | null => (h === null || c === null ? null : [h, c]);

export const RNN = defineModule({
  name: "RNN",
  category: "Recurrent",
  axes: recurrentAxes,
  doc: "Reads a sequence step by step; the state is tanh or ReLU of the step and the state before.",
  optional: ["hx"],
  outputs: ["output", "h_n"],
  args: { ...layerArgs, nonlinearity },
  params: (a) => layerParams(1, a),
  check: checkLayers,
  forward: (F, self, x, hx) =>
    (self.args.nonlinearity === "tanh" ? F.rnn_tanh : F.rnn_relu)(x, hx, weights(self, 1), settings(self)),
  repr: layerRepr,
});

export const LSTM = defineModule({
  name: "LSTM",
  category: "Recurrent",
  axes: recurrentAxes,
  doc: "Reads a sequence step by step with a long short-term memory: gates say what is kept, added and shown.",
  optional: ["h_0", "c_0"],
  groups: { hx: ["h_0", "c_0"] },
  signature: ["input", "hx"],
  outputs: ["output", "h_n", "c_n"],
  tuples: [["h_n", "c_n"]],
  args: {
    ...layerArgs,
    proj_size: int({ default: 0, doc: "Projects the hidden state to this many features; 0 leaves it as it is." }),
  },
  params: (a) => layerParams(4, a),
  check: checkLayers,
  forward: (F, self, x, h, c) => {
    const [output, ...state] = F.lstm(x, pair(h, c), weights(self, 4), settings(self));
    return [output, state];
  },
  repr: layerRepr,
});

export const GRU = defineModule({
  name: "GRU",
  category: "Recurrent",
  axes: recurrentAxes,
  doc: "Reads a sequence step by step with gates that say how much of the state is reset and renewed.",
  optional: ["hx"],
  outputs: ["output", "h_n"],
  args: layerArgs,
  params: (a) => layerParams(3, a),
  check: checkLayers,
  forward: (F, self, x, hx) => F.gru(x, hx, weights(self, 3), settings(self)),
  repr: layerRepr,
});

const cellArgs = { ...sizes, bias: bool({ default: true, doc: "Adds learned biases to the gates." }) };

interface CellArgs {
  readonly input_size: number;
  readonly hidden_size: number;
  readonly bias: boolean;
  readonly nonlinearity?: string;
}

const cellParams = (gates: number, { input_size, hidden_size, bias }: CellArgs) => {
  const init = uniform(hidden_size);
  return {
    weight_ih: { shape: [gates * hidden_size, input_size], init },
    weight_hh: { shape: [gates * hidden_size, hidden_size], init },
    bias_ih: bias ? { shape: [gates * hidden_size], init } : null,
    bias_hh: bias ? { shape: [gates * hidden_size], init } : null,
  };
};

const cellRepr = ({ input_size, hidden_size, bias, nonlinearity = "tanh" }: CellArgs): string =>
  `${input_size}, ${hidden_size}${bias ? "" : ", bias=False"}` +
  `${nonlinearity === "tanh" ? "" : `, nonlinearity=${nonlinearity}`}`;

export const RNNCell = defineModule({
  name: "RNNCell",
  category: "Recurrent",
  axes: cellAxes,
  doc: "One step of an RNN.",
  optional: ["hx"],
  args: {
    ...cellArgs,
    nonlinearity: { ...nonlinearity, refuse: (word: string) => runtimeError(`Unknown nonlinearity: ${word}`) },
  },
  params: (a) => cellParams(1, a),
  forward: (F, { args, weight_ih, weight_hh, bias_ih, bias_hh }, x, hx) =>
    (args.nonlinearity === "tanh" ? F.rnn_tanh_cell : F.rnn_relu_cell)(x, hx, weight_ih, weight_hh, bias_ih, bias_hh),
  repr: cellRepr,
});

export const LSTMCell = defineModule({
  name: "LSTMCell",
  category: "Recurrent",
  axes: cellAxes,
  doc: "One step of an LSTM.",
  optional: ["h_0", "c_0"],
  groups: { hx: ["h_0", "c_0"] },
  signature: ["input", "hx"],
  outputs: ["h_1", "c_1"],
  args: cellArgs,
  params: (a) => cellParams(4, a),
  forward: (F, { weight_ih, weight_hh, bias_ih, bias_hh }, x, h, c) =>
    F.lstm_cell(x, pair(h, c), weight_ih, weight_hh, bias_ih, bias_hh),
  repr: cellRepr,
});

export const GRUCell = defineModule({
  name: "GRUCell",
  category: "Recurrent",
  axes: cellAxes,
  doc: "One step of a GRU.",
  optional: ["hx"],
  args: cellArgs,
  params: (a) => cellParams(3, a),
  forward: (F, { weight_ih, weight_hh, bias_ih, bias_hh }, x, hx) =>
    F.gru_cell(x, hx, weight_ih, weight_hh, bias_ih, bias_hh),
  repr: cellRepr,
});
