// Owns padding of planes, with its adjoint.
import { copyFloats } from "../../assembly/simd";
import { addRow } from "../../interpolate/assembly/resample";

/**
 * out (planes, outH, outW) takes x (planes, h, w) at the rows and columns listed (int32), `value` where they say -1.
 * From column `left` on, `run` columns follow one another from `start`.
 */
export function padPlanes(
  x: usize,
  out: usize,
  planes: i32,
  h: i32,
  w: i32,
  rows: usize,
  outH: i32,
  columns: usize,
  outW: i32,
  left: i32,
  start: i32,
  run: i32,
  value: f32,
): void {
  for (let p = 0; p < planes; p++) {
    for (let y = 0; y < outH; y++) {
      const row = load<i32>(rows + (<usize>y << 2));
      const from = x + (<usize>((p * h + max(row, 0)) * w) << 2);
      for (let i = 0; i < outW; i++) {
        if (i == left && run > 0 && row >= 0) {
          copyFloats(out + (<usize>i << 2), from + (<usize>start << 2), run);
          i += run - 1;
          continue;
        }
        const column = load<i32>(columns + (<usize>i << 2));
        store<f32>(out + (<usize>i << 2), row < 0 || column < 0 ? value : load<f32>(from + (<usize>column << 2)));
      }
      out += <usize>outW << 2;
    }
  }
}

/** The adjoint: adds every output's gradient to where it was taken from; gradInput holds zeros before. */
export function padPlanesBack(
  grad: usize,
  gradInput: usize,
  planes: i32,
  h: i32,
  w: i32,
  rows: usize,
  outH: i32,
  columns: usize,
  outW: i32,
  left: i32,
  start: i32,
  run: i32,
): void {
  for (let p = 0; p < planes; p++) {
    for (let y = 0; y < outH; y++) {
      const row = load<i32>(rows + (<usize>y << 2));
      if (row >= 0) {
        const to = gradInput + (<usize>((p * h + row) * w) << 2);
        for (let i = 0; i < outW; i++) {
          if (i == left && run > 0) {
            addRow(to + (<usize>start << 2), grad + (<usize>i << 2), run, 1);
            i += run - 1;
            continue;
          }
          const column = load<i32>(columns + (<usize>i << 2));
          if (column < 0) continue;
          const at = to + (<usize>column << 2);
          store<f32>(at, load<f32>(at) + load<f32>(grad + (<usize>i << 2)));
        }
      }
      grad += <usize>outW << 2;
    }
  }
}
