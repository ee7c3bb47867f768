// Owns products with a matrix that is packed once and used again: by every step of a sequence.
import { KC, multiplyPanels, TILE } from "./gemm";
import { packA, packB } from "./pack";

/** Bytes of a packed matrix (k, n). */
export function packedBytes(n: i32, k: i32): usize {
  return (<usize>k * <usize>((n + 7) & ~7)) << 2;
}

/** Packs B (k, n), read with strides in bytes: blocks of KC steps, in each the panels of all columns. */
export function packAll(to: usize, b: usize, rowStride: usize, columnStride: usize, n: i32, k: i32): void {
  for (let l = 0; l < k; l += KC) {
    const kc = min(KC, k - l);
    packB(to, b + <usize>l * rowStride, rowStride, columnStride, kc, n);
    to += packedBytes(n, kc);
  }
}

/** Bytes of scratch that `multiplyPacked` needs. */
export function packedScratch(m: i32, k: i32): usize {
  return TILE + ((<usize>min(k, KC) * <usize>((m + 1) & ~1)) << 2);
}

/** c (m, n) = a (m, k) times a packed matrix, + bias (n; 0 for none). Leading dims in bytes. */
export function multiplyPacked(
  a: usize,
  lda: usize,
  packed: usize,
  c: usize,
  ldc: usize,
  m: i32,
  n: i32,
  k: i32,
  bias: usize,
  scratch: usize,
): void {
  multiplyPackedThen(a, lda, packed, c, ldc, m, n, k, bias, 0, scratch);
}

/** The same with an activation behind it. */
export function multiplyPackedThen(
  a: usize,
  lda: usize,
  packed: usize,
  c: usize,
  ldc: usize,
  m: i32,
  n: i32,
  k: i32,
  bias: usize,
  activation: i32,
  scratch: usize,
): void {
  for (let l = 0; l < k; l += KC) {
    const kc = min(KC, k - l);
    const last = l + kc == k;
    packA(scratch + TILE, a + (<usize>l << 2), lda, 4, m, kc);
    multiplyPanels(scratch + TILE, packed, c, ldc, m, n, kc, l > 0, 0, last ? bias : 0, last ? activation : 0, scratch);
    packed += packedBytes(n, kc);
  }
}
