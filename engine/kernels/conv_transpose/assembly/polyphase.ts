// Owns what transposed convolutions of stride 2 need beside convolutions: every second weight, and phases put together.

/**
 * Of weights (m, c, kh, kw) the positions from (y, x) on in steps of 2, as the weights (c, m, …) of a convolution whose
 * inputs are the m.
 */
export function polyphaseWeights(to: usize, weights: usize, m: i32, c: i32, kh: i32, kw: i32, y: i32, x: i32): void {
  for (let i = 0; i < c; i++) {
    for (let o = 0; o < m; o++) {
      const kernel = weights + (<usize>((o * c + i) * kh * kw) << 2);
      for (let v = y; v < kh; v += 2) {
        for (let u = x; u < kw; u += 2) {
          store<f32>(to, load<f32>(kernel + (<usize>(v * kw + u) << 2)));
          to += 4;
        }
      }
    }
  }
}

/** A row of `w` from the values of its even and odd columns (0: zeros), + b. */
function weave(to: usize, even: usize, odd: usize, w: i32, b: f32): void {
  const bias = f32x4.splat(b);
  let l = bias;
  let r = bias;
  let i = w;
  for (; i >= 8; i -= 8) {
    if (even) {
      l = f32x4.add(v128.load(even), bias);
      even += 16;
    }
    if (odd) {
      r = f32x4.add(v128.load(odd), bias);
      odd += 16;
    }
    v128.store(to, v128.shuffle<f32>(l, r, 0, 4, 1, 5));
    v128.store(to, v128.shuffle<f32>(l, r, 2, 6, 3, 7), 16);
    to += 32;
  }
  for (; i > 0; i -= 2) {
    store<f32>(to, (even ? load<f32>(even) : 0) + b);
    if (even) even += 4;
    if (i == 1) return;
    store<f32>(to, (odd ? load<f32>(odd) : 0) + b, 4);
    if (odd) odd += 4;
    to += 8;
  }
}

/**
 * Planes `first` to `end` of out (c, h, w) from their four phases (c, …): rows and columns both even, odd columns, odd
 * rows, both odd; 0 where a phase is all zeros. + bias (c; 0 for none).
 */
export function interleavePhases(
  out: usize,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  first: i32,
  end: i32,
  h: i32,
  w: i32,
  bias: usize,
): void {
  const row = <usize>w << 2;
  const evens = <usize>((w + 1) >> 1) << 2;
  const odds = <usize>(w >> 1) << 2;
  for (let c = first; c < end; c++) {
    const b: f32 = bias ? load<f32>(bias + (<usize>c << 2)) : 0;
    let to = out + <usize>(c * h) * row;
    for (let y = 0; y < h; y++) {
      const left = y & 1 ? p2 : p0;
      const right = y & 1 ? p3 : p1;
      const line = <usize>(c * (y & 1 ? h >> 1 : (h + 1) >> 1) + (y >> 1));
      weave(to, left ? left + line * evens : 0, right ? right + line * odds : 0, w, b);
      to += row;
    }
  }
}
