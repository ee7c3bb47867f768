// Owns resizing along one dim and padding of planes, with their adjoints.
import { copyFloats } from "../../assembly/simd";

/** to += w from. */
@inline
function addRow(to: usize, from: usize, n: i32, w: f32): void {
  const by = f32x4.splat(w);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(by, v128.load(from))));
    to += 16;
    from += 16;
  }
  for (; i < n; i++) {
    store<f32>(to, load<f32>(to) + w * load<f32>(from));
    to += 4;
    from += 4;
  }
}

/** to = w from. */
@inline
function setRow(to: usize, from: usize, n: i32, w: f32): void {
  const by = f32x4.splat(w);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    v128.store(to, f32x4.mul(by, v128.load(from)));
    to += 16;
    from += 16;
  }
  for (; i < n; i++) {
    store<f32>(to, w * load<f32>(from));
    to += 4;
    from += 4;
  }
}

/**
 * out (outer, outputs, inner) = sums of x (outer, size, inner): output p takes index[first[p]] … index[first[p + 1] - 1]
 * (int32), each with its weight (float32). Every output has at least one.
 */
export function resampleDim(
  x: usize,
  out: usize,
  first: usize,
  index: usize,
  weight: usize,
  outer: i32,
  size: i32,
  outputs: i32,
  inner: i32,
): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let p = 0; p < outputs; p++) {
      let tap = load<i32>(first + (<usize>p << 2));
      const end = load<i32>(first + (<usize>p << 2), 4);
      if (inner == 1) {
        let sum: f32 = 0;
        for (; tap < end; tap++) {
          const at = <usize>tap << 2;
          sum += load<f32>(weight + at) * load<f32>(x + (<usize>load<i32>(index + at) << 2));
        }
        store<f32>(out, sum);
      } else {
        for (let begun = false; tap < end; tap++) {
          const at = <usize>tap << 2;
          const from = x + <usize>load<i32>(index + at) * row;
          if (begun) addRow(out, from, inner, load<f32>(weight + at));
          else setRow(out, from, inner, load<f32>(weight + at));
          begun = true;
        }
      }
      out += row;
    }
    x += <usize>size * row;
  }
}

/** The adjoint: adds every output's gradient to what it was taken from; out (outer, size, inner) holds zeros before. */
export function resampleDimBack(
  grad: usize,
  out: usize,
  first: usize,
  index: usize,
  weight: usize,
  outer: i32,
  size: i32,
  outputs: i32,
  inner: i32,
): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    for (let p = 0; p < outputs; p++) {
      let tap = load<i32>(first + (<usize>p << 2));
      const end = load<i32>(first + (<usize>p << 2), 4);
      for (; tap < end; tap++) {
        const at = <usize>tap << 2;
        addRow(out + <usize>load<i32>(index + at) * row, grad, inner, load<f32>(weight + at));
      }
      grad += row;
    }
    out += <usize>size * row;
  }
}

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
