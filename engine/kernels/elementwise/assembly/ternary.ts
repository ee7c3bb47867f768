// Owns gradients of two inputs, element by element with broadcasting: a gradient g and the inputs a and b, in the order of
// `ternaryOps` in ../contract.ts. An op is a type, as in functions.ts.
import { exp, log, select, signOf } from "../../assembly/math";
import { power } from "../../assembly/power";
import { getOrOne, put } from "../../assembly/simd";
import { narrow, wideHigh, wideLow } from "../../assembly/wide";

class DivB {}
class Larger {}
class Smaller {}
class WhereGe {}
class WhereLt {}
class WhereLe {}
class WhereGt {}
class WhereEq {}
class SignWhereSize {}
class PowA {}
class PowB {}
class RemainderB {}
class Centred {}
class NormSlope {}
class Signed {}
class Quotient {}
class PreluA {}
class PreluB {}
class ExpDifference {}

@inline
function all(x: f32): v128 {
  return f32x4.splat(x);
}

/** g where a does not lose to b, beside NaN too; half of it where they are equal. */
@inline
function share(g: v128, loses: v128, a: v128, b: v128): v128 {
  return select(f32x4.eq(a, b), f32x4.mul(g, all(0.5)), v128.andnot(g, loses));
}

@inline
function powA(g: v128, a: v128, b: v128): v128 {
  const slope = f32x4.mul(b, power(a, f32x4.sub(b, all(1))));
  return f32x4.mul(g, v128.andnot(slope, f32x4.eq(b, all(0))));
}

@inline
function powB(g: v128, a: v128, b: v128): v128 {
  const nothing = v128.and(f32x4.eq(a, all(0)), f32x4.ge(b, all(0)));
  return f32x4.mul(g, v128.andnot(f32x4.mul(power(a, b), log(a)), nothing));
}

/** The slope of y = (Σ |x|ᵖ)^(1/p): sign(x) (|x| / y)^(p - 1), 0 at 0. */
@inline
function normSlope(g: v128, x: v128, y: v128, p: v128): v128 {
  const ratio = power(f32x4.div(f32x4.abs(x), y), f32x4.sub(p, all(1)));
  const none = v128.or(f32x4.eq(x, all(0)), f32x4.eq(y, all(0)));
  return v128.andnot(f32x4.mul(g, f32x4.mul(signOf(x), ratio)), none);
}

@inline
function ternaryOf<Op>(g: v128, a: v128, b: v128, s: v128): v128 {
  if (idof<Op>() == idof<DivB>()) return f32x4.neg(f32x4.div(f32x4.mul(g, f32x4.div(a, b)), b));
  if (idof<Op>() == idof<Larger>()) return share(g, f32x4.lt(a, b), a, b);
  if (idof<Op>() == idof<Smaller>()) return share(g, f32x4.gt(a, b), a, b);
  if (idof<Op>() == idof<WhereGe>()) return v128.and(g, f32x4.ge(a, b));
  if (idof<Op>() == idof<WhereLt>()) return v128.and(g, f32x4.lt(a, b));
  if (idof<Op>() == idof<WhereLe>()) return v128.and(g, f32x4.le(a, b));
  if (idof<Op>() == idof<WhereGt>()) return v128.and(g, f32x4.gt(a, b));
  if (idof<Op>() == idof<WhereEq>()) return v128.and(g, f32x4.eq(a, b));
  if (idof<Op>() == idof<SignWhereSize>()) return f32x4.mul(g, v128.and(signOf(a), f32x4.eq(f32x4.abs(a), b)));
  if (idof<Op>() == idof<PowA>()) return powA(g, a, b);
  if (idof<Op>() == idof<PowB>()) return powB(g, a, b);
  if (idof<Op>() == idof<RemainderB>()) {
    const low = f64x2.floor(f64x2.div(wideLow(a), wideLow(b)));
    const high = f64x2.floor(f64x2.div(wideHigh(a), wideHigh(b)));
    return f32x4.neg(f32x4.mul(g, narrow(low, high)));
  }
  if (idof<Op>() == idof<Centred>()) return f32x4.mul(f32x4.mul(g, s), f32x4.sub(a, b));
  if (idof<Op>() == idof<NormSlope>()) return normSlope(g, a, b, s);
  if (idof<Op>() == idof<Signed>()) return f32x4.mul(g, signOf(a));
  if (idof<Op>() == idof<Quotient>()) return v128.andnot(f32x4.div(f32x4.mul(g, a), b), f32x4.eq(b, all(0)));
  if (idof<Op>() == idof<PreluA>()) return select(f32x4.gt(a, all(0)), g, f32x4.mul(g, b));
  if (idof<Op>() == idof<PreluB>()) return v128.andnot(f32x4.mul(g, a), f32x4.gt(a, all(0)));
  return f32x4.mul(g, v128.andnot(exp(f32x4.sub(a, b)), f32x4.eq(b, all(-Infinity))));
}

@inline
function forEach<Op>(
  g: usize,
  gOne: bool,
  gRow: usize,
  a: usize,
  aOne: bool,
  aRow: usize,
  b: usize,
  bOne: bool,
  bRow: usize,
  out: usize,
  rows: i32,
  n: i32,
  setting: f32,
): void {
  const s = all(setting);
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      const lanes = n - i;
      const y = ternaryOf<Op>(getOrOne(g, gOne, at, lanes), getOrOne(a, aOne, at, lanes), getOrOne(b, bOne, at, lanes), s);
      put(out + at, y, lanes);
    }
    g += gRow;
    a += aRow;
    b += bRow;
    out += <usize>n << 2;
  }
}

/**
 * out (rows, n) = op(g, a, b); of each input either n elements in a row or one for all of them (`One`), and the bytes from
 * row to row.
 */
export function ternary(
  op: i32,
  g: usize,
  gOne: bool,
  gRow: usize,
  a: usize,
  aOne: bool,
  aRow: usize,
  b: usize,
  bOne: bool,
  bRow: usize,
  out: usize,
  rows: i32,
  n: i32,
  s: f32,
): void {
  if (op == 0) return forEach<DivB>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 1) return forEach<Larger>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 2) return forEach<Smaller>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 3) return forEach<WhereGe>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 4) return forEach<WhereLt>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 5) return forEach<WhereLe>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 6) return forEach<WhereGt>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 7) return forEach<WhereEq>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 8) return forEach<SignWhereSize>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 9) return forEach<PowA>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 10) return forEach<PowB>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 11) return forEach<RemainderB>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 12) return forEach<Centred>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 13) return forEach<NormSlope>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 14) return forEach<Signed>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 15) return forEach<Quotient>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 16) return forEach<PreluA>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  if (op == 17) return forEach<PreluB>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
  return forEach<ExpDifference>(g, gOne, gRow, a, aOne, aRow, b, bOne, bRow, out, rows, n, s);
}
