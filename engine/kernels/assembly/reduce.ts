// Owns reductions along the middle dim of (outer, size, inner): sums, means, extremes and where they are.
import { sumFloats } from "./copy";
import { get, put } from "./simd";

/** Sums of up to four neighbouring lines, `row` bytes from element to element, times `factor`; added up in float64. */
function sumLines(x: usize, out: usize, size: i32, row: usize, lanes: i32, factor: f64): void {
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let k = 0; k < size; k++) {
    const v = get(x, lanes);
    low = f64x2.add(low, f64x2.promote_low_f32x4(v));
    high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 0, 1)));
    x += row;
  }
  const by = f64x2.splat(factor);
  const a = f32x4.demote_f64x2_zero(f64x2.mul(low, by));
  const b = f32x4.demote_f64x2_zero(f64x2.mul(high, by));
  put(out, v128.shuffle<f32>(a, b, 0, 1, 4, 5), lanes);
}

/** out (outer, inner) = factor times the sums of the lines of x. */
export function sumDim(x: usize, out: usize, outer: i32, size: i32, inner: i32, factor: f64): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    if (inner == 1) store<f32>(out, <f32>(sumFloats(x, size) * factor));
    else {
      for (let i = 0; i < inner; i += 4) {
        const at = <usize>i << 2;
        sumLines(x + at, out + at, size, row, inner - i, factor);
      }
    }
    x += <usize>size * row;
    out += row;
  }
}

/** The largest of `size` floats, or the smallest; NaN where there is one. */
function extremeOf(x: usize, size: i32, largest: bool): f32 {
  let best = largest ? f32x4.splat(-Infinity) : f32x4.splat(Infinity);
  let k = 0;
  for (; k + 4 <= size; k += 4) {
    const v = v128.load(x + (<usize>k << 2));
    best = largest ? f32x4.max(best, v) : f32x4.min(best, v);
  }
  const pairs = v128.shuffle<f32>(best, best, 2, 3, 0, 1);
  const two = largest ? f32x4.max(best, pairs) : f32x4.min(best, pairs);
  const a = f32x4.extract_lane(two, 0);
  const b = f32x4.extract_lane(two, 1);
  let y = largest ? max<f32>(a, b) : min<f32>(a, b);
  for (; k < size; k++) {
    const v = load<f32>(x + (<usize>k << 2));
    y = largest ? max<f32>(y, v) : min<f32>(y, v);
  }
  return y;
}

/** out (outer, inner) = the largest elements of the lines of x, or the smallest; NaN where there is one. */
export function extremeDim(x: usize, out: usize, outer: i32, size: i32, inner: i32, largest: bool): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    if (inner == 1) store<f32>(out, extremeOf(x, size, largest));
    else {
      for (let i = 0; i < inner; i += 4) {
        const left = inner - i;
        let from = x + (<usize>i << 2);
        let best = get(from, left);
        for (let k = 1; k < size; k++) {
          from += row;
          const v = get(from, left);
          best = largest ? f32x4.max(best, v) : f32x4.min(best, v);
        }
        put(out + (<usize>i << 2), best, left);
      }
    }
    x += <usize>size * row;
    out += row;
  }
}

/** out (outer, inner; float64) = where along its line the first largest, or smallest, element is; NaN beats all. */
export function placeDim(x: usize, out: usize, outer: i32, size: i32, inner: i32, largest: bool): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const line = x + (<usize>i << 2);
      let best = load<f32>(line);
      let place = 0;
      for (let k = 1; k < size && best == best; k++) {
        const v = load<f32>(line + <usize>k * row);
        if (v != v || (largest ? v > best : v < best)) {
          best = v;
          place = k;
        }
      }
      store<f64>(out, place);
      out += 8;
    }
    x += <usize>size * row;
  }
}
