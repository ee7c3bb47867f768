// Owns pooling over planes (d, h, w): largest values with their places, means of windows, and both gradients.
import { sumFloats } from "./copy";
import { pixels4 } from "./depthwise";

/** First tap inside [0, size) of a window at `from`. */
@inline
function firstTap(from: i32, step: i32): i32 {
  return from >= 0 ? 0 : (-from + step - 1) / step;
}

/** One past the last of `taps` taps inside. */
@inline
function endTap(from: i32, step: i32, taps: i32, size: i32): i32 {
  return from >= size ? 0 : min(taps, (size - 1 - from) / step + 1);
}

/**
 * Four neighbouring windows that lie inside along the row: rows b0…b1 of slices a0…a1, kw taps each. `corner` is the
 * index of the first window's first pixel of slice 0, row 0.
 */
@inline
function maxOfFour(
  x: usize,
  out: usize,
  indices: usize,
  corner: i32,
  a0: i32,
  a1: i32,
  slice: i32,
  b0: i32,
  b1: i32,
  row: i32,
  kw: i32,
  dw: i32,
  sw: i32,
): void {
  const step = <usize>sw << 2;
  const first = corner + a0 * slice + b0 * row;
  const lanes = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(sw));
  let best = pixels4(x + (<usize>first << 2), step);
  let where = i32x4.add(lanes, i32x4.splat(first));
  for (let a = a0; a < a1; a++) {
    for (let b = b0; b < b1; b++) {
      let i = corner + a * slice + b * row;
      for (let c = 0; c < kw; c++) {
        const v = pixels4(x + (<usize>i << 2), step);
        const better = v128.or(f32x4.gt(v, best), f32x4.ne(v, v));
        best = v128.bitselect(v, best, better);
        where = v128.bitselect(i32x4.add(lanes, i32x4.splat(i)), where, better);
        i += dw;
      }
    }
  }
  v128.store(out, best);
  v128.store(indices, f64x2.convert_low_i32x4_s(where));
  v128.store(indices, f64x2.convert_low_i32x4_s(v128.shuffle<i32>(where, where, 2, 3, 0, 1)), 16);
}

/** out and indices (float64, flat within the plane): the largest value of each window; NaN wins, the last of them. */
export function maxPoolForward(
  x: usize,
  out: usize,
  indices: usize,
  planes: i32,
  id: i32,
  ih: i32,
  iw: i32,
  od: i32,
  oh: i32,
  ow: i32,
  kd: i32,
  kh: i32,
  kw: i32,
  sd: i32,
  sh: i32,
  sw: i32,
  pd: i32,
  ph: i32,
  pw: i32,
  dd: i32,
  dh: i32,
  dw: i32,
): void {
  const plane = <usize>(id * ih * iw) << 2;
  for (let p = 0; p < planes; p++) {
    for (let z = 0; z < od; z++) {
      const z0 = z * sd - pd;
      const a0 = firstTap(z0, dd);
      const a1 = endTap(z0, dd, kd, id);
      for (let y = 0; y < oh; y++) {
        const y0 = y * sh - ph;
        const b0 = firstTap(y0, dh);
        const b1 = endTap(y0, dh, kh, ih);
        const corner = (z0 * ih + y0) * iw - pw;
        for (let w = 0; w < ow; w++) {
          const x0 = w * sw - pw;
          if (w + 4 <= ow && x0 >= 0 && x0 + 3 * sw + (kw - 1) * dw < iw && a0 < a1 && b0 < b1) {
            const at = corner + w * sw;
            if (sw == 1) maxOfFour(x, out, indices, at, a0, a1, dd * ih * iw, b0, b1, dh * iw, kw, dw, 1);
            else if (sw == 2) maxOfFour(x, out, indices, at, a0, a1, dd * ih * iw, b0, b1, dh * iw, kw, dw, 2);
            else maxOfFour(x, out, indices, at, a0, a1, dd * ih * iw, b0, b1, dh * iw, kw, dw, sw);
            out += 16;
            indices += 32;
            w += 3;
            continue;
          }
          const c0 = firstTap(x0, dw);
          const c1 = endTap(x0, dw, kw, iw);
          let best: f32 = -Infinity;
          let where = -1;
          for (let a = a0; a < a1; a++) {
            for (let b = b0; b < b1; b++) {
              let i = ((z0 + a * dd) * ih + y0 + b * dh) * iw + x0 + c0 * dw;
              for (let c = c0; c < c1; c++) {
                const v = load<f32>(x + (<usize>i << 2));
                if (v > best || v != v || where < 0) {
                  best = v;
                  where = i;
                }
                i += dw;
              }
            }
          }
          store<f32>(out, best);
          store<f64>(indices, <f64>where);
          out += 4;
          indices += 8;
        }
      }
    }
    x += plane;
  }
}

/** Adds every output's gradient to the input it came from; gradInput is cleared first. */
export function maxPoolBackward(g: usize, indices: usize, gradInput: usize, planes: i32, inPlane: i32, outPlane: i32): void {
  memory.fill(gradInput, 0, <usize>planes * <usize>inPlane << 2);
  for (let p = 0; p < planes; p++) {
    for (let i = 0; i < outPlane; i++) {
      const where = <i32>load<f64>(indices);
      if (where >= 0) {
        const to = gradInput + (<usize>where << 2);
        store<f32>(to, load<f32>(to) + load<f32>(g));
      }
      g += 4;
      indices += 8;
    }
    gradInput += <usize>inPlane << 2;
  }
}

/** Entry `part` (0 start, 1 end, 2 size with padding) of output `i` in a table of windows along one dim. */
@inline
function window(table: usize, i: i32, part: usize): i32 {
  return load<i32>(table + <usize>i * 12 + (part << 2));
}

@inline
function divisorOf(z: usize, y: usize, x: usize, a: i32, b: i32, c: i32, includePad: bool, divisor: f32, inside: i32): f32 {
  if (divisor != 0) return divisor;
  return <f32>(includePad ? window(z, a, 2) * window(y, b, 2) * window(x, c, 2) : inside);
}

/** Means of windows; tables list start, end and padded size of every window along a dim. `divisor` 0 counts values. */
export function averageForward(
  x: usize,
  out: usize,
  planes: i32,
  id: i32,
  ih: i32,
  iw: i32,
  zs: usize,
  od: i32,
  ys: usize,
  oh: i32,
  xs: usize,
  ow: i32,
  includePad: bool,
  divisor: f32,
): void {
  for (let p = 0; p < planes; p++) {
    for (let z = 0; z < od; z++) {
      for (let y = 0; y < oh; y++) {
        for (let w = 0; w < ow; w++) {
          const x0 = window(xs, w, 0);
          const columns = window(xs, w, 1) - x0;
          const rows = window(ys, y, 1) - window(ys, y, 0);
          const slices = window(zs, z, 1) - window(zs, z, 0);
          let sum: f64 = 0;
          for (let a = window(zs, z, 0); a < window(zs, z, 1); a++) {
            for (let b = window(ys, y, 0); b < window(ys, y, 1); b++) {
              const row = x + (<usize>((a * ih + b) * iw + x0) << 2);
              if (columns >= 8) sum += sumFloats(row, columns);
              else for (let c = 0; c < columns; c++) sum += load<f32>(row + (<usize>c << 2));
            }
          }
          const empty = columns <= 0 || rows <= 0 || slices <= 0;
          const by = divisorOf(zs, ys, xs, z, y, w, includePad, divisor, slices * rows * columns);
          store<f32>(out, empty ? 0 : <f32>(sum / by));
          out += 4;
        }
      }
    }
    x += <usize>(id * ih * iw) << 2;
  }
}

/** The gradient of `averageForward`: every output's share goes to all of its window. */
export function averageBackward(
  g: usize,
  gradInput: usize,
  planes: i32,
  id: i32,
  ih: i32,
  iw: i32,
  zs: usize,
  od: i32,
  ys: usize,
  oh: i32,
  xs: usize,
  ow: i32,
  includePad: bool,
  divisor: f32,
): void {
  const plane = <usize>(id * ih * iw) << 2;
  memory.fill(gradInput, 0, <usize>planes * plane);
  for (let p = 0; p < planes; p++) {
    for (let z = 0; z < od; z++) {
      for (let y = 0; y < oh; y++) {
        for (let w = 0; w < ow; w++) {
          const x0 = window(xs, w, 0);
          const columns = window(xs, w, 1) - x0;
          const rows = window(ys, y, 1) - window(ys, y, 0);
          const slices = window(zs, z, 1) - window(zs, z, 0);
          const share = load<f32>(g) / divisorOf(zs, ys, xs, z, y, w, includePad, divisor, slices * rows * columns);
          for (let a = window(zs, z, 0); a < window(zs, z, 1); a++) {
            for (let b = window(ys, y, 0); b < window(ys, y, 1); b++) {
              let to = gradInput + (<usize>((a * ih + b) * iw + x0) << 2);
              for (let c = 0; c < columns; c++) {
                store<f32>(to, load<f32>(to) + share);
                to += 4;
              }
            }
          }
          g += 4;
        }
      }
    }
    gradInput += plane;
  }
}
