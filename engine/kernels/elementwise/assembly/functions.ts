// Owns functions of one element and their gradients, in the order of `unaryOps` in ../contract.ts;
// those after the last here stand in more_functions.ts.
import {
  density,
  erf,
  exp,
  expm1,
  expm1Low,
  geluGate,
  log,
  log1p,
  normal,
  select,
  sigmoid,
  signOf,
  tanh,
} from "../../assembly/math";
import { moreUnary, moreUnaryBackward } from "./more_functions";
import { fma, loadPart, storePart } from "../../assembly/simd";

// An op is a type: conditions on types are settled before code is made, those on numbers only after it was inlined.
class Relu {}
class Exp {}
class Log {}
class Tanh {}
class Sigmoid {}
class Erf {}
class Gelu {}
class GeluTanh {}
class Silu {}
class Sqrt {}
class Abs {}
class Neg {}
class Square {}
class Reciprocal {}
class Rsqrt {}
class Expm1 {}
class Log1p {}
class Clamp {}
class Hardtanh {}
class LeakyRelu {}
class Elu {}
class Hardsigmoid {}
class Hardswish {}
class Softplus {}
class Logsigmoid {}
class Mish {}
class Hardshrink {}
class Softshrink {}
class Threshold {}

@inline
function all(x: f32): v128 {
  return f32x4.splat(x);
}

/** v, but 0 where the gate is 0 or less; NaN stays. */
@inline
function rectify(gate: v128, v: v128): v128 {
  return v128.andnot(v, f32x4.le(gate, all(0)));
}

/** Where -a ≤ x ≤ a. */
@inline
function within(x: v128, a: v128): v128 {
  return v128.and(f32x4.ge(x, f32x4.neg(a)), f32x4.le(x, a));
}

/** x + 3 between 0 and 6. */
@inline
function sixths(x: v128): v128 {
  return f32x4.pmin(f32x4.pmax(f32x4.add(x, all(3)), all(0)), all(6));
}

/** log(1 + exp(a x)) / a, x itself where a x > b. */
@inline
function scaledSoftplus(x: v128, a: v128, b: v128): v128 {
  const z = f32x4.mul(x, a);
  const soft = f32x4.add(f32x4.pmax(z, all(0)), log1p(exp(f32x4.neg(f32x4.abs(z)))));
  return select(f32x4.gt(z, b), x, f32x4.div(soft, a));
}

@inline
function softplusSlope(g: v128, x: v128, a: v128, b: v128): v128 {
  const z = f32x4.mul(x, a);
  return select(f32x4.gt(z, b), g, f32x4.mul(g, sigmoid(z)));
}

/** eˣ (eˣ + 2): tanh(log(1 + eˣ)) is this over this plus 2. */
@inline
function mishPart(x: v128): v128 {
  const e = exp(f32x4.pmin(x, all(20)));
  return f32x4.mul(e, f32x4.add(e, all(2)));
}

@inline
function mish(x: v128): v128 {
  const n = mishPart(x);
  return f32x4.mul(x, f32x4.div(n, f32x4.add(n, all(2))));
}

@inline
function mishSlope(g: v128, x: v128): v128 {
  const n = mishPart(x);
  const t = f32x4.div(n, f32x4.add(n, all(2)));
  // 1 - t² = (1 - t) (1 + t), and 1 - t = 2 / (n + 2), which is held where n is, and so must not meet large x.
  const near = f32x4.mul(f32x4.div(all(2), f32x4.add(n, all(2))), f32x4.add(all(1), t));
  const rest = v128.andnot(near, f32x4.gt(x, all(20)));
  return f32x4.mul(g, fma(f32x4.mul(x, sigmoid(x)), rest, t));
}

@inline
function softshrink(x: v128, a: v128): v128 {
  const low = select(f32x4.lt(x, f32x4.neg(a)), f32x4.add(x, a), f32x4.mul(x, all(0)));
  return select(f32x4.gt(x, a), f32x4.sub(x, a), low);
}

@inline
function hardswishSlope(g: v128, x: v128): v128 {
  const middle = select(f32x4.lt(x, all(3)), f32x4.mul(g, f32x4.add(f32x4.div(x, all(3)), all(0.5))), g);
  return v128.andnot(middle, f32x4.lt(x, all(-3)));
}

@inline
function geluTanhSlope(g: v128, x: v128): v128 {
  const s = sigmoid(geluGate(x));
  const inner = f32x4.mul(all(1.5957691), fma(f32x4.mul(x, x), all(3 * 0.044715), all(1)));
  // x s (1 - s) first: it is 0 before `inner` overflows.
  return f32x4.mul(g, fma(f32x4.mul(x, f32x4.mul(s, f32x4.sub(all(1), s))), inner, s));
}

@inline
function siluSlope(g: v128, x: v128): v128 {
  const s = sigmoid(x);
  return f32x4.mul(g, f32x4.mul(s, fma(x, f32x4.sub(all(1), s), all(1))));
}

@inline
function unaryOf<Op>(x: v128, a: v128, b: v128, c: v128): v128 {
  if (idof<Op>() == idof<Relu>()) return rectify(x, x);
  if (idof<Op>() == idof<Exp>()) return exp(x);
  if (idof<Op>() == idof<Log>()) return log(x);
  if (idof<Op>() == idof<Tanh>()) return tanh(x);
  if (idof<Op>() == idof<Sigmoid>()) return sigmoid(x);
  if (idof<Op>() == idof<Erf>()) return erf(x);
  if (idof<Op>() == idof<Gelu>()) return f32x4.mul(x, normal(x));
  if (idof<Op>() == idof<GeluTanh>()) return f32x4.mul(x, sigmoid(geluGate(x)));
  if (idof<Op>() == idof<Silu>()) return f32x4.mul(x, sigmoid(x));
  if (idof<Op>() == idof<Sqrt>()) return f32x4.sqrt(x);
  if (idof<Op>() == idof<Abs>()) return f32x4.abs(x);
  if (idof<Op>() == idof<Neg>()) return f32x4.neg(x);
  if (idof<Op>() == idof<Square>()) return f32x4.mul(x, x);
  if (idof<Op>() == idof<Reciprocal>()) return f32x4.div(all(1), x);
  if (idof<Op>() == idof<Rsqrt>()) return f32x4.div(all(1), f32x4.sqrt(x));
  if (idof<Op>() == idof<Expm1>()) return expm1(x);
  if (idof<Op>() == idof<Log1p>()) return log1p(x);
  if (idof<Op>() == idof<Clamp>()) return f32x4.pmin(f32x4.pmax(x, a), b);
  if (idof<Op>() == idof<Hardtanh>()) return f32x4.pmin(f32x4.pmax(x, a), b);
  if (idof<Op>() == idof<LeakyRelu>()) return select(f32x4.gt(x, all(0)), x, f32x4.mul(x, a));
  if (idof<Op>() == idof<Elu>()) return select(f32x4.le(x, all(0)), f32x4.mul(b, expm1Low(f32x4.mul(c, x))), f32x4.mul(a, x));
  if (idof<Op>() == idof<Hardsigmoid>()) return f32x4.div(sixths(x), all(6));
  if (idof<Op>() == idof<Hardswish>()) return f32x4.mul(x, f32x4.div(sixths(x), all(6)));
  if (idof<Op>() == idof<Softplus>()) return scaledSoftplus(x, a, b);
  if (idof<Op>() == idof<Logsigmoid>()) return f32x4.sub(f32x4.pmin(x, all(0)), log1p(exp(f32x4.neg(f32x4.abs(x)))));
  if (idof<Op>() == idof<Mish>()) return mish(x);
  if (idof<Op>() == idof<Hardshrink>()) return v128.andnot(x, within(x, a));
  if (idof<Op>() == idof<Softshrink>()) return softshrink(x, a);
  return select(f32x4.le(x, a), b, x);
}

@inline
function mapAll<Op>(x: usize, out: usize, n: i32, a: f32, b: f32, c: f32): void {
  const va = all(a);
  const vb = all(b);
  const vc = all(c);
  for (; n > 0; n -= 4) {
    const y = unaryOf<Op>(n >= 4 ? v128.load(x) : loadPart(x, n), va, vb, vc);
    if (n >= 4) v128.store(out, y);
    else storePart(out, y, n);
    x += 16;
    out += 16;
  }
}

/** out = op(x), with up to three settings. */
export function unary(op: i32, x: usize, out: usize, n: i32, a: f32, b: f32, c: f32): void {
  if (op == 0) return mapAll<Relu>(x, out, n, a, b, c);
  if (op == 1) return mapAll<Exp>(x, out, n, a, b, c);
  if (op == 2) return mapAll<Log>(x, out, n, a, b, c);
  if (op == 3) return mapAll<Tanh>(x, out, n, a, b, c);
  if (op == 4) return mapAll<Sigmoid>(x, out, n, a, b, c);
  if (op == 5) return mapAll<Erf>(x, out, n, a, b, c);
  if (op == 6) return mapAll<Gelu>(x, out, n, a, b, c);
  if (op == 7) return mapAll<GeluTanh>(x, out, n, a, b, c);
  if (op == 8) return mapAll<Silu>(x, out, n, a, b, c);
  if (op == 9) return mapAll<Sqrt>(x, out, n, a, b, c);
  if (op == 10) return mapAll<Abs>(x, out, n, a, b, c);
  if (op == 11) return mapAll<Neg>(x, out, n, a, b, c);
  if (op == 12) return mapAll<Square>(x, out, n, a, b, c);
  if (op == 13) return mapAll<Reciprocal>(x, out, n, a, b, c);
  if (op == 14) return mapAll<Rsqrt>(x, out, n, a, b, c);
  if (op == 15) return mapAll<Expm1>(x, out, n, a, b, c);
  if (op == 16) return mapAll<Log1p>(x, out, n, a, b, c);
  if (op == 17) return mapAll<Clamp>(x, out, n, a, b, c);
  if (op == 18) return mapAll<Hardtanh>(x, out, n, a, b, c);
  if (op == 19) return mapAll<LeakyRelu>(x, out, n, a, b, c);
  if (op == 20) return mapAll<Elu>(x, out, n, a, b, c);
  if (op == 21) return mapAll<Hardsigmoid>(x, out, n, a, b, c);
  if (op == 22) return mapAll<Hardswish>(x, out, n, a, b, c);
  if (op == 23) return mapAll<Softplus>(x, out, n, a, b, c);
  if (op == 24) return mapAll<Logsigmoid>(x, out, n, a, b, c);
  if (op == 25) return mapAll<Mish>(x, out, n, a, b, c);
  if (op == 26) return mapAll<Hardshrink>(x, out, n, a, b, c);
  if (op == 27) return mapAll<Softshrink>(x, out, n, a, b, c);
  if (op == 28) return mapAll<Threshold>(x, out, n, a, b, c);
  moreUnary(op - 29, x, out, n, a);
}

/** The gradient g through an op, at its output or its input v as `slopeOf` in ../contract.ts says. */
@inline
function slopeOf<Op>(g: v128, v: v128, a: v128, b: v128, c: v128): v128 {
  if (idof<Op>() == idof<Relu>()) return rectify(v, g);
  if (idof<Op>() == idof<Exp>()) return f32x4.mul(g, v);
  if (idof<Op>() == idof<Log>()) return f32x4.div(g, v);
  if (idof<Op>() == idof<Tanh>()) return f32x4.mul(g, f32x4.sub(all(1), f32x4.mul(v, v)));
  if (idof<Op>() == idof<Sigmoid>()) return f32x4.mul(f32x4.mul(g, v), f32x4.sub(all(1), v));
  if (idof<Op>() == idof<Erf>()) return f32x4.mul(g, f32x4.mul(all(1.1283792), exp(f32x4.neg(f32x4.mul(v, v)))));
  if (idof<Op>() == idof<Gelu>()) return f32x4.mul(g, fma(v, density(v), normal(v)));
  if (idof<Op>() == idof<GeluTanh>()) return geluTanhSlope(g, v);
  if (idof<Op>() == idof<Silu>()) return siluSlope(g, v);
  if (idof<Op>() == idof<Sqrt>()) return f32x4.div(f32x4.mul(g, all(0.5)), v);
  if (idof<Op>() == idof<Abs>()) return f32x4.mul(g, signOf(v));
  if (idof<Op>() == idof<Neg>()) return f32x4.neg(g);
  if (idof<Op>() == idof<Square>()) return f32x4.mul(g, f32x4.add(v, v));
  if (idof<Op>() == idof<Reciprocal>()) return f32x4.neg(f32x4.mul(g, f32x4.mul(v, v)));
  if (idof<Op>() == idof<Rsqrt>()) return f32x4.mul(f32x4.mul(all(-0.5), g), f32x4.mul(v, f32x4.mul(v, v)));
  if (idof<Op>() == idof<Expm1>()) return f32x4.mul(g, f32x4.add(v, all(1)));
  if (idof<Op>() == idof<Log1p>()) return f32x4.div(g, f32x4.add(all(1), v));
  if (idof<Op>() == idof<Clamp>()) return v128.and(g, v128.and(f32x4.ge(v, a), f32x4.le(v, b)));
  if (idof<Op>() == idof<Hardtanh>()) return v128.andnot(g, v128.or(f32x4.le(v, a), f32x4.ge(v, b)));
  if (idof<Op>() == idof<LeakyRelu>()) return select(f32x4.gt(v, all(0)), g, f32x4.mul(g, a));
  if (idof<Op>() == idof<Elu>()) return f32x4.mul(g, select(f32x4.le(v, all(0)), f32x4.mul(f32x4.mul(b, c), exp(f32x4.mul(c, v))), a));
  if (idof<Op>() == idof<Hardsigmoid>()) return v128.and(f32x4.div(g, all(6)), v128.and(f32x4.gt(v, all(-3)), f32x4.lt(v, all(3))));
  if (idof<Op>() == idof<Hardswish>()) return hardswishSlope(g, v);
  if (idof<Op>() == idof<Softplus>()) return softplusSlope(g, v, a, b);
  if (idof<Op>() == idof<Logsigmoid>()) return f32x4.div(g, f32x4.add(all(1), exp(v)));
  if (idof<Op>() == idof<Mish>()) return mishSlope(g, v);
  if (idof<Op>() == idof<Hardshrink>()) return v128.andnot(g, within(v, a));
  if (idof<Op>() == idof<Softshrink>()) return v128.andnot(g, within(v, a));
  return v128.andnot(g, f32x4.le(v, a));
}

@inline
function slopeAll<Op>(g: usize, v: usize, out: usize, n: i32, a: f32, b: f32, c: f32): void {
  const va = all(a);
  const vb = all(b);
  const vc = all(c);
  for (; n > 0; n -= 4) {
    const whole = n >= 4;
    const y = slopeOf<Op>(whole ? v128.load(g) : loadPart(g, n), whole ? v128.load(v) : loadPart(v, n), va, vb, vc);
    if (whole) v128.store(out, y);
    else storePart(out, y, n);
    g += 16;
    v += 16;
    out += 16;
  }
}

/** out = g · slope. */
export function unaryBackward(op: i32, g: usize, v: usize, out: usize, n: i32, a: f32, b: f32, c: f32): void {
  if (op == 0) return slopeAll<Relu>(g, v, out, n, a, b, c);
  if (op == 1) return slopeAll<Exp>(g, v, out, n, a, b, c);
  if (op == 2) return slopeAll<Log>(g, v, out, n, a, b, c);
  if (op == 3) return slopeAll<Tanh>(g, v, out, n, a, b, c);
  if (op == 4) return slopeAll<Sigmoid>(g, v, out, n, a, b, c);
  if (op == 5) return slopeAll<Erf>(g, v, out, n, a, b, c);
  if (op == 6) return slopeAll<Gelu>(g, v, out, n, a, b, c);
  if (op == 7) return slopeAll<GeluTanh>(g, v, out, n, a, b, c);
  if (op == 8) return slopeAll<Silu>(g, v, out, n, a, b, c);
  if (op == 9) return slopeAll<Sqrt>(g, v, out, n, a, b, c);
  if (op == 10) return slopeAll<Abs>(g, v, out, n, a, b, c);
  if (op == 11) return slopeAll<Neg>(g, v, out, n, a, b, c);
  if (op == 12) return slopeAll<Square>(g, v, out, n, a, b, c);
  if (op == 13) return slopeAll<Reciprocal>(g, v, out, n, a, b, c);
  if (op == 14) return slopeAll<Rsqrt>(g, v, out, n, a, b, c);
  if (op == 15) return slopeAll<Expm1>(g, v, out, n, a, b, c);
  if (op == 16) return slopeAll<Log1p>(g, v, out, n, a, b, c);
  if (op == 17) return slopeAll<Clamp>(g, v, out, n, a, b, c);
  if (op == 18) return slopeAll<Hardtanh>(g, v, out, n, a, b, c);
  if (op == 19) return slopeAll<LeakyRelu>(g, v, out, n, a, b, c);
  if (op == 20) return slopeAll<Elu>(g, v, out, n, a, b, c);
  if (op == 21) return slopeAll<Hardsigmoid>(g, v, out, n, a, b, c);
  if (op == 22) return slopeAll<Hardswish>(g, v, out, n, a, b, c);
  if (op == 23) return slopeAll<Softplus>(g, v, out, n, a, b, c);
  if (op == 24) return slopeAll<Logsigmoid>(g, v, out, n, a, b, c);
  if (op == 25) return slopeAll<Mish>(g, v, out, n, a, b, c);
  if (op == 26) return slopeAll<Hardshrink>(g, v, out, n, a, b, c);
  if (op == 27) return slopeAll<Softshrink>(g, v, out, n, a, b, c);
  if (op == 28) return slopeAll<Threshold>(g, v, out, n, a, b, c);
  moreUnaryBackward(op - 29, g, v, out, n, a);
}
