// Owns the matrix product: the blocks that keep its panels in the caches.
import { copyTile, packA, packB } from "./pack";
import { tile } from "./tile";

/** Rows of A, steps of k and columns of B per block: A's block 120 KiB, B's 512 KiB, a panel of B 8 KiB. */
export const MC: i32 = 120;
export const KC: i32 = 256;
export const NC: i32 = 512;

/** Bytes of a partial tile with its biases, behind which the packed blocks lie. */
export const TILE: usize = 256;

/** Copies `count` of `width` biases to `to`, zeros behind them; 0 stays 0. */
function partBias(to: usize, bias: usize, count: i32, width: i32): usize {
  if (bias == 0) return 0;
  for (let i = 0; i < width; i++) store<f32>(to + (<usize>i << 2), i < count ? load<f32>(bias + (<usize>i << 2)) : 0);
  return to;
}

/**
 * c (m, n) = or += packed A times packed B. Tiles over the edge are computed whole in `spare` (TILE bytes) and cut.
 * Biases of 0 are none.
 */
export function multiplyPanels(
  a: usize,
  b: usize,
  c: usize,
  ldc: usize,
  m: i32,
  n: i32,
  k: i32,
  add: bool,
  biasRow: usize,
  biasColumn: usize,
  activation: i32,
  spare: usize,
): void {
  const panelB = <usize>k << 5;
  for (let j = 0; j < n; j += 8) {
    const columns = min(8, n - j);
    const column = biasColumn ? biasColumn + (<usize>j << 2) : 0;
    let panel = a;
    for (let i = 0; i < m; i += 6) {
      const rows = min(6, m - i);
      const height = (rows + 1) & ~1;
      const row = biasRow ? biasRow + (<usize>i << 2) : 0;
      const to = c + <usize>i * ldc + (<usize>j << 2);
      if (rows == height && columns == 8) {
        tile(height, k, panel, b, to, ldc, add, row, column, activation);
      } else {
        if (add) copyTile(spare, 32, to, ldc, rows, columns);
        const wholeRow = partBias(spare + 192, row, rows, 6);
        const wholeColumn = partBias(spare + 216, column, columns, 8);
        tile(height, k, panel, b, spare, 32, add, wholeRow, wholeColumn, activation);
        copyTile(to, ldc, spare, 32, rows, columns);
      }
      panel += (<usize>(k * height)) << 2;
    }
    b += panelB;
  }
}

/** Bytes of scratch that `gemm` needs for these sizes. */
export function gemmScratch(m: i32, n: i32, k: i32): usize {
  const kc = <usize>min(k, KC);
  const rows = <usize>((min(m, MC) + 1) & ~1);
  const columns = <usize>((min(n, NC) + 7) & ~7);
  return TILE + ((kc * (rows + columns)) << 2);
}

/**
 * c (m, n) = a (m, k) b (k, n) + biases, then the activation; with `add` the product is added to c.
 * Strides in bytes say how A and B lie (a transposed matrix has them exchanged). After Goto and van de Geijn, "Anatomy
 * of high-performance matrix multiplication" (2008): B's block in L2, its panel in L1, A's panels streamed.
 */
export function gemm(
  a: usize,
  aRow: usize,
  aColumn: usize,
  b: usize,
  bRow: usize,
  bColumn: usize,
  c: usize,
  ldc: usize,
  m: i32,
  n: i32,
  k: i32,
  add: bool,
  biasRow: usize,
  biasColumn: usize,
  activation: i32,
  scratch: usize,
): void {
  const packedA = scratch + TILE;
  const packedB = packedA + ((<usize>min(k, KC) * <usize>((min(m, MC) + 1) & ~1)) << 2);
  for (let j = 0; j < n; j += NC) {
    const nc = min(NC, n - j);
    let l = 0;
    do {
      const kc = min(KC, k - l);
      const last = l + kc == k;
      packB(packedB, b + <usize>l * bRow + <usize>j * bColumn, bRow, bColumn, kc, nc);
      for (let i = 0; i < m; i += MC) {
        const mc = min(MC, m - i);
        packA(packedA, a + <usize>i * aRow + <usize>l * aColumn, aRow, aColumn, mc, kc);
        multiplyPanels(
          packedA,
          packedB,
          c + <usize>i * ldc + (<usize>j << 2),
          ldc,
          mc,
          nc,
          kc,
          add || l > 0,
          last && biasRow ? biasRow + (<usize>i << 2) : 0,
          last && biasColumn ? biasColumn + (<usize>j << 2) : 0,
          last ? activation : 0,
          scratch,
        );
      }
      l += kc;
    } while (l < k);
  }
}
