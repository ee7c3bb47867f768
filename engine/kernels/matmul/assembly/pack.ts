// Owns packing matrices into (micro-)panels, as in BLIS: A in panels of 6 rows, B in panels of 8 columns, each laid out step by step of k.
import { copyFloats } from "../../assembly/simd";

/** Four vectors of four floats, stored transposed at `to`, `to + step`, …. */
@inline
export function storeTransposed(to: usize, step: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5));
  v128.store(to + step, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7));
  v128.store(to + 2 * step, v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5));
  v128.store(to + 3 * step, v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7));
}

/** Four lines of `k` floats each `line` bytes apart, interleaved: element l of line i goes to l · step + 4 i. */
function interleave(to: usize, step: usize, from: usize, line: usize, k: i32): void {
  let l = 0;
  for (; l + 4 <= k; l += 4) {
    storeTransposed(
      to,
      step,
      v128.load(from),
      v128.load(from + line),
      v128.load(from + 2 * line),
      v128.load(from + 3 * line),
    );
    to += 4 * step;
    from += 16;
  }
  for (; l < k; l++) {
    store<f32>(to, load<f32>(from));
    store<f32>(to, load<f32>(from + line), 4);
    store<f32>(to, load<f32>(from + 2 * line), 8);
    store<f32>(to, load<f32>(from + 3 * line), 12);
    to += step;
    from += 4;
  }
}

/** `count` (≤ width) lines, element by element, the rest of every step zero. */
function interleavePart(to: usize, width: i32, from: usize, line: usize, along: usize, count: i32, k: i32): void {
  for (let l = 0; l < k; l++) {
    for (let i = 0; i < width; i++) {
      store<f32>(to, i < count ? load<f32>(from + <usize>i * line) : 0);
      to += 4;
    }
    from += along;
  }
}

/** Two lines of `k` floats each `line` bytes apart, interleaved. */
function interleave2(to: usize, step: usize, from: usize, line: usize, k: i32): void {
  for (let l = 0; l < k; l++) {
    store<f32>(to, load<f32>(from));
    store<f32>(to, load<f32>(from + line), 4);
    to += step;
    from += 4;
  }
}

/** Rows (m, k) of A into panels of 6; the last is 2, 4 or 6 rows high. */
export function packA(to: usize, a: usize, rowStride: usize, columnStride: usize, m: i32, k: i32): void {
  for (let i = 0; i < m; i += 6) {
    const source = a + <usize>i * rowStride;
    const rows = min(6, m - i);
    const height = (rows + 1) & ~1;
    const step = (<usize>height) << 2;
    if (columnStride == 4 && rows == height) {
      if (height >= 4) interleave(to, step, source, rowStride, k);
      if (height != 4) {
        const done: usize = height == 6 ? 4 : 0;
        interleave2(to + (done << 2), step, source + done * rowStride, rowStride, k);
      }
    } else if (rowStride == 4 && rows == 6) {
      let column = source;
      const end = to + <usize>k * 24;
      for (let p = to; p < end; p += 24) {
        v128.store(p, v128.load(column));
        store<u64>(p, load<u64>(column, 16), 16);
        column += columnStride;
      }
    } else {
      interleavePart(to, height, source, rowStride, columnStride, rows, k);
    }
    to += <usize>k * step;
  }
}

/** Columns (k, n) of B into panels of 8. */
export function packB(to: usize, b: usize, rowStride: usize, columnStride: usize, k: i32, n: i32): void {
  for (let j = 0; j < n; j += 8) {
    const source = b + <usize>j * columnStride;
    const columns = n - j;
    if (columns < 8) {
      interleavePart(to, 8, source, columnStride, rowStride, columns, k);
    } else if (rowStride == 4) {
      interleave(to, 32, source, columnStride, k);
      interleave(to + 16, 32, source + 4 * columnStride, columnStride, k);
    } else if (columnStride == 4) {
      let row = source;
      const end = to + ((<usize>k) << 5);
      for (let p = to; p < end; p += 32) {
        v128.store(p, v128.load(row));
        v128.store(p, v128.load(row, 16), 16);
        row += rowStride;
      }
    } else {
      interleavePart(to, 8, source, columnStride, rowStride, 8, k);
    }
    to += (<usize>k) << 5;
  }
}

/** Moves a tile of rows × columns floats between two row-major places (strides in bytes). */
export function copyTile(to: usize, toStride: usize, from: usize, fromStride: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i++) {
    copyFloats(to, from, columns);
    to += toStride;
    from += fromStride;
  }
}
