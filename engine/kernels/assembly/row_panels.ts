// Owns products of one row with a matrix that is used again and again: its rows in panels of eight, four steps of each
// beside those of the next, so that one stream is read where rows far apart would fall on the same banks of the cache.
import { fma, loadPart, sumLanes } from "./simd";

/** Bytes of the panels of b (n, k). */
export function panelBytes(n: i32, k: i32): usize {
  return (<usize>((n + 7) & ~7) * <usize>((k + 3) & ~3)) << 2;
}

/** Lays b (n, k) out in panels, zeros where a panel or a vector is not full. The leading dim is in bytes. */
export function packRows(to: usize, b: usize, ldb: usize, n: i32, k: i32): void {
  for (let j = 0; j < n; j += 8) {
    for (let l = 0; l < k; l += 4) {
      const part = min(4, k - l);
      const at = b + <usize>j * ldb + (<usize>l << 2);
      for (let r = 0; r < 8; r++) {
        let v = f32x4.splat(0);
        const row = at + <usize>r * ldb;
        if (j + r < n) v = part == 4 ? v128.load(row) : loadPart(row, part);
        v128.store(to, v);
        to += 16;
      }
    }
  }
}

/** The sums of the lanes of four vectors. */
@inline
function sums4(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** c (n) = a (k) times the panels' rows, + bias (n; 0 for none). */
export function rowPanels(a: usize, panels: usize, c: usize, n: i32, k: i32, bias: usize): void {
  const end = a + (<usize>(k & ~3) << 2);
  const rest = k & 3;
  for (let j = 0; j < n; j += 8) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let s4 = s0;
    let s5 = s0;
    let s6 = s0;
    let s7 = s0;
    let x = a;
    while (x < end) {
      const v = v128.load(x);
      s0 = fma(v, v128.load(panels), s0);
      s1 = fma(v, v128.load(panels, 16), s1);
      s2 = fma(v, v128.load(panels, 32), s2);
      s3 = fma(v, v128.load(panels, 48), s3);
      s4 = fma(v, v128.load(panels, 64), s4);
      s5 = fma(v, v128.load(panels, 80), s5);
      s6 = fma(v, v128.load(panels, 96), s6);
      s7 = fma(v, v128.load(panels, 112), s7);
      x += 16;
      panels += 128;
    }
    if (rest > 0) {
      const v = loadPart(x, rest);
      s0 = fma(v, v128.load(panels), s0);
      s1 = fma(v, v128.load(panels, 16), s1);
      s2 = fma(v, v128.load(panels, 32), s2);
      s3 = fma(v, v128.load(panels, 48), s3);
      s4 = fma(v, v128.load(panels, 64), s4);
      s5 = fma(v, v128.load(panels, 80), s5);
      s6 = fma(v, v128.load(panels, 96), s6);
      s7 = fma(v, v128.load(panels, 112), s7);
      panels += 128;
    }
    const to = c + (<usize>j << 2);
    const at = bias ? bias + (<usize>j << 2) : 0;
    if (n - j >= 8) {
      let low = sums4(s0, s1, s2, s3);
      let high = sums4(s4, s5, s6, s7);
      if (at) {
        low = f32x4.add(low, v128.load(at));
        high = f32x4.add(high, v128.load(at, 16));
      }
      v128.store(to, low);
      v128.store(to, high, 16);
      continue;
    }
    one(to, s0, at);
    if (n - j > 1) one(to + 4, s1, at ? at + 4 : 0);
    if (n - j > 2) one(to + 8, s2, at ? at + 8 : 0);
    if (n - j > 3) one(to + 12, s3, at ? at + 12 : 0);
    if (n - j > 4) one(to + 16, s4, at ? at + 16 : 0);
    if (n - j > 5) one(to + 20, s5, at ? at + 20 : 0);
    if (n - j > 6) one(to + 24, s6, at ? at + 24 : 0);
  }
}

@inline
function one(to: usize, s: v128, bias: usize): void {
  store<f32>(to, sumLanes(s) + (bias ? load<f32>(bias) : 0));
}
