// Owns comparisons, whose results are bytes of 0 and 1, and the choice between two inputs by such bytes; element by
// element with broadcasting.
import { select } from "../../assembly/math";
import { getOrOne, put } from "../../assembly/simd";

@inline
function holds(op: i32, a: v128, b: v128): v128 {
  if (op == 0) return f32x4.eq(a, b);
  if (op == 1) return f32x4.ne(a, b);
  if (op == 2) return f32x4.lt(a, b);
  if (op == 3) return f32x4.le(a, b);
  if (op == 4) return f32x4.gt(a, b);
  if (op == 5) return f32x4.ge(a, b);
  if (op == 6) return f32x4.eq(f32x4.abs(a), b);
  return f32x4.lt(f32x4.abs(a), b);
}

@inline
function compareAll(
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
  const ones = i8x16.splat(1);
  for (let r = 0; r < rows; r++) {
    let i = 0;
    for (; i + 16 <= n; i += 16) {
      const at = <usize>i << 2;
      const low = i16x8.narrow_i32x4_s(
        holds(op, getOrOne(a, aOne, at, 4), getOrOne(b, bOne, at, 4)),
        holds(op, getOrOne(a, aOne, at + 16, 4), getOrOne(b, bOne, at + 16, 4)),
      );
      const high = i16x8.narrow_i32x4_s(
        holds(op, getOrOne(a, aOne, at + 32, 4), getOrOne(b, bOne, at + 32, 4)),
        holds(op, getOrOne(a, aOne, at + 48, 4), getOrOne(b, bOne, at + 48, 4)),
      );
      v128.store(out + <usize>i, v128.and(i8x16.narrow_i16x8_s(low, high), ones));
    }
    for (; i < n; i += 4) {
      const at = <usize>i << 2;
      const lanes = n - i;
      const mask = i32x4.bitmask(holds(op, getOrOne(a, aOne, at, lanes), getOrOne(b, bOne, at, lanes)));
      for (let k = 0; k < min(lanes, 4); k++) store<u8>(out + <usize>(i + k), (mask >> k) & 1);
    }
    a += aRow;
    b += bRow;
    out += <usize>n;
  }
}

/**
 * out (rows, n) = whether op(a, b) holds; of each input either n elements in a row or one for all of them (`One`), and
 * the bytes from row to row. Ops in the order of `comparisons` in ../contract.ts.
 */
export function compare(
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
  if (op == 0) return compareAll(0, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  if (op == 1) return compareAll(1, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  if (op == 2) return compareAll(2, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  if (op == 3) return compareAll(3, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  if (op == 4) return compareAll(4, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  if (op == 5) return compareAll(5, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  if (op == 6) return compareAll(6, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  compareAll(7, a, aOne, aRow, b, bOne, bRow, out, rows, n);
}

/** Four bytes as four masks: all bits where a byte is not 0. */
@inline
function maskOf(c: usize, one: bool, at: usize, lanes: i32): v128 {
  let bytes: u32 = 0;
  if (one) bytes = <u32>load<u8>(c) * 0x01010101;
  else if (lanes >= 4) bytes = load<u32>(c + at);
  else for (let k = 0; k < lanes; k++) bytes |= <u32>load<u8>(c + at + k) << (8 * k);
  const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(i32x4.splat(bytes)));
  return i32x4.ne(wide, i32x4.splat(0));
}

/** out (rows, n) = a where c (bytes) is not 0, b elsewhere. */
export function where(
  c: usize,
  cOne: bool,
  cRow: usize,
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
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      const lanes = n - i;
      const y = select(maskOf(c, cOne, <usize>i, lanes), getOrOne(a, aOne, at, lanes), getOrOne(b, bOne, at, lanes));
      put(out + at, y, lanes);
    }
    c += cRow;
    a += aRow;
    b += bRow;
    out += <usize>n << 2;
  }
}
