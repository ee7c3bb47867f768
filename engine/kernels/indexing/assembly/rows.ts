// Owns reading and adding rows of a table at indices (float64).
import { copyFloats, loadPart, storePart } from "../../assembly/simd";

/** to += factor from. */
export function addScaled(to: usize, from: usize, n: i32, factor: f32): void {
  const by = f32x4.splat(factor);
  for (; n > 0; n -= 4) {
    if (n >= 4) v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(from), by)));
    else storePart(to, f32x4.add(loadPart(to, n), f32x4.mul(loadPart(from, n), by)), n);
    to += 16;
    from += 16;
  }
}

/** out (outer, count, inner) = x (outer, size, inner) at the indices along the middle dim. */
export function takeRows(x: usize, indices: usize, out: usize, outer: i32, count: i32, size: i32, inner: i32): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < count; k++) {
      const at = <usize>(<i32>load<f64>(indices + (<usize>k << 3)));
      copyFloats(out, x + at * row, inner);
      out += row;
    }
    x += <usize>size * row;
  }
}

/** The adjoint: adds x (outer, count, inner) to out (outer, size, inner) at the indices. */
export function addRows(x: usize, indices: usize, out: usize, outer: i32, count: i32, size: i32, inner: i32): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let k = 0; k < count; k++) {
      const at = <usize>(<i32>load<f64>(indices + (<usize>k << 3)));
      addScaled(out + at * row, x, inner, 1);
      x += row;
    }
    out += <usize>size * row;
  }
}
