// Owns means of windows over planes (d, h, w), and their gradients.
import { sumFloats } from "../../reduce/assembly/sum_channels";

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
