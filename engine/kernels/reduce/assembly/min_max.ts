// Owns the largest and smallest elements of lines along the middle dim of (outer, size, inner), and where they are.
import { select } from "../../assembly/math";
import { get, put } from "../../assembly/simd";

@inline
function better(best: v128, v: v128, largest: bool): v128 {
  return largest ? f32x4.max(best, v) : f32x4.min(best, v);
}

@inline
function sized(v: v128, absolute: bool): v128 {
  return absolute ? f32x4.abs(v) : v;
}

/** The largest of `size` floats, or the smallest; of their absolute values where asked for; NaN where there is one. */
export function minMaxOf(x: usize, size: i32, largest: bool, absolute: bool): f32 {
  let best = largest ? f32x4.splat(-Infinity) : f32x4.splat(Infinity);
  let other = best;
  for (; size >= 8; size -= 8) {
    best = better(best, sized(v128.load(x), absolute), largest);
    other = better(other, sized(v128.load(x, 16), absolute), largest);
    x += 32;
  }
  for (; size > 0; size--) {
    best = better(best, sized(v128.load32_splat(x), absolute), largest);
    x += 4;
  }
  best = better(best, other, largest);
  best = better(best, v128.shuffle<f32>(best, best, 2, 3, 0, 1), largest);
  return f32x4.extract_lane(better(best, v128.shuffle<f32>(best, best, 1, 0, 3, 2), largest), 0);
}

@inline
function minMaxColumns(
  x: usize,
  out: usize,
  size: i32,
  row: usize,
  lanes: i32,
  largest: bool,
  absolute: bool,
): void {
  const more = lanes > 4;
  let best = sized(get(x, lanes), absolute);
  let other = more ? sized(get(x + 16, lanes - 4), absolute) : best;
  for (let k = 1; k < size; k++) {
    x += row;
    best = better(best, sized(get(x, lanes), absolute), largest);
    if (more) other = better(other, sized(get(x + 16, lanes - 4), absolute), largest);
  }
  put(out, best, lanes);
  if (more) put(out + 16, other, lanes - 4);
}

@inline
function forLines(
  x: usize,
  out: usize,
  size: i32,
  inner: i32,
  largest: bool,
  absolute: bool,
  first: i32,
  end: i32,
): void {
  if (inner == 1) {
    for (let l = first; l < end; l++) {
      store<f32>(out + (<usize>l << 2), minMaxOf(x + ((<usize>l * <usize>size) << 2), size, largest, absolute));
    }
    return;
  }
  const row = <usize>inner << 2;
  for (let o = first / inner; o * inner < end; o++) {
    const to = min(end - o * inner, inner);
    for (let i = max(first - o * inner, 0); i < to; i += 8) {
      const from = x + <usize>o * <usize>size * row + (<usize>i << 2);
      minMaxColumns(from, out + (<usize>(o * inner + i) << 2), size, row, to - i, largest, absolute);
    }
  }
}

/**
 * out (outer, inner) = the largest elements of the lines `first` to `end` of x, or the smallest, or of their absolute
 * values; NaN where there is one.
 */
export function minMaxDim(
  x: usize,
  out: usize,
  size: i32,
  inner: i32,
  largest: bool,
  absolute: bool,
  first: i32,
  end: i32,
): void {
  if (absolute) {
    if (largest) forLines(x, out, size, inner, true, true, first, end);
    else forLines(x, out, size, inner, false, true, first, end);
  } else if (largest) forLines(x, out, size, inner, true, false, first, end);
  else forLines(x, out, size, inner, false, false, first, end);
}

/** The index of the first of `size` floats that is `value`, or NaN where that is. */
function find(x: usize, size: i32, value: f32): i32 {
  const wanted = f32x4.splat(value);
  const nan = value != value;
  let i = 0;
  for (; i + 4 <= size; i += 4) {
    const v = v128.load(x + (<usize>i << 2));
    const hits = i32x4.bitmask(nan ? f32x4.ne(v, v) : f32x4.eq(v, wanted));
    if (hits) return i + ctz(hits);
  }
  for (; i < size; i++) {
    const v = load<f32>(x + (<usize>i << 2));
    if (nan ? v != v : v == value) return i;
  }
  return 0;
}

/** Where along up to four neighbouring lines the first extreme is. */
@inline
function placeColumns(x: usize, out: usize, size: i32, row: usize, lanes: i32, largest: bool): void {
  let best = get(x, lanes);
  let places = i32x4.splat(0);
  for (let k = 1; k < size; k++) {
    x += row;
    const v = get(x, lanes);
    const beats = largest ? f32x4.gt(v, best) : f32x4.lt(v, best);
    const takes = v128.or(beats, v128.and(f32x4.ne(v, v), f32x4.eq(best, best)));
    best = select(takes, v, best);
    places = select(takes, i32x4.splat(k), places);
  }
  store<f64>(out, i32x4.extract_lane(places, 0));
  if (lanes > 1) store<f64>(out, i32x4.extract_lane(places, 1), 8);
  if (lanes > 2) store<f64>(out, i32x4.extract_lane(places, 2), 16);
  if (lanes > 3) store<f64>(out, i32x4.extract_lane(places, 3), 24);
}

/**
 * out (outer, inner; float64) = where along its line the first largest, or smallest, element is; NaN beats all. Lines
 * `first` to `end`.
 */
export function argMinMaxDim(x: usize, out: usize, size: i32, inner: i32, largest: bool, first: i32, end: i32): void {
  if (inner == 1) {
    for (let l = first; l < end; l++) {
      const line = x + ((<usize>l * <usize>size) << 2);
      store<f64>(out + (<usize>l << 3), find(line, size, minMaxOf(line, size, largest, false)));
    }
    return;
  }
  const row = <usize>inner << 2;
  for (let o = first / inner; o * inner < end; o++) {
    const to = min(end - o * inner, inner);
    for (let i = max(first - o * inner, 0); i < to; i += 4) {
      const from = x + <usize>o * <usize>size * row + (<usize>i << 2);
      const at = out + (<usize>(o * inner + i) << 3);
      if (largest) placeColumns(from, at, size, row, to - i, true);
      else placeColumns(from, at, size, row, to - i, false);
    }
  }
}
