// Owns the way of four floats to float64 and back.

/** The first two floats as float64. */
@inline
export function wideLow(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

/** The last two floats as float64. */
@inline
export function wideHigh(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 0, 1));
}

/** Twice two float64, rounded to four floats. */
@inline
export function narrow(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}
