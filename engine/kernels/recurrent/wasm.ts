// Recurrent layers on WebAssembly.

import type { MatmulExports } from "../matmul/exports.ts";
import type { Workspace } from "../memory/workspace.ts";
import type { PreparedRecurrent, RecurrentDims, RecurrentLayout, RecurrentWeights } from "./contract.ts";
import { gateCounts } from "./contract.ts";
import type { RecurrentExports } from "./exports.ts";
import type * as plain from "./reference.ts";

type Exports = MatmulExports & RecurrentExports;
type Forward = Parameters<typeof plain.recurrentForward>;

/** In the order of assembly/gates.ts. */
const kinds = ["rnn_tanh", "rnn_relu", "gru", "lstm"] as const satisfies readonly RecurrentDims["kind"][];

/** Weights that are not prepared are laid out for so many steps, or for more rows than these in all. */
const manySteps = 3;
const fewRows = 24;
/** So few rows are multiplied with the input's weights where they lie, prepared or not. */
const fewestRows = 2;

/** The most parts of a step that threads share, and the integers of the block by which they do (assembly/schedule.ts). */
export const mostParts = 8;
const freshSchedule = new Int32Array(16 * (mostParts + 1));

const alignment = 64;
const widthOf = ({ kind, hidden }: RecurrentDims): number => gateCounts[kind] * hidden;
const groupsOf = ({ hidden }: RecurrentDims): number => Math.ceil(hidden / 8);

export function recurrentKernels(kernel: Exports, space: Workspace) {
  const codeOf = ({ kind }: RecurrentDims): number => kinds.indexOf(kind);
  const packedBytes = (d: RecurrentDims, k: number): number => kernel.recurrentPackedBytes(codeOf(d), d.hidden, k);
  const pack = (to: number, w: number, bias: number, d: RecurrentDims, k: number): void =>
    kernel.recurrentPack(to, w, bias, codeOf(d), d.hidden, k, 0, groupsOf(d));

  /** The input's share of the gates' sums, by weights as they are (`ih`, `b_ih`) or laid out (`packed`, unless 0). */
  function inputShare(d: RecurrentDims, x: number, ih: number, b_ih: number, packed: number, gates: number): void {
    const { steps, batch, hidden, input } = d;
    const [rows, width] = [steps * batch, widthOf(d)];
    if (packed === 0 || rows <= fewestRows) {
      kernel.gemmDot(x, 4 * input, ih, 4 * input, gates, 4 * width, rows, width, input, b_ih, 0);
      return;
    }
    const [scratch] = space.scratch(kernel.recurrentInputScratch(rows, input));
    const panels = gateCounts[d.kind] * groupsOf(d);
    kernel.recurrentInput(codeOf(d), hidden, input, x, packed, gates, 0, rows, 0, panels, scratch);
  }

  /** Where the state's weights begin behind the input's, and the bytes of both, with what aligning them may take. */
  function layout(d: RecurrentDims): { readonly hh: number; readonly bytes: number } {
    const hh = Math.ceil(packedBytes(d, d.input) / alignment) * alignment;
    return { hh, bytes: hh + packedBytes(d, d.real) + alignment };
  }

  return {
    /** All steps of a layer; arguments as in the plain one. `prepared`: what `prepareRecurrent` made of the weights. */
    recurrentForward(
      d: RecurrentDims,
      { batchFirst, outWidth, keeps }: RecurrentLayout,
      x: Float32Array,
      { gates, cells, wide, out }: Forward[3],
      start: Forward[4],
      { ih, hh, b_ih, b_hh, hr }: RecurrentWeights,
      prepared: PreparedRecurrent | null = null,
    ): void {
      const { steps, batch, input, hidden, real } = d;
      /** Bytes between steps, and between rows, of what has rows of so many floats. */
      const strides = (floats: number): readonly [number, number] =>
        batchFirst ? [4 * floats, 4 * steps * floats] : [4 * batch * floats, 4 * floats];
      const kept = keeps ? 4 * batch * hidden : 0;
      const rows = steps * batch;
      const packsState = steps >= manySteps || rows > fewRows;
      const views = [x, start.h, start.c, ih, hh, b_ih, b_hh, hr, gates, cells, hr ? wide : null, out] as const;
      space.with(views, 8, (x, h, c, ih, hh, b_ih, b_hh, hr, gates, cells, wide, out) => {
        if (prepared || rows <= fewRows) inputShare(d, x, ih, b_ih, prepared?.ih ?? 0, gates);
        else {
          const pointer = space.memory.allocate(packedBytes(d, input));
          pack(pointer, ih, b_ih, d, input);
          inputShare(d, x, ih, b_ih, pointer, gates);
          space.memory.release(pointer);
        }
        const ownBytes = packsState && !prepared ? packedBytes(d, real) : 0;
        const scratchBytes = kernel.recurrentScratch(codeOf(d), batch, hidden, real);
        const [schedule, packed, scratch] = space.scratch(freshSchedule.byteLength, ownBytes, scratchBytes);
        space.putInts(schedule, freshSchedule);
        if (ownBytes > 0) pack(packed, hh, b_hh, d, real);
        const sizes = [codeOf(d), steps, batch, hidden, real, Number(d.reverse)] as const;
        const outs = [out, ...strides(outWidth)] as const;
        const wides = hr ? ([wide, kept, 4 * hidden] as const) : outs;
        const own = prepared?.hh ?? (ownBytes > 0 ? packed : 0);
        const [packs, state, bias] = own > 0 ? [1, own, 0] : [0, hh, b_hh];
        const results = [gates, ...strides(widthOf(d)), cells, kept, ...wides, ...outs] as const;
        kernel.recurrentForward(...sizes, ...results, h, c, packs, state, bias, hr, scratch, schedule, 1, 0);
      });
    },

    /** Bytes that `prepareRecurrent` takes. */
    preparedRecurrentBytes: (d: RecurrentDims): number => layout(d).bytes,

    /**
     * Lays weights out for `recurrentForward` with these sizes, of any steps, batch and direction.
     * @throws RangeError when there is no memory for them
     */
    prepareRecurrent(d: RecurrentDims, { ih, hh, b_ih, b_hh }: RecurrentWeights): PreparedRecurrent | null {
      const { memory } = space;
      const { hh: behind, bytes } = layout(d);
      let prepared: PreparedRecurrent | null = null;
      space.with([ih, hh, b_ih, b_hh], 4, (ih, hh, b_ih, b_hh) => {
        const pointer = memory.allocate(bytes);
        const first = Math.ceil(pointer / alignment) * alignment;
        pack(first, ih, b_ih, d, d.input);
        pack(first + behind, hh, b_hh, d, d.real);
        prepared = { ih: first, hh: first + behind, release: () => memory.release(pointer) };
      });
      return prepared;
    },

    /** The way back; arguments as in the plain one. */
    recurrentBackward(...args: Parameters<typeof plain.recurrentBackward>): void {
      const [d, { gates, cells, out }, { h, c }, { hh, hr }, gradOut, grads] = args;
      const { steps, batch, hidden, real } = d;
      const { dh, dc, sums, stateSums, previous, projected } = grads;
      const own = stateSums === sums ? null : stateSums;
      const sizes = [codeOf(d), steps, batch, hidden, real, Number(d.reverse)] as const;
      const read = [gates, cells, out, h, c, gradOut, hh, hr] as const;
      space.with([...read, dh, dc, sums, own, previous, projected], read.length, (...pointers) => {
        const [gates, cells, out, h, c, gradOut, hh, hr, dh, dc, sums, ofState, previous, projected] = pointers;
        const [scratch] = space.scratch(kernel.recurrentBackScratch(codeOf(d), steps, batch, hidden, real));
        const given = [gates, cells, out, h, c, gradOut, hh, hr, dh, dc] as const;
        const made = [sums, own ? ofState : sums, previous, projected] as const;
        kernel.recurrentBackward(...sizes, ...given, ...made, scratch, 0, batch);
      });
    },
  };
}
