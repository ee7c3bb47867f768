// Owns copies between a plane of elements side by side and one read with steps, and their adjoint. Steps are in bytes.
import { storeTransposed } from "../../matmul/assembly/pack";
import { copyFloats } from "../../assembly/simd";

/** Columns of a plane that are turned at once, so that their lines stay in the cache. */
const BLOCK: i32 = 64;

/** out (rows, n) = x, where element (i, j) lies i rowStep + j step on. */
export function copyPlane(x: usize, out: usize, rows: i32, n: i32, rowStep: isize, step: isize): void {
  const line = <usize>n << 2;
  if (step == 4) {
    for (let i = 0; i < rows; i++) copyFloats(out + <usize>i * line, x + <usize>i * rowStep, n);
    return;
  }
  let done = 0;
  if (rowStep == 4) {
    done = rows & ~3;
    const whole = n & ~3;
    for (let first = 0; first < whole; first += BLOCK) {
      const end = min(whole, first + BLOCK);
      for (let i = 0; i < done; i += 4) {
        for (let j = first; j < end; j += 4) {
          const from = x + (<usize>i << 2) + <usize>j * step;
          storeTransposed(
            out + <usize>i * line + (<usize>j << 2),
            line,
            v128.load(from),
            v128.load(from + step),
            v128.load(from + 2 * step),
            v128.load(from + 3 * step),
          );
        }
      }
    }
    for (let i = 0; i < done; i++) copySteps(x, out, i, whole, n, rowStep, step);
  }
  for (let i = done; i < rows; i++) copySteps(x, out, i, 0, n, rowStep, step);
}

/** Elements `first` to n of row i, one by one. */
function copySteps(x: usize, out: usize, i: i32, first: i32, n: i32, rowStep: isize, step: isize): void {
  let from = x + <usize>i * rowStep + <usize>first * step;
  const to = out + ((<usize>i * <usize>n) << 2);
  for (let j = first; j < n; j++) {
    store<f32>(to + (<usize>j << 2), load<f32>(from));
    from += step;
  }
}

/** The adjoint: adds every element of x (rows, n) to the place in out that copyPlane would read it from. */
export function addPlane(x: usize, out: usize, rows: i32, n: i32, rowStep: isize, step: isize): void {
  for (let i = 0; i < rows; i++) {
    let to = out + <usize>i * rowStep;
    let j = 0;
    if (step == 4) {
      for (; j + 4 <= n; j += 4) {
        v128.store(to, f32x4.add(v128.load(to), v128.load(x)));
        to += 16;
        x += 16;
      }
    }
    for (; j < n; j++) {
      store<f32>(to, load<f32>(to) + load<f32>(x));
      to += step;
      x += 4;
    }
  }
}
