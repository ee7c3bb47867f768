// Owns convolution as a matrix product whose second matrix is never stored: panels are packed from the image itself.
// `taps` lists where each row of the kernel (channel, position) lies from a pixel's corner, `pixels` where the corner
// of each output pixel lies in the padded image; both in bytes.
import { activate } from "../../matmul/assembly/epilogue";
import { KC, MC, multiplyPanels, TILE } from "../../matmul/assembly/gemm";
import { packA, storeTransposed } from "../../matmul/assembly/pack";
import { fma, gather } from "../../assembly/simd";

/** Pixels per block: with KC steps 256 KiB. */
const PC: i32 = 256;

@inline
function offset(table: usize, index: i32): usize {
  return load<u32>(table + (<usize>index << 2));
}

/** Half a panel: 4 pixels for k taps, 32 bytes apart. How the pixels lie decides how they are read. */
function packHalf(to: usize, image: usize, taps: usize, k: i32, p0: usize, p1: usize, p2: usize, p3: usize): void {
  const end = taps + (<usize>k << 2);
  if (p1 - p0 == 4 && p3 - p0 == 12 && p2 - p0 == 8) {
    const base = image + p0;
    for (; taps < end; taps += 4) {
      v128.store(to, v128.load(base + load<u32>(taps)));
      to += 32;
    }
  } else if (p1 - p0 == 8 && p3 - p0 == 24 && p2 - p0 == 16) {
    const base = image + p0;
    for (; taps < end; taps += 4) {
      const at = base + load<u32>(taps);
      v128.store(to, v128.shuffle<f32>(v128.load(at), v128.load(at, 12), 0, 2, 5, 7));
      to += 32;
    }
  } else {
    for (; taps < end; taps += 4) {
      const at = image + load<u32>(taps);
      v128.store(to, gather(at + p0, at + p1, at + p2, at + p3));
      to += 32;
    }
  }
}

/** Panels of 8 pixels (n of them in all) by k taps; pixels past the end repeat the last. */
function packPixels(to: usize, image: usize, taps: usize, pixels: usize, k: i32, n: i32): void {
  const last = n - 1;
  for (let j = 0; j < n; j += 8) {
    for (let half = 0; half < 8; half += 4) {
      const i = j + half;
      packHalf(
        to + (<usize>half << 2),
        image,
        taps,
        k,
        offset(pixels, min(i, last)),
        offset(pixels, min(i + 1, last)),
        offset(pixels, min(i + 2, last)),
        offset(pixels, min(i + 3, last)),
      );
    }
    to += <usize>k << 5;
  }
}

/** Where the block of rows i…, steps l… begins in weights that `packWeights` laid out. */
@inline
function weightBlock(packed: usize, m: i32, i: i32, l: i32, kc: i32): usize {
  return packed + (<usize>(((m + 1) & ~1) * l + i * kc) << 2);
}

/** Weights (m, k) packed for `convolve`, block of steps after block of steps; ((m + 1) & ~1) · k floats. */
export function packWeights(to: usize, weights: usize, m: i32, k: i32): void {
  for (let l = 0; l < k; l += KC) {
    const kc = min(KC, k - l);
    packA(weightBlock(to, m, 0, l, kc), weights + (<usize>l << 2), <usize>k << 2, 4, m, kc);
  }
}

/** Bytes of scratch for `convolve`. */
export function convolveScratch(k: i32): usize {
  return TILE + (<usize>(min(k, KC) * PC) << 2);
}

/**
 * out (m, n pixels) = packed weights (m, k) times the image's taps, + bias (m; 0 for none), the activation; filters
 * `first` (a multiple of 6) to `end` only. Filters of `out` are `plane` bytes apart.
 */
export function convolve(
  weights: usize,
  image: usize,
  taps: usize,
  pixels: usize,
  out: usize,
  m: i32,
  n: i32,
  k: i32,
  bias: usize,
  activation: i32,
  scratch: usize,
  plane: usize,
  first: i32,
  end: i32,
): void {
  const panels = scratch + TILE;
  for (let j = 0; j < n; j += PC) {
    const nc = min(PC, n - j);
    for (let l = 0; l < k; l += KC) {
      const kc = min(KC, k - l);
      const last = l + kc == k;
      packPixels(panels, image, taps + (<usize>l << 2), pixels + (<usize>j << 2), kc, nc);
      for (let i = first; i < end; i += MC) {
        const to = out + <usize>i * plane + (<usize>j << 2);
        const block = weightBlock(weights, m, i, l, kc);
        const rowBias = last && bias ? bias + (<usize>i << 2) : 0;
        multiplyPanels(block, panels, to, plane, min(MC, end - i), nc, kc, l > 0, rowBias, 0, last ? activation : 0, scratch);
      }
    }
  }
}

/** Panels of 8 taps (k of them in all) by n pixels: the transpose of what `packPixels` makes. */
function packTaps(to: usize, image: usize, taps: usize, pixels: usize, k: i32, n: i32): void {
  const last = k - 1;
  for (let j = 0; j < k; j += 8) {
    for (let half = 0; half < 8; half += 4) {
      const t0 = image + offset(taps, min(j + half, last));
      const t1 = image + offset(taps, min(j + half + 1, last));
      const t2 = image + offset(taps, min(j + half + 2, last));
      const t3 = image + offset(taps, min(j + half + 3, last));
      let at = to + (<usize>half << 2);
      let p = 0;
      while (p < n) {
        const first = offset(pixels, p);
        if (p + 4 <= n && offset(pixels, p + 3) - first == 12 && offset(pixels, p + 1) - first == 4) {
          const a = v128.load(t0 + first);
          const b = v128.load(t1 + first);
          storeTransposed(at, 32, a, b, v128.load(t2 + first), v128.load(t3 + first));
          at += 128;
          p += 4;
        } else {
          v128.store(at, gather(t0 + first, t1 + first, t2 + first, t3 + first));
          at += 32;
          p++;
        }
      }
    }
    to += <usize>n << 5;
  }
}

/** Bytes of scratch for `weightGradient`. */
export function weightGradientScratch(m: i32, n: i32): usize {
  const kc = min(n, KC);
  return TILE + 64 + (<usize>(kc * PC + kc * ((m + 1) & ~1)) << 2);
}

/**
 * gradWeight (m, k; rows `row` bytes apart) = or += the sum over images of gradOut (m, n pixels) times the image's taps
 * transposed; images and their gradients are `imageBytes` and `gradBytes` apart.
 */
export function weightGradient(
  gradOut: usize,
  image: usize,
  taps: usize,
  pixels: usize,
  gradWeight: usize,
  m: i32,
  n: i32,
  k: i32,
  row: usize,
  images: i32,
  gradBytes: usize,
  imageBytes: usize,
  add: bool,
  scratch: usize,
): void {
  const panels = scratch + TILE;
  const packed = panels + (<usize>(min(n, KC) * PC) << 2);
  for (let i = 0; i < images; i++) {
    for (let l = 0; l < n; l += KC) {
      const kc = min(KC, n - l);
      packA(packed, gradOut + (<usize>l << 2), <usize>n << 2, 4, m, kc);
      for (let j = 0; j < k; j += PC) {
        const nc = min(PC, k - j);
        packTaps(panels, image, taps + (<usize>j << 2), pixels + (<usize>l << 2), nc, kc);
        for (let r = 0; r < m; r += MC) {
          const to = gradWeight + <usize>r * row + (<usize>j << 2);
          const block = packed + (<usize>(r * kc) << 2);
          const adds = add || l > 0 || i > 0;
          multiplyPanels(block, panels, to, row, min(MC, m - r), nc, kc, adds, 0, 0, 0, scratch);
        }
      }
    }
    gradOut += gradBytes;
    image += imageBytes;
  }
}

/** Adds columns (k, n pixels; rows `stride` bytes apart) to the padded image at their taps and pixels. */
export function scatter(
  padded: usize,
  columns: usize,
  stride: usize,
  taps: usize,
  pixels: usize,
  n: i32,
  k: i32,
): void {
  for (let t = 0; t < k; t++) {
    const base = padded + offset(taps, t);
    const row = columns + <usize>t * stride;
    let p = 0;
    while (p < n) {
      const first = offset(pixels, p);
      const at = base + first;
      const from = row + (<usize>p << 2);
      if (p + 4 <= n && offset(pixels, p + 3) - first == 12 && offset(pixels, p + 1) - first == 4) {
        v128.store(at, f32x4.add(v128.load(at), v128.load(from)));
        p += 4;
      } else {
        store<f32>(at, load<f32>(at) + load<f32>(from));
        p++;
      }
    }
  }
}

/**
 * Weights (groups, m, c, taps) as (groups, c, m, taps reversed): those of the convolution that is the gradient; channels
 * `first` to `end` of every group.
 */
export function flipWeights(
  to: usize,
  weights: usize,
  groups: i32,
  m: i32,
  c: i32,
  taps: i32,
  first: i32,
  end: i32,
): void {
  const start = to;
  for (let g = 0; g < groups; g++) {
    to = start + (<usize>((g * c + first) * m * taps) << 2);
    for (let j = first; j < end; j++) {
      for (let i = 0; i < m; i++) {
        const from = weights + (<usize>(((g * m + i) * c + j) * taps) << 2);
        for (let t = taps - 1; t >= 0; t--) {
          store<f32>(to, load<f32>(from + (<usize>t << 2)));
          to += 4;
        }
      }
    }
  }
}

/**
 * Convolution with few filters and unit steps along rows: 8 pixels of a row at a time, read where they lie. Rows at
 * `rows` (offsets of their first pixel), each `width` (≥ 8) pixels; the last 8 of a row overlap those before. Filters
 * of `out` are `plane` bytes apart. Its tile is written out: with that of matmul/assembly/tile.ts, sizes of few filters and
 * taps took 3 to 5 % longer.
 */
export function convolveRows(
  weights: usize,
  image: usize,
  taps: usize,
  rows: usize,
  out: usize,
  m: i32,
  count: i32,
  width: i32,
  k: i32,
  bias: usize,
  activation: i32,
  plane: usize,
): void {
  const tapsEnd = taps + (<usize>k << 2);
  for (let y = 0; y < count; y++) {
    const row = image + offset(rows, y);
    for (let next = 0; next < width; next += 8) {
      const x = min(next, width - 8);
      const at = row + (<usize>x << 2);
      let to = out + (<usize>(y * width + x) << 2);
      let w = weights;
      for (let i = 0; i < m; i += 6) {
        const height = (min(6, m - i) + 1) & ~1;
        let c00 = f32x4.splat(0);
        let c01 = c00;
        let c10 = c00;
        let c11 = c00;
        let c20 = c00;
        let c21 = c00;
        let c30 = c00;
        let c31 = c00;
        let c40 = c00;
        let c41 = c00;
        let c50 = c00;
        let c51 = c00;
        if (height == 6) {
          for (let t = taps; t < tapsEnd; t += 4) {
            const p = at + load<u32>(t);
            const b0 = v128.load(p);
            const b1 = v128.load(p, 16);
            let s = v128.load32_splat(w);
            c00 = fma(s, b0, c00);
            c01 = fma(s, b1, c01);
            s = v128.load32_splat(w, 4);
            c10 = fma(s, b0, c10);
            c11 = fma(s, b1, c11);
            s = v128.load32_splat(w, 8);
            c20 = fma(s, b0, c20);
            c21 = fma(s, b1, c21);
            s = v128.load32_splat(w, 12);
            c30 = fma(s, b0, c30);
            c31 = fma(s, b1, c31);
            s = v128.load32_splat(w, 16);
            c40 = fma(s, b0, c40);
            c41 = fma(s, b1, c41);
            s = v128.load32_splat(w, 20);
            c50 = fma(s, b0, c50);
            c51 = fma(s, b1, c51);
            w += 24;
          }
        } else {
          for (let t = taps; t < tapsEnd; t += 4) {
            const p = at + load<u32>(t);
            const b0 = v128.load(p);
            const b1 = v128.load(p, 16);
            let s = v128.load32_splat(w);
            c00 = fma(s, b0, c00);
            c01 = fma(s, b1, c01);
            s = v128.load32_splat(w, 4);
            c10 = fma(s, b0, c10);
            c11 = fma(s, b1, c11);
            if (height == 4) {
              s = v128.load32_splat(w, 8);
              c20 = fma(s, b0, c20);
              c21 = fma(s, b1, c21);
              s = v128.load32_splat(w, 12);
              c30 = fma(s, b0, c30);
              c31 = fma(s, b1, c31);
            }
            w += <usize>height << 2;
          }
        }
        const filters = min(6, m - i);
        to = putRow(to, plane, c00, c01, bias, i, activation);
        if (filters > 1) to = putRow(to, plane, c10, c11, bias, i + 1, activation);
        if (filters > 2) to = putRow(to, plane, c20, c21, bias, i + 2, activation);
        if (filters > 3) to = putRow(to, plane, c30, c31, bias, i + 3, activation);
        if (filters > 4) to = putRow(to, plane, c40, c41, bias, i + 4, activation);
        if (filters > 5) to = putRow(to, plane, c50, c51, bias, i + 5, activation);
      }
    }
  }
}

/** Stores 8 pixels of filter i with its bias; the same place in the next filter's plane. */
@inline
function putRow(to: usize, plane: usize, x0: v128, x1: v128, bias: usize, i: i32, activation: i32): usize {
  if (bias) {
    const b = v128.load32_splat(bias + (<usize>i << 2));
    x0 = f32x4.add(x0, b);
    x1 = f32x4.add(x1, b);
  }
  if (activation) {
    x0 = activate(x0, activation);
    x1 = activate(x1, activation);
  }
  v128.store(to, x0);
  v128.store(to, x1, 16);
  return to + plane;
}
