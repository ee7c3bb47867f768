// Owns what happens between the products of a recurrent step, forward and back. Formulas: ../reference.ts.
import { sigmoid, tanh } from "../../assembly/math";
import { copyFloats, fma, get, put } from "../../assembly/simd";
import { sigmoids, tanhBy, tanhs } from "./gate_functions";

/** The kinds of recurrent networks, as ../wasm.ts numbers them. */
export const TANH: i32 = 0;
export const RELU: i32 = 1;
export const GRU: i32 = 2;
export const LSTM: i32 = 3;

@inline
function one(): v128 {
  return f32x4.splat(1);
}

/** x (1 - x). */
@inline
function logistic(x: v128): v128 {
  return f32x4.mul(x, f32x4.sub(one(), x));
}

/** 1 - x². */
@inline
function hyperbolic(x: v128): v128 {
  return f32x4.sub(one(), f32x4.mul(x, x));
}

function simple(units: i32, g: usize, state: usize, to: usize, relu: bool): void {
  for (let left = units; left > 0; left -= 4) {
    const sum = f32x4.add(get(g, left), get(state, left));
    const v = relu ? f32x4.max(sum, f32x4.splat(0)) : tanh(sum);
    put(g, v, left);
    put(to, v, left);
    g += 16;
    state += 16;
    to += 16;
  }
}

/** What is left of a row behind its groups of eight units. */
function gru(units: i32, g: usize, gate: usize, state: usize, share: usize, h: usize, cell: usize, to: usize): void {
  for (let left = units; left > 0; left -= 4) {
    const r = sigmoid(f32x4.add(get(g, left), get(state, left)));
    const z = sigmoid(f32x4.add(get(g + gate, left), get(state + share, left)));
    const own = get(state + 2 * share, left);
    const n = tanh(fma(r, own, get(g + 2 * gate, left)));
    put(g, r, left);
    put(g + gate, z, left);
    put(g + 2 * gate, n, left);
    put(cell, own, left);
    put(to, fma(z, f32x4.sub(get(h, left), n), n), left);
    g += 16;
    state += 16;
    h += 16;
    cell += 16;
    to += 16;
  }
}

/** What is left of a row behind its groups of eight units. */
function lstm(units: i32, g: usize, gate: usize, state: usize, share: usize, c: usize, cell: usize, to: usize): void {
  for (let left = units; left > 0; left -= 4) {
    const i = sigmoid(f32x4.add(get(g, left), get(state, left)));
    put(g, i, left);
    const f = sigmoid(f32x4.add(get(g + gate, left), get(state + share, left)));
    put(g + gate, f, left);
    const n = tanh(f32x4.add(get(g + 2 * gate, left), get(state + 2 * share, left)));
    put(g + 2 * gate, n, left);
    const next = fma(f, get(c, left), f32x4.mul(i, n));
    put(cell, next, left);
    const o = sigmoid(f32x4.add(get(g + 3 * gate, left), get(state + 3 * share, left)));
    put(g + 3 * gate, o, left);
    put(to, f32x4.mul(o, tanh(next)), left);
    g += 16;
    state += 16;
    c += 16;
    cell += 16;
    to += 16;
  }
}

/** An LSTM's groups of eight units: gate by gate, then what follows from them. */
function lstmGroups(
  groups: i32,
  g: usize,
  gate: usize,
  state: usize,
  share: usize,
  group: usize,
  c: usize,
  cell: usize,
  to: usize,
  t: usize,
): void {
  sigmoids(groups, g, state, group, t);
  sigmoids(groups, g + gate, state + share, group, t);
  tanhs(groups, g + 2 * gate, state + 2 * share, group, t);
  sigmoids(groups, g + 3 * gate, state + 3 * share, group, t);
  for (let left = 2 * groups; left > 0; left--) {
    const made = f32x4.mul(v128.load(g), v128.load(g + 2 * gate));
    const next = fma(v128.load(g + gate), v128.load(c), made);
    v128.store(cell, next);
    v128.store(to, f32x4.mul(v128.load(g + 3 * gate), tanhBy(next, t)));
    g += 16;
    c += 16;
    cell += 16;
    to += 16;
  }
}

/** A GRU's groups of eight units. */
function gruGroups(
  groups: i32,
  g: usize,
  gate: usize,
  state: usize,
  share: usize,
  group: usize,
  h: usize,
  cell: usize,
  to: usize,
  t: usize,
): void {
  sigmoids(groups, g, state, group, t);
  sigmoids(groups, g + gate, state + share, group, t);
  let own = state + 2 * share;
  for (let left = 2 * groups; left > 0; left--) {
    const sum = v128.load(own);
    const n = tanhBy(fma(v128.load(g), sum, v128.load(g + 2 * gate)), t);
    v128.store(g + 2 * gate, n);
    v128.store(cell, sum);
    v128.store(to, fma(v128.load(g + gate), f32x4.sub(v128.load(h), n), n));
    g += 16;
    h += 16;
    cell += 16;
    to += 16;
    own += left & 1 ? group - 16 : 16;
  }
}

/** Groups of eight units of a simple network. */
function simpleGroups(groups: i32, g: usize, state: usize, group: usize, to: usize, relu: bool, t: usize): void {
  if (!relu) {
    tanhs(groups, g, state, group, t);
    copyFloats(to, g, groups << 3);
    return;
  }
  for (let left = groups; left > 0; left--) {
    simple(8, g, state, to, true);
    g += 32;
    state += group;
    to += 32;
  }
}

/**
 * One step of one row, some of its units: gates in place of the input's share in g, the new cell and the new h. The
 * gates of a unit are `gate` bytes apart in g and `share` bytes in the state's sums, where groups of eight units are
 * `group` bytes apart. All pointers are at the first of the units; t is the table of gate_functions.ts.
 */
export function gateStep(
  kind: i32,
  units: i32,
  g: usize,
  gate: usize,
  state: usize,
  share: usize,
  group: usize,
  h: usize,
  c: usize,
  cell: usize,
  to: usize,
  t: usize,
): void {
  const groups = units >> 3;
  if (kind == LSTM) lstmGroups(groups, g, gate, state, share, group, c, cell, to, t);
  else if (kind == GRU) gruGroups(groups, g, gate, state, share, group, h, cell, to, t);
  else simpleGroups(groups, g, state, group, to, kind == RELU, t);
  const left = units & 7;
  if (left == 0) return;
  const done = <usize>groups << 5;
  const sums = state + <usize>groups * group;
  if (kind == LSTM) lstm(left, g + done, gate, sums, share, c + done, cell + done, to + done);
  else if (kind == GRU) gru(left, g + done, gate, sums, share, h + done, cell + done, to + done);
  else simple(left, g + done, sums, to + done, kind == RELU);
}

function simpleBack(hidden: i32, g: usize, dh: usize, d: usize, relu: bool): void {
  for (let left = hidden; left > 0; left -= 4) {
    const v = get(g, left);
    const grad = get(dh, left);
    put(d, relu ? v128.andnot(grad, f32x4.le(v, f32x4.splat(0))) : f32x4.mul(grad, hyperbolic(v)), left);
    g += 16;
    dh += 16;
    d += 16;
  }
}

function gruBack(hidden: i32, g: usize, cell: usize, h: usize, dh: usize, d: usize, ds: usize, direct: usize): void {
  const gate = <usize>hidden << 2;
  for (let left = hidden; left > 0; left -= 4) {
    const r = get(g, left);
    const z = get(g + gate, left);
    const n = get(g + 2 * gate, left);
    const grad = get(dh, left);
    const dn = f32x4.mul(f32x4.mul(grad, f32x4.sub(one(), z)), hyperbolic(n));
    const dr = f32x4.mul(f32x4.mul(dn, get(cell, left)), logistic(r));
    const dz = f32x4.mul(f32x4.mul(grad, f32x4.sub(get(h, left), n)), logistic(z));
    put(d, dr, left);
    put(d + gate, dz, left);
    put(d + 2 * gate, dn, left);
    put(ds, dr, left);
    put(ds + gate, dz, left);
    put(ds + 2 * gate, f32x4.mul(dn, r), left);
    put(direct, f32x4.mul(grad, z), left);
    g += 16;
    cell += 16;
    h += 16;
    dh += 16;
    d += 16;
    ds += 16;
    direct += 16;
  }
}

function lstmBack(hidden: i32, g: usize, cell: usize, c: usize, dh: usize, dc: usize, d: usize): void {
  const gate = <usize>hidden << 2;
  for (let left = hidden; left > 0; left -= 4) {
    const i = get(g, left);
    const f = get(g + gate, left);
    const n = get(g + 2 * gate, left);
    const o = get(g + 3 * gate, left);
    const grad = get(dh, left);
    const t = tanh(get(cell, left));
    const dCell = fma(f32x4.mul(grad, o), hyperbolic(t), get(dc, left));
    put(d, f32x4.mul(f32x4.mul(dCell, n), logistic(i)), left);
    put(d + gate, f32x4.mul(f32x4.mul(dCell, get(c, left)), logistic(f)), left);
    put(d + 2 * gate, f32x4.mul(f32x4.mul(dCell, i), hyperbolic(n)), left);
    put(d + 3 * gate, f32x4.mul(f32x4.mul(grad, t), logistic(o)), left);
    put(dc, f32x4.mul(dCell, f), left);
    g += 16;
    cell += 16;
    c += 16;
    dh += 16;
    dc += 16;
    d += 16;
  }
}

/** The step back: gradients of the gates' sums (d; of the state's share, ds), of c in place, and a GRU's straight to h. */
export function gateStepBack(
  kind: i32,
  batch: i32,
  hidden: i32,
  g: usize,
  cell: usize,
  h: usize,
  c: usize,
  dh: usize,
  dc: usize,
  d: usize,
  ds: usize,
  direct: usize,
): void {
  const row = <usize>hidden << 2;
  const gates: usize = kind == LSTM ? 4 : kind == GRU ? 3 : 1;
  for (let b = 0; b < batch; b++) {
    if (kind == LSTM) lstmBack(hidden, g, cell, c, dh, dc, d);
    else if (kind == GRU) gruBack(hidden, g, cell, h, dh, d, ds, direct);
    else simpleBack(hidden, g, dh, d, kind == RELU);
    g += gates * row;
    d += gates * row;
    ds += gates * row;
    cell += row;
    h += row;
    c += row;
    dh += row;
    dc += row;
    direct += row;
  }
}
