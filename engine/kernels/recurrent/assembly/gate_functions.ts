// Owns the sigmoid and tanh of gates on rows of them, to some units in the last place. Their constants are read from a
// table: V8 makes a constant of three instructions, every time, and there are as many as there are multiply-adds.
import { fma, fnma } from "../../assembly/simd";

const LOW: usize = 0;
const HIGH: usize = 16;
const LOG2E: usize = 32;
const ROUND: usize = 48;
const LN2: usize = 64;
const LN2_REST: usize = 80;
/** From here on five coefficients of eʳ. */
const EXP: usize = 96;
const HALF: usize = 176;
const ONE: usize = 192;
const BIAS: usize = 208;
/** From here on the seven coefficients of tanh's numerator and the four of its denominator. */
const NUMERATOR: usize = 224;
const DENOMINATOR: usize = 336;
const LEAST: usize = 400;
const MOST: usize = 416;

/** Bytes of the table. */
export const CONSTANTS: usize = 448;

@inline
function set(to: usize, x: f32): void {
  v128.store(to, f32x4.splat(x));
}

/** Writes the table. */
export function putConstants(t: usize): void {
  set(t + LOW, -86);
  set(t + HIGH, 88);
  set(t + LOG2E, 1.44269504);
  set(t + ROUND, 12582912);
  set(t + LN2, 0.693359375);
  set(t + LN2_REST, -0.00021219444);
  set(t + EXP, 0.00019789269);
  set(t + EXP + 16, 0.0013945752);
  set(t + EXP + 32, 0.008333504);
  set(t + EXP + 48, 0.04166628);
  set(t + EXP + 64, 0.16666666);
  set(t + HALF, 0.5);
  set(t + ONE, 1);
  v128.store(t + BIAS, i32x4.splat(127 << 23));
  set(t + NUMERATOR, -2.76076847742355e-16);
  set(t + NUMERATOR + 16, 2.00018790482477e-13);
  set(t + NUMERATOR + 32, -8.60467152213735e-11);
  set(t + NUMERATOR + 48, 5.12229709037114e-8);
  set(t + NUMERATOR + 64, 1.48572235717979e-5);
  set(t + NUMERATOR + 80, 6.37261928875436e-4);
  set(t + NUMERATOR + 96, 4.89352455891786e-3);
  set(t + DENOMINATOR, 1.19825839466702e-6);
  set(t + DENOMINATOR + 16, 1.18534705686654e-4);
  set(t + DENOMINATOR + 32, 2.268434632439e-3);
  set(t + DENOMINATOR + 48, 4.89352518554385e-3);
  set(t + LEAST, -7.9053111);
  set(t + MOST, 7.9053111);
}

/** g = sigmoid(g + state) for groups of eight; those of `state` are `group` bytes apart. eˣ as in math.ts, -86 ≤ x ≤ 88. */
export function sigmoids(groups: i32, g: usize, state: usize, group: usize, t: usize): void {
  for (let left = groups; left > 0; left--) {
    const x0 = f32x4.neg(f32x4.add(v128.load(g), v128.load(state)));
    const x1 = f32x4.neg(f32x4.add(v128.load(g, 16), v128.load(state, 16)));
    let q = v128.load(t, LOW);
    let w0 = f32x4.pmax(x0, q);
    let w1 = f32x4.pmax(x1, q);
    q = v128.load(t, HIGH);
    w0 = f32x4.pmin(w0, q);
    w1 = f32x4.pmin(w1, q);
    const magic = v128.load(t, ROUND);
    q = v128.load(t, LOG2E);
    const d0 = fma(w0, q, magic);
    const d1 = fma(w1, q, magic);
    const n0 = f32x4.sub(d0, magic);
    const n1 = f32x4.sub(d1, magic);
    q = v128.load(t, LN2);
    let r0 = fnma(n0, q, w0);
    let r1 = fnma(n1, q, w1);
    q = v128.load(t, LN2_REST);
    r0 = fnma(n0, q, r0);
    r1 = fnma(n1, q, r1);
    q = v128.load(t, EXP);
    let a = v128.load(t, EXP + 16);
    let p0 = fma(q, r0, a);
    let p1 = fma(q, r1, a);
    q = v128.load(t, EXP + 32);
    p0 = fma(p0, r0, q);
    p1 = fma(p1, r1, q);
    q = v128.load(t, EXP + 48);
    p0 = fma(p0, r0, q);
    p1 = fma(p1, r1, q);
    q = v128.load(t, EXP + 64);
    p0 = fma(p0, r0, q);
    p1 = fma(p1, r1, q);
    q = v128.load(t, HALF);
    p0 = fma(p0, r0, q);
    p1 = fma(p1, r1, q);
    const one = v128.load(t, ONE);
    p0 = f32x4.add(fma(f32x4.mul(r0, r0), p0, r0), one);
    p1 = f32x4.add(fma(f32x4.mul(r1, r1), p1, r1), one);
    // The power of two: what stands above the low bits of the rounded number is shifted out.
    q = v128.load(t, BIAS);
    v128.store(g, f32x4.div(one, fma(p0, i32x4.add(i32x4.shl(d0, 23), q), one)));
    v128.store(g, f32x4.div(one, fma(p1, i32x4.add(i32x4.shl(d1, 23), q), one)), 16);
    g += 32;
    state += group;
  }
}

/** tanh x = x P(x²) / Q(x²), the fit that Eigen uses; beyond 7.9 as at 7.9, 3e-7 from ±1. */
@inline
export function tanhBy(x: v128, t: usize): v128 {
  const y = f32x4.pmin(f32x4.pmax(x, v128.load(t, LEAST)), v128.load(t, MOST));
  const s = f32x4.mul(y, y);
  let p = fma(v128.load(t, NUMERATOR), s, v128.load(t, NUMERATOR + 16));
  let q = fma(v128.load(t, DENOMINATOR), s, v128.load(t, DENOMINATOR + 16));
  p = fma(p, s, v128.load(t, NUMERATOR + 32));
  q = fma(q, s, v128.load(t, DENOMINATOR + 32));
  p = fma(p, s, v128.load(t, NUMERATOR + 48));
  q = fma(q, s, v128.load(t, DENOMINATOR + 48));
  p = fma(p, s, v128.load(t, NUMERATOR + 64));
  p = fma(p, s, v128.load(t, NUMERATOR + 80));
  p = fma(p, s, v128.load(t, NUMERATOR + 96));
  return f32x4.div(f32x4.mul(y, p), q);
}

/** g = tanh(g + state) for groups of eight, likewise. */
export function tanhs(groups: i32, g: usize, state: usize, group: usize, t: usize): void {
  for (let left = groups; left > 0; left--) {
    v128.store(g, tanhBy(f32x4.add(v128.load(g), v128.load(state)), t));
    v128.store(g, tanhBy(f32x4.add(v128.load(g, 16), v128.load(state, 16)), t), 16);
    g += 32;
    state += group;
  }
}
