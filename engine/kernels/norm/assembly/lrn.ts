// Owns local response normalisation over neighbouring channels, with its gradient. Krizhevsky, Sutskever and Hinton
// (2012).
import { fnma, get, put } from "../../assembly/simd";
import { power } from "../../assembly/power";

/** v / s^beta; by square roots, of which none overflows, where beta is known to be the paper's 0.75. */
@inline
function shrink(v: v128, s: v128, beta: f32, known: bool): v128 {
  if (!known) return f32x4.div(v, power(s, f32x4.splat(beta)));
  const root = f32x4.sqrt(s);
  return f32x4.div(v, f32x4.mul(root, f32x4.sqrt(root)));
}

@inline
function forwardPlanes(
  known: bool,
  x: usize,
  out: usize,
  base: usize,
  channels: i32,
  spatial: i32,
  size: i32,
  alpha: f32,
  beta: f32,
  k: f32,
  first: i32,
  end: i32,
): void {
  const row = <usize>spatial << 2;
  for (let p = first; p < end; p++) {
    const c = p % channels;
    const low = max(c - (size >> 1), 0) - c;
    const high = min(c + ((size - 1) >> 1), channels - 1) - c;
    for (let i = 0; i < spatial; i += 4) {
      const lanes = spatial - i;
      const at = <usize>p * row + (<usize>i << 2);
      let sum = f32x4.splat(0);
      let from = x + at + <isize>low * row;
      for (let o = low; o <= high; o++) {
        const v = get(from, lanes);
        sum = f32x4.add(sum, f32x4.mul(v, v));
        from += row;
      }
      // Rounded step by step as torch does: with k = 0 that decides which squares of small numbers vanish.
      const mean = f32x4.div(sum, f32x4.splat(<f32>size));
      const s = f32x4.add(f32x4.mul(mean, f32x4.splat(alpha)), f32x4.splat(k));
      put(out + at, shrink(get(x + at, lanes), s, beta, known), lanes);
      if (base) put(base + at, s, lanes);
    }
  }
}

/**
 * out = x s^-beta with s = k + alpha · (mean of x² over `size` channels, `size` / 2 of them before) of x (samples,
 * channels, spatial), for the planes `first` to `end`; s goes to `base` unless that is 0.
 */
export function localResponseForward(
  x: usize,
  out: usize,
  base: usize,
  channels: i32,
  spatial: i32,
  size: i32,
  alpha: f32,
  beta: f32,
  k: f32,
  first: i32,
  end: i32,
): void {
  if (beta == 0.75) forwardPlanes(true, x, out, base, channels, spatial, size, alpha, beta, k, first, end);
  else forwardPlanes(false, x, out, base, channels, spatial, size, alpha, beta, k, first, end);
}

/** out = g y / s: what an output's gradient says to every channel in its window. */
export function localResponseProducts(g: usize, y: usize, base: usize, out: usize, n: i32): void {
  for (; n > 0; n -= 4) {
    put(out, f32x4.div(f32x4.mul(get(g, n), get(y, n)), get(base, n)), n);
    g += 16;
    y += 16;
    base += 16;
    out += 16;
  }
}

@inline
function backwardPlanes(
  known: bool,
  g: usize,
  x: usize,
  base: usize,
  products: usize,
  gradX: usize,
  channels: i32,
  spatial: i32,
  size: i32,
  slope: f32,
  beta: f32,
  first: i32,
  end: i32,
): void {
  const row = <usize>spatial << 2;
  for (let p = first; p < end; p++) {
    const c = p % channels;
    const low = max(c - ((size - 1) >> 1), 0) - c;
    const high = min(c + (size >> 1), channels - 1) - c;
    for (let i = 0; i < spatial; i += 4) {
      const lanes = spatial - i;
      const at = <usize>p * row + (<usize>i << 2);
      let sum = f32x4.splat(0);
      let from = products + at + <isize>low * row;
      for (let o = low; o <= high; o++) {
        sum = f32x4.add(sum, get(from, lanes));
        from += row;
      }
      const own = shrink(get(g + at, lanes), get(base + at, lanes), beta, known);
      put(gradX + at, fnma(f32x4.mul(f32x4.splat(slope), get(x + at, lanes)), sum, own), lanes);
    }
  }
}

/** gradX = g s^-beta - slope · x · (sum of the products of the outputs whose window holds the channel). */
export function localResponseBackward(
  g: usize,
  x: usize,
  base: usize,
  products: usize,
  gradX: usize,
  channels: i32,
  spatial: i32,
  size: i32,
  slope: f32,
  beta: f32,
  first: i32,
  end: i32,
): void {
  if (beta == 0.75) {
    backwardPlanes(true, g, x, base, products, gradX, channels, spatial, size, slope, beta, first, end);
  } else {
    backwardPlanes(false, g, x, base, products, gradX, channels, spatial, size, slope, beta, first, end);
  }
}
