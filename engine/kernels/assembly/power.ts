// Owns powers, computed in float64 so that an exponent does not multiply the logarithm's error.
import { select } from "./math";
import { narrow, wideHigh, wideLow } from "./wide";

@inline
function c(x: f64): v128 {
  return f64x2.splat(x);
}

/** a + b x. */
@inline
function line(a: f64, b: f64, x: v128): v128 {
  return f64x2.add(c(a), f64x2.mul(c(b), x));
}

/** 1.5 · 2⁵²: a float64 of at most 2⁵¹ added to it is rounded to a whole number, which stands in the low bits. */
const MAGIC: f64 = 6755399441055744;

/** log₂ x = e + log₂ m with m in [√½, √2), of two float64 that are not negative, to 10⁻¹² of itself; not of NaN. */
@inline
export function log2Wide(x: v128): v128 {
  // Exponents from 1024 on, so that an unsigned shift, which is one instruction, does.
  const e = i64x2.shr_u(i64x2.add(x, i64x2.splat(0x00195f619980c433)), 52);
  const m = i64x2.sub(x, i64x2.shl(i64x2.sub(e, i64x2.splat(1024)), 52));
  const n = f64x2.sub(i64x2.add(e, c(MAGIC)), c(MAGIC + 1024));
  // log m = 2 artanh s, whose series is in odd powers of s.
  const s = f64x2.div(f64x2.sub(m, c(1)), f64x2.add(m, c(1)));
  const t = f64x2.mul(s, s);
  const u = f64x2.mul(t, t);
  // In pairs, which do not wait for one another.
  const p0 = line(1, 1 / 3.0, t);
  const p1 = line(1 / 5.0, 1 / 7.0, t);
  const p2 = f64x2.add(line(1 / 9.0, 1 / 11.0, t), f64x2.mul(c(1 / 13.0), u));
  const p = f64x2.add(p0, f64x2.mul(u, f64x2.add(p1, f64x2.mul(u, p2))));
  const log = f64x2.add(n, f64x2.mul(f64x2.mul(s, c(2.8853900817779268)), p));
  return select(f64x2.eq(x, c(0)), c(-Infinity), select(f64x2.eq(x, c(Infinity)), x, log));
}

/** 2ᶻ of two float64, to 10⁻⁸ of itself, for |z| up to 1000, beyond which it stays the same; not of NaN. */
@inline
function exp2Wide(z: v128): v128 {
  const within = f64x2.pmin(f64x2.pmax(z, c(-1000)), c(1000));
  const rounded = f64x2.add(within, c(MAGIC));
  const r = f64x2.sub(within, f64x2.sub(rounded, c(MAGIC)));
  const s = f64x2.mul(r, r);
  const low = f64x2.add(line(1, 0.6931471805599453, r), f64x2.mul(s, line(0.2402265069591007, 0.05550410866482158, r)));
  const high = f64x2.add(
    line(0.009618129107628477, 0.0013333558146428443, r),
    f64x2.mul(s, line(0.00015403530393381609, 1.5252733804059841e-5, r)),
  );
  const p = f64x2.add(low, f64x2.mul(f64x2.mul(s, s), high));
  return i64x2.add(p, i64x2.shl(rounded, 52));
}

/** xʸ of two float64 that are not negative; not of NaN. */
@inline
export function powerWide(x: v128, y: v128): v128 {
  return exp2Wide(f64x2.mul(y, log2Wide(x)));
}

/** xʸ as C's pow: 1 for y = 0 and for x = 1, NaN for a negative x unless y is whole. */
export function power(x: v128, y: v128): v128 {
  const one = f32x4.splat(1);
  const size = f32x4.abs(x);
  const infinite = f32x4.splat(Infinity);
  const positive = narrow(powerWide(wideLow(size), wideLow(y)), powerWide(wideHigh(size), wideHigh(y)));
  const half = f32x4.mul(y, f32x4.splat(0.5));
  const whole = f32x4.eq(f32x4.trunc(y), y);
  const odd = v128.and(whole, f32x4.ne(f32x4.trunc(half), half));
  const signed = v128.xor(positive, v128.and(v128.and(x, odd), i32x4.splat(0x80000000)));
  const negative = v128.and(f32x4.lt(x, f32x4.splat(0)), f32x4.lt(size, infinite));
  const wrong = v128.or(v128.andnot(negative, whole), v128.or(f32x4.ne(x, x), f32x4.ne(y, y)));
  const unit = v128.and(f32x4.eq(size, one), f32x4.eq(f32x4.abs(y), infinite));
  const ones = v128.or(v128.or(f32x4.eq(y, f32x4.splat(0)), f32x4.eq(x, one)), unit);
  return select(ones, one, select(wrong, f32x4.splat(NaN), signed));
}

/** log₂ x · factor of four floats, rounded once; NaN below 0. */
@inline
export function scaledLog2(x: v128, factor: f64): v128 {
  const by = c(factor);
  const y = narrow(f64x2.mul(log2Wide(wideLow(x)), by), f64x2.mul(log2Wide(wideHigh(x)), by));
  return select(f32x4.ge(x, f32x4.splat(0)), y, f32x4.splat(NaN));
}
