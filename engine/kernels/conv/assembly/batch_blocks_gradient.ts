// Owns gradients of weights from images eight in each block (batch_blocks.ts): nothing is gathered, and lanes are added up at last.
import { fma } from "../../assembly/simd";

/** Bytes of gradients that a tile reads again and again, and of one value of eight images. */
const ROWS_AT_ONCE: i32 = 16384;
const EIGHT: usize = 32;
/** Bytes of the sums of a tile: 6 filters by 2 columns. */
const SUMS: usize = 192;

/** Bytes of scratch for `batchBlockGradient` of so many filters and columns. */
export function batchBlockGradientScratch(filters: i32, columns: i32): usize {
  return <usize>(((filters + 5) / 6) * ((columns + 1) / 2)) * SUMS;
}

/**
 * Adds `count` rows of pixels to the sums of 6 filters and 2 columns. Rows of values lie where `rows` says. The halves
 * of a pixel's lanes are a loop: written out one after the other, V8 spills. Not the tile of matmul/assembly/tile.ts: what is
 * multiplied are vectors on both sides, and the sums go on from call to call.
 */
function addTo6(
  sums: usize,
  grads: usize,
  pixelBytes: usize,
  first: usize,
  second: usize,
  rows: usize,
  count: i32,
  width: i32,
  step: usize,
): void {
  let c00 = v128.load(sums);
  let c01 = v128.load(sums, 16);
  let c10 = v128.load(sums, 32);
  let c11 = v128.load(sums, 48);
  let c20 = v128.load(sums, 64);
  let c21 = v128.load(sums, 80);
  let c30 = v128.load(sums, 96);
  let c31 = v128.load(sums, 112);
  let c40 = v128.load(sums, 128);
  let c41 = v128.load(sums, 144);
  let c50 = v128.load(sums, 160);
  let c51 = v128.load(sums, 176);
  let g = grads;
  for (let y = 0; y < count; y++) {
    const row = load<u32>(rows + (<usize>y << 2));
    let a = first + row;
    let b = second + row;
    const end = g + <usize>width * pixelBytes;
    while (g < end) {
      for (let half: usize = 0; half < 32; half += 16) {
        const x = v128.load(a + half);
        const z = v128.load(b + half);
        const at = g + half;
        let v = v128.load(at);
        c00 = fma(v, x, c00);
        c01 = fma(v, z, c01);
        v = v128.load(at, 32);
        c10 = fma(v, x, c10);
        c11 = fma(v, z, c11);
        v = v128.load(at, 64);
        c20 = fma(v, x, c20);
        c21 = fma(v, z, c21);
        v = v128.load(at, 96);
        c30 = fma(v, x, c30);
        c31 = fma(v, z, c31);
        v = v128.load(at, 128);
        c40 = fma(v, x, c40);
        c41 = fma(v, z, c41);
        v = v128.load(at, 160);
        c50 = fma(v, x, c50);
        c51 = fma(v, z, c51);
      }
      g += pixelBytes;
      a += step;
      b += step;
    }
  }
  v128.store(sums, c00);
  v128.store(sums, c01, 16);
  v128.store(sums, c10, 32);
  v128.store(sums, c11, 48);
  v128.store(sums, c20, 64);
  v128.store(sums, c21, 80);
  v128.store(sums, c30, 96);
  v128.store(sums, c31, 112);
  v128.store(sums, c40, 128);
  v128.store(sums, c41, 144);
  v128.store(sums, c50, 160);
  v128.store(sums, c51, 176);
}

/** The same for 4 filters. Where a panel has fewer, what lies behind is read and thrown away. */
function addTo4(
  sums: usize,
  grads: usize,
  pixelBytes: usize,
  first: usize,
  second: usize,
  rows: usize,
  count: i32,
  width: i32,
  step: usize,
): void {
  let c00 = v128.load(sums);
  let c01 = v128.load(sums, 16);
  let c10 = v128.load(sums, 32);
  let c11 = v128.load(sums, 48);
  let c20 = v128.load(sums, 64);
  let c21 = v128.load(sums, 80);
  let c30 = v128.load(sums, 96);
  let c31 = v128.load(sums, 112);
  let g = grads;
  for (let y = 0; y < count; y++) {
    const row = load<u32>(rows + (<usize>y << 2));
    let a = first + row;
    let b = second + row;
    const end = g + <usize>width * pixelBytes;
    while (g < end) {
      for (let half: usize = 0; half < 32; half += 16) {
        const x = v128.load(a + half);
        const z = v128.load(b + half);
        const at = g + half;
        let v = v128.load(at);
        c00 = fma(v, x, c00);
        c01 = fma(v, z, c01);
        v = v128.load(at, 32);
        c10 = fma(v, x, c10);
        c11 = fma(v, z, c11);
        v = v128.load(at, 64);
        c20 = fma(v, x, c20);
        c21 = fma(v, z, c21);
        v = v128.load(at, 96);
        c30 = fma(v, x, c30);
        c31 = fma(v, z, c31);
      }
      g += pixelBytes;
      a += step;
      b += step;
    }
  }
  v128.store(sums, c00);
  v128.store(sums, c01, 16);
  v128.store(sums, c10, 32);
  v128.store(sums, c11, 48);
  v128.store(sums, c20, 64);
  v128.store(sums, c21, 80);
  v128.store(sums, c30, 96);
  v128.store(sums, c31, 112);
}

/** What the lanes of a sum come to; with `add` beside what is there. */
@inline
function putSum(to: usize, sums: usize, add: bool): void {
  const v = v128.load(sums);
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  const sum = f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
  store<f32>(to, add ? load<f32>(to) + sum : sum);
}

/**
 * gradWeight (m, k) = or += sums over blocks of eight images of gradients times values in batch blocks; columns `left` to
 * `right` of k and filters `first` (a multiple of 6) to `end`. Gradients lie by six filters, the last of them fewer. Per column `offsets` says how many bytes its
 * values lie behind a pixel's corner; corners of a row begin where `rows` says and are `step` bytes apart.
 */
export function batchBlockGradient(
  grads: usize,
  gradBlock: usize,
  values: usize,
  valueBlock: usize,
  blocks: i32,
  gradWeight: usize,
  m: i32,
  k: i32,
  offsets: usize,
  rows: usize,
  count: i32,
  width: i32,
  step: usize,
  add: bool,
  left: i32,
  right: i32,
  first: i32,
  end: i32,
  scratch: usize,
): void {
  const chunk = max(ROWS_AT_ONCE / (width * 6 * <i32>EIGHT), 1);
  memory.fill(scratch, 0, batchBlockGradientScratch(end - first, right - left));
  for (let block = 0; block < blocks; block++) {
    const image = values + <usize>block * valueBlock;
    for (let y = 0; y < count; y += chunk) {
      const some = min(chunk, count - y);
      const table = rows + (<usize>y << 2);
      let sums = scratch;
      for (let i = first; i < end; i += 6) {
        const pixelBytes = <usize>min(6, m - i) * EIGHT;
        const panel = grads + <usize>block * gradBlock + <usize>(i * count * width) * EIGHT;
        const g = panel + <usize>(y * width) * pixelBytes;
        for (let j = left; j < right; j += 2) {
          const a = image + load<u32>(offsets + (<usize>j << 2));
          const b = image + load<u32>(offsets + (<usize>min(j + 1, right - 1) << 2));
          if (m - i > 4) addTo6(sums, g, pixelBytes, a, b, table, some, width, step);
          else addTo4(sums, g, pixelBytes, a, b, table, some, width, step);
          sums += SUMS;
        }
      }
    }
  }
  let sums = scratch;
  for (let i = first; i < end; i += 6) {
    for (let j = left; j < right; j += 2) {
      for (let r = 0; r < min(6, m - i); r++) {
        const to = gradWeight + (<usize>((i + r) * k + j) << 2);
        putSum(to, sums + (<usize>r << 5), add);
        if (j + 1 < right) putSum(to + 4, sums + (<usize>r << 5) + 16, add);
      }
      sums += SUMS;
    }
  }
}
