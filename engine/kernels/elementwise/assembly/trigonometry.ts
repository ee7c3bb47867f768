// Owns sines, cosines, tangents, their inverses and hyperbolic kin on vectors, to about one unit in the last place.
// Polynomials as in Cephes (Moshier, 1992).
import { copySign, exp, select } from "../../assembly/math";
import { fma } from "../../assembly/simd";
import { narrow, wideHigh, wideLow } from "../../assembly/wide";

@inline
function c(x: f32): v128 {
  return f32x4.splat(x);
}

/** 1.5 · 2⁵²: a float64 added to it is rounded to a whole number, which stands in the low bits. */
const MAGIC: f64 = 6755399441055744;
/** π / 2 in two parts: the first times a number of 20 bits is exact. */
const QUARTER: f64 = 1.5707963267341256;
const QUARTER_REST: f64 = 6.077100506506192e-11;
/** Beyond these many radians quarters are counted by the digits of 2 / π. */
const FAR: f32 = 1000000;

/** The quarter turns in two float64, with MAGIC. */
@inline
function turns(x: v128): v128 {
  return f64x2.add(f64x2.mul(x, f64x2.splat(0.6366197723675814)), f64x2.splat(MAGIC));
}

/** What is left of x without its quarter turns. */
@inline
function remainderOf(x: v128, turns: v128): v128 {
  const n = f64x2.sub(turns, f64x2.splat(MAGIC));
  const first = f64x2.sub(x, f64x2.mul(n, f64x2.splat(QUARTER)));
  return f64x2.sub(first, f64x2.mul(n, f64x2.splat(QUARTER_REST)));
}

/** 32 binary digits of 2 / π, with 32 zeros before its point. */
function digits(word: i32): u64 {
  if (word == 0) return 0;
  if (word == 1) return 0xa2f9836e;
  if (word == 2) return 0x4e441529;
  if (word == 3) return 0xfc2757d1;
  if (word == 4) return 0xf534ddc0;
  if (word == 5) return 0xdb629599;
  if (word == 6) return 0x3c439041;
  return 0xfe5163ab;
}

/** Quarter turns of the angle last given to `farAngle`, modulo four. */
let farTurns: i32 = 0;

/**
 * What is left of a large angle without its quarter turns: only digits of 2 / π from where they stop to add whole turns.
 * Payne and Hanek (1983).
 */
function farAngle(x: f32): f64 {
  const bits = reinterpret<u32>(x);
  const mantissa = <u64>((bits & 0x7fffff) | 0x800000);
  // |x| is mantissa · 2^exponent; digits before the place exponent - 2 add multiples of four quarters.
  const exponent = <i32>((bits >> 23) & 0xff) - 150;
  const skip = exponent - 2 + 32;
  const word = skip >> 5;
  const shift = <u64>(skip & 31);
  const d0 = digits(word);
  const d1 = digits(word + 1);
  const d2 = digits(word + 2);
  const d3 = digits(word + 3);
  const w0 = ((((d0 << 32) | d1) << shift) >> 32) & 0xffffffff;
  const w1 = ((((d1 << 32) | d2) << shift) >> 32) & 0xffffffff;
  const w2 = ((((d2 << 32) | d3) << shift) >> 32) & 0xffffffff;
  const low = mantissa * w2;
  const middle = mantissa * w1 + (low >> 32);
  const high = (mantissa * w0 + (middle >> 32)) & 0xffffffff;
  // 96 bits, of which the first two are quarter turns and the rest a fraction of one.
  const fraction = (high << 34) | ((middle & 0xffffffff) << 2) | ((low & 0xffffffff) >> 30);
  const turns = <i32>(high >> 30) + <i32>(fraction >> 63);
  const angle = <f64>(<i64>fraction) * (1.5707963267948966 / 18446744073709551616.0);
  const negative = bits >> 31 != 0;
  farTurns = negative ? -turns : turns;
  return negative ? -angle : angle;
}

const SINE: i32 = 0;
const COSINE: i32 = 1;
const TANGENT: i32 = 2;

@inline
function sineOf(r: v128, s: v128): v128 {
  let p = fma(c(-1.9515295891e-4), s, c(8.3321608736e-3));
  p = fma(p, s, c(-1.6666654611e-1));
  return fma(f32x4.mul(p, s), r, r);
}

@inline
function cosineOf(s: v128): v128 {
  let p = fma(c(2.443315711809948e-5), s, c(-1.388731625493765e-3));
  p = fma(p, s, c(4.166664568298827e-2));
  return f32x4.add(fma(f32x4.mul(p, s), s, f32x4.mul(c(-0.5), s)), c(1));
}

/** tan r for |r| ≤ π / 4. */
@inline
function tangentOf(r: v128, s: v128): v128 {
  let p = fma(c(9.38540185543e-3), s, c(3.11992232697e-3));
  p = fma(p, s, c(2.44301354525e-2));
  p = fma(p, s, c(5.34112807005e-2));
  p = fma(p, s, c(1.33387994085e-1));
  p = fma(p, s, c(3.33331568548e-1));
  return fma(f32x4.mul(p, s), r, r);
}

/** Sine, cosine or tangent of r plus `turns` quarter turns. */
@inline
function turned(what: i32, r: v128, turns: v128): v128 {
  const s = f32x4.mul(r, r);
  const odd = i32x4.ne(v128.and(turns, i32x4.splat(1)), i32x4.splat(0));
  if (what == TANGENT) {
    const t = tangentOf(r, s);
    return select(odd, f32x4.neg(f32x4.div(c(1), t)), t);
  }
  const sine = sineOf(r, s);
  const cosine = cosineOf(s);
  const quarter = what == COSINE ? i32x4.add(turns, i32x4.splat(1)) : turns;
  const y = what == COSINE ? select(odd, sine, cosine) : select(odd, cosine, sine);
  return v128.xor(y, v128.and(i32x4.shl(quarter, 30), i32x4.splat(0x80000000)));
}

/** The same where some angles are far from 0. */
function turnedFar(what: i32, x: v128, r: v128, turns: v128): v128 {
  const far = i32x4.bitmask(v128.and(f32x4.gt(f32x4.abs(x), c(FAR)), f32x4.lt(f32x4.abs(x), c(Infinity))));
  if (far & 1) {
    r = f32x4.replace_lane(r, 0, <f32>farAngle(f32x4.extract_lane(x, 0)));
    turns = i32x4.replace_lane(turns, 0, farTurns);
  }
  if (far & 2) {
    r = f32x4.replace_lane(r, 1, <f32>farAngle(f32x4.extract_lane(x, 1)));
    turns = i32x4.replace_lane(turns, 1, farTurns);
  }
  if (far & 4) {
    r = f32x4.replace_lane(r, 2, <f32>farAngle(f32x4.extract_lane(x, 2)));
    turns = i32x4.replace_lane(turns, 2, farTurns);
  }
  if (far & 8) {
    r = f32x4.replace_lane(r, 3, <f32>farAngle(f32x4.extract_lane(x, 3)));
    turns = i32x4.replace_lane(turns, 3, farTurns);
  }
  if (what == SINE) return turned(SINE, r, turns);
  return what == COSINE ? turned(COSINE, r, turns) : turned(TANGENT, r, turns);
}

@inline
function ofAngle(what: i32, x: v128): v128 {
  const low = turns(wideLow(x));
  const high = turns(wideHigh(x));
  const r = narrow(remainderOf(wideLow(x), low), remainderOf(wideHigh(x), high));
  const count = v128.shuffle<i32>(low, high, 0, 2, 4, 6);
  if (v128.any_true(f32x4.gt(f32x4.abs(x), c(FAR)))) return turnedFar(what, x, r, count);
  return turned(what, r, count);
}

@inline
export function sin(x: v128): v128 {
  return ofAngle(SINE, x);
}

@inline
export function cos(x: v128): v128 {
  return ofAngle(COSINE, x);
}

@inline
export function tan(x: v128): v128 {
  return ofAngle(TANGENT, x);
}

/** (arcsin a) / a - 1 in s = a², for a ≤ ½. */
@inline
function arcsineRest(s: v128): v128 {
  let p = fma(c(4.216319904798e-2), s, c(2.4181311049e-2));
  p = fma(p, s, c(4.5470025998e-2));
  p = fma(p, s, c(7.4953002686e-2));
  p = fma(p, s, c(1.6666752422e-1));
  return f32x4.mul(p, s);
}

/** Past ½ by half the angle: arcsin a = π / 2 - 2 arcsin √((1 - a) / 2). */
@inline
export function asin(x: v128): v128 {
  const a = f32x4.abs(x);
  const outer = f32x4.gt(a, c(0.5));
  const s = select(outer, f32x4.mul(c(0.5), f32x4.sub(c(1), a)), f32x4.mul(a, a));
  const root = select(outer, f32x4.sqrt(s), a);
  const y = fma(root, arcsineRest(s), root);
  const far = f32x4.sub(c(1.57079637), f32x4.add(f32x4.add(y, y), c(4.37113883e-8)));
  return copySign(select(outer, far, y), x);
}

@inline
export function acos(x: v128): v128 {
  const a = f32x4.abs(x);
  const outer = f32x4.gt(a, c(0.5));
  const s = select(outer, f32x4.mul(c(0.5), f32x4.sub(c(1), a)), f32x4.mul(a, a));
  const root = select(outer, f32x4.sqrt(s), a);
  const y = fma(root, arcsineRest(s), root);
  const twice = f32x4.add(y, y);
  const negative = f32x4.lt(x, c(0));
  const far = select(negative, f32x4.sub(c(3.14159274), f32x4.add(twice, c(8.74227766e-8))), twice);
  const near = f32x4.sub(c(1.57079637), f32x4.add(select(negative, f32x4.neg(y), y), c(4.37113883e-8)));
  return select(outer, far, near);
}

/** From tan 3π/8 on by -1 / a, from tan π/8 on by (a - 1) / (a + 1). */
@inline
export function atan(x: v128): v128 {
  const a = f32x4.abs(x);
  const far = f32x4.gt(a, c(2.41421356));
  const middle = f32x4.gt(a, c(0.41421356));
  const above = select(far, c(-1), select(middle, f32x4.sub(a, c(1)), a));
  const below = select(far, a, select(middle, f32x4.add(a, c(1)), c(1)));
  const t = f32x4.div(above, below);
  const base = select(far, c(1.57079637), v128.and(middle, c(0.785398185)));
  const rest = select(far, c(-4.37113883e-8), v128.and(middle, c(-2.18556941e-8)));
  const s = f32x4.mul(t, t);
  let p = fma(c(8.05374449538e-2), s, c(-1.38776856032e-1));
  p = fma(p, s, c(1.99777106478e-1));
  p = fma(p, s, c(-3.33329491539e-1));
  const y = f32x4.add(base, f32x4.add(fma(f32x4.mul(p, s), t, t), rest));
  return copySign(y, x);
}

/** eᵃ / 2 for a ≥ 0, which overflows later than eᵃ. */
@inline
function halfExp(a: v128): v128 {
  const late = f32x4.gt(a, c(88));
  const y = exp(select(late, f32x4.sub(a, c(1)), a));
  return f32x4.mul(y, select(late, c(1.3591409), c(0.5)));
}

@inline
export function sinh(x: v128): v128 {
  const a = f32x4.abs(x);
  const s = f32x4.mul(x, x);
  let p = fma(c(2.03721912945e-4), s, c(8.33028376239e-3));
  p = fma(p, s, c(1.66667160211e-1));
  const near = fma(f32x4.mul(p, s), x, x);
  const half = halfExp(a);
  const far = f32x4.sub(half, f32x4.div(c(0.25), half));
  return select(f32x4.lt(a, c(1)), near, copySign(far, x));
}

@inline
export function cosh(x: v128): v128 {
  const half = halfExp(f32x4.abs(x));
  return f32x4.add(half, f32x4.div(c(0.25), half));
}
