// Recurrent layers on WebAssembly.
import type { Export } from "./loader.ts";
import type * as plain from "./reference/recurrent.ts";
import type { RecurrentDims } from "./reference/recurrent.ts";
import type { Workspace } from "./workspace.ts";

export type RecurrentExport = "recurrentBackward" | "recurrentForward" | "recurrentScratch";
type Exports = Readonly<Record<RecurrentExport, Export>>;

/** In the order of assembly/gates.ts. */
const kinds = ["rnn_tanh", "rnn_relu", "gru", "lstm"] as const satisfies readonly RecurrentDims["kind"][];

export function recurrentKernels(kernel: Exports, space: Workspace) {
  const sizesOf = ({ kind, steps, batch, hidden, real, reverse }: RecurrentDims): number[] => [
    kinds.indexOf(kind),
    steps,
    batch,
    hidden,
    real,
    Number(reverse),
  ];
  const scratchFor = ({ kind, steps, batch, hidden, real }: RecurrentDims): number =>
    space.scratch(kernel.recurrentScratch(kinds.indexOf(kind), steps, batch, hidden, real))[0];

  return {
    /** All steps of a layer; arguments as in the plain one. */
    recurrentForward(...[d, steps, { h, c }, { hh, b_hh, hr }]: Parameters<typeof plain.recurrentForward>): void {
      const { gates, cells, wide, out } = steps;
      const views = [h, c, hh, b_hh, hr, gates, cells, wide, hr ? out : null] as const;
      space.with(views, 5, (h, c, hh, b_hh, hr, gates, cells, wide, out) => {
        const results = [gates, cells, wide, hr ? out : wide];
        kernel.recurrentForward(...sizesOf(d), ...results, h, c, hh, b_hh, hr, scratchFor(d));
      });
    },

    /** The way back; arguments as in the plain one. */
    recurrentBackward(...args: Parameters<typeof plain.recurrentBackward>): void {
      const [d, { gates, cells, out }, { h, c }, { hh, hr }, gradOut, grads] = args;
      const { dh, dc, sums, stateSums, previous, projected } = grads;
      const own = stateSums === sums ? null : stateSums;
      const read = [gates, cells, out, h, c, gradOut, hh, hr] as const;
      space.with([...read, dh, dc, sums, own, previous, projected], read.length, (...pointers) => {
        const given = pointers.slice(0, 10);
        const [sums, ofState, ...rest] = pointers.slice(10) as [number, number, ...number[]];
        kernel.recurrentBackward(...sizesOf(d), ...given, sums, own ? ofState : sums, ...rest, scratchFor(d));
      });
    },
  };
}
