// Owns attention: softmax(scale Q Kᵀ + mask) V for every head, read and written where heads lie, and its gradients.
// Each of Q, K, V and the output is given by a pointer and the bytes from position to position, sample to sample and
// head to head; the features of a head lie side by side.
import { gemm, gemmScratch } from "../../matmul/assembly/gemm";
import { exp } from "../../assembly/math";
import { fma, get, put, sumLanes } from "../../assembly/simd";

/** The first `lanes` of v, `fill` in the others. */
@inline
function keep(v: v128, lanes: i32, fill: f32): v128 {
  return v128.bitselect(v, f32x4.splat(fill), i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(lanes)));
}

/** x = softmax(scale x + mask) in place (mask 0 for none); with `factors`, `dropped` = x factors. */
function weigh(x: usize, n: i32, scale: f32, mask: usize, factors: usize, dropped: usize): void {
  const by = f32x4.splat(scale);
  let most = f32x4.splat(-Infinity);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    let v = f32x4.mul(get(x + at, left), by);
    if (mask) v = f32x4.add(v, get(mask + at, left));
    put(x + at, v, left);
    most = f32x4.max(most, left >= 4 ? v : keep(v, left, -Infinity));
  }
  const pairs = f32x4.max(most, v128.shuffle<f32>(most, most, 2, 3, 0, 1));
  const shift = f32x4.splat(max<f32>(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1)));
  let sums = f32x4.splat(0);
  for (let i = 0; i < n; i += 4) {
    const at = x + (<usize>i << 2);
    const left = n - i;
    const e = exp(f32x4.sub(get(at, left), shift));
    sums = f32x4.add(sums, left >= 4 ? e : keep(e, left, 0));
    put(at, e, left);
  }
  const share = f32x4.splat(1 / sumLanes(sums));
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    const v = f32x4.mul(get(x + at, left), share);
    put(x + at, v, left);
    if (factors) put(dropped + at, f32x4.mul(v, get(factors + at, left)), left);
  }
}

/** Bytes of scratch that either way needs. */
export function attentionScratch(l: i32, s: i32, e: i32, ev: i32): usize {
  const most = max(max(l, s), max(e, ev));
  return gemmScratch(most, most, most) + (((<usize>l * <usize>s) << 2) + 64);
}

/**
 * Heads from `first` to `end`, counted over samples and heads. weights (samples heads, l, s) becomes the softmax's
 * result; with `factors` of its shape dropped = weights factors is what picks the values.
 */
export function attentionForward(
  first: i32,
  end: i32,
  heads: i32,
  l: i32,
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
  mask: usize,
  maskHead: usize,
  maskRow: usize,
  weights: usize,
  factors: usize,
  dropped: usize,
  scratch: usize,
): void {
  const line = <usize>s << 2;
  const matrix = <usize>l * line;
  for (let i = first; i < end; i++) {
    const n = <usize>(i / heads);
    const h = <usize>(i % heads);
    const at = <usize>i * matrix;
    const w = weights + at;
    const queries = q + n * qSample + h * qHead;
    const keys = k + n * kSample + h * kHead;
    gemm(queries, qRow, 4, keys, 4, kRow, w, line, l, s, e, false, 0, 0, 0, scratch);
    for (let r: usize = 0; r < <usize>l; r++) {
      const row = at + r * line;
      const added = mask ? mask + <usize>i * maskHead + r * maskRow : 0;
      weigh(weights + row, s, scale, added, factors ? factors + row : 0, dropped + row);
    }
    const picked = factors ? dropped + at : w;
    const values = v + n * vSample + h * vHead;
    gemm(picked, line, 4, values, vRow, 4, out + n * outSample + h * outHead, outRow, l, ev, s, false, 0, 0, 0, scratch);
  }
}

/** From the gradient of the (dropped) weights in d to that of the products: scale w (d - Σ d w), in place. */
function weighBack(d: usize, w: usize, n: i32, scale: f32, factors: usize): void {
  let sums = f32x4.splat(0);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    let g = get(d + at, left);
    if (factors) {
      g = f32x4.mul(g, get(factors + at, left));
      put(d + at, g, left);
    }
    sums = fma(g, get(w + at, left), sums);
  }
  const sum = f32x4.splat(sumLanes(sums));
  const by = f32x4.splat(scale);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const left = n - i;
    put(d + at, f32x4.mul(f32x4.mul(get(w + at, left), by), f32x4.sub(get(d + at, left), sum)), left);
  }
}

/**
 * The way back: g is the output's gradient, gWeights (or 0) that of the dropped weights; gq, gk and gv, which lie as q, k
 * and v do, are written, and with gScores (samples heads, l, s) the gradients of the products Q Kᵀ.
 */
export function attentionBackward(
  first: i32,
  end: i32,
  heads: i32,
  l: i32,
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
  g: usize,
  gRow: usize,
  gSample: usize,
  gHead: usize,
  scale: f32,
  gq: usize,
  gk: usize,
  gv: usize,
  weights: usize,
  factors: usize,
  dropped: usize,
  gWeights: usize,
  gScores: usize,
  scratch: usize,
): void {
  const line = <usize>s << 2;
  const matrix = <usize>l * line;
  const spare = scratch + ((matrix + 63) & ~63);
  for (let i = first; i < end; i++) {
    const n = <usize>(i / heads);
    const h = <usize>(i % heads);
    const at = <usize>i * matrix;
    const d = gScores ? gScores + at : scratch;
    const grads = g + n * gSample + h * gHead;
    const qAt = n * qSample + h * qHead;
    const kAt = n * kSample + h * kHead;
    const vAt = n * vSample + h * vHead;
    if (gWeights) memory.copy(d, gWeights + at, matrix);
    gemm(grads, gRow, 4, v + vAt, 4, vRow, d, line, l, s, ev, gWeights != 0, 0, 0, 0, spare);
    const picked = factors ? dropped + at : weights + at;
    gemm(picked, 4, line, grads, gRow, 4, gv + vAt, vRow, s, ev, l, false, 0, 0, 0, spare);
    for (let r: usize = 0; r < <usize>l; r++) {
      const row = r * line;
      weighBack(d + row, weights + at + row, s, scale, factors ? factors + at + row : 0);
    }
    gemm(d, line, 4, k + kAt, kRow, 4, gq + qAt, qRow, l, e, s, false, 0, 0, 0, spare);
    gemm(d, 4, line, q + qAt, qRow, 4, gk + kAt, kRow, s, e, l, false, 0, 0, 0, spare);
  }
}
