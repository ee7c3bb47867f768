// Owns products with the weights of gates, laid out once for many steps: panels of eight units of one gate, those of the
// same units beside each other, so that some units' gates are one stretch of memory.
import { KC, MC, TILE } from "../../matmul/assembly/gemm";
import { copyTile, packA, packB } from "../../matmul/assembly/pack";
import { copyFloats, fma, zeroFloats } from "../../assembly/simd";
import { tile } from "../../matmul/assembly/tile";

/** Panels of weights (gates hidden, k). */
@inline
export function panelsOf(gates: i32, hidden: i32): i32 {
  return gates * ((hidden + 7) >> 3);
}

/** Bytes of the panels and of their biases, which lie behind them. */
@inline
export function packedGateBytes(gates: i32, hidden: i32, k: i32): usize {
  return <usize>panelsOf(gates, hidden) * ((<usize>k << 5) + 32);
}

/**
 * Lays out weights w (gates hidden, k) and biases (gates hidden; 0 for none), zeros where a panel is not full: the groups
 * of eight units from `first` to `end`.
 */
export function packGates(
  to: usize,
  w: usize,
  bias: usize,
  gates: i32,
  hidden: i32,
  k: i32,
  first: i32,
  end: i32,
): void {
  const row = <usize>k << 2;
  let biases = to + <usize>panelsOf(gates, hidden) * (<usize>k << 5) + <usize>(first * gates << 5);
  to += <usize>(first * gates) * (<usize>k << 5);
  for (let group = first; group < end; group++) {
    const unit = group << 3;
    const units = min(8, hidden - unit);
    for (let gate = 0; gate < gates; gate++) {
      const from = <usize>(gate * hidden + unit);
      packB(to, w + from * row, 4, row, k, units);
      to += <usize>k << 5;
      zeroFloats(biases, 8);
      if (bias) copyFloats(biases, bias + (from << 2), units);
      biases += 32;
    }
  }
}

/** Bytes of scratch that products of `m` rows of `k` need. */
export function gateScratch(m: i32, k: i32): usize {
  return TILE + ((<usize>min(k, KC) * <usize>((min(m, MC) + 1) & ~1)) << 2);
}

/** How many of the rows left a panel of A takes: two alone would keep the sums waiting for each other. */
@inline
function panelRows(left: i32): i32 {
  return left > 8 ? 6 : left > 6 ? 4 : left;
}

/** Rows (m, k) of A into panels as high as `panelRows` says. */
function packRows(to: usize, a: usize, aRow: usize, m: i32, k: i32): void {
  for (let i = 0; i < m; ) {
    const rows = panelRows(m - i);
    packA(to, a + <usize>i * aRow, aRow, 4, rows, k);
    to += (<usize>(k * ((rows + 1) & ~1))) << 2;
    i += rows;
  }
}

/** c (m, `columns` ≤ 8) = or += packed rows times a panel's steps, + bias (eight of them; 0 for none). */
function multiplyPanel(
  a: usize,
  b: usize,
  c: usize,
  ldc: usize,
  m: i32,
  columns: i32,
  k: i32,
  add: bool,
  bias: usize,
  spare: usize,
): void {
  for (let i = 0; i < m; ) {
    const rows = panelRows(m - i);
    const height = (rows + 1) & ~1;
    const to = c + <usize>i * ldc;
    if (rows == height && columns == 8) tile(height, k, a, b, to, ldc, add, 0, bias, 0);
    else {
      if (add) copyTile(spare, 32, to, ldc, rows, columns);
      tile(height, k, a, b, spare, 32, add, 0, bias, 0);
      copyTile(to, ldc, spare, 32, rows, columns);
    }
    a += (<usize>(k * height)) << 2;
    i += rows;
  }
}

/**
 * Rows a (m, k), `aRow` bytes apart, times the panels from `first` to `end`, with their biases. Panel p's sums go to the
 * columns 8 p of `to`; where `spread`, to those of its gate's units in (m, gates hidden). `again`: the scratch is as the
 * last call left it, which had the same rows.
 */
export function multiplyGates(
  a: usize,
  aRow: usize,
  m: i32,
  k: i32,
  packed: usize,
  gates: i32,
  hidden: i32,
  first: i32,
  end: i32,
  to: usize,
  toRow: usize,
  spread: bool,
  again: bool,
  scratch: usize,
): void {
  const panelBytes = <usize>k << 5;
  const biases = packed + <usize>panelsOf(gates, hidden) * panelBytes;
  const rows = scratch + TILE;
  const isPacked = again && m <= MC && k <= KC;
  for (let i = 0; i < m; i += MC) {
    const mc = min(MC, m - i);
    const from = a + <usize>i * aRow;
    const into = to + <usize>i * toRow;
    let l = 0;
    do {
      const kc = min(KC, k - l);
      if (!isPacked) packRows(rows, from + (<usize>l << 2), aRow, mc, kc);
      const last = l + kc == k;
      for (let p = first; p < end; p++) {
        const unit = (p / gates) << 3;
        const column = spread ? (p % gates) * hidden + unit : p << 3;
        const columns = spread ? min(8, hidden - unit) : 8;
        const panel = packed + <usize>p * panelBytes + (<usize>l << 5);
        const bias = last ? biases + (<usize>p << 5) : 0;
        multiplyPanel(rows, panel, into + (<usize>column << 2), toRow, mc, columns, kc, l > 0, bias, scratch);
      }
      l += kc;
    } while (l < k);
  }
}

/** `count` (4 or 1) panels from p0 on times one row. */
@inline
function rowTimesPanels(count: i32, a: usize, stop: usize, p0: usize, panelBytes: usize, bias: usize, to: usize): void {
  let s0 = v128.load(bias);
  let s1 = v128.load(bias, 16);
  if (count == 1) {
    for (let x = a; x < stop; x += 4) {
      const v = v128.load32_splat(x);
      s0 = fma(v, v128.load(p0), s0);
      s1 = fma(v, v128.load(p0, 16), s1);
      p0 += 32;
    }
    v128.store(to, s0);
    v128.store(to, s1, 16);
    return;
  }
  let p1 = p0 + panelBytes;
  let p2 = p1 + panelBytes;
  let p3 = p2 + panelBytes;
  let s2 = v128.load(bias, 32);
  let s3 = v128.load(bias, 48);
  let s4 = v128.load(bias, 64);
  let s5 = v128.load(bias, 80);
  let s6 = v128.load(bias, 96);
  let s7 = v128.load(bias, 112);
  for (let x = a; x < stop; x += 4) {
    const v = v128.load32_splat(x);
    s0 = fma(v, v128.load(p0), s0);
    s1 = fma(v, v128.load(p0, 16), s1);
    s2 = fma(v, v128.load(p1), s2);
    s3 = fma(v, v128.load(p1, 16), s3);
    s4 = fma(v, v128.load(p2), s4);
    s5 = fma(v, v128.load(p2, 16), s5);
    s6 = fma(v, v128.load(p3), s6);
    s7 = fma(v, v128.load(p3, 16), s7);
    p0 += 32;
    p1 += 32;
    p2 += 32;
    p3 += 32;
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
  v128.store(to, s4, 64);
  v128.store(to, s5, 80);
  v128.store(to, s6, 96);
  v128.store(to, s7, 112);
}

/**
 * One row a (k) times the panels from `first` to `end`, with their biases; panel p's sums go to column 8 p of `to`. Who
 * does so again and again goes back the way it came every other time (`back`): what was read last is still in the cache.
 */
export function rowTimesGates(
  a: usize,
  k: i32,
  packed: usize,
  panels: i32,
  first: i32,
  end: i32,
  to: usize,
  back: bool,
): void {
  const panelBytes = <usize>k << 5;
  const stop = a + (<usize>k << 2);
  const biases = packed + <usize>panels * panelBytes;
  const fours = (end - first) >> 2;
  for (let i = 0; i < fours; i++) {
    const p = <usize>(first + ((back ? fours - 1 - i : i) << 2));
    rowTimesPanels(4, a, stop, packed + p * panelBytes, panelBytes, biases + (p << 5), to + (p << 5));
  }
  for (let p = <usize>(first + (fours << 2)); p < <usize>end; p++) {
    rowTimesPanels(1, a, stop, packed + p * panelBytes, panelBytes, biases + (p << 5), to + (p << 5));
  }
}
