// Owns kernels that treat every element alone: functions of one input, their gradients, arithmetic of two.
import { density, erf, exp, geluGate, log, normal, sigmoid, tanh } from "./math";
import { fma, loadPart, storePart } from "./simd";

@inline
function one(): v128 {
  return f32x4.splat(1);
}

/** relu(v): 0 where v ≤ 0; NaN stays. */
@inline
function rectify(gate: v128, v: v128): v128 {
  return v128.andnot(v, f32x4.le(gate, f32x4.splat(0)));
}

@inline
function unaryOf(op: i32, x: v128): v128 {
  if (op == 0) return rectify(x, x);
  if (op == 1) return exp(x);
  if (op == 2) return log(x);
  if (op == 3) return tanh(x);
  if (op == 4) return sigmoid(x);
  if (op == 5) return erf(x);
  if (op == 6) return f32x4.mul(x, normal(x));
  if (op == 7) return f32x4.mul(x, sigmoid(geluGate(x)));
  if (op == 8) return f32x4.mul(x, sigmoid(x));
  if (op == 9) return f32x4.sqrt(x);
  if (op == 10) return f32x4.abs(x);
  return f32x4.neg(x);
}

@inline
function mapAll(op: i32, x: usize, out: usize, n: i32): void {
  for (; n >= 4; n -= 4) {
    v128.store(out, unaryOf(op, v128.load(x)));
    x += 16;
    out += 16;
  }
  if (n > 0) storePart(out, unaryOf(op, loadPart(x, n)), n);
}

/** out = op(x); ops in the order of `unaryOps` in wasm_elementwise.ts. */
export function unary(op: i32, x: usize, out: usize, n: i32): void {
  if (op == 0) mapAll(0, x, out, n);
  else if (op == 1) mapAll(1, x, out, n);
  else if (op == 2) mapAll(2, x, out, n);
  else if (op == 3) mapAll(3, x, out, n);
  else if (op == 4) mapAll(4, x, out, n);
  else if (op == 5) mapAll(5, x, out, n);
  else if (op == 6) mapAll(6, x, out, n);
  else if (op == 7) mapAll(7, x, out, n);
  else if (op == 8) mapAll(8, x, out, n);
  else if (op == 9) mapAll(9, x, out, n);
  else if (op == 10) mapAll(10, x, out, n);
  else mapAll(11, x, out, n);
}

/** Gradient through an op from g and its output (relu, sigmoid, tanh) or its input (the GELUs, SiLU). */
@inline
function slopeOf(op: i32, g: v128, v: v128): v128 {
  if (op == 0) return rectify(v, g);
  if (op == 1) return f32x4.mul(f32x4.mul(g, v), f32x4.sub(one(), v));
  if (op == 2) return f32x4.mul(g, f32x4.sub(one(), f32x4.mul(v, v)));
  if (op == 3) return f32x4.mul(g, fma(v, density(v), normal(v)));
  if (op == 4) {
    const s = sigmoid(geluGate(v));
    const inner = f32x4.mul(f32x4.splat(1.5957691), fma(f32x4.mul(v, v), f32x4.splat(3 * 0.044715), one()));
    return f32x4.mul(g, fma(f32x4.mul(v, inner), f32x4.mul(s, f32x4.sub(one(), s)), s));
  }
  const s = sigmoid(v);
  return f32x4.mul(g, f32x4.mul(s, fma(v, f32x4.sub(one(), s), one())));
}

@inline
function slopeAll(op: i32, g: usize, v: usize, out: usize, n: i32): void {
  for (; n >= 4; n -= 4) {
    v128.store(out, slopeOf(op, v128.load(g), v128.load(v)));
    g += 16;
    v += 16;
    out += 16;
  }
  if (n > 0) storePart(out, slopeOf(op, loadPart(g, n), loadPart(v, n)), n);
}

/** out = g · slope; ops in the order of `slopeOps` in wasm_elementwise.ts. */
export function unaryBackward(op: i32, g: usize, v: usize, out: usize, n: i32): void {
  if (op == 0) slopeAll(0, g, v, out, n);
  else if (op == 1) slopeAll(1, g, v, out, n);
  else if (op == 2) slopeAll(2, g, v, out, n);
  else if (op == 3) slopeAll(3, g, v, out, n);
  else if (op == 4) slopeAll(4, g, v, out, n);
  else slopeAll(5, g, v, out, n);
}

@inline
function binaryOf(op: i32, a: v128, b: v128): v128 {
  if (op == 0) return f32x4.add(a, b);
  if (op == 1) return f32x4.sub(a, b);
  if (op == 2) return f32x4.mul(a, b);
  if (op == 3) return f32x4.div(a, b);
  if (op == 4) return f32x4.max(a, b);
  return f32x4.min(a, b);
}

@inline
function partOrOne(p: usize, stretched: bool, n: i32): v128 {
  return stretched ? v128.load32_splat(p) : loadPart(p, n);
}

@inline
function zipAll(
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
      storePart(out, binaryOf(op, partOrOne(x, aOne, left), partOrOne(y, bOne, left)), left);
      out += <usize>left << 2;
    }
  }
}

/**
 * out (rows, n) = op(a, b); of each input either n elements in a row or one for all of them (`One`), and the bytes from
 * row to row. Ops in the order of `binaryOps` in wasm_elementwise.ts.
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
  if (op == 0) zipAll(0, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 1) zipAll(1, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 2) zipAll(2, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 3) zipAll(3, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else if (op == 4) zipAll(4, a, aOne, aRow, b, bOne, bRow, out, rows, n);
  else zipAll(5, a, aOne, aRow, b, bOne, bRow, out, rows, n);
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
