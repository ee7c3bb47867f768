// Owns how convolutions and their gradients are divided among threads.
import type { Division, Emit, Steps } from "../team.ts";
import { type Args, bounds, change, each, grid, product, ranges, touched } from "./parts.ts";
import type { Kernels, Table } from "./table.ts";

/** So many parts leave no thread without work for long. */
const enoughParts = 6;
/** Pixels of a block in im2col.ts (PC). */
const pixelsPerBlock = 256;

/** Pixels of a frame from which on tiles and pixels are divided into ranges of rows. */
const largeFrame = 1600;
const frameByPlanes = ranges(
  2,
  (args) => ({ 0: 4 * product(args, 6, 7, 8), 1: 4 * product(args, 3, 4, 5) }),
  () => 0,
);
const frameByRows = bounds(12, () => 0);

/**
 * frame(to, from, planes, d, h, w, fd, fh, fw, beforeD, beforeH, beforeW, first, end): by rows where those who read the
 * frames are divided so, and find them in their caches; else by planes.
 */
function divideFrame(args: Args, parts: number, emit: Emit, steps: Steps): void {
  const way = product(args, 6, 7, 8) >= largeFrame ? frameByRows : frameByPlanes;
  way.divide?.(args, parts, emit, steps);
}

/** convolve(weights, image, taps, pixels, out, m, n, k, bias, activation, scratch, plane, first, end). */
function divideConvolve(args: Args, parts: number, emit: Emit): void {
  const [, , , pixels = 0, out = 0, m = 0, n = 0] = args;
  const across = Math.min(parts, Math.ceil(n / 64));
  // Few pixels: parts by filters, which pack the same pixels again.
  const down = Math.max(1, Math.min(Math.ceil(Math.min(parts, enoughParts) / across), Math.ceil(m / 96)));
  each(n, across, n / across < pixelsPerBlock ? 8 : pixelsPerBlock, (j, jEnd) => {
    each(m, down, 6, (i, iEnd) => {
      emit(...change(args, { 3: pixels + 4 * j, 4: out + 4 * j, 6: jEnd - j, 12: i, 13: iEnd }));
    });
  });
}

/**
 * weightGradient(gradOut, image, taps, pixels, gradWeight, m, n, k, row, images, gradBytes, imageBytes, add, scratch):
 * parts of (m, k), each over all images and pixels.
 */
function divideWeightGradient(args: Args, parts: number, emit: Emit): void {
  const [gradOut = 0, , taps = 0, , gradWeight = 0, m = 0, n = 0, k = 0, row = 0] = args;
  const [down, across] = grid(m, k, parts, 6, 8);
  each(m, down, 6, (i, iEnd) => {
    each(k, across, 8, (j, jEnd) => {
      const places = { 0: gradOut + 4 * n * i, 2: taps + 4 * j, 4: gradWeight + i * row + 4 * j };
      emit(...change(args, { ...places, 5: iEnd - i, 7: jEnd - j }));
    });
  });
}

/** lanesWeights(…, blocks 4, …, count 10, width, step, add, left 14, right, first 16, end, scratch). */
function divideLanesWeights(args: Args, parts: number, emit: Emit): void {
  const [left = 0, right = 0, first = 0, end = 0] = args.slice(14);
  const [down, across] = grid(end - first, right - left, parts, 6, 2);
  each(end - first, down, 6, (i, iEnd) => {
    each(right - left, across, 2, (j, jEnd) => {
      emit(...change(args, { 14: left + j, 15: left + jEnd, 16: first + i, 17: first + iEnd }));
    });
  });
}

/** Fewer tiles than this are divided by filters: every part reads all weights, and they weigh more than the tiles. */
const manyTiles = 96;
const fewestTiles = 32;
/** Stretches of weights for each thread. */
const stretches = 3;

/**
 * winograd(weights, frames, framePlane, frameRow, out, outPlane, outRow, tileIn, tileOut, extents, tiles, m, c, bias,
 * activation, block, scratch, side, filters).
 */
const winograd = (kernel: Kernels): Division => ({
  scratch: [16, (args) => kernel.winogradScratch(args[11]!, args[12]!, args[15]!, args[17]!)],
  work: (args) => 9 * product(args, 10, 11, 12),
  divide(args, parts, emit, { threads, call, barrier }) {
    const [weights = 0, frames = 0, framePlane = 0, frameRow = 0, out = 0, outPlane = 0, outRow = 0] = args;
    const [tileIn = 0, tileOut = 0, extents = 0, tiles = 0, m = 0, c = 0, bias = 0, activation = 0] = args.slice(7);
    const [block = 0, scratch = 0, side = 0, filters = 0] = args.slice(15);
    if (tiles >= manyTiles) {
      const size = Math.min(Math.max(Math.ceil(tiles / parts / 8) * 8, fewestTiles), block);
      for (let t = 0; t < tiles; t += size) {
        const count = Math.min(size, tiles - t);
        emit(...change(args, { 7: tileIn + 4 * t, 8: tileOut + 4 * t, 9: extents + 4 * t, 10: count, 15: size }));
      }
      return;
    }
    for (let t = 0; t < tiles; t += block) {
      const count = Math.min(block, tiles - t);
      const from = [frames, framePlane, frameRow, tileIn + 4 * t, count, c];
      each(c, Math.min(parts, Math.ceil(c / 16)), 1, (first, end) => {
        call("winogradImages", ...from, first, end, block, scratch, scratch, side);
      });
      barrier();
      const to = [out, outPlane, outRow, tileOut + 4 * t, extents + 4 * t, count, m, c, bias, activation];
      const places = [filters, frames, framePlane, frameRow, tileIn + 4 * t];
      // Weights are read from memory once, fastest in long stretches; several a thread even out what interrupts one.
      each(m, stretches * threads, 6, (first, end) => {
        call("winogradFilters", weights, ...to, first, end, block, scratch, scratch, side, ...places);
      });
      barrier();
    }
  },
});

/** Convolutions, their frames and their gradients. */
export const convolutions = (kernel: Kernels): Table => ({
  frame: { work: (args) => touched * product(args, 2, 6, 7, 8), divide: divideFrame },
  convolve: {
    scratch: [10, (args) => kernel.convolveScratch(args[7]!)],
    work: (args) => product(args, 5, 6, 7),
    divide: divideConvolve,
  },
  // (weights, image, taps, rows, out, m, count, width, k, bias, activation, plane)
  convolveRows: ranges(
    6,
    (args) => ({ 3: 4, 4: 4 * args[7]! }),
    (args) => product(args, 5, 6, 7, 8),
  ),
  // (out, p0, p1, p2, p3, first, end, h, w, bias)
  interleavePhases: bounds(5, (args) => touched * (args[6]! - args[5]!) * product(args, 7, 8)),
  winograd: winograd(kernel),
  winogradImages: { scratch: [10, () => 1024] },
  winogradFilters: { scratch: [15, () => kernel.winogradSpare()] },
  // (x, weights, bias, out, first, end, groups, filters, d, h, w, fd, fh, fw, …, count 19, width, k, …, frameAt 24)
  depthwisePlanes: {
    scratch: [24, (args) => 4 * product(args, 11, 12, 13)],
    ...bounds(
      4,
      (args) => (args[5]! - args[4]!) * (2 * product(args, 19, 20, 21) + touched * product(args, 11, 12, 13)),
      (args) => args[7]!,
    ),
  },
  // (to, from, images, imageBytes, channels, pixels, first, end)
  toLanes: bounds(6, (args) => 8 * touched * (args[7]! - args[6]!) * args[5]!),
  // (to, weights, m, filterBytes, channels, channelBytes, taps, count, ascending, first, end)
  packLanes: bounds(
    9,
    (args) => touched * (args[10]! - args[9]!) * product(args, 4, 7),
    () => 6,
  ),
  // (weights, lanes, starts, runs, out, imageBytes, images, m, pixels, steps, bias, activation, first, end, scratch)
  convolveLanes: {
    scratch: [14, (args) => kernel.convolveLanesScratch(args[8]!)],
    ...bounds(
      12,
      (args) => 8 * (args[13]! - args[12]!) * product(args, 8, 9),
      () => 6,
    ),
  },
  lanesWeights: {
    scratch: [18, (args) => kernel.lanesWeightsScratch(args[17]! - args[16]!, args[15]! - args[14]!)],
    work: (args) => 8 * (args[15]! - args[14]!) * (args[17]! - args[16]!) * product(args, 4, 10, 11),
    divide: divideLanesWeights,
  },
  // (to, from, images, channels, pixels, width, first, end)
  toPanels: bounds(
    6,
    (args) => touched * (args[7]! - args[6]!) * product(args, 2, 4),
    (args) => args[5]!,
  ),
  // (grads, gradSteps, values, valueSteps, gradWeight, m, channels, taps, places, used, starts, runs, first, end)
  panelWeights: bounds(
    12,
    (args) => (args[13]! - args[12]!) * args[6]! * (product(args, 1, 9) + touched * args[7]!),
    () => 6,
  ),
  // (to, weights, groups, m, c, taps, first, end)
  flipWeights: bounds(6, (args) => touched * product(args, 2, 3, 4, 5)),
  weightGradient: {
    scratch: [13, (args) => kernel.weightGradientScratch(args[5]!, args[6]!)],
    work: (args) => product(args, 5, 6, 7, 9),
    divide: divideWeightGradient,
  },
  // (gradOut, weights, gradInput, first 3, end, channels, positions, m, n, taps, pixels, block 11, fd, fh, fw, …, scratch 21)
  inputGradient: {
    scratch: [
      21,
      (args) =>
        kernel.inputGradientScratch(args[4]! - args[3]!, product(args, 12, 13, 14), args[6]!, args[11]!, args[7]!),
    ],
    ...bounds(3, (args) => product(args, 5, 6, 7, 8)),
  },
  // (gradOut, weights, gradInput, first 3, end, groups, filters, taps, rows, count 9, width, k, step, fd 13, …, scratch 22)
  depthwiseInputGradient: {
    scratch: [22, (args) => 4 * product(args, 13, 14, 15)],
    ...bounds(3, (args) => 2 * (args[4]! - args[3]!) * product(args, 6, 9, 10, 11)),
  },
  // (gradOut, x, gradWeight, first 3, end, batch, groups, filters, taps, rows, count 10, width, k, …, fd 17, …, frameAt 23)
  depthwiseWeights: {
    scratch: [23, (args) => 4 * product(args, 17, 18, 19)],
    ...bounds(3, (args) => 2 * (args[4]! - args[3]!) * product(args, 5, 7, 10, 11, 12)),
  },
});
