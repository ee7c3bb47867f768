// Attention: softmax(scale Q Kᵀ + mask) V for every head of every sample, and its gradients.

import { matmulNN, matmulNT, matmulTN } from "../matmul/reference.ts";
import { softmaxBackward, softmaxForward } from "../softmax/reference.ts";
import type { AttentionDims, AttentionMask, AttentionWeights, HeadLayout } from "./contract.ts";

/** The rows of one head, gathered, and scattered back. */
function gather(x: Float32Array, at: HeadLayout, n: number, h: number, rows: number, width: number): Float32Array {
  const out = new Float32Array(rows * width);
  const start = at.offset + n * at.sample + h * at.head;
  for (let r = 0; r < rows; r++) out.set(x.subarray(start + r * at.row, start + r * at.row + width), r * width);
  return out;
}

function scatter(part: Float32Array, x: Float32Array, at: HeadLayout, n: number, h: number, width: number): void {
  const start = at.offset + n * at.sample + h * at.head;
  for (let r = 0; r * width < part.length; r++) {
    x.set(part.subarray(r * width, (r + 1) * width), start + r * at.row);
  }
}

export function attentionForward(
  d: AttentionDims,
  q: Float32Array,
  k: Float32Array,
  v: Float32Array,
  mask: AttentionMask | null,
  { weights, factors, dropped }: AttentionWeights,
  out: Float32Array,
): void {
  const { l, s, e, ev } = d;
  for (let i = 0; i < d.samples * d.heads; i++) {
    const [n, h] = [Math.floor(i / d.heads), i % d.heads];
    const own = weights.subarray(i * l * s, (i + 1) * l * s);
    matmulNT(gather(q, d.q, n, h, l, e), gather(k, d.k, n, h, s, e), null, own, l, s, e);
    for (let at = 0; at < own.length; at++) {
      const [row, column] = [Math.floor(at / s), at % s];
      own[at] = own[at]! * d.scale + (mask ? mask.values[i * mask.head + row * mask.row + column]! : 0);
    }
    softmaxForward(own, own, l, s, 1, false);
    const picks = factors && dropped ? dropped.subarray(i * l * s, (i + 1) * l * s) : own;
    if (factors) for (let at = 0; at < own.length; at++) picks[at] = own[at]! * factors[i * l * s + at]!;
    const picked = new Float32Array(l * ev);
    matmulNN(picks, gather(v, d.v, n, h, s, ev), picked, l, ev, s);
    scatter(picked, out, d.out, n, h, ev);
  }
}

/** The same without a mask, where nobody asks for the weights. */
export function attend(d: AttentionDims, q: Float32Array, k: Float32Array, v: Float32Array, out: Float32Array): void {
  const weights = new Float32Array(d.samples * d.heads * d.l * d.s);
  attentionForward(d, q, k, v, null, { weights, factors: null, dropped: null }, out);
}

/**
 * Gradients of q, k and v, which lie as those do, and where wanted of the products Q Kᵀ, from that of the output and (or
 * null) of what picked the values.
 */
export function attentionBackward(
  d: AttentionDims,
  q: Float32Array,
  k: Float32Array,
  v: Float32Array,
  { weights, factors, dropped }: AttentionWeights,
  gradOut: Float32Array,
  gradWeights: Float32Array | null,
  [gradQ, gradK, gradV]: readonly [Float32Array, Float32Array, Float32Array],
  gradScores: Float32Array | null = null,
): void {
  const { l, s, e, ev } = d;
  const matrix = l * s;
  for (let i = 0; i < d.samples * d.heads; i++) {
    const [n, h] = [Math.floor(i / d.heads), i % d.heads];
    const part = <A extends Float32Array | null>(x: A): A => x?.subarray(i * matrix, (i + 1) * matrix) as A;
    const own = part(weights);
    const g = gather(gradOut, d.out, n, h, l, ev);
    const grads = new Float32Array(matrix);
    matmulNT(g, gather(v, d.v, n, h, s, ev), null, grads, l, s, ev);
    const [more, shares] = [part(gradWeights), part(factors)];
    if (more) for (let at = 0; at < matrix; at++) grads[at]! += more[at]!;
    if (shares) for (let at = 0; at < matrix; at++) grads[at]! *= shares[at]!;
    softmaxBackward(grads, own, grads, l, s, 1, false);
    for (let at = 0; at < matrix; at++) grads[at]! *= d.scale;
    part(gradScores)?.set(grads);
    const [toQ, toK, toV] = [new Float32Array(l * e), new Float32Array(s * e), new Float32Array(s * ev)];
    matmulTN((factors ? part(dropped) : own) ?? own, g, toV, s, ev, l);
    matmulNN(grads, gather(k, d.k, n, h, s, e), toQ, l, e, s);
    matmulTN(grads, gather(q, d.q, n, h, l, e), toK, s, e, l);
    scatter(toQ, gradQ, d.q, n, h, e);
    scatter(toK, gradK, d.k, n, h, e);
    scatter(toV, gradV, d.v, n, h, ev);
  }
}
