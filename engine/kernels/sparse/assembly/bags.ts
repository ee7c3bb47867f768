// Owns sums of rows of a table at indices (float64), in bags.
import { addScaled } from "../../indexing/assembly/rows";

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
