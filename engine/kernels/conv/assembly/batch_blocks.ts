// Owns convolutions of small images in the batch-blocked layout: blocks of eight images, one in each lane of two vectors,
// (pixels, channels, 8), as oneDNN blocks channels in nChw8c. Nothing is gathered, and taps over padding are left out. A
// pixel's channels follow each other; which of them meet which weights is a list of runs.
import { copyTile, storeTransposed } from "../../matmul/assembly/pack";
import { BlockRuns, sumTile } from "../../matmul/assembly/tile";
import { gather } from "../../assembly/simd";

/** Bytes of one value of eight images. */
const EIGHT: usize = 32;

/**
 * Up to eight images (channels, pixels), `imageBytes` apart, to (pixels, channels, 8); channels `first` to `end`. Missing
 * images are zeros.
 */
export function toBatchBlock(
  to: usize,
  from: usize,
  images: i32,
  imageBytes: usize,
  channels: i32,
  pixels: i32,
  first: i32,
  end: i32,
): void {
  const last = images - 1;
  const step = <usize>channels * EIGHT;
  for (let half = 0; half < 8; half += 4) {
    const i0 = from + <usize>min(half, last) * imageBytes;
    const i1 = from + <usize>min(half + 1, last) * imageBytes;
    const i2 = from + <usize>min(half + 2, last) * imageBytes;
    const i3 = from + <usize>min(half + 3, last) * imageBytes;
    for (let c = first; c < end; c++) {
      let at = <usize>(c * pixels) << 2;
      let place = to + <usize>c * EIGHT + (<usize>half << 2);
      let p = 0;
      for (; p + 4 <= pixels; p += 4) {
        storeTransposed(place, step, v128.load(i0 + at), v128.load(i1 + at), v128.load(i2 + at), v128.load(i3 + at));
        place += 4 * step;
        at += 16;
      }
      for (; p < pixels; p++) {
        v128.store(place, gather(i0 + at, i1 + at, i2 + at, i3 + at));
        place += step;
        at += 4;
      }
    }
  }
  for (let n = images; n < 8; n++) {
    for (let p = 0; p < pixels; p++) {
      for (let c = first; c < end; c++) store<f32>(to + <usize>(p * channels + c) * EIGHT + (<usize>n << 2), 0);
    }
  }
}

/** Rows of eight images' values to `images` rows of as many floats, `imageBytes` apart. */
function fromBatchBlock(to: usize, imageBytes: usize, images: i32, blocked: usize, rows: i32, spare: usize): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const v = blocked + <usize>r * EIGHT;
    const place = to + (<usize>r << 2);
    const aside = images < 8;
    const at = aside ? spare : place;
    const step = aside ? 16 : imageBytes;
    const a = v;
    const b = v + EIGHT;
    const c = v + 2 * EIGHT;
    const d = v + 3 * EIGHT;
    storeTransposed(at, step, v128.load(a), v128.load(b), v128.load(c), v128.load(d));
    storeTransposed(at + 4 * step, step, v128.load(a, 16), v128.load(b, 16), v128.load(c, 16), v128.load(d, 16));
    if (aside) copyTile(place, imageBytes, spare, 16, images, 4);
  }
  for (; r < rows; r++) {
    for (let n = 0; n < images; n++) {
      store<f32>(to + <usize>n * imageBytes + (<usize>r << 2), load<f32>(blocked + <usize>r * EIGHT + (<usize>n << 2)));
    }
  }
}

/** The weights of a panel's filters for one channel: tap after tap at `step`, `height` filters each. */
@inline
function packTaps6(
  to: usize,
  step: usize,
  from: usize,
  filterBytes: usize,
  rows: i32,
  height: i32,
  taps: usize,
  count: i32,
  ascending: i32,
): void {
  let done = 0;
  if (ascending != 0 && count >= 4 && rows == height && height >= 4) {
    // All taps of the kernel, forwards or backwards: read by fours, the last of which overlap those before.
    const base = ascending > 0 ? to : to + <usize>(count - 1) * step;
    const along = ascending > 0 ? step : 0 - step;
    for (let next = 0; next < count; next += 4) {
      const tap = min(next, count - 4);
      const place = base + <usize>tap * along;
      const a = from + (<usize>tap << 2);
      const c = v128.load(a + 2 * filterBytes);
      const d = v128.load(a + 3 * filterBytes);
      storeTransposed(place, along, v128.load(a), v128.load(a + filterBytes), c, d);
      if (height == 6) {
        // Filters 2 to 5 behind the first two.
        storeTransposed(place + 8, along, c, d, v128.load(a + 4 * filterBytes), v128.load(a + 5 * filterBytes));
      }
    }
    done = count;
  }
  for (let t = done; t < count; t++) {
    const tap = from + load<u32>(taps + (<usize>t << 2));
    const place = to + <usize>t * step;
    for (let r = 0; r < height; r++) {
      store<f32>(place + (<usize>r << 2), load<f32>(tap + <usize>min(r, rows - 1) * filterBytes));
    }
  }
}

/**
 * Weights, filters `filterBytes` and channels `channelBytes` apart, in panels of 6 filters (tap, channel, 6), the last
 * 2, 4 or 6 wide; filters `first` (a multiple of 6) to `end` of m. `taps` lists the bytes of the taps in use; they are
 * all of a channel's when `ascending` is 1, the same backwards when it is -1.
 */
export function packBatchBlockWeights(
  to: usize,
  weights: usize,
  m: i32,
  filterBytes: usize,
  channels: i32,
  channelBytes: usize,
  taps: usize,
  count: i32,
  ascending: i32,
  first: i32,
  end: i32,
): void {
  const steps = <usize>(count * channels) << 2;
  // Along the weights as they lie in memory.
  const outer = filterBytes < channelBytes ? channels : 1;
  const inner = filterBytes < channelBytes ? 1 : channels;
  for (let c = 0; c < outer; c++) {
    for (let i = first; i < end; i += 6) {
      const rows = min(6, m - i);
      const height = (rows + 1) & ~1;
      const panel = to + <usize>i * steps;
      const step = <usize>(channels * height) << 2;
      const from = weights + <usize>i * filterBytes;
      for (let j = 0; j < inner; j++) {
        const channel = c + j;
        const place = panel + (<usize>(channel * height) << 2);
        packTaps6(place, step, from + <usize>channel * channelBytes, filterBytes, rows, height, taps, count, ascending);
      }
    }
  }
}

/** One pixel of five or six filters: runs of (bytes into the images, weights of one filter before it, bytes of images). */
function pixelOf6(
  panel: usize,
  images: usize,
  run: usize,
  runEnd: usize,
  to: usize,
  row: usize,
  bias: usize,
  filters: i32,
  activation: i32,
): void {
  sumTile<BlockRuns>(6, panel, images, run, runEnd, 0, to, row, filters, bias, 0, activation, false);
}

/** One pixel of three or four filters. */
function pixelOf4(
  panel: usize,
  images: usize,
  run: usize,
  runEnd: usize,
  to: usize,
  row: usize,
  bias: usize,
  filters: i32,
  activation: i32,
): void {
  sumTile<BlockRuns>(4, panel, images, run, runEnd, 0, to, row, filters, bias, 0, activation, false);
}

/** One pixel of one or two filters. */
function pixelOf2(
  panel: usize,
  images: usize,
  run: usize,
  runEnd: usize,
  to: usize,
  row: usize,
  bias: usize,
  filters: i32,
  activation: i32,
): void {
  sumTile<BlockRuns>(2, panel, images, run, runEnd, 0, to, row, filters, bias, 0, activation, false);
}

/** Bytes of scratch for `convolveBatchBlock`. */
export function convolveBatchBlockScratch(pixels: i32): usize {
  return 128 + <usize>(6 * pixels) * EIGHT;
}

/**
 * out (up to eight images `imageBytes` apart, m, pixels) = packed weights times images in batch blocks + bias (m; 0 for none),
 * then the activation; filters `first` (a multiple of 6) to `end`. `steps`: taps in use times channels. The runs of
 * pixel i are those from `starts[i]` to `starts[i + 1]`.
 */
export function convolveBatchBlock(
  weights: usize,
  blocked: usize,
  starts: usize,
  runs: usize,
  out: usize,
  imageBytes: usize,
  images: i32,
  m: i32,
  pixels: i32,
  steps: i32,
  bias: usize,
  activation: i32,
  first: i32,
  end: i32,
  scratch: usize,
): void {
  const rows = scratch + 128;
  const row = <usize>pixels * EIGHT;
  for (let i = first; i < end; i += 6) {
    const filters = min(6, m - i);
    const panel = weights + (<usize>i * <usize>steps << 2);
    const own = bias ? bias + (<usize>i << 2) : 0;
    let run = runs + load<u32>(starts) * 12;
    for (let p = 0; p < pixels; p++) {
      const runEnd = runs + load<u32>(starts + (<usize>(p + 1) << 2)) * 12;
      const to = rows + <usize>p * EIGHT;
      if (filters > 4) pixelOf6(panel, blocked, run, runEnd, to, row, own, filters, activation);
      else if (filters > 2) pixelOf4(panel, blocked, run, runEnd, to, row, own, filters, activation);
      else pixelOf2(panel, blocked, run, runEnd, to, row, own, filters, activation);
      run = runEnd;
    }
    fromBatchBlock(out + (<usize>(i * pixels) << 2), imageBytes, images, rows, filters * pixels, scratch);
  }
}
