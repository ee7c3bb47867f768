// Owns attention without gradients: softmax(scale Q Kᵀ) V for every head, eight queries at a time. Scores stand with the
// queries across, so that the softmax needs no sums across lanes and its result is already a panel of the next product.
import { packA, packB, storeTransposed } from "../../matmul/assembly/pack";
import { fma, fnma } from "../../assembly/simd";
import { tile } from "../../matmul/assembly/tile";

/** Whole lines of the cache. */
@inline
function aligned(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

/** Bytes of panels of 6, 4 or 2 rows. */
@inline
function panels(rows: i32, k: i32): usize {
  return aligned((<usize>((rows + 1) & ~1) * <usize>k) << 2);
}

/** Bytes of scratch that `attend` needs. */
export function attendScratch(s: i32, e: i32, ev: i32): usize {
  return panels(s, e) + panels(ev, s) + panels(8, e) + panels(s, 8) + panels(ev, 8);
}

/** eˣ for x ≤ 0, and 0 below -87; NaN stays. */
@inline
function expBelow(x: v128): v128 {
  const within = f32x4.pmax(x, f32x4.splat(-87));
  const rounded = fma(within, f32x4.splat(1.44269504), f32x4.splat(12582912));
  const n = f32x4.sub(rounded, f32x4.splat(12582912));
  const r = fnma(n, f32x4.splat(-0.00021219444), fnma(n, f32x4.splat(0.693359375), within));
  let p = fma(f32x4.splat(0.00019789269), r, f32x4.splat(0.0013945752));
  p = fma(p, r, f32x4.splat(0.008333504));
  p = fma(p, r, f32x4.splat(0.04166628));
  p = fma(p, r, f32x4.splat(0.16666666));
  p = fma(p, r, f32x4.splat(0.5));
  p = f32x4.add(fma(f32x4.mul(r, r), p, r), f32x4.splat(1));
  // The power is added to the exponent; 1.5 · 2²³ has none of its low bits in the way.
  p = i32x4.add(p, i32x4.shl(rounded, 23));
  return v128.andnot(p, f32x4.lt(x, f32x4.splat(-87)));
}

/** c (rows, 8) = panels of `rows` rows times a panel of eight columns. */
@inline
function multiply(a: usize, b: usize, c: usize, rows: i32, k: i32): void {
  for (let i = 0; i < rows; i += 6) {
    const height = (min(6, rows - i) + 1) & ~1;
    tile(height, k, a, b, c, 32, false, 0, 0, 0);
    a += (<usize>(height * k)) << 2;
    c += 192;
  }
}

/** Of every column of x (s, 8) the softmax's numerators, in place; to `shares` go one over their sums. */
function weigh(x: usize, s: i32, scale: f32, shares: usize): void {
  const by = f32x4.splat(scale);
  const end = x + ((<usize>s) << 5);
  let most0 = f32x4.splat(-Infinity);
  let most1 = most0;
  for (let at = x; at < end; at += 32) {
    most0 = f32x4.max(most0, f32x4.mul(v128.load(at), by));
    most1 = f32x4.max(most1, f32x4.mul(v128.load(at, 16), by));
  }
  let sum0 = f32x4.splat(0);
  let sum1 = sum0;
  for (let at = x; at < end; at += 32) {
    const e0 = expBelow(f32x4.sub(f32x4.mul(v128.load(at), by), most0));
    const e1 = expBelow(f32x4.sub(f32x4.mul(v128.load(at, 16), by), most1));
    sum0 = f32x4.add(sum0, e0);
    sum1 = f32x4.add(sum1, e1);
    v128.store(at, e0);
    v128.store(at, e1, 16);
  }
  v128.store(shares, f32x4.div(f32x4.splat(1), sum0));
  v128.store(shares, f32x4.div(f32x4.splat(1), sum1), 16);
}

/** Four columns of x (ev, 8) times their shares become rows of out, as many as `rows` of them. */
function place(x: usize, ev: i32, shares: v128, out: usize, outRow: usize, rows: i32): void {
  let i = 0;
  if (rows >= 4) {
    for (; i + 4 <= ev; i += 4) {
      const a = f32x4.mul(v128.load(x), shares);
      const b = f32x4.mul(v128.load(x, 32), shares);
      const c = f32x4.mul(v128.load(x, 64), shares);
      storeTransposed(out, outRow, a, b, c, f32x4.mul(v128.load(x, 96), shares));
      x += 128;
      out += 16;
    }
  }
  for (; i < ev; i++) {
    v128.store(x, f32x4.mul(v128.load(x), shares));
    for (let r = 0; r < min(4, rows); r++) store<f32>(out + <usize>r * outRow, load<f32>(x + (<usize>r << 2)));
    x += 32;
    out += 4;
  }
}

/**
 * Heads from `first` to `end`, counted over samples and heads, and of each the queries from `from` to `to`. Each of Q, K,
 * V and the output is given by a pointer and the bytes from position to position, sample to sample and head to head.
 */
export function attend(
  first: i32,
  end: i32,
  from: i32,
  to: i32,
  heads: i32,
  s: i32,
  e: i32,
  ev: i32,
  q: usize,
  qRow: usize,
  qSample: usize,
  qHead: usize,
  k: usize,
  kRow: usize,
  kSample: usize,
  kHead: usize,
  v: usize,
  vRow: usize,
  vSample: usize,
  vHead: usize,
  out: usize,
  outRow: usize,
  outSample: usize,
  outHead: usize,
  scale: f32,
  scratch: usize,
): void {
  const keys = scratch;
  const values = keys + panels(s, e);
  const queries = values + panels(ev, s);
  const scores = queries + panels(8, e);
  const picked = scores + panels(s, 8);
  for (let i = first; i < end; i++) {
    const n = <usize>(i / heads);
    const h = <usize>(i % heads);
    packA(keys, k + n * kSample + h * kHead, kRow, 4, s, e);
    packA(values, v + n * vSample + h * vHead, 4, vRow, ev, s);
    const asking = q + n * qSample + h * qHead;
    const into = out + n * outSample + h * outHead;
    for (let r = from; r < to; r += 8) {
      const rows = min(8, to - r);
      packB(queries, asking + <usize>r * qRow, 4, qRow, e, rows);
      multiply(keys, queries, scores, s, e);
      // The queries are read; their place takes the shares.
      weigh(scores, s, scale, queries);
      const left = v128.load(queries);
      const right = v128.load(queries, 16);
      multiply(values, scores, picked, ev, s);
      const at = into + <usize>r * outRow;
      place(picked, ev, left, at, outRow, rows);
      if (rows > 4) place(picked + 16, ev, right, at + 4 * outRow, outRow, rows - 4);
    }
  }
}
