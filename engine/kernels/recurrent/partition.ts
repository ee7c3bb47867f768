// Owns how recurrent layers are divided among threads.
import { bounds, each, type Partitions, touched } from "../threads/partition.ts";
import type { RecurrentExports } from "./exports.ts";
import { mostParts } from "./wasm.ts";

/** Gates of a kind, as assembly/gates.ts numbers them. */
const gates = [1, 1, 3, 4];
/** Multiply-adds of a step's part: threads wait for each other after every step. */
const leastOfStep = 20_000;
/** From so many rows on the input's share is divided by rows: fewer are packed by every part. */
const manyRows = 192;

/** What a step takes. */
const perStep = (args: Readonly<Record<"kind" | "batch" | "hidden" | "real", number>>): number =>
  gates[args.kind]! * args.batch * args.hidden * args.real;

export const recurrentPartitions = (kernel: RecurrentExports): Partitions<keyof RecurrentExports> => ({
  recurrentPack: bounds(({ kind, hidden, k }) => touched * gates[kind]! * hidden * k),
  recurrentInput: {
    scratch: {
      at: "scratch",
      bytes: ({ firstRow, endRow, k }) => kernel.recurrentInputScratch(endRow - firstRow, k),
    },
    work: ({ firstRow, endRow, firstPanel, endPanel, k }) => 8 * k * (endRow - firstRow) * (endPanel - firstPanel),
    divide({ endRow: rows, endPanel: panels }, parts, emit) {
      if (rows >= manyRows) each(rows, parts, 12, (firstRow, endRow) => emit({ firstRow, endRow }));
      else each(panels, parts, 1, (firstPanel, endPanel) => emit({ firstPanel, endPanel }));
    },
  },
  recurrentForward: {
    scratch: {
      at: "scratch",
      bytes: ({ kind, batch, hidden, real }) => kernel.recurrentScratch(kind, batch, hidden, real),
    },
    // Weights that are not packed are few rows' own.
    work: (args) => (args.packs ? args.steps * perStep(args) : 0),
    /**
     * Every thread runs all steps and takes parts of them, beginning with its own. As many parts as threads: each lays
     * the state's rows out anew.
     */
    divide(args, parts, emit, { threads }) {
      const worthwhile = Math.floor(perStep(args) / leastOfStep);
      const most = Math.min(parts, threads, mostParts, Math.ceil(args.hidden / 8), worthwhile);
      if (most < 2) emit({});
      else for (let part = 0; part < most; part++) emit({ parts: most, part });
    },
  },
  recurrentBackward: {
    scratch: {
      at: "scratch",
      bytes: ({ kind, steps, batch, hidden, real }) => kernel.recurrentBackScratch(kind, steps, batch, hidden, real),
    },
    work: (args) => args.steps * perStep(args),
    /** Rows know nothing of each other. */
    divide({ batch }, parts, emit, { threads }) {
      each(batch, Math.min(parts, threads), 2, (first, end) => emit({ first, end }));
    },
  },
});
