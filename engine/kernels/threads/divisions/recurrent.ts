// Owns how recurrent layers are divided among threads.
import { mostParts } from "../../recurrent/wasm.ts";
import type { Emit, Steps } from "../team.ts";
import { type Args, bounds, change, each, product, touched } from "./parts.ts";
import type { Kernels, Table } from "./table.ts";

/** Gates of a kind, as assembly/gates.ts numbers them. */
const gates = [1, 1, 3, 4];
/** Multiply-adds of a step's part: threads wait for each other after every step. */
const leastOfStep = 20_000;
/** From so many rows on the input's share is divided by rows: fewer are packed by every part. */
const manyRows = 192;

/** recurrentInput(kind, hidden, k, x, packed, out, firstRow 6, endRow, firstPanel 8, endPanel, scratch). */
function divideInput(args: Args, parts: number, emit: Emit): void {
  const [rows, panels] = [args[7]!, args[9]!];
  if (rows >= manyRows) each(rows, parts, 12, (first, end) => emit(...change(args, { 6: first, 7: end })));
  else each(panels, parts, 1, (first, end) => emit(...change(args, { 8: first, 9: end })));
}

const perStep = (args: Args): number => gates[args[0]!]! * product(args, 2, 3, 4);

/**
 * recurrentForward(kind, steps 1, batch, hidden 3, real, …, packs 19, …, parts 25, part): every thread runs all steps and
 * takes parts of them, beginning with its own. As many parts as threads: each lays the state's rows out anew.
 */
function divideSteps(args: Args, parts: number, emit: Emit, { threads }: Steps): void {
  const worthwhile = Math.floor(perStep(args) / leastOfStep);
  const most = Math.min(parts, threads, mostParts, Math.ceil(args[3]! / 8), worthwhile);
  if (most < 2) emit(...args);
  else for (let part = 0; part < most; part++) emit(...change(args, { 25: most, 26: part }));
}

/** recurrentBackward(kind, steps 1, batch, hidden 3, real, …, scratch 20, first 21, end): rows know nothing of each other. */
function divideBack(args: Args, parts: number, emit: Emit, { threads }: Steps): void {
  each(args[2]!, Math.min(parts, threads), 2, (first, end) => emit(...change(args, { 21: first, 22: end })));
}

export const recurrent = (kernel: Kernels): Table => ({
  // (to, w, bias, kind, hidden, k, first, end)
  recurrentPack: bounds(6, (args) => touched * gates[args[3]!]! * product(args, 4, 5)),
  recurrentInput: {
    scratch: [10, (args) => kernel.recurrentInputScratch(args[7]! - args[6]!, args[2]!)],
    work: (args) => 8 * args[2]! * (args[7]! - args[6]!) * (args[9]! - args[8]!),
    divide: divideInput,
  },
  recurrentForward: {
    scratch: [23, (args) => kernel.recurrentScratch(args[0]!, args[2]!, args[3]!, args[4]!)],
    // Weights that are not packed are few rows' own.
    work: (args) => (args[19] ? args[1]! * perStep(args) : 0),
    divide: divideSteps,
  },
  recurrentBackward: {
    scratch: [20, (args) => kernel.recurrentBackScratch(args[0]!, args[1]!, args[2]!, args[3]!, args[4]!)],
    work: (args) => args[1]! * perStep(args),
    divide: divideBack,
  },
});
