// Owns recurrent layers through time: all steps of one direction, forward and back, around the gates' own step.
import { gemmDot, rowTimesMatrix } from "../../matmul/assembly/dot";
import { packedGateBytes, gateScratch, multiplyGates, packGates, panelsOf, rowTimesGates } from "./packed_gates";
import { GRU, gateStep, gateStepBack, LSTM } from "./gates";
import { multiplyPacked, packAll, packedBytes, packedScratch } from "../../matmul/assembly/packed";
import { copyFloats } from "../../assembly/simd";
import { CONSTANTS, putConstants } from "./gate_functions";
import { stepBarrier, claimPart } from "./schedule";

@inline
function gatesOf(kind: i32): i32 {
  return kind == LSTM ? 4 : kind == GRU ? 3 : 1;
}

@inline
function aligned(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

/** Bytes of weights (gates hidden, k) with their biases as `recurrentPack` lays them out. */
export function recurrentPackedBytes(kind: i32, hidden: i32, k: i32): usize {
  return packedGateBytes(gatesOf(kind), hidden, k);
}

/** Lays weights (gates hidden, k) and biases (0 for none) out for all steps: some of the groups of eight units. */
export function recurrentPack(
  to: usize,
  w: usize,
  bias: usize,
  kind: i32,
  hidden: i32,
  k: i32,
  first: i32,
  end: i32,
): void {
  packGates(to, w, bias, gatesOf(kind), hidden, k, first, end);
}

/** The input's share of the gates' sums: out (rows, gates hidden) = x (rows, k) times packed weights, some of both. */
export function recurrentInput(
  kind: i32,
  hidden: i32,
  k: i32,
  x: usize,
  packed: usize,
  out: usize,
  firstRow: i32,
  endRow: i32,
  firstPanel: i32,
  endPanel: i32,
  scratch: usize,
): void {
  const gates = gatesOf(kind);
  const row = <usize>k << 2;
  const toRow = <usize>(gates * hidden) << 2;
  const from = x + <usize>firstRow * row;
  const to = out + <usize>firstRow * toRow;
  const rows = endRow - firstRow;
  multiplyGates(from, row, rows, k, packed, gates, hidden, firstPanel, endPanel, to, toRow, true, false, scratch);
}

/** Bytes of scratch that `recurrentInput` needs. */
export function recurrentInputScratch(rows: i32, k: i32): usize {
  return gateScratch(rows, k);
}

/** Bytes of scratch that `recurrentForward` needs. */
export function recurrentScratch(kind: i32, batch: i32, hidden: i32, real: i32): usize {
  const state = <usize>batch * (<usize>panelsOf(gatesOf(kind), hidden) << 5);
  return CONSTANTS + aligned(state) + gateScratch(batch, real);
}

/**
 * Runs all steps. g holds the input's share of the gates' sums, for every step and row of the batch, and becomes the
 * gates; cells and wide (batch, hidden) and, where there is a projection hr (real, hidden), out are written; without one
 * wide is out. Of each it is said by how many bytes steps are apart, and rows where they may lie apart. h (batch, real)
 * and c are the states before. hh are the packed weights; where `packs` is not set, as they are, with b_hh (or 0).
 * Several threads may do it together: each is given the same arguments, its own scratch, and a part out of `parts` to
 * begin with; they share the block `schedule`.
 */
export function recurrentForward(
  kind: i32,
  steps: i32,
  batch: i32,
  hidden: i32,
  real: i32,
  reverse: bool,
  g: usize,
  gStep: usize,
  gRow: usize,
  cells: usize,
  cellStep: usize,
  wide: usize,
  wideStep: usize,
  wideRow: usize,
  out: usize,
  outStep: usize,
  outRow: usize,
  h: usize,
  c: usize,
  packs: bool,
  hh: usize,
  b_hh: usize,
  hr: usize,
  scratch: usize,
  schedule: usize,
  parts: i32,
  part: i32,
): void {
  const gates = gatesOf(kind);
  const width = gates * hidden;
  const panels = panelsOf(gates, hidden);
  const groups = (hidden + 7) >> 3;
  const gate = <usize>hidden << 2;
  // Packed weights leave the sums in the order of their panels.
  const share: usize = packs ? 32 : gate;
  const group: usize = packs ? <usize>gates << 5 : 32;
  const stateRow = packs ? <usize>panels << 5 : <usize>width << 2;
  const state = scratch + CONSTANTS;
  const spare = state + aligned(<usize>batch * (<usize>panels << 5));
  const cellRow = kind >= GRU ? <usize>hidden << 2 : 0;
  const passes = hr ? 2 : 1;
  putConstants(scratch);
  for (let pass = 0; pass < steps * passes; pass++) {
    const k = pass / passes;
    const projects = pass % passes == 1;
    const t = <usize>(reverse ? steps - 1 - k : k);
    const before = reverse ? t + 1 : t - 1;
    const last = k == 0 ? h : out + before * outStep;
    const lastRow = k == 0 ? <usize>real << 2 : outRow;
    const memory = k == 0 ? c : cells + before * cellStep;
    const cell = cells + t * cellStep;
    const made = wide + t * wideStep;
    let done = 0;
    for (let i = 0; i < parts; i++) {
      const mine = (part + i) % parts;
      if (parts > 1 && !claimPart(schedule, mine, pass)) continue;
      if (projects) {
        const quads = (real + 3) >> 2;
        const first = (quads * mine / parts) << 2;
        const columns = min(real, (quads * (mine + 1) / parts) << 2) - first;
        const weights = hr + <usize>first * gate;
        const to = out + t * outStep + (<usize>first << 2);
        gemmDot(made, wideRow, weights, gate, to, outRow, batch, columns, hidden, 0, 0);
      } else {
        const first = groups * mine / parts;
        const end = groups * (mine + 1) / parts;
        if (!packs) gemmDot(last, lastRow, hh, <usize>real << 2, state, stateRow, batch, width, real, b_hh, 0);
        else if (batch <= 2) {
          for (let b: usize = 0; b < <usize>batch; b++) {
            const to = state + b * stateRow;
            rowTimesGates(last + b * lastRow, real, hh, panels, first * gates, end * gates, to, (pass & 1) == 1);
          }
        } else {
          const from = first * gates;
          const to = end * gates;
          multiplyGates(last, lastRow, batch, real, hh, gates, hidden, from, to, state, stateRow, false, done > 0, spare);
        }
        const unit = <usize>first << 5;
        const units = min(hidden, end << 3) - (first << 3);
        const sums = state + <usize>first * group;
        const shares = g + t * gStep + unit;
        for (let b: usize = 0; b < <usize>batch; b++) {
          const at = b * cellRow + unit;
          const own = shares + b * gRow;
          const sum = sums + b * stateRow;
          const old = last + b * lastRow + unit;
          const to = made + b * wideRow + unit;
          gateStep(kind, units, own, gate, sum, share, group, old, memory + at, cell + at, to, scratch);
        }
      }
      done++;
    }
    if (parts > 1) stepBarrier(schedule, done, (pass + 1) * parts);
  }
}

/** From so many steps and rows on, the way back lays the state's weights out first. */
const PACKED_ROWS: i32 = 4;
const PACKED_STEPS: i32 = 3;

@inline
function isPacked(batch: i32, steps: i32): bool {
  return batch >= PACKED_ROWS && steps >= PACKED_STEPS;
}

/** Bytes of scratch that `recurrentBackward` needs. */
export function recurrentBackScratch(kind: i32, steps: i32, batch: i32, hidden: i32, real: i32): usize {
  const width = gatesOf(kind) * hidden;
  const rows = 2 * aligned((<usize>batch * <usize>hidden) << 2);
  return isPacked(batch, steps) ? rows + packedBytes(real, width) + packedScratch(batch, width) : rows;
}

/** to += from. */
function addFloats(to: usize, from: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(to) + load<f32>(from));
    to += 4;
    from += 4;
  }
}

/**
 * Runs all steps back for the rows of the batch from `first` to `end`. dh (batch, real) and dc (batch, hidden) hold the
 * gradients of the last states and become those of the first; gradOut is that of out. Written: sums and stateSums (steps,
 * batch, gates hidden; one array unless a GRU), previous (the h before every step) and projected (its gradient after),
 * both (steps, batch, real).
 */
export function recurrentBackward(
  kind: i32,
  steps: i32,
  batch: i32,
  hidden: i32,
  real: i32,
  reverse: bool,
  g: usize,
  cells: usize,
  out: usize,
  h: usize,
  c: usize,
  gradOut: usize,
  hh: usize,
  hr: usize,
  dh: usize,
  dc: usize,
  sums: usize,
  stateSums: usize,
  previous: usize,
  projected: usize,
  scratch: usize,
  first: i32,
  end: i32,
): void {
  const width = gatesOf(kind) * hidden;
  const gRow = (<usize>width) << 2;
  const hRow = (<usize>real) << 2;
  const wRow = (<usize>hidden) << 2;
  const cellRow = kind >= GRU ? wRow : 0;
  const rows = end - first;
  const dWide = scratch;
  const direct = dWide + aligned(<usize>batch * wRow);
  const packed = direct + aligned(<usize>batch * wRow);
  const spare = packed + packedBytes(real, width);
  // The whole batch decides, so that parts sum as the whole does.
  const packs = isPacked(batch, steps);
  if (packs) packAll(packed, hh, hRow, 4, real, width);
  dh += <usize>first * hRow;
  dc += <usize>first * wRow;
  for (let k = steps - 1; k >= 0; k--) {
    const t = <usize>(reverse ? steps - 1 - k : k);
    // Rows from the arrays' begin: of this step, and of the one before it.
    const now = t * <usize>batch + <usize>first;
    const before = (reverse ? t + 1 : t - 1) * <usize>batch + <usize>first;
    const state = previous + now * hRow;
    copyFloats(state, k == 0 ? h + <usize>first * hRow : out + before * hRow, rows * real);
    addFloats(dh, gradOut + now * hRow, rows * real);
    copyFloats(projected + now * hRow, dh, rows * real);
    let incoming = dh;
    if (hr) {
      incoming = dWide;
      for (let b: usize = 0; b < <usize>rows; b++) {
        rowTimesMatrix(dh + b * hRow, 4, hr, wRow, dWide + b * wRow, hidden, real);
      }
    }
    const memory = k == 0 ? c + <usize>first * wRow : cells + before * cellRow;
    const at = now * gRow;
    const cell = cells + now * cellRow;
    gateStepBack(kind, rows, hidden, g + at, cell, state, memory, incoming, dc, sums + at, stateSums + at, direct);
    const ds = stateSums + at;
    if (packs) multiplyPacked(ds, gRow, packed, dh, hRow, rows, real, width, 0, spare);
    else {
      for (let b: usize = 0; b < <usize>rows; b++) {
        rowTimesMatrix(ds + b * gRow, 4, hh, hRow, dh + b * hRow, real, width);
      }
    }
    if (kind == GRU) addFloats(dh, direct, rows * hidden);
  }
}
