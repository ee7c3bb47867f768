// Owns more functions of one element and their gradients: rounding, trigonometry, logarithms, powers. They continue the
// list in functions.ts.
import { erfc, erfinv } from "./error";
import { exp, signOf } from "../../assembly/math";
import { power, scaledLog2 } from "../../assembly/power";
import { get, put } from "../../assembly/simd";
import { acos, asin, atan, cos, cosh, sin, sinh, tan } from "./trigonometry";

class Sin {}
class Cos {}
class Tan {}
class Asin {}
class Acos {}
class Atan {}
class Sinh {}
class Cosh {}
class Log2 {}
class Log10 {}
class Floor {}
class Ceil {}
class Trunc {}
class Round {}
class Sign {}
class Erfinv {}
class Erfc {}
class Pow {}
class Cube {}
class Root {}
class InverseRoot {}
class Twice {}

@inline
function all(x: f32): v128 {
  return f32x4.splat(x);
}

@inline
function valueOf<Op>(x: v128, a: v128): v128 {
  if (idof<Op>() == idof<Sin>()) return sin(x);
  if (idof<Op>() == idof<Cos>()) return cos(x);
  if (idof<Op>() == idof<Tan>()) return tan(x);
  if (idof<Op>() == idof<Asin>()) return asin(x);
  if (idof<Op>() == idof<Acos>()) return acos(x);
  if (idof<Op>() == idof<Atan>()) return atan(x);
  if (idof<Op>() == idof<Sinh>()) return sinh(x);
  if (idof<Op>() == idof<Cosh>()) return cosh(x);
  if (idof<Op>() == idof<Log2>()) return scaledLog2(x, 1);
  if (idof<Op>() == idof<Log10>()) return scaledLog2(x, 0.3010299956639812);
  if (idof<Op>() == idof<Floor>()) return f32x4.floor(x);
  if (idof<Op>() == idof<Ceil>()) return f32x4.ceil(x);
  if (idof<Op>() == idof<Trunc>()) return f32x4.trunc(x);
  if (idof<Op>() == idof<Round>()) return f32x4.nearest(x);
  if (idof<Op>() == idof<Sign>()) return signOf(x);
  if (idof<Op>() == idof<Erfinv>()) return erfinv(x);
  if (idof<Op>() == idof<Erfc>()) return erfc(x);
  if (idof<Op>() == idof<Cube>()) return f32x4.mul(f32x4.mul(x, x), x);
  if (idof<Op>() == idof<Twice>()) return f32x4.mul(x, x);
  if (idof<Op>() == idof<Root>()) return f32x4.sqrt(x);
  if (idof<Op>() == idof<InverseRoot>()) return f32x4.div(all(1), f32x4.sqrt(x));
  return power(x, a);
}

@inline
function mapAll<Op>(x: usize, out: usize, n: i32, a: f32): void {
  const va = all(a);
  for (; n > 0; n -= 4) {
    put(out, valueOf<Op>(get(x, n), va), n);
    x += 16;
    out += 16;
  }
}

/** out = op(x), with a setting; op counts from the first of these. */
export function moreUnary(op: i32, x: usize, out: usize, n: i32, a: f32): void {
  if (op == 0) return mapAll<Sin>(x, out, n, a);
  if (op == 1) return mapAll<Cos>(x, out, n, a);
  if (op == 2) return mapAll<Tan>(x, out, n, a);
  if (op == 3) return mapAll<Asin>(x, out, n, a);
  if (op == 4) return mapAll<Acos>(x, out, n, a);
  if (op == 5) return mapAll<Atan>(x, out, n, a);
  if (op == 6) return mapAll<Sinh>(x, out, n, a);
  if (op == 7) return mapAll<Cosh>(x, out, n, a);
  if (op == 8) return mapAll<Log2>(x, out, n, a);
  if (op == 9) return mapAll<Log10>(x, out, n, a);
  if (op == 10) return mapAll<Floor>(x, out, n, a);
  if (op == 11) return mapAll<Ceil>(x, out, n, a);
  if (op == 12) return mapAll<Trunc>(x, out, n, a);
  if (op == 13) return mapAll<Round>(x, out, n, a);
  if (op == 14) return mapAll<Sign>(x, out, n, a);
  if (op == 15) return mapAll<Erfinv>(x, out, n, a);
  if (op == 16) return mapAll<Erfc>(x, out, n, a);
  if (a == 2) return mapAll<Twice>(x, out, n, a);
  if (a == 3) return mapAll<Cube>(x, out, n, a);
  if (a == 0.5) return mapAll<Root>(x, out, n, a);
  if (a == -0.5) return mapAll<InverseRoot>(x, out, n, a);
  mapAll<Pow>(x, out, n, a);
}

/** The gradient g through an op, at its output or its input v as `slopeOf` in ../contract.ts says. */
@inline
function slopeOf<Op>(g: v128, v: v128, a: v128): v128 {
  if (idof<Op>() == idof<Sin>()) return f32x4.mul(g, cos(v));
  if (idof<Op>() == idof<Cos>()) return f32x4.neg(f32x4.mul(g, sin(v)));
  if (idof<Op>() == idof<Tan>()) return f32x4.mul(g, f32x4.add(all(1), f32x4.mul(v, v)));
  if (idof<Op>() == idof<Asin>()) return f32x4.div(g, f32x4.sqrt(rest(v)));
  if (idof<Op>() == idof<Acos>()) return f32x4.neg(f32x4.div(g, f32x4.sqrt(rest(v))));
  if (idof<Op>() == idof<Atan>()) return f32x4.div(g, f32x4.add(all(1), f32x4.mul(v, v)));
  if (idof<Op>() == idof<Sinh>()) return f32x4.mul(g, cosh(v));
  if (idof<Op>() == idof<Cosh>()) return f32x4.mul(g, sinh(v));
  if (idof<Op>() == idof<Log2>()) return f32x4.div(g, f32x4.mul(v, all(0.6931471805599453)));
  if (idof<Op>() == idof<Log10>()) return f32x4.div(g, f32x4.mul(v, all(2.302585092994046)));
  if (idof<Op>() == idof<Erfinv>()) return f32x4.mul(g, f32x4.mul(all(0.886226925452758), exp(f32x4.mul(v, v))));
  if (idof<Op>() == idof<Erfc>()) return f32x4.mul(g, f32x4.mul(all(-1.1283791670955126), exp(f32x4.neg(f32x4.mul(v, v)))));
  if (idof<Op>() == idof<Cube>()) return f32x4.mul(g, f32x4.mul(all(3), f32x4.mul(v, v)));
  if (idof<Op>() == idof<Twice>()) return f32x4.mul(g, f32x4.add(v, v));
  if (idof<Op>() == idof<Root>()) return f32x4.mul(g, f32x4.div(all(0.5), f32x4.sqrt(v)));
  if (idof<Op>() == idof<Pow>()) return f32x4.mul(g, f32x4.mul(a, power(v, f32x4.sub(a, all(1)))));
  return all(0);
}

/** 1 - v², by its factors, which keep the digits near 1. */
@inline
function rest(v: v128): v128 {
  return f32x4.mul(f32x4.sub(all(1), v), f32x4.add(all(1), v));
}

@inline
function slopeAll<Op>(g: usize, v: usize, out: usize, n: i32, a: f32): void {
  const va = all(a);
  for (; n > 0; n -= 4) {
    put(out, slopeOf<Op>(get(g, n), get(v, n), va), n);
    g += 16;
    v += 16;
    out += 16;
  }
}

/** out = g · slope. */
export function moreUnaryBackward(op: i32, g: usize, v: usize, out: usize, n: i32, a: f32): void {
  if (op == 0) return slopeAll<Sin>(g, v, out, n, a);
  if (op == 1) return slopeAll<Cos>(g, v, out, n, a);
  if (op == 2) return slopeAll<Tan>(g, v, out, n, a);
  if (op == 3) return slopeAll<Asin>(g, v, out, n, a);
  if (op == 4) return slopeAll<Acos>(g, v, out, n, a);
  if (op == 5) return slopeAll<Atan>(g, v, out, n, a);
  if (op == 6) return slopeAll<Sinh>(g, v, out, n, a);
  if (op == 7) return slopeAll<Cosh>(g, v, out, n, a);
  if (op == 8) return slopeAll<Log2>(g, v, out, n, a);
  if (op == 9) return slopeAll<Log10>(g, v, out, n, a);
  if (op >= 10 && op <= 14) return slopeAll<Floor>(g, v, out, n, a);
  if (op == 15) return slopeAll<Erfinv>(g, v, out, n, a);
  if (op == 16) return slopeAll<Erfc>(g, v, out, n, a);
  if (a == 0) return slopeAll<Floor>(g, v, out, n, a);
  if (a == 2) return slopeAll<Twice>(g, v, out, n, a);
  if (a == 3) return slopeAll<Cube>(g, v, out, n, a);
  if (a == 0.5) return slopeAll<Root>(g, v, out, n, a);
  slopeAll<Pow>(g, v, out, n, a);
}
