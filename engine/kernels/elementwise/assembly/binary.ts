// Owns arithmetic of two inputs, element by element with broadcasting, scaling, and zeros.
import { power } from "../../assembly/power";
import { getOrOne, loadPart, storePart } from "../../assembly/simd";
import { narrow, wideHigh, wideLow } from "../../assembly/wide";

@inline
function binaryOf(op: i32, a: v128, b: v128): v128 {
  if (op == 0) return f32x4.add(a, b);
  if (op == 1) return f32x4.sub(a, b);
  if (op == 2) return f32x4.mul(a, b);
  if (op == 3) return f32x4.div(a, b);
  if (op == 4) return f32x4.max(a, b);
  if (op == 5) return f32x4.min(a, b);
  if (op == 6) return v128.bitselect(a, f32x4.mul(a, b), f32x4.gt(a, f32x4.splat(0)));
  if (op == 7) return f32x4.pmax(a, b);
  if (op == 8) return f32x4.pmin(a, b);
  if (op == 9) return power(a, b);
  const low = f64x2.div(wideLow(a), wideLow(b));
  const high = f64x2.div(wideHigh(a), wideHigh(b));
  if (op == 11) return narrow(f64x2.trunc(low), f64x2.trunc(high));
  const below = f64x2.floor(low);
  const above = f64x2.floor(high);
  if (op == 10) return narrow(below, above);
  return narrow(
    f64x2.sub(wideLow(a), f64x2.mul(wideLow(b), below)),
    f64x2.sub(wideHigh(a), f64x2.mul(wideHigh(b), above)),
  );
}

@inline
function binaryAll(
  op: i32,
  a: usize,
  aOne: bool,
  aRow: usize,
  b: usize,
  bOne: bool,
  bRow: usize,
  out: usize,
  rows: i32,
  n: i32,
): void {
  for (let i = 0; i < rows; i++) {
    let x = a + <usize>i * aRow;
    let y = b + <usize>i * bRow;
    let left = n;
    if (!aOne && !bOne) {
      for (; left >= 4; left -= 4) {
        v128.store(out, binaryOf(op, v128.load(x), v128.load(y)));
        x += 16;
        y += 16;
        out += 16;
      }
    } else if (aOne) {
      const v = v128.load32_splat(x);
      for (; left >= 4; left -= 4) {
        v128.store(out, binaryOf(op, v, bOne ? v128.load32_splat(y) : v128.load(y)));
        if (!bOne) y += 16;
        out += 16;
      }
    } else {
      const v = v128.load32_splat(y);
      for (; left >= 4; left -= 4) {
        v128.store(out, binaryOf(op, v128.load(x), v));
        x += 16;
        out += 16;
      }
    }
    if (left > 0) {
      storePart(out, binaryOf(op, getOrOne(x, aOne, 0, left), getOrOne(y, bOne, 0, left)), left);
      out += <usize>left << 2;
    }
  }
}

/**
 * out (rows, n) = op(a, b); of each input either n elements in a row or one for all of them (`One`), and the bytes from
 * row to row. Ops in the order of `binaryOps` in ../contract.ts.
 */
export function binary(
  op: i32,
  a: usize,
  aOne: bool,
  aRow: usize,
  b: usize,
  bOne: bool,
  bRow: usize,
  out: usize,
  rows: i32,
  n: i32,
): void {
  if (op == 0) binaryAll(0, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 1) binaryAll(1, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 2) binaryAll(2, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 3) binaryAll(3, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 4) binaryAll(4, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 5) binaryAll(5, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 6) binaryAll(6, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 7) binaryAll(7, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 8) binaryAll(8, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 9) binaryAll(9, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 10) binaryAll(10, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 11) binaryAll(11, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else binaryAll(12, a, aOne, aRow, b, bOne, bRow, out, rows, n);
}

/** out *= factor. */
export function scale(out: usize, factor: f32, n: i32): void {
  const f = f32x4.splat(factor);
  for (; n >= 4; n -= 4) {
    v128.store(out, f32x4.mul(v128.load(out), f));
    out += 16;
  }
  if (n > 0) storePart(out, f32x4.mul(loadPart(out, n), f), n);
}

/** Bytes of zeros. */
export function zero(to: usize, bytes: usize): void {
  memory.fill(to, 0, bytes);
}
