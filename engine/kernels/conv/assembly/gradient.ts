// Owns gradients of convolutions put together from steps, for a part of the channels each: what threads divide.
import { depthwiseScatter, depthwiseWeightGradient } from "./depthwise";
import { padImages } from "./pad_images";
import { gemm, gemmScratch } from "../../matmul/assembly/gemm";
import { scatter } from "./im2col";

@inline
function floats(count: i32): usize {
  return <usize>count << 2;
}

/** Bytes of scratch that `inputGradient` needs for so many channels. */
export function inputGradientScratch(channels: i32, volume: i32, positions: i32, block: i32, m: i32): usize {
  const rows = channels * positions;
  return floats(channels * volume) + floats(rows * block) + gemmScratch(rows, block, m) + 128;
}

/**
 * One image's gradient of a group's input, channels `first` to `end`: weights (m, channels, positions) transposed times
 * gradOut (m, n pixels), `block` pixels at a time, scattered into padded images (fd, fh, fw) at taps and pixels; their inside
 * (d, h, w), from `before` on, goes to gradInput.
 */
export function inputGradient(
  gradOut: usize,
  weights: usize,
  gradInput: usize,
  first: i32,
  end: i32,
  channels: i32,
  positions: i32,
  m: i32,
  n: i32,
  taps: usize,
  pixels: usize,
  block: i32,
  fd: i32,
  fh: i32,
  fw: i32,
  d: i32,
  h: i32,
  w: i32,
  beforeD: i32,
  beforeH: i32,
  beforeW: i32,
  scratch: usize,
): void {
  const volume = fd * fh * fw;
  const count = end - first;
  const rows = count * positions;
  const paddedImages = scratch;
  const columns = (paddedImages + floats(count * volume) + 63) & ~63;
  const spare = (columns + floats(rows * block) + 63) & ~63;
  const from = weights + floats(first * positions);
  const tap = taps + floats(first * positions);
  memory.fill(paddedImages, 0, floats(count * volume));
  for (let j = 0; j < n; j += block) {
    const part = min(block, n - j);
    const step = floats(part);
    const aColumn = floats(channels * positions);
    gemm(from, 4, aColumn, gradOut + floats(j), floats(n), 4, columns, step, rows, part, m, false, 0, 0, 0, spare);
    scatter(paddedImages - floats(first * volume), columns, step, tap, pixels + floats(j), part, rows);
  }
  const to = gradInput + floats(first * d * h * w);
  padImages(to, paddedImages, count, fd, fh, fw, d, h, w, -beforeD, -beforeH, -beforeW, 0, d * h);
}

/** The same where every group has one channel: planes `first` to `end` of (batch, groups), each with its filters. */
export function depthwiseInputGradient(
  gradOut: usize,
  weights: usize,
  gradInput: usize,
  first: i32,
  end: i32,
  groups: i32,
  filters: i32,
  taps: usize,
  rows: usize,
  count: i32,
  width: i32,
  k: i32,
  step: usize,
  fd: i32,
  fh: i32,
  fw: i32,
  d: i32,
  h: i32,
  w: i32,
  beforeD: i32,
  beforeH: i32,
  beforeW: i32,
  scratch: usize,
): void {
  const outPlane = floats(count * width);
  for (let p = first; p < end; p++) {
    memory.fill(scratch, 0, floats(fd * fh * fw));
    for (let o = 0; o < filters; o++) {
      const weight = weights + floats(((p % groups) * filters + o) * k);
      const grad = gradOut + <usize>(p * filters + o) * outPlane;
      depthwiseScatter(scratch, taps, rows, weight, grad, count, width, k, step);
    }
    const to = gradInput + <usize>p * floats(d * h * w);
    padImages(to, scratch, 1, fd, fh, fw, d, h, w, -beforeD, -beforeH, -beforeW, 0, d * h);
  }
}

/** Gradients of the weights of groups `first` to `end`, each of one channel; pads in `paddedAt` unless that is 0. */
export function depthwiseWeights(
  gradOut: usize,
  x: usize,
  gradWeight: usize,
  first: i32,
  end: i32,
  batch: i32,
  groups: i32,
  filters: i32,
  taps: usize,
  rows: usize,
  count: i32,
  width: i32,
  k: i32,
  step: usize,
  d: i32,
  h: i32,
  w: i32,
  fd: i32,
  fh: i32,
  fw: i32,
  beforeD: i32,
  beforeH: i32,
  beforeW: i32,
  paddedAt: usize,
): void {
  const outPlane = floats(count * width);
  for (let g = first; g < end; g++) {
    for (let i = 0; i < batch; i++) {
      const p = i * groups + g;
      let plane = x + <usize>p * floats(d * h * w);
      if (paddedAt) {
        padImages(paddedAt, plane, 1, d, h, w, fd, fh, fw, beforeD, beforeH, beforeW, 0, fd * fh);
        plane = paddedAt;
      }
      for (let o = 0; o < filters; o++) {
        const grad = gradOut + <usize>(p * filters + o) * outPlane;
        const to = gradWeight + floats((g * filters + o) * k);
        depthwiseWeightGradient(plane, taps, rows, grad, to, count, width, k, step, i > 0);
      }
    }
  }
}
