// Owns the depthwise 3×3 kernel: several rows of four pixels at once, so that every vector of the padded image serves three rows.
// Nine weights, four sums and a pixel vector fill the registers.
import { highest, lowest } from "../../matmul/assembly/epilogue";
import { fma } from "../../assembly/simd";

@inline
function splat(p: usize): v128 {
  return v128.load32_splat(p);
}

@inline
function bounded(x: v128, activation: i32): v128 {
  return f32x4.pmin(f32x4.pmax(x, lowest(activation)), highest(activation));
}

/** Where a block begins: the last one overlaps the one before it rather than reach over the end. */
@inline
function within(at: i32, block: i32, size: i32): i32 {
  return min(at, size - block);
}

/** Unit steps, four rows at once; at least 4 × 4 outputs. `line` is the padded image's row in bytes. */
function unitSteps(plane: usize, line: usize, w: usize, out: usize, rows: i32, width: i32, start: f32, activation: i32): void {
  const w0 = splat(w);
  const w1 = splat(w + 4);
  const w2 = splat(w + 8);
  const w3 = splat(w + 12);
  const w4 = splat(w + 16);
  const w5 = splat(w + 20);
  const w6 = splat(w + 24);
  const w7 = splat(w + 28);
  const w8 = splat(w + 32);
  const row = <usize>width << 2;
  for (let block = 0; block < rows; block += 4) {
    const y = <usize>within(block, 4, rows);
    for (let column = 0; column < width; column += 4) {
      const x = <usize>within(column, 4, width) << 2;
      let p = plane + y * line + x;
      const to = out + y * row + x;
      let s0 = f32x4.splat(start);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      let v = v128.load(p);
      s0 = fma(v, w0, s0);
      v = v128.load(p, 4);
      s0 = fma(v, w1, s0);
      v = v128.load(p, 8);
      s0 = fma(v, w2, s0);
      p += line;
      v = v128.load(p);
      s0 = fma(v, w3, s0);
      s1 = fma(v, w0, s1);
      v = v128.load(p, 4);
      s0 = fma(v, w4, s0);
      s1 = fma(v, w1, s1);
      v = v128.load(p, 8);
      s0 = fma(v, w5, s0);
      s1 = fma(v, w2, s1);
      p += line;
      v = v128.load(p);
      s0 = fma(v, w6, s0);
      s1 = fma(v, w3, s1);
      s2 = fma(v, w0, s2);
      v = v128.load(p, 4);
      s0 = fma(v, w7, s0);
      s1 = fma(v, w4, s1);
      s2 = fma(v, w1, s2);
      v = v128.load(p, 8);
      s0 = fma(v, w8, s0);
      s1 = fma(v, w5, s1);
      s2 = fma(v, w2, s2);
      v128.store(to, bounded(s0, activation));
      p += line;
      v = v128.load(p);
      s1 = fma(v, w6, s1);
      s2 = fma(v, w3, s2);
      s3 = fma(v, w0, s3);
      v = v128.load(p, 4);
      s1 = fma(v, w7, s1);
      s2 = fma(v, w4, s2);
      s3 = fma(v, w1, s3);
      v = v128.load(p, 8);
      s1 = fma(v, w8, s1);
      s2 = fma(v, w5, s2);
      s3 = fma(v, w2, s3);
      v128.store(to + row, bounded(s1, activation));
      p += line;
      v = v128.load(p);
      s2 = fma(v, w6, s2);
      s3 = fma(v, w3, s3);
      v = v128.load(p, 4);
      s2 = fma(v, w7, s2);
      s3 = fma(v, w4, s3);
      v = v128.load(p, 8);
      s2 = fma(v, w8, s2);
      s3 = fma(v, w5, s3);
      v128.store(to + 2 * row, bounded(s2, activation));
      p += line;
      s3 = fma(v128.load(p), w6, s3);
      s3 = fma(v128.load(p, 4), w7, s3);
      s3 = fma(v128.load(p, 8), w8, s3);
      v128.store(to + 3 * row, bounded(s3, activation));
    }
  }
}

/** Steps of two, two rows at once; at least 2 × 4 outputs. */
function doubleSteps(plane: usize, line: usize, w: usize, out: usize, rows: i32, width: i32, start: f32, activation: i32): void {
  const w0 = splat(w);
  const w1 = splat(w + 4);
  const w2 = splat(w + 8);
  const w3 = splat(w + 12);
  const w4 = splat(w + 16);
  const w5 = splat(w + 20);
  const w6 = splat(w + 24);
  const w7 = splat(w + 28);
  const w8 = splat(w + 32);
  const row = <usize>width << 2;
  for (let block = 0; block < rows; block += 2) {
    const y = <usize>within(block, 2, rows);
    for (let column = 0; column < width; column += 4) {
      const x = <usize>within(column, 4, width) << 2;
      let p = plane + 2 * (y * line + x);
      const to = out + y * row + x;
      let s0 = f32x4.splat(start);
      let s1 = s0;
      let low = v128.load(p);
      let high = v128.load(p, 16);
      let v = v128.shuffle<f32>(low, high, 0, 2, 4, 6);
      s0 = fma(v, w0, s0);
      s0 = fma(v128.shuffle<f32>(low, high, 1, 3, 5, 7), w1, s0);
      s0 = fma(v128.shuffle<f32>(v, splat(p + 32), 1, 2, 3, 4), w2, s0);
      p += line;
      low = v128.load(p);
      high = v128.load(p, 16);
      v = v128.shuffle<f32>(low, high, 0, 2, 4, 6);
      s0 = fma(v, w3, s0);
      s0 = fma(v128.shuffle<f32>(low, high, 1, 3, 5, 7), w4, s0);
      s0 = fma(v128.shuffle<f32>(v, splat(p + 32), 1, 2, 3, 4), w5, s0);
      p += line;
      low = v128.load(p);
      high = v128.load(p, 16);
      v = v128.shuffle<f32>(low, high, 0, 2, 4, 6);
      s0 = fma(v, w6, s0);
      s1 = fma(v, w0, s1);
      low = v128.shuffle<f32>(low, high, 1, 3, 5, 7);
      s0 = fma(low, w7, s0);
      s1 = fma(low, w1, s1);
      v = v128.shuffle<f32>(v, splat(p + 32), 1, 2, 3, 4);
      s0 = fma(v, w8, s0);
      s1 = fma(v, w2, s1);
      v128.store(to, bounded(s0, activation));
      p += line;
      low = v128.load(p);
      high = v128.load(p, 16);
      v = v128.shuffle<f32>(low, high, 0, 2, 4, 6);
      s1 = fma(v, w3, s1);
      s1 = fma(v128.shuffle<f32>(low, high, 1, 3, 5, 7), w4, s1);
      s1 = fma(v128.shuffle<f32>(v, splat(p + 32), 1, 2, 3, 4), w5, s1);
      p += line;
      low = v128.load(p);
      high = v128.load(p, 16);
      v = v128.shuffle<f32>(low, high, 0, 2, 4, 6);
      s1 = fma(v, w6, s1);
      s1 = fma(v128.shuffle<f32>(low, high, 1, 3, 5, 7), w7, s1);
      s1 = fma(v128.shuffle<f32>(v, splat(p + 32), 1, 2, 3, 4), w8, s1);
      v128.store(to + row, bounded(s1, activation));
    }
  }
}

/** The padded image's row in bytes where the tables are those of a 3×3 kernel over one plane that this file serves; else 0. */
export function lineOf3x3(taps: usize, rows: usize, count: i32, width: i32, k: i32, step: usize): usize {
  if (k != 9 || width < 4 || (step != 4 && step != 8) || count < (step == 4 ? 4 : 2)) return 0;
  const line = load<u32>(taps, 12);
  for (let t: u32 = 0; t < 9; t++) {
    if (load<u32>(taps + (<usize>t << 2)) != (t / 3) * line + (t % 3) * 4) return 0;
  }
  const pitch = line * ((<u32>step) >> 2);
  return load<u32>(rows + (<usize>(count - 1) << 2)) == <u32>(count - 1) * pitch ? line : 0;
}

export function depthwise3x3(
  plane: usize,
  line: usize,
  weights: usize,
  out: usize,
  rows: i32,
  width: i32,
  step: usize,
  start: f32,
  activation: i32,
): void {
  if (step == 4) unitSteps(plane, line, weights, out, rows, width, start, activation);
  else doubleSteps(plane, line, weights, out, rows, width, start, activation);
}
