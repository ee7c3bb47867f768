// Owns exp, log, tanh, erf and their kin on vectors, to about one unit in the last place. Coefficients are minimax fits
// made for these ranges (Lawson's iteration in float64).
import { fma, fnma } from "./simd";

@inline
function c(x: f32): v128 {
  return f32x4.splat(x);
}

@inline
export function select(mask: v128, yes: v128, no: v128): v128 {
  return v128.bitselect(yes, no, mask);
}

/** eˣ = 2ⁿ eʳ with |r| ≤ ln 2 / 2; the power in two steps, so that the smallest numbers come out too. */
@inline
export function exp(x: v128): v128 {
  // pmax and pmin are one instruction each, and keep a NaN in their first operand.
  const within = f32x4.pmin(f32x4.pmax(x, c(-105)), c(89));
  // Adding 1.5 · 2²³ rounds to a whole number, which then stands in the low bits.
  const rounded = fma(within, c(1.44269504), c(12582912));
  const n = f32x4.sub(rounded, c(12582912));
  // ln 2 in two parts; n times the first is exact.
  const r = fnma(n, c(-0.00021219444), fnma(n, c(0.693359375), within));
  let p = fma(c(0.00019789269), r, c(0.0013945752));
  p = fma(p, r, c(0.008333504));
  p = fma(p, r, c(0.04166628));
  p = fma(p, r, c(0.16666666));
  p = fma(p, r, c(0.5));
  p = f32x4.add(fma(f32x4.mul(r, r), p, r), c(1));
  const power = i32x4.sub(rounded, i32x4.splat(0x4b400000));
  const half = i32x4.shr_s(power, 1);
  const bias = i32x4.splat(127);
  p = f32x4.mul(p, i32x4.shl(i32x4.add(half, bias), 23));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.sub(power, half), bias), 23));
}

/** eˣ - 1 for x ≤ 1: 2ⁿ (eʳ - 1) + (2ⁿ - 1), which keeps what is left of 1 near 0. */
@inline
export function expm1Low(x: v128): v128 {
  const within = f32x4.pmin(f32x4.pmax(x, c(-30)), c(1));
  const rounded = fma(within, c(1.44269504), c(12582912));
  const n = f32x4.sub(rounded, c(12582912));
  const r = fnma(n, c(-0.00021219444), fnma(n, c(0.693359375), within));
  let p = fma(c(0.00019789269), r, c(0.0013945752));
  p = fma(p, r, c(0.008333504));
  p = fma(p, r, c(0.04166628));
  p = fma(p, r, c(0.16666666));
  p = fma(p, r, c(0.5));
  p = fma(f32x4.mul(r, r), p, r);
  const power = i32x4.sub(rounded, i32x4.splat(0x4b400000));
  const scale = i32x4.shl(i32x4.add(power, i32x4.splat(127)), 23);
  return fma(scale, p, f32x4.sub(scale, c(1)));
}

@inline
export function expm1(x: v128): v128 {
  return select(f32x4.gt(x, c(1)), f32x4.sub(exp(x), c(1)), expm1Low(x));
}

/** log x = e ln 2 + log(1 + r) with 1 + r in [√½, √2). */
@inline
export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, c(1.17549435e-38));
  const scaled = select(tiny, f32x4.mul(x, c(8388608)), x);
  const lowest = i32x4.splat(0x3f3504f3);
  const e = i32x4.shr_s(i32x4.sub(scaled, lowest), 23);
  const r = f32x4.sub(i32x4.sub(scaled, i32x4.shl(e, 23)), c(1));
  const n = f32x4.sub(f32x4.convert_i32x4_s(e), v128.and(tiny, c(23)));
  let p = fma(c(-0.07634493), r, c(0.12761575));
  p = fma(p, r, c(-0.13160183));
  p = fma(p, r, c(0.14201759));
  p = fma(p, r, c(-0.16623357));
  p = fma(p, r, c(0.20001227));
  p = fma(p, r, c(-0.2500082));
  p = fma(p, r, c(0.3333333));
  const square = f32x4.mul(r, r);
  const small = fma(n, c(-0.00021219444), fnma(c(0.5), square, f32x4.mul(f32x4.mul(square, r), p)));
  let y = fma(n, c(0.693359375), f32x4.add(r, small));
  y = select(f32x4.eq(x, c(Infinity)), x, y);
  y = select(f32x4.eq(x, c(0)), c(-Infinity), y);
  return select(f32x4.ge(x, c(0)), y, c(NaN));
}

/** log(1 + x): the logarithm of the rounded sum, and what rounding took from it. */
@inline
export function log1p(x: v128): v128 {
  const u = f32x4.add(c(1), x);
  const rest = f32x4.div(f32x4.sub(x, f32x4.sub(u, c(1))), u);
  // At -1 and at infinity there is no rest.
  return f32x4.add(log(u), v128.and(rest, f32x4.eq(rest, rest)));
}

/** ±1; 0 of 0 and, as in torch, of NaN. */
@inline
export function signOf(x: v128): v128 {
  const one = v128.or(c(1), v128.and(x, i32x4.splat(0x80000000)));
  return v128.and(one, f32x4.gt(f32x4.abs(x), c(0)));
}

@inline
export function copySign(x: v128, sign: v128): v128 {
  return v128.or(x, v128.and(sign, i32x4.splat(0x80000000)));
}

/** x + x³ P(x²) near 0, else ± (1 - 2 / (e²ˣ + 1)). */
@inline
export function tanh(x: v128): v128 {
  const z = f32x4.abs(x);
  const s = f32x4.mul(x, x);
  let p = fma(c(-0.005528633), s, c(0.020483315));
  p = fma(p, s, c(-0.053692967));
  p = fma(p, s, c(0.13330899));
  p = fma(p, s, c(-0.33333263));
  const near = fma(f32x4.mul(x, s), p, x);
  const far = f32x4.sub(c(1), f32x4.div(c(2), f32x4.add(exp(f32x4.add(z, z)), c(1))));
  return select(f32x4.lt(z, c(0.65)), near, copySign(far, x));
}

@inline
export function sigmoid(x: v128): v128 {
  return f32x4.div(c(1), f32x4.add(c(1), exp(f32x4.neg(x))));
}

/** erf(x) / x - 1 in s = x², for |x| ≤ 0.9. */
@inline
export function erfNear(s: v128): v128 {
  let p = fma(c(8.5131045e-5), s, c(-0.00081756397));
  p = fma(p, s, c(0.0052038589));
  p = fma(p, s, c(-0.026860509));
  p = fma(p, s, c(0.11283715));
  p = fma(p, s, c(-0.37612635));
  return fma(p, s, c(0.12837917));
}

/** erfc(z) for z ≥ 0.9: the exponential of a fit of its logarithm on [0.9, 4], which beyond falls as -z². */
@inline
export function erfcFar(z: v128): v128 {
  const t = f32x4.pmin(z, c(4));
  let p = fma(c(-2.0828529e-5), t, c(0.00043139257));
  p = fma(p, t, c(-0.0041562505));
  p = fma(p, t, c(0.025080606));
  p = fma(p, t, c(-0.10822037));
  p = fma(p, t, c(-0.63340086));
  p = fma(p, t, c(-1.1294883));
  p = fma(p, t, c(0.00016920392));
  return exp(f32x4.add(p, fnma(z, z, f32x4.mul(t, t))));
}

@inline
export function erf(x: v128): v128 {
  const z = f32x4.abs(x);
  const near = fma(x, erfNear(f32x4.mul(x, x)), x);
  return select(f32x4.lt(z, c(0.9)), near, copySign(f32x4.sub(c(1), erfcFar(z)), x));
}

/** Φ(x), the normal distribution: accurate in its lower tail too. */
@inline
export function normal(x: v128): v128 {
  const h = f32x4.mul(x, c(0.70710678));
  const z = f32x4.abs(h);
  const near = fma(c(0.5), fma(h, erfNear(f32x4.mul(h, h)), h), c(0.5));
  const tail = f32x4.mul(c(0.5), erfcFar(z));
  const far = select(f32x4.lt(x, c(0)), tail, f32x4.sub(c(1), tail));
  return select(f32x4.lt(z, c(0.9)), near, far);
}

/** φ(x) = exp(-x² / 2) / √(2π). */
@inline
export function density(x: v128): v128 {
  return f32x4.mul(exp(f32x4.mul(f32x4.mul(x, x), c(-0.5))), c(0.39894228));
}

/** 2 √(2/π) (x + 0.044715 x³): GELU by tanh is x times the sigmoid of this. */
@inline
export function geluGate(x: v128): v128 {
  return f32x4.mul(f32x4.mul(x, c(1.5957691)), fma(f32x4.mul(x, x), c(0.044715), c(1)));
}
