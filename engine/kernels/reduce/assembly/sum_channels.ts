// Owns sums of floats, and sums over everything but the channels.
import { loadPart, storePart, sumLanes } from "../../assembly/simd";

/** The sum of `count` floats. */
function sumRow(x: usize, count: i32): f32 {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let i = count;
  for (; i >= 16; i -= 16) {
    s0 = f32x4.add(s0, v128.load(x));
    s1 = f32x4.add(s1, v128.load(x, 16));
    s2 = f32x4.add(s2, v128.load(x, 32));
    s3 = f32x4.add(s3, v128.load(x, 48));
    x += 64;
  }
  for (; i >= 4; i -= 4) {
    s0 = f32x4.add(s0, v128.load(x));
    x += 16;
  }
  if (i > 0) s1 = f32x4.add(s1, loadPart(x, i));
  return sumLanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
}

/** Floats summed in float32 before the sum goes to float64: keeps the error of long sums small. */
const RUN: i32 = 4096;

/** The sum of `count` floats, runs in float32 and their sum in float64. */
export function sumFloats(x: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let i = 0; i < count; i += RUN) total += sumRow(x + (<usize>i << 2), min(RUN, count - i));
  return total;
}

/** out (channels) = sums of x (outer, channels, inner) over everything else; channels `first` to `end`. */
export function sumChannels(x: usize, out: usize, outer: i32, channels: i32, inner: i32, first: i32, end: i32): void {
  if (inner == 1) {
    const row = <usize>channels << 2;
    for (let c = first; c < end; c += 4) {
      const part = min(4, end - c);
      let sum = f32x4.splat(0);
      let at = x + (<usize>c << 2);
      for (let o = 0; o < outer; o++) {
        sum = f32x4.add(sum, part == 4 ? v128.load(at) : loadPart(at, part));
        at += row;
      }
      const to = out + (<usize>c << 2);
      if (part == 4) v128.store(to, sum);
      else storePart(to, sum, part);
    }
    return;
  }
  for (let c = first; c < end; c++) {
    let sum: f64 = 0;
    for (let o = 0; o < outer; o++) sum += sumFloats(x + (<usize>(o * channels + c) * <usize>inner << 2), inner);
    store<f32>(out + (<usize>c << 2), <f32>sum);
  }
}
