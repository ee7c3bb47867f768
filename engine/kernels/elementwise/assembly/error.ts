// Owns the complement of the error function and the inverse of the error function on vectors.
import { erfcFar, erfNear, exp, log, select } from "../../assembly/math";
import { fma } from "../../assembly/simd";

@inline
function c(x: f32): v128 {
  return f32x4.splat(x);
}

/** e^(-z²) for z ≥ 0: z² in two parts, as the error of a large square would become that of the exponential. */
@inline
function gauss(z: v128): v128 {
  const high = v128.and(z, i32x4.splat(0xfffff000));
  const rest = f32x4.sub(z, high);
  return f32x4.mul(exp(f32x4.neg(f32x4.mul(high, high))), exp(f32x4.neg(f32x4.mul(rest, f32x4.add(z, high)))));
}

/** erfc z for z ≥ 1: e^(-z²) / z times polynomials in 1 / z² (Cephes; Moshier, 1992). */
@inline
function tail(z: v128): v128 {
  const q = f32x4.div(c(1), z);
  const s = f32x4.mul(q, q);
  let near = fma(c(0.02326819970068386), s, c(-0.1387039388740657));
  near = fma(near, s, c(0.3687424674597105));
  near = fma(near, s, c(-0.5824733027278666));
  near = fma(near, s, c(0.6210004621745983));
  near = fma(near, s, c(-0.4944515323274145));
  near = fma(near, s, c(0.3404879937665872));
  near = fma(near, s, c(-0.2741127028184656));
  near = fma(near, s, c(0.5638259427386472));
  let far = fma(c(-10.47766399936249), s, c(12.97719955372516));
  far = fma(far, s, c(-7.495518717768503));
  far = fma(far, s, c(2.921019019210786));
  far = fma(far, s, c(-1.0152652792027));
  far = fma(far, s, c(0.4218463358204948));
  far = fma(far, s, c(-0.2820767439740514));
  far = fma(far, s, c(0.5641895067754075));
  return f32x4.mul(gauss(z), f32x4.mul(q, select(f32x4.lt(z, c(2)), near, far)));
}

@inline
export function erfc(x: v128): v128 {
  // Past 11 a float holds nothing of it; NaN stays in the first operand.
  const z = f32x4.pmin(f32x4.abs(x), c(11));
  const near = f32x4.sub(f32x4.sub(c(1), x), f32x4.mul(x, erfNear(f32x4.mul(x, x))));
  const t = select(f32x4.lt(z, c(1)), erfcFar(z), tail(z));
  const far = select(f32x4.lt(x, c(0)), f32x4.sub(c(2), t), t);
  return select(f32x4.lt(z, c(0.9)), near, far);
}

/** Two polynomials in w = -log(1 - y²), and in √w where that is large. Giles (2010). */
@inline
export function erfinv(y: v128): v128 {
  const w = f32x4.neg(log(f32x4.mul(f32x4.sub(c(1), y), f32x4.add(c(1), y))));
  const a = f32x4.sub(w, c(2.5));
  let near = fma(c(2.81022636e-8), a, c(3.43273939e-7));
  near = fma(near, a, c(-3.5233877e-6));
  near = fma(near, a, c(-4.39150654e-6));
  near = fma(near, a, c(0.00021858087));
  near = fma(near, a, c(-0.00125372503));
  near = fma(near, a, c(-0.00417768164));
  near = fma(near, a, c(0.246640727));
  near = fma(near, a, c(1.50140941));
  const b = f32x4.sub(f32x4.sqrt(w), c(3));
  let far = fma(c(-0.000200214257), b, c(0.000100950558));
  far = fma(far, b, c(0.00134934322));
  far = fma(far, b, c(-0.00367342844));
  far = fma(far, b, c(0.00573950773));
  far = fma(far, b, c(-0.0076224613));
  far = fma(far, b, c(0.00943887047));
  far = fma(far, b, c(1.00167406));
  far = fma(far, b, c(2.83297682));
  const x = f32x4.mul(y, select(f32x4.lt(w, c(5)), near, far));
  return select(f32x4.eq(f32x4.abs(y), c(1)), f32x4.mul(y, c(Infinity)), x);
}
