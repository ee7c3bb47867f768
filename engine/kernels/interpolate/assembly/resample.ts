// Owns resizing along one dim, with its adjoint.

/** to += w from. */
@inline
export function addRow(to: usize, from: usize, n: i32, w: f32): void {
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
