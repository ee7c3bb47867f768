// Owns convolutions of one channel with one filter: forward and both gradients, straight from the padded image.
import { highest, lowest } from "../../matmul/assembly/epilogue";
import { depthwise3x3, lineOf3x3 } from "./depthwise3";
import { padImages, refill } from "./pad_images";
import { fma, gather, loadPart, storePart, sumLanes } from "../../assembly/simd";

/** Four pixels `step` bytes apart (4 and 8 as vectors). */
@inline
export function pixels4(at: usize, step: usize): v128 {
  if (step == 4) return v128.load(at);
  if (step == 8) return v128.shuffle<f32>(v128.load(at), v128.load(at, 12), 0, 2, 5, 7);
  return gather(at, at + step, at + 2 * step, at + 3 * step);
}

/** The last `count` (1…3) pixels of a row. */
function pixelsPart(at: usize, step: usize, count: i32): v128 {
  const second = count > 1 ? at + step : at;
  return gather(at, second, count > 2 ? at + 2 * step : at, at);
}

@inline
function depthwiseRows(
  plane: usize,
  taps: usize,
  rows: usize,
  weights: usize,
  out: usize,
  count: i32,
  width: i32,
  k: i32,
  step: usize,
  start: f32,
  activation: i32,
): void {
  const floor = lowest(activation);
  const ceiling = highest(activation);
  const end = taps + (<usize>k << 2);
  for (let y = 0; y < count; y++) {
    const row = plane + load<u32>(rows + (<usize>y << 2));
    let x = 0;
    for (; x + 16 <= width; x += 16) {
      const at = row + <usize>x * step;
      let s0 = f32x4.splat(start);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      let w = weights;
      for (let t = taps; t < end; t += 4) {
        const p = at + load<u32>(t);
        const v = v128.load32_splat(w);
        s0 = fma(v, pixels4(p, step), s0);
        s1 = fma(v, pixels4(p + 4 * step, step), s1);
        s2 = fma(v, pixels4(p + 8 * step, step), s2);
        s3 = fma(v, pixels4(p + 12 * step, step), s3);
        w += 4;
      }
      v128.store(out, f32x4.pmin(f32x4.pmax(s0, floor), ceiling));
      v128.store(out, f32x4.pmin(f32x4.pmax(s1, floor), ceiling), 16);
      v128.store(out, f32x4.pmin(f32x4.pmax(s2, floor), ceiling), 32);
      v128.store(out, f32x4.pmin(f32x4.pmax(s3, floor), ceiling), 48);
      out += 64;
    }
    for (; x < width; x += 4) {
      const at = row + <usize>x * step;
      const part = min(4, width - x);
      let s = f32x4.splat(start);
      let w = weights;
      for (let t = taps; t < end; t += 4) {
        const p = at + load<u32>(t);
        s = fma(v128.load32_splat(w), part == 4 ? pixels4(p, step) : pixelsPart(p, step, part), s);
        w += 4;
      }
      s = f32x4.pmin(f32x4.pmax(s, floor), ceiling);
      if (part == 4) v128.store(out, s);
      else storePart(out, s, part);
      out += <usize>part << 2;
    }
  }
}

/**
 * out (rows · width) = `start` + the plane's taps times weights (k), the activation. `rows` says where each output
 * row begins in the plane, `taps` where each tap lies from there, `step` is between pixels; all in bytes.
 */
function depthwise(
  plane: usize,
  taps: usize,
  rows: usize,
  weights: usize,
  out: usize,
  count: i32,
  width: i32,
  k: i32,
  step: usize,
  bias: usize,
  activation: i32,
): void {
  const start: f32 = bias ? load<f32>(bias) : 0;
  if (step == 4) depthwiseRows(plane, taps, rows, weights, out, count, width, k, 4, start, activation);
  else if (step == 8) depthwiseRows(plane, taps, rows, weights, out, count, width, k, 8, start, activation);
  else depthwiseRows(plane, taps, rows, weights, out, count, width, k, step, start, activation);
}

/**
 * The same for planes `first` to `end` of (batch, groups, filters per group), each group's plane pads in `paddedAt`
 * first unless that is 0: x and out begin at plane 0.
 */
export function depthwisePlanes(
  x: usize,
  weights: usize,
  bias: usize,
  out: usize,
  first: i32,
  end: i32,
  groups: i32,
  filters: i32,
  d: i32,
  h: i32,
  w: i32,
  fd: i32,
  fh: i32,
  fw: i32,
  beforeD: i32,
  beforeH: i32,
  beforeW: i32,
  taps: usize,
  rows: usize,
  count: i32,
  width: i32,
  k: i32,
  step: usize,
  activation: i32,
  paddedAt: usize,
): void {
  const outPlane = <usize>(count * width) << 2;
  const line = lineOf3x3(taps, rows, count, width, k, step);
  let pads = -1;
  for (let p = first; p < end; p++) {
    const image = p / filters;
    let plane = x + (<usize>image * <usize>(d * h * w) << 2);
    if (paddedAt != 0) {
      if (pads < 0) padImages(paddedAt, plane, 1, d, h, w, fd, fh, fw, beforeD, beforeH, beforeW, 0, fd * fh);
      else if (image != pads) refill(paddedAt, plane, d, h, w, fd, fh, fw, beforeD, beforeH, beforeW, 0, fd * fh);
      pads = image;
      plane = paddedAt;
    }
    const filter = (image % groups) * filters + (p % filters);
    const weight = weights + (<usize>(filter * k) << 2);
    const b = bias ? bias + (<usize>filter << 2) : 0;
    const to = out + <usize>p * outPlane;
    if (line) depthwise3x3(plane, line, weight, to, count, width, step, b ? load<f32>(b) : 0, activation);
    else depthwise(plane, taps, rows, weight, to, count, width, k, step, b, activation);
  }
}

/** Adds gradOut (rows · width) times every weight to the plane's padded image: the gradient for the input. */
export function depthwiseScatter(
  plane: usize,
  taps: usize,
  rows: usize,
  weights: usize,
  gradOut: usize,
  count: i32,
  width: i32,
  k: i32,
  step: usize,
): void {
  for (let y = 0; y < count; y++) {
    const row = plane + load<u32>(rows + (<usize>y << 2));
    for (let t = 0; t < k; t++) {
      const w = load<f32>(weights + (<usize>t << 2));
      const v = f32x4.splat(w);
      let at = row + load<u32>(taps + (<usize>t << 2));
      let g = gradOut;
      let x = 0;
      if (step == 4) {
        for (; x + 4 <= width; x += 4) {
          v128.store(at, fma(v, v128.load(g), v128.load(at)));
          at += 16;
          g += 16;
        }
      }
      for (; x < width; x++) {
        store<f32>(at, load<f32>(at) + w * load<f32>(g));
        at += step;
        g += 4;
      }
    }
    gradOut += <usize>width << 2;
  }
}

/** gradWeight (k) = or += the sum over all pixels of gradOut times the pixel at each tap. */
export function depthwiseWeightGradient(
  plane: usize,
  taps: usize,
  rows: usize,
  gradOut: usize,
  gradWeight: usize,
  count: i32,
  width: i32,
  k: i32,
  step: usize,
  add: bool,
): void {
  for (let t = 0; t < k; t++) {
    const tap = plane + load<u32>(taps + (<usize>t << 2));
    let sum = f32x4.splat(0);
    let g = gradOut;
    for (let y = 0; y < count; y++) {
      let at = tap + load<u32>(rows + (<usize>y << 2));
      let x = 0;
      for (; x + 4 <= width; x += 4) {
        sum = fma(pixels4(at, step), v128.load(g), sum);
        at += 4 * step;
        g += 16;
      }
      if (x < width) {
        const part = width - x;
        sum = fma(pixelsPart(at, step, part), loadPart(g, part), sum);
        g += <usize>part << 2;
      }
    }
    const to = gradWeight + (<usize>t << 2);
    const total = sumLanes(sum);
    store<f32>(to, add ? load<f32>(to) + total : total);
  }
}
