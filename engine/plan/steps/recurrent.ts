// Owns the steps of recurrent networks, and the values they work in.

import { Value } from "../../ir/graph.ts";
import { kernels } from "../../kernels/index.ts";
import type { PreparedRecurrent, RecurrentDims, RecurrentWeights } from "../../kernels/recurrent/contract.ts";
import { gateCounts } from "../../kernels/recurrent/contract.ts";
import { type RecurrentMode, recurrentSizes } from "../../ops/shapes/recurrent.ts";
import { type Access, accessTo, type Memory } from "../memory.ts";
import { type Named, type Op, tensorOf } from "../values.ts";
import { Watch } from "../weights.ts";
import { allFloats, type Planner } from "./step.ts";

type RecurrentOp = Named<RecurrentMode>;

const isRecurrent = (op: Op): op is RecurrentOp =>
  op.name === "rnn_tanh" || op.name === "rnn_relu" || op.name === "gru" || op.name === "lstm";

/** What a network's op says. */
function described({ name: mode, args }: RecurrentOp) {
  const { input, params, settings } = args;
  const hx: Value | readonly Value[] | null = args.hx;
  const states: readonly Value[] = hx === null ? [] : hx instanceof Value ? [hx] : hx;
  const shapes = (values: readonly Value[]) => values.map(({ shape }) => shape);
  const sizes = recurrentSizes(mode, input.shape, hx && shapes(states), shapes(params), settings);
  return { input, states, params, settings, sizes, projects: sizes.perLayer > (settings.has_biases ? 4 : 2) };
}

/** The gates, what lies between layers (two arrays in turn), what is projected, and what a GRU keeps of a step. */
const places = (op: RecurrentOp): readonly (readonly number[])[] => {
  const { sizes, settings, projects } = described(op);
  const mode = op.name;
  const { steps, batch, directions, hidden, real } = sizes;
  const between = Math.min(settings.num_layers - 1, 2);
  return [
    [steps, batch, gateCounts[mode] * hidden],
    [projects ? batch : 0, hidden],
    [mode === "gru" ? batch : 0, hidden],
    ...Array.from({ length: between }, () => [steps, batch, directions * real]),
  ];
};

/** The op with the values it works in behind its outputs; others as they are. */
export function withPlaces(op: Op): Op {
  if (!isRecurrent(op)) return op;
  const own = places(op).map((shape) => new Value(shape, "float32"));
  return { ...op, outputs: [...op.outputs, ...own] };
}

/** One layer in one direction: where it reads, where it writes. */
interface Layer {
  readonly d: RecurrentDims;
  readonly weights: { readonly [K in keyof RecurrentWeights]: Access | null };
  readonly from: Access;
  readonly to: Access;
  /** Which of the layers and directions it is, and which direction. */
  readonly at: number;
  readonly direction: number;
  prepared: PreparedRecurrent | null;
}

function layersOf(op: RecurrentOp, memory: Memory, output: Value, between: readonly Value[]): Layer[] {
  const { input, params, settings, sizes } = described(op);
  const mode = op.name;
  const { steps, batch, directions, hidden, real, perLayer } = sizes;
  const { num_layers, has_biases } = settings;
  return Array.from({ length: num_layers * directions }, (_, at) => {
    const layer = Math.floor(at / directions);
    const own = params.slice(at * perLayer, (at + 1) * perLayer).map((value) => accessTo(tensorOf(value)!));
    const from = layer === 0 ? input : between[(layer - 1) % 2]!;
    const to = layer === num_layers - 1 ? output : between[layer % 2]!;
    const direction = at % directions;
    return {
      d: { kind: mode, steps, batch, input: from.shape.at(-1)!, hidden, real, reverse: direction === 1 },
      weights: {
        ih: own[0]!,
        hh: own[1]!,
        b_ih: has_biases ? own[2]! : null,
        b_hh: has_biases ? own[3]! : null,
        hr: own[has_biases ? 4 : 2] ?? null,
      },
      from: memory.access(from),
      to: memory.access(to),
      at,
      direction,
      prepared: null,
    };
  });
}

const weightsOf = ({ weights: { ih, hh, b_ih, b_hh, hr } }: Layer): RecurrentWeights => ({
  ih: ih!(),
  hh: hh!(),
  b_ih: b_ih?.() ?? null,
  b_hh: b_hh?.() ?? null,
  hr: hr?.() ?? null,
});

/** All layers and directions; states begin where they end. */
export const recurrent: Planner<RecurrentMode> = (op, memory) => {
  const mode = op.name;
  const { input, states, params, settings, sizes, projects } = described(op);
  const weights = params.map(tensorOf);
  const drops = settings.train && settings.dropout > 0;
  if (!allFloats(input, ...states) || weights.some((tensor) => tensor?.dtype !== "float32") || drops) return null;
  const { batched, steps, batch, directions, hidden, real } = sizes;
  const ends = mode === "lstm" ? 3 : 2;
  const [output, ...lasts] = op.outputs.slice(0, ends) as [Value, ...Value[]];
  const [gates, wide, own, ...between] = op.outputs.slice(ends) as [Value, Value, Value, ...Value[]];
  const layers = layersOf(op, memory, output, between);
  const [h, c = null] = lasts.map((value) => memory.access(value)) as [Access, Access?];
  const starts = states.map((value) => memory.access(value));
  const [gatesAt, wideAt, ownAt] = [memory.access(gates), memory.access(wide), memory.access(own)];
  const batchFirst = batched && settings.batch_first;
  const outWidth = directions * real;
  const watch = new Watch(weights);

  /** An array of states' part for a layer and direction. */
  const part = (all: Float32Array, at: number, size: number): Float32Array =>
    all.subarray(at * batch * size, (at + 1) * batch * size);

  function run(layer: Layer): void {
    const { d, from, to, at, direction, prepared } = layer;
    const hn = part(h(), at, real);
    const cn = c && part(c(), at, hidden);
    const out = to().subarray(direction * real);
    const results = { gates: gatesAt(), cells: cn ?? ownAt(), wide: projects ? wideAt() : out, out };
    const layout = { batchFirst, outWidth, keeps: false };
    kernels.recurrentForward(d, layout, from(), results, { h: hn, c: cn }, weightsOf(layer), prepared);
  }

  /** The output's last step is the last state. */
  function keepLast({ to, at, direction }: Layer): void {
    const [made, last] = [to(), part(h(), at, real)];
    const t = direction === 1 ? 0 : steps - 1;
    for (let b = 0; b < batch; b++) {
      const first = (batchFirst ? b * steps + t : t * batch + b) * outWidth + direction * real;
      last.set(made.subarray(first, first + real), b * real);
    }
  }

  const release = (): void => {
    for (const layer of layers) {
      layer.prepared?.release();
      layer.prepared = null;
    }
  };
  return {
    bytes: layers.reduce((sum, { d }) => sum + kernels.preparedRecurrentBytes(d), 0),
    refresh() {
      if (!watch.changed()) return;
      release();
      for (const layer of layers) layer.prepared = kernels.prepareRecurrent(layer.d, weightsOf(layer));
    },
    run() {
      for (const [i, last] of [h, c].entries()) {
        const start = starts[i];
        if (start) last?.().set(start());
        else last?.().fill(0);
      }
      for (const layer of layers) {
        run(layer);
        keepLast(layer);
      }
    },
    release,
  };
};
