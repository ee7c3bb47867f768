// Owns the sizes of recurrent networks and torch's checks of their inputs.
import { runtimeError, ShapeError, TorchError } from "../../core/errors.ts";
import { printShape, type Shape, sameShape } from "../../core/shape.ts";
import type { Functional } from "../functional.ts";
import type { RecurrentSettings } from "../vocabulary/recurrent.ts";

const gateCount = { rnn_tanh: 1, rnn_relu: 1, gru: 3, lstm: 4 } as const;
export type RecurrentMode = keyof typeof gateCount;

/** What the shapes of input and weights say. */
export interface RecurrentSizes {
  readonly batched: boolean;
  readonly steps: number;
  readonly batch: number;
  readonly directions: number;
  /** Features of the state c, and of h where there are no projections. */
  readonly hidden: number;
  /** Features of the state h and of each direction's output. */
  readonly real: number;
  /** Weights of one layer in one direction. */
  readonly perLayer: number;
}

const pySize = (shape: Shape): string => `(${shape.join(", ")})`;

/** Checks input and states as `RNNBase.check_forward_args` does. */
export function recurrentSizes(
  mode: RecurrentMode,
  input: Shape,
  states: readonly Shape[] | null,
  params: readonly Shape[],
  { has_biases, num_layers, bidirectional, batch_first }: RecurrentSettings,
): RecurrentSizes {
  const batched = input.length === 3;
  const directions = bidirectional ? 2 : 1;
  const perLayer = params.length / (num_layers * directions);
  const hidden = params[0]![0]! / gateCount[mode];
  const real = perLayer > (has_biases ? 4 : 2) ? params[perLayer - 1]![0]! : hidden;
  if (states) checkRanks(mode, batched, states);
  if (!batched && input.length !== 2) {
    // Torch adds the batch dim first and then counts.
    throw new ShapeError(`input must have 3 dimensions, got ${input.length + 1}`, {
      what: "rank",
      expected: 3,
      got: input.length,
      input: 0,
    });
  }
  const [first, second] = input as readonly [number, number];
  const batch = batched ? (batch_first ? first : second) : 1;
  const steps = batched && batch_first ? second : first;
  const expected = params[0]![1]!;
  const got = input.at(-1)!;
  if (got !== expected) {
    throw new ShapeError(`input.size(-1) must be equal to input_size. Expected ${expected}, got ${got}`, {
      what: "features",
      expected,
      got,
      input: 0,
      dim: input.length - 1,
      arg: "input_size",
    });
  }
  for (const [i, state] of (states ?? []).entries()) {
    const full = batched ? state : [state[0]!, 1, state[1]!];
    const wanted = [num_layers * directions, batch, i === 0 ? real : hidden];
    if (sameShape(full, wanted)) continue;
    const what = mode === "lstm" ? `hidden[${i}]` : "hidden";
    throw new ShapeError(`Expected ${what} size ${pySize(wanted)}, got ${printShape(full)}`, mismatch(full, wanted, i));
  }
  if (steps === 0) throw runtimeError("Expected sequence length to be larger than 0 in RNN");
  return { batched, steps, batch, directions, hidden, real, perLayer };
}

function mismatch(got: Shape, wanted: Shape, state: number) {
  const dim = got.findIndex((size, d) => size !== wanted[d]);
  return { what: "size", expected: wanted[dim]!, got: got[dim]!, input: state + 1, dim } as const;
}

function checkRanks(mode: RecurrentMode, batched: boolean, states: readonly Shape[]): void {
  const rank = batched ? 3 : 2;
  if (states.every((state) => state.length === rank)) return;
  const input = batched ? "batched 3-D" : "unbatched 2-D";
  const got = states.map((state) => `${state.length}-D`);
  throw runtimeError(
    mode === "lstm"
      ? `For ${input} input, hx and cx should also be ${rank}-D but got (${got.join(", ")}) tensors`
      : `For ${input} input, hx should also be ${rank}-D but got ${got[0]} tensor`,
  );
}

function sequence(
  mode: RecurrentMode,
  input: Shape,
  states: readonly Shape[] | null,
  params: readonly Shape[],
  settings: RecurrentSettings,
): { output: number[]; h: number[]; c: number[] } {
  const s = recurrentSizes(mode, input, states, params, settings);
  const layers = settings.num_layers * s.directions;
  const batch = s.batched ? [s.batch] : [];
  return {
    output: [...input.slice(0, -1), s.real * s.directions],
    h: [layers, ...batch, s.real],
    c: [layers, ...batch, s.hidden],
  };
}

/** Checks a cell's input and states; cells name themselves as torch's classes do. */
export function checkCell(
  mode: RecurrentMode,
  input: Shape,
  states: readonly Shape[] | null,
  w_ih: Shape,
  w_hh: Shape,
): void {
  const name = mode === "lstm" ? "LSTMCell" : mode === "gru" ? "GRUCell" : "RNNCell";
  if (input.length !== 1 && input.length !== 2) {
    throw new TorchError(
      "AssertionError",
      `${name}: Expected input to be 1-D or 2-D but received ${input.length}-D tensor`,
    );
  }
  const expected = w_ih[1]!;
  const got = input.at(-1)!;
  if (got !== expected) {
    throw new ShapeError(`input has inconsistent input_size: got ${got} expected ${expected}`, {
      what: "features",
      expected,
      got,
      input: 0,
      dim: input.length - 1,
      arg: "input_size",
    });
  }
  for (const [i, given] of (states ?? []).entries()) {
    const state = input.length === 1 ? [1, ...given] : given;
    if (state.length === 0) throw new TorchError("IndexError", "Dimension specified as 0 but tensor has no dimensions");
    const batch = input.length === 1 ? 1 : input[0]!;
    if (state[0] !== batch) {
      throw new ShapeError(`Input batch size ${batch} doesn't match hidden0 batch size ${state[0]}`, {
        what: "size",
        expected: batch,
        got: state[0] ?? 0,
        input: i + 1,
        dim: 0,
      });
    }
    if (state[1] !== w_hh[1]) {
      throw new ShapeError(`hidden0 has inconsistent hidden_size: got ${state[1]}, expected ${w_hh[1]}`, {
        what: "features",
        expected: w_hh[1]!,
        got: state[1] ?? 0,
        input: i + 1,
        dim: given.length - 1,
      });
    }
  }
}

const layers =
  (mode: "rnn_tanh" | "rnn_relu" | "gru"): Functional<Shape>["gru"] =>
  (input, hx, params, settings) => {
    const { output, h } = sequence(mode, input, hx && [hx], params, settings);
    return [output, h];
  };

const cell =
  (mode: "rnn_tanh" | "rnn_relu" | "gru"): Functional<Shape>["gru_cell"] =>
  (input, hx, w_ih, w_hh) => {
    checkCell(mode, input, hx && [hx], w_ih, w_hh);
    return [...input.slice(0, -1), w_hh[1]!];
  };

export const recurrentShapes = {
  rnn_tanh: layers("rnn_tanh"),
  rnn_relu: layers("rnn_relu"),
  gru: layers("gru"),
  lstm(input, hx, params, settings) {
    const { output, h, c } = sequence("lstm", input, hx, params, settings);
    return [output, h, c];
  },
  rnn_tanh_cell: cell("rnn_tanh"),
  rnn_relu_cell: cell("rnn_relu"),
  gru_cell: cell("gru"),
  lstm_cell(input, hx, w_ih, w_hh) {
    checkCell("lstm", input, hx, w_ih, w_hh);
    const state = [...input.slice(0, -1), w_hh[1]!];
    return [state, state];
  },
} satisfies Partial<Functional<Shape>>;
