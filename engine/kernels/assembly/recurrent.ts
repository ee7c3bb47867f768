// Owns recurrent layers through time: all steps of one direction, forward and back, around the gates' own step.
import { gemmDot, rowTimesMatrix } from "./dot";
import { GRU, gateStep, gateStepBack, LSTM } from "./gates";
import { multiplyPacked, packAll, packedBytes, packedScratch } from "./packed";
import { packRows, panelBytes, rowPanels } from "./row_panels";
import { copyFloats } from "./simd";

/** From so many steps on, the state's weights are laid out first: from so many rows on for the matrix product. */
const PACKED_ROWS: i32 = 4;
const PACKED_STEPS: i32 = 3;

@inline
function isPacked(batch: i32, steps: i32): bool {
  return batch >= PACKED_ROWS && steps >= PACKED_STEPS;
}

@inline
function gatesOf(kind: i32): i32 {
  return kind == LSTM ? 4 : kind == GRU ? 3 : 1;
}

@inline
function aligned(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

/** Bytes of scratch that either way needs; `real` is the size of h, which a projection makes differ from `hidden`. */
export function recurrentScratch(kind: i32, steps: i32, batch: i32, hidden: i32, real: i32): usize {
  const width = gatesOf(kind) * hidden;
  const state = aligned((<usize>batch * <usize>width) << 2);
  const rows = aligned((<usize>batch * <usize>hidden) << 2);
  // Forward, few rows take the weights in panels.
  if (!isPacked(batch, steps)) return state + max(2 * rows, panelBytes(width, real));
  const back = packedBytes(real, width) + packedScratch(batch, width);
  const forward = packedBytes(width, real) + packedScratch(batch, real);
  return state + 2 * rows + max(back, forward);
}

/**
 * Runs all steps. g (steps, batch, gates hidden) holds the input's share of the gates' sums and becomes the gates;
 * cells, wide (steps, batch, hidden) and, where there is a projection hr (real, hidden), out (steps, batch, real) are
 * written; without one out is wide. h and c are the states before, hh (gates hidden, real) and b_hh (or 0) the weights.
 */
export function recurrentForward(
  kind: i32,
  steps: i32,
  batch: i32,
  hidden: i32,
  real: i32,
  reverse: bool,
  g: usize,
  cells: usize,
  wide: usize,
  out: usize,
  h: usize,
  c: usize,
  hh: usize,
  b_hh: usize,
  hr: usize,
  scratch: usize,
): void {
  const width = gatesOf(kind) * hidden;
  const gRow = (<usize>width) << 2;
  const hRow = (<usize>real) << 2;
  const wRow = (<usize>hidden) << 2;
  const rows = <usize>batch;
  const packs = isPacked(batch, steps);
  const panels = !packs && steps >= PACKED_STEPS;
  const packed = scratch + aligned(rows * gRow);
  const spare = packed + packedBytes(width, real);
  if (packs) packAll(packed, hh, 4, hRow, width, real);
  else if (panels) packRows(packed, hh, hRow, width, real);
  const cellRows = kind >= GRU ? rows * wRow : 0;
  for (let k = 0; k < steps; k++) {
    const t = <usize>(reverse ? steps - 1 - k : k);
    const before = reverse ? t + 1 : t - 1;
    const last = k == 0 ? h : out + before * rows * hRow;
    if (packs) multiplyPacked(last, hRow, packed, scratch, gRow, batch, width, real, b_hh, spare);
    else if (!panels) gemmDot(last, hRow, hh, hRow, scratch, gRow, batch, width, real, b_hh, 0);
    else {
      for (let i: usize = 0; i < rows; i++) rowPanels(last + i * hRow, packed, scratch + i * gRow, width, real, b_hh);
    }
    const memory = k == 0 ? c : cells + before * cellRows;
    const made = wide + t * rows * wRow;
    gateStep(kind, batch, hidden, g + t * rows * gRow, scratch, last, memory, cells + t * cellRows, made);
    if (hr) gemmDot(made, wRow, hr, wRow, out + t * rows * hRow, hRow, batch, real, hidden, 0, 0);
  }
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
 * Runs all steps back. dh (batch, real) and dc (batch, hidden) hold the gradients of the last states and become those
 * of the first; gradOut is that of out. Written: sums and stateSums (steps, batch, gates hidden; one array unless a GRU),
 * previous (the h before every step) and projected (its gradient after), both (steps, batch, real).
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
): void {
  const width = gatesOf(kind) * hidden;
  const gRow = (<usize>width) << 2;
  const hRow = (<usize>real) << 2;
  const wRow = (<usize>hidden) << 2;
  const rows = <usize>batch;
  const dWide = scratch;
  const direct = dWide + aligned(rows * wRow);
  const packed = direct + aligned(rows * wRow);
  const spare = packed + packedBytes(real, width);
  const packs = isPacked(batch, steps);
  if (packs) packAll(packed, hh, hRow, 4, real, width);
  const cellRows = kind >= GRU ? rows * wRow : 0;
  for (let k = steps - 1; k >= 0; k--) {
    const t = <usize>(reverse ? steps - 1 - k : k);
    const before = reverse ? t + 1 : t - 1;
    const state = previous + t * rows * hRow;
    copyFloats(state, k == 0 ? h : out + before * rows * hRow, batch * real);
    addFloats(dh, gradOut + t * rows * hRow, batch * real);
    copyFloats(projected + t * rows * hRow, dh, batch * real);
    let incoming = dh;
    if (hr) {
      incoming = dWide;
      for (let b: usize = 0; b < rows; b++) rowTimesMatrix(dh + b * hRow, 4, hr, wRow, dWide + b * wRow, hidden, real);
    }
    const memory = k == 0 ? c : cells + before * cellRows;
    const at = t * rows * gRow;
    const cell = cells + t * cellRows;
    gateStepBack(kind, batch, hidden, g + at, cell, state, memory, incoming, dc, sums + at, stateSums + at, direct);
    const ds = stateSums + at;
    if (packs) multiplyPacked(ds, gRow, packed, dh, hRow, batch, real, width, 0, spare);
    else for (let b: usize = 0; b < rows; b++) rowTimesMatrix(ds + b * gRow, 4, hh, hRow, dh + b * hRow, real, width);
    if (kind == GRU) addFloats(dh, direct, batch * hidden);
  }
}
