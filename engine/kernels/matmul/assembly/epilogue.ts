// Owns the activations that a product or a convolution ends with: 0 for none, 1 for relu, 2 for relu6. NaN stays.

/** The least value that stays. */
@inline
export function lowest(activation: i32): v128 {
  return activation ? f32x4.splat(0) : f32x4.splat(-Infinity);
}

/** The greatest value that stays. */
@inline
export function highest(activation: i32): v128 {
  return activation == 2 ? f32x4.splat(6) : f32x4.splat(Infinity);
}

/** Any activation but none. */
@inline
export function activate(x: v128, activation: i32): v128 {
  x = f32x4.pmax(x, f32x4.splat(0));
  return activation == 2 ? f32x4.pmin(x, f32x4.splat(6)) : x;
}

/** The same of one float. */
@inline
export function activateOne(x: f32, activation: i32): f32 {
  x = max<f32>(x, 0);
  return activation == 2 ? min<f32>(x, 6) : x;
}
