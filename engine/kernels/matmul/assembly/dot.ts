// Owns products with few rows, read where they lie: packing would cost more than it saves.
import { activateOne } from "./epilogue";
import { fma, loadPart, storePart, sumLanes } from "../../assembly/simd";

@inline
function put(c: usize, sum: f32, bias: usize, activation: i32): void {
  const x = bias ? sum + load<f32>(bias) : sum;
  store<f32>(c, activation ? activateOne(x, activation) : x);
}

/** Two rows of A against four rows of B. */
function dot2x4(a0: usize, a1: usize, b: usize, ldb: usize, c0: usize, c1: usize, k: i32, bias: usize, activation: i32): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s02 = s00;
  let s03 = s00;
  let s10 = s00;
  let s11 = s00;
  let s12 = s00;
  let s13 = s00;
  let b1 = b + ldb;
  let b2 = b1 + ldb;
  let b3 = b2 + ldb;
  let l = k;
  for (; l > 0; l -= 4) {
    const whole = l >= 4;
    const x0 = whole ? v128.load(a0) : loadPart(a0, l);
    const x1 = whole ? v128.load(a1) : loadPart(a1, l);
    let y = whole ? v128.load(b) : loadPart(b, l);
    s00 = fma(x0, y, s00);
    s10 = fma(x1, y, s10);
    y = whole ? v128.load(b1) : loadPart(b1, l);
    s01 = fma(x0, y, s01);
    s11 = fma(x1, y, s11);
    y = whole ? v128.load(b2) : loadPart(b2, l);
    s02 = fma(x0, y, s02);
    s12 = fma(x1, y, s12);
    y = whole ? v128.load(b3) : loadPart(b3, l);
    s03 = fma(x0, y, s03);
    s13 = fma(x1, y, s13);
    a0 += 16;
    a1 += 16;
    b += 16;
    b1 += 16;
    b2 += 16;
    b3 += 16;
  }
  put(c0, sumLanes(s00), bias, activation);
  put(c0 + 4, sumLanes(s01), bias ? bias + 4 : 0, activation);
  put(c0 + 8, sumLanes(s02), bias ? bias + 8 : 0, activation);
  put(c0 + 12, sumLanes(s03), bias ? bias + 12 : 0, activation);
  if (c1 == 0) return;
  put(c1, sumLanes(s10), bias, activation);
  put(c1 + 4, sumLanes(s11), bias ? bias + 4 : 0, activation);
  put(c1 + 8, sumLanes(s12), bias ? bias + 8 : 0, activation);
  put(c1 + 12, sumLanes(s13), bias ? bias + 12 : 0, activation);
}

/** One row of A against four rows of B, four vectors of k at a time. */
function dot1x4(a: usize, b: usize, ldb: usize, c: usize, k: i32, bias: usize, activation: i32): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0 = s0;
  let t1 = s0;
  let t2 = s0;
  let t3 = s0;
  let b1 = b + ldb;
  let b2 = b1 + ldb;
  let b3 = b2 + ldb;
  let l = k;
  for (; l >= 16; l -= 16) {
    let x = v128.load(a);
    let y = v128.load(a, 16);
    s0 = fma(x, v128.load(b), s0);
    s1 = fma(x, v128.load(b1), s1);
    s2 = fma(x, v128.load(b2), s2);
    s3 = fma(x, v128.load(b3), s3);
    t0 = fma(y, v128.load(b, 16), t0);
    t1 = fma(y, v128.load(b1, 16), t1);
    t2 = fma(y, v128.load(b2, 16), t2);
    t3 = fma(y, v128.load(b3, 16), t3);
    x = v128.load(a, 32);
    y = v128.load(a, 48);
    s0 = fma(x, v128.load(b, 32), s0);
    s1 = fma(x, v128.load(b1, 32), s1);
    s2 = fma(x, v128.load(b2, 32), s2);
    s3 = fma(x, v128.load(b3, 32), s3);
    t0 = fma(y, v128.load(b, 48), t0);
    t1 = fma(y, v128.load(b1, 48), t1);
    t2 = fma(y, v128.load(b2, 48), t2);
    t3 = fma(y, v128.load(b3, 48), t3);
    a += 64;
    b += 64;
    b1 += 64;
    b2 += 64;
    b3 += 64;
  }
  for (; l > 0; l -= 4) {
    const part = min(l, 4);
    const x = part == 4 ? v128.load(a) : loadPart(a, part);
    s0 = fma(x, part == 4 ? v128.load(b) : loadPart(b, part), s0);
    s1 = fma(x, part == 4 ? v128.load(b1) : loadPart(b1, part), s1);
    s2 = fma(x, part == 4 ? v128.load(b2) : loadPart(b2, part), s2);
    s3 = fma(x, part == 4 ? v128.load(b3) : loadPart(b3, part), s3);
    a += 16;
    b += 16;
    b1 += 16;
    b2 += 16;
    b3 += 16;
  }
  put(c, sumLanes(f32x4.add(s0, t0)), bias, activation);
  put(c + 4, sumLanes(f32x4.add(s1, t1)), bias ? bias + 4 : 0, activation);
  put(c + 8, sumLanes(f32x4.add(s2, t2)), bias ? bias + 8 : 0, activation);
  put(c + 12, sumLanes(f32x4.add(s3, t3)), bias ? bias + 12 : 0, activation);
}

function dot1x1(a: usize, b: usize, c: usize, k: i32, bias: usize, activation: i32): void {
  let s = f32x4.splat(0);
  let l = k;
  for (; l >= 4; l -= 4) {
    s = fma(v128.load(a), v128.load(b), s);
    a += 16;
    b += 16;
  }
  if (l > 0) s = fma(loadPart(a, l), loadPart(b, l), s);
  put(c, sumLanes(s), bias, activation);
}

/** c (m, n) = a (m, k) bᵀ, b (n, k), + bias (n; 0 for none), then the activation. Leading dims in bytes. */
export function gemmDot(
  a: usize,
  lda: usize,
  b: usize,
  ldb: usize,
  c: usize,
  ldc: usize,
  m: i32,
  n: i32,
  k: i32,
  bias: usize,
  activation: i32,
): void {
  for (let j = 0; j < n; j += 4) {
    const at = b + <usize>j * ldb;
    const column = <usize>j << 2;
    const biasAt = bias ? bias + column : 0;
    const whole = n - j >= 4;
    let i = 0;
    for (; whole && i + 2 <= m; i += 2) {
      const row = a + <usize>i * lda;
      const to = c + <usize>i * ldc + column;
      dot2x4(row, row + lda, at, ldb, to, to + ldc, k, biasAt, activation);
    }
    for (; i < m; i++) {
      const row = a + <usize>i * lda;
      const to = c + <usize>i * ldc + column;
      if (whole) {
        dot1x4(row, at, ldb, to, k, biasAt, activation);
        continue;
      }
      for (let t = 0; t < n - j; t++) {
        const bt = <usize>t << 2;
        dot1x1(row, at + <usize>t * ldb, to + bt, k, biasAt ? biasAt + bt : 0, activation);
      }
    }
  }
}

/** c (n) = a (k, read every `aStep` bytes) b (k, n): a row times a matrix. */
export function rowTimesMatrix(a: usize, aStep: usize, b: usize, ldb: usize, c: usize, n: i32, k: i32): void {
  let j = 0;
  for (; j + 16 <= n; j += 16) {
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let x = a;
    let y = b + (<usize>j << 2);
    for (let l = 0; l < k; l++) {
      const v = v128.load32_splat(x);
      s0 = fma(v, v128.load(y), s0);
      s1 = fma(v, v128.load(y, 16), s1);
      s2 = fma(v, v128.load(y, 32), s2);
      s3 = fma(v, v128.load(y, 48), s3);
      x += aStep;
      y += ldb;
    }
    const to = c + (<usize>j << 2);
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
  }
  for (; j < n; j += 4) {
    const part = min(4, n - j);
    let s = f32x4.splat(0);
    let x = a;
    let y = b + (<usize>j << 2);
    for (let l = 0; l < k; l++) {
      s = fma(v128.load32_splat(x), part == 4 ? v128.load(y) : loadPart(y, part), s);
      x += aStep;
      y += ldb;
    }
    if (part == 4) v128.store(c + (<usize>j << 2), s);
    else storePart(c + (<usize>j << 2), s, part);
  }
}
