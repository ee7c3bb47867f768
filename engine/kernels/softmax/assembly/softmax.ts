// Owns softmax and log-softmax along the middle dim of (outer, size, inner), with their gradients.
import { exp, log } from "../../assembly/math";
import { fma, fnma, loadPart, storePart } from "../../assembly/simd";

/** A vector across `lanes` (1…4) neighbouring lines, the rest filled with the first. */
@inline
function across(p: usize, lanes: i32): v128 {
  return lanes == 4 ? v128.load(p) : loadPart(p, lanes);
}

@inline
function put(p: usize, v: v128, lanes: i32): void {
  if (lanes == 4) v128.store(p, v);
  else storePart(p, v, lanes);
}

@inline
function maxLanes(v: v128): f32 {
  const pairs = f32x4.max(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return max<f32>(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

@inline
function addLanes(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The first `n` lanes of v, `fill` in the others. */
@inline
function keep(v: v128, n: i32, fill: f32): v128 {
  const lanes = i32x4(0, 1, 2, 3);
  return v128.bitselect(v, f32x4.splat(fill), i32x4.lt_s(lanes, i32x4.splat(n)));
}

/** One line whose elements lie side by side. */
function lineForward(x: usize, out: usize, size: i32, asLog: bool): void {
  let most = f32x4.splat(-Infinity);
  let i = 0;
  for (; i + 4 <= size; i += 4) most = f32x4.max(most, v128.load(x + (<usize>i << 2)));
  if (i < size) most = f32x4.max(most, keep(loadPart(x + (<usize>i << 2), size - i), size - i, -Infinity));
  const shift = f32x4.splat(maxLanes(most));
  let sums = f32x4.splat(0);
  for (i = 0; i < size; i += 4) {
    const at = <usize>i << 2;
    const lanes = min(4, size - i);
    const shifted = f32x4.sub(across(x + at, lanes), shift);
    const e = exp(shifted);
    sums = f32x4.add(sums, lanes == 4 ? e : keep(e, lanes, 0));
    put(out + at, asLog ? shifted : e, lanes);
  }
  const sum = f32x4.splat(addLanes(sums));
  const logSum = asLog ? log(sum) : sum;
  for (i = 0; i < size; i += 4) {
    const at = out + (<usize>i << 2);
    const lanes = min(4, size - i);
    const v = across(at, lanes);
    put(at, asLog ? f32x4.sub(v, logSum) : f32x4.div(v, sum), lanes);
  }
}

/** Up to four neighbouring lines, `row` bytes from element to element. */
function linesForward(x: usize, out: usize, size: i32, row: usize, lanes: i32, asLog: bool): void {
  const bytes = <usize>size * row;
  let most = f32x4.splat(-Infinity);
  for (let at: usize = 0; at < bytes; at += row) most = f32x4.max(most, across(x + at, lanes));
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += row) {
    const shifted = f32x4.sub(across(x + at, lanes), most);
    const e = exp(shifted);
    sum = f32x4.add(sum, e);
    put(out + at, asLog ? shifted : e, lanes);
  }
  const logSum = asLog ? log(sum) : sum;
  for (let at: usize = 0; at < bytes; at += row) {
    const v = across(out + at, lanes);
    put(out + at, asLog ? f32x4.sub(v, logSum) : f32x4.div(v, sum), lanes);
  }
}

/** y = exp(x - max) / Σ exp(x - max); with `asLog` its logarithm. In place when out is x. */
export function softmaxForward(x: usize, out: usize, outer: i32, size: i32, inner: i32, asLog: bool): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    const base = <usize>o * <usize>size * row;
    if (inner == 1) {
      lineForward(x + base, out + base, size, asLog);
      continue;
    }
    for (let i = 0; i < inner; i += 4) {
      const at = base + (<usize>i << 2);
      linesForward(x + at, out + at, size, row, min(4, inner - i), asLog);
    }
  }
}

function lineBackward(g: usize, y: usize, out: usize, size: i32, asLog: bool): void {
  let sums = f32x4.splat(0);
  for (let i = 0; i < size; i += 4) {
    const at = <usize>i << 2;
    const lanes = min(4, size - i);
    const v = across(g + at, lanes);
    sums = asLog ? f32x4.add(sums, v) : fma(v, across(y + at, lanes), sums);
  }
  const sum = f32x4.splat(addLanes(sums));
  for (let i = 0; i < size; i += 4) {
    const at = <usize>i << 2;
    const lanes = min(4, size - i);
    const v = across(g + at, lanes);
    const w = across(y + at, lanes);
    put(out + at, asLog ? fnma(exp(w), sum, v) : f32x4.mul(w, f32x4.sub(v, sum)), lanes);
  }
}

function linesBackward(g: usize, y: usize, out: usize, size: i32, row: usize, lanes: i32, asLog: bool): void {
  const bytes = <usize>size * row;
  let sum = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += row) {
    const v = across(g + at, lanes);
    sum = asLog ? f32x4.add(sum, v) : fma(v, across(y + at, lanes), sum);
  }
  for (let at: usize = 0; at < bytes; at += row) {
    const v = across(g + at, lanes);
    const w = across(y + at, lanes);
    put(out + at, asLog ? fnma(exp(w), sum, v) : f32x4.mul(w, f32x4.sub(v, sum)), lanes);
  }
}

/** Softmax: y (g - Σ g y). Log-softmax: g - exp(y) Σ g. */
export function softmaxBackward(g: usize, y: usize, out: usize, outer: i32, size: i32, inner: i32, asLog: bool): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    const base = <usize>o * <usize>size * row;
    if (inner == 1) {
      lineBackward(g + base, y + base, out + base, size, asLog);
      continue;
    }
    for (let i = 0; i < inner; i += 4) {
      const at = base + (<usize>i << 2);
      linesBackward(g + at, y + at, out + at, size, row, min(4, inner - i), asLog);
    }
  }
}
