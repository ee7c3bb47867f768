// Box-Muller on sixteen float32 numbers at once, rounded the way torch's vectorised kernel rounds.

// The polynomials are Moshier's (Cephes logf, sinf, cosf). The kernel runs them with fused multiply-adds in float32;
// here a product of two float32 is exact in a double, so `f(a * b + c)` is the fused result but for double rounding,
// about once in 2^29 operations. Torch on a CPU without AVX2 differs from its own AVX2 numbers by up to 3e-6.
const f = Math.fround;

const LOG = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(f) as [number, number, number, number, number, number, number, number, number];
const [L0, L1, L2, L3, L4, L5, L6, L7, L8] = LOG;
const LN2_LOW = f(-2.1219444e-4);
const LN2_HIGH = 0.693359375;
const SQRT_HALF_24 = Math.round(Math.SQRT1_2 * 2 ** 24);

const FOUR_OVER_PI = f(4 / Math.PI);
const TWO_PI = f(2 * Math.PI);
const PI4_A = -0.78515625;
const PI4_B = f(-2.4187564849853516e-4);
const PI4_C = f(-3.774894977445941e-8);
const S0 = f(-1.9515295891e-4);
const S1 = f(8.3321608736e-3);
const S2 = f(-1.6666654611e-1);
const C0 = f(2.443315711809948e-5);
const C1 = f(-1.388731625493765e-3);
const C2 = f(4.166664568298827e-2);

const POWERS = Float64Array.from({ length: 26 }, (_, e) => 2 ** -e);
const pair = new Float64Array(2);

/** ln(k / 2^24) for an integer k in [1, 2^24], in float32. No branches: they would be mispredicted half the time. */
function log24(k: number): number {
  const zeros = Math.clz32(k);
  const below = (((k << zeros) >>> 8) - SQRT_HALF_24) >>> 31;
  const bits = 32 - zeros - below;
  const x = k * (POWERS[bits] as number) - 1;
  const e = bits - 24;
  const z = f(x * x);
  let y = f(L0 * x + L1);
  y = f(y * x + L2);
  y = f(y * x + L3);
  y = f(y * x + L4);
  y = f(y * x + L5);
  y = f(y * x + L6);
  y = f(y * x + L7);
  y = f(y * x + L8);
  y = f(y * x);
  y = f(y * z + f(e * LN2_LOW));
  y = f(y - z * 0.5);
  return f(e * LN2_HIGH + f(x + y));
}

/**
 * Turns the uniform numbers out[at … at + 15], each a multiple of 2^-24 in [0, 1), into normal ones in place. Element
 * j of the first eight gives the radius and element j of the last eight the angle of a pair.
 */
export function boxMuller16(out: Float32Array, at: number, mean: number, std: number): void {
  const mean32 = f(mean);
  const std32 = f(std);
  for (let j = at; j < at + 8; j++) {
    const radius = f(Math.sqrt(-2 * log24((16777216 - (out[j] as number) * 16777216) | 0)));
    const theta = f(TWO_PI * (out[j + 8] as number));
    const octant = (f(theta * FOUR_OVER_PI) + 1) & ~1;
    let x = f(octant * PI4_A + theta);
    x = f(octant * PI4_B + x);
    x = f(octant * PI4_C + x);
    const z = f(x * x);
    let c = f(C0 * z + C1);
    c = f(c * z + C2);
    c = f(c * z);
    c = f(f(c * z - z * 0.5) + 1);
    let s = f(S0 * z + S1);
    s = f(s * z + S2);
    s = f(s * z);
    s = f(s * x + x);
    const swap = (octant >> 1) & 1;
    pair[swap] = c;
    pair[1 - swap] = s;
    const cosine = (pair[0] as number) * (1 - (((octant + 2) & 4) >> 1));
    const sine = (pair[1] as number) * (1 - ((octant & 4) >> 1));
    out[j] = f(radius * cosine) * std32 + mean32;
    out[j + 8] = f(radius * sine) * std32 + mean32;
  }
}
