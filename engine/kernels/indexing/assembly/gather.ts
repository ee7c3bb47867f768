// Owns reading and writing elements at indices (float64) along one dim.

/** out (outer, count, inner) = x (outer, size, inner) at the indices (outer, count, inner); outer from `first` to `end`. */
export function gatherAlong(
  x: usize,
  indices: usize,
  out: usize,
  count: i32,
  size: i32,
  inner: i32,
  first: i32,
  end: i32,
): void {
  const each = <usize>count * <usize>inner;
  indices += (<usize>first * each) << 3;
  out += (<usize>first * each) << 2;
  for (let o = first; o < end; o++) {
    const lines = x + ((<usize>o * <usize>size * <usize>inner) << 2);
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < inner; i++) {
        const at = <i32>load<f64>(indices) * inner + i;
        store<f32>(out, load<f32>(lines + (<usize>at << 2)));
        indices += 8;
        out += 4;
      }
    }
  }
}

/**
 * Writes x (outer, count, inner) to the places in out (outer, size, inner) that gatherAlong would read, or adds it to
 * what stands there; outer from `first` to `end`.
 */
export function scatterAlong(
  x: usize,
  indices: usize,
  out: usize,
  count: i32,
  size: i32,
  inner: i32,
  adds: bool,
  first: i32,
  end: i32,
): void {
  const each = <usize>count * <usize>inner;
  indices += (<usize>first * each) << 3;
  x += (<usize>first * each) << 2;
  for (let o = first; o < end; o++) {
    const lines = out + ((<usize>o * <usize>size * <usize>inner) << 2);
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < inner; i++) {
        const at = lines + (<usize>(<i32>load<f64>(indices) * inner + i) << 2);
        const v = load<f32>(x);
        store<f32>(at, adds ? load<f32>(at) + v : v);
        indices += 8;
        x += 4;
      }
    }
  }
}

/** The place of the first of n indices that is below `low`, or not below `end`; -1 where none is. */
export function firstOutside(indices: usize, n: i32, low: f64, end: f64): i32 {
  const least = f64x2.splat(low);
  const most = f64x2.splat(end);
  let i = 0;
  for (; i + 2 <= n; i += 2) {
    const v = v128.load(indices + (<usize>i << 3));
    if (v128.any_true(v128.or(f64x2.lt(v, least), f64x2.ge(v, most)))) break;
  }
  for (; i < n; i++) {
    const v = load<f64>(indices + (<usize>i << 3));
    if (v < low || v >= end) return i;
  }
  return -1;
}
