// Written by scripts/kernels.mjs: what this family's AssemblyScript exports. Change it there.

type bool = number;
type i32 = number;
type usize = number;

export type RecurrentExports = {
  recurrentBackScratch(kind: i32, steps: i32, batch: i32, hidden: i32, real: i32): usize;
  recurrentBackward(
    kind: i32, steps: i32, batch: i32, hidden: i32, real: i32, reverse: bool, g: usize, cells: usize, out: usize,
    h: usize, c: usize, gradOut: usize, hh: usize, hr: usize, dh: usize, dc: usize, sums: usize, stateSums: usize,
    previous: usize, projected: usize, scratch: usize, first: i32, end: i32,
  ): void;
  recurrentForward(
    kind: i32, steps: i32, batch: i32, hidden: i32, real: i32, reverse: bool, g: usize, gStep: usize, gRow: usize,
    cells: usize, cellStep: usize, wide: usize, wideStep: usize, wideRow: usize, out: usize, outStep: usize,
    outRow: usize, h: usize, c: usize, packs: bool, hh: usize, b_hh: usize, hr: usize, scratch: usize, schedule: usize,
    parts: i32, part: i32,
  ): void;
  recurrentInput(
    kind: i32, hidden: i32, k: i32, x: usize, packed: usize, out: usize, firstRow: i32, endRow: i32, firstPanel: i32,
    endPanel: i32, scratch: usize,
  ): void;
  recurrentInputScratch(rows: i32, k: i32): usize;
  recurrentPack(to: usize, w: usize, bias: usize, kind: i32, hidden: i32, k: i32, first: i32, end: i32): void;
  recurrentPackedBytes(kind: i32, hidden: i32, k: i32): usize;
  recurrentScratch(kind: i32, batch: i32, hidden: i32, real: i32): usize;
};

export const recurrentParameters = {
  recurrentBackScratch: ["kind", "steps", "batch", "hidden", "real"],
  recurrentBackward: [
    "kind", "steps", "batch", "hidden", "real", "reverse", "g", "cells", "out", "h", "c", "gradOut", "hh", "hr", "dh",
    "dc", "sums", "stateSums", "previous", "projected", "scratch", "first", "end",
  ],
  recurrentForward: [
    "kind", "steps", "batch", "hidden", "real", "reverse", "g", "gStep", "gRow", "cells", "cellStep", "wide",
    "wideStep", "wideRow", "out", "outStep", "outRow", "h", "c", "packs", "hh", "b_hh", "hr", "scratch", "schedule",
    "parts", "part",
  ],
  recurrentInput: [
    "kind", "hidden", "k", "x", "packed", "out", "firstRow", "endRow", "firstPanel", "endPanel", "scratch",
  ],
  recurrentInputScratch: ["rows", "k"],
  recurrentPack: ["to", "w", "bias", "kind", "hidden", "k", "first", "end"],
  recurrentPackedBytes: ["kind", "hidden", "k"],
  recurrentScratch: ["kind", "batch", "hidden", "real"],
} as const;
