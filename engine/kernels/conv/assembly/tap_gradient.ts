// Owns gradients of weights over batches of small images: one product per tap, over all pixels of all images at once,
// of gradients and values packed for the product. Taps over padding are left out.
import { storeTransposed } from "../../matmul/assembly/pack";
import { sumTile, TapRuns } from "../../matmul/assembly/tile";
import { gather } from "../../assembly/simd";

/** Four channels at four addresses: `pixels` of an image to `to`, `step` bytes from pixel to pixel. */
@inline
function fourChannels(to: usize, step: usize, a: usize, b: usize, c: usize, d: usize, pixels: i32): void {
  let p = 0;
  for (; p + 4 <= pixels; p += 4) {
    const at = <usize>p << 2;
    storeTransposed(to, step, v128.load(a + at), v128.load(b + at), v128.load(c + at), v128.load(d + at));
    to += 4 * step;
  }
  for (; p < pixels; p++) {
    const at = <usize>p << 2;
    v128.store(to, gather(a + at, b + at, c + at, d + at));
    to += step;
  }
}

/** Channels of a panel that is at most `width` (6 or 8) of them wide, of which `rows` are left: 4, 6 or 8. */
@inline
function panelWidth(width: i32, rows: i32): i32 {
  return rows > 4 ? width : 4;
}

/**
 * Images (channels, pixels) to panels (pixels, images, width) of 6 or 8 channels, 4 where no more are left; the last
 * channel stands for those that are missing. Channels `first` (a multiple of the width) to `end`.
 */
export function packChannels(
  to: usize,
  from: usize,
  images: i32,
  channels: i32,
  pixels: i32,
  width: i32,
  first: i32,
  end: i32,
): void {
  const plane = <usize>pixels << 2;
  const steps = <usize>(pixels * images) << 2;
  for (let c = first; c < end; c += width) {
    const last = channels - c - 1;
    const wide = panelWidth(width, last + 1);
    const panel = to + <usize>c * steps;
    const step = <usize>(images * wide) << 2;
    for (let n = 0; n < images; n++) {
      const image = from + <usize>(n * channels + c) * plane;
      const place = panel + (<usize>(n * wide) << 2);
      const c2 = image + <usize>min(2, last) * plane;
      const c3 = image + <usize>min(3, last) * plane;
      fourChannels(place, step, image, image + <usize>min(1, last) * plane, c2, c3, pixels);
      if (wide == 4) continue;
      const c4 = image + <usize>min(4, last) * plane;
      const c5 = image + <usize>min(5, last) * plane;
      if (wide == 6) fourChannels(place + 8, step, c2, c3, c4, c5, pixels);
      else fourChannels(place + 16, step, c4, c5, image + <usize>min(6, last) * plane, image + <usize>min(7, last) * plane, pixels);
    }
  }
}

/**
 * One tap of up to 6 filters and 8 channels, `step` bytes apart. `wide`: channels of a step of values, as bytes. Runs are
 * threes: the first step of the gradients, that of the values, and their number.
 */
function tapOf6(
  grads: usize,
  values: usize,
  wide: usize,
  run: usize,
  runEnd: usize,
  to: usize,
  row: usize,
  step: usize,
  filters: i32,
  channels: i32,
): void {
  sumTile<TapRuns>(6, grads, values, run, runEnd, wide, to, row, filters, step, 0, channels, false);
}

/** The same of up to 4 filters. */
function tapOf4(
  grads: usize,
  values: usize,
  wide: usize,
  run: usize,
  runEnd: usize,
  to: usize,
  row: usize,
  step: usize,
  filters: i32,
  channels: i32,
): void {
  sumTile<TapRuns>(4, grads, values, run, runEnd, wide, to, row, filters, step, 0, channels, false);
}

/**
 * gradWeight (m, channels, taps) from panels of gradients (6 filters) and of values (8 channels) of so many steps each,
 * pixels times images; filters `first` (a multiple of 6) to `end`. `used` taps meet any value: `places` says which, in
 * bytes, and their runs are those from `starts[i]` to `starts[i + 1]`. The others are zero.
 */
export function tapGradient(
  grads: usize,
  gradSteps: i32,
  values: usize,
  valueSteps: i32,
  gradWeight: usize,
  m: i32,
  channels: i32,
  taps: i32,
  places: usize,
  used: i32,
  starts: usize,
  runs: usize,
  first: i32,
  end: i32,
): void {
  const step = <usize>taps << 2;
  const row = <usize>channels * step;
  for (let i = first; i < end; i += 6) {
    const filters = min(6, m - i);
    const grad = grads + (<usize>i * <usize>gradSteps << 2);
    const rows = gradWeight + <usize>i * row;
    if (used < taps) memory.fill(rows, 0, <usize>filters * row);
    for (let c = 0; c < channels; c += 8) {
      const left = min(8, channels - c);
      const wide = <usize>panelWidth(8, left) << 2;
      const value = values + (<usize>c * <usize>valueSteps << 2);
      let run = runs + load<u32>(starts) * 12;
      for (let t = 0; t < used; t++) {
        const runEnd = runs + load<u32>(starts + (<usize>(t + 1) << 2)) * 12;
        const to = rows + <usize>c * step + load<u32>(places + (<usize>t << 2));
        if (filters > 4) tapOf6(grad, value, wide, run, runEnd, to, row, step, filters, left);
        else tapOf4(grad, value, wide, run, runEnd, to, row, step, filters, left);
        run = runEnd;
      }
    }
  }
}
