// Owns reading and adding rows of a table at indices (float64), one by one or in bags.
import { copyFloats, loadPart, storePart } from "../../assembly/simd";

/** to += factor from. */
function addScaled(to: usize, from: usize, n: i32, factor: f32): void {
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

/** Entry k's bag (int32; -1 for none) and what its row counts in it (float64): out (bags, width) += scale rows. */
export function sumBags(table: usize, indices: usize, bag: usize, scale: usize, out: usize, n: i32, width: i32): void {
  const row = <usize>width << 2;
  for (let k = 0; k < n; k++) {
    const to = load<i32>(bag + (<usize>k << 2));
    if (to < 0) continue;
    const from = <usize>(<i32>load<f64>(indices + (<usize>k << 3)));
    addScaled(out + <usize>to * row, table + from * row, width, <f32>load<f64>(scale + (<usize>k << 3)));
  }
}

/** The adjoint: every entry's row of out gets the gradient of its bag; `share` (or 0) divides by its row's value. */
export function addBags(
  grad: usize,
  indices: usize,
  bag: usize,
  scale: usize,
  share: usize,
  out: usize,
  n: i32,
  width: i32,
): void {
  const row = <usize>width << 2;
  for (let k = 0; k < n; k++) {
    const from = load<i32>(bag + (<usize>k << 2));
    if (from < 0) continue;
    const at = <usize>(<i32>load<f64>(indices + (<usize>k << 3)));
    let factor = load<f64>(scale + (<usize>k << 3));
    if (share) factor /= load<f64>(share + (at << 3));
    addScaled(out + at * row, grad + <usize>from * row, width, <f32>factor);
  }
}
