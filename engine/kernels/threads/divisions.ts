// Owns how each kernel is divided among threads: into how many calls, and which part each of them does.
import type { Export } from "../loader.ts";
import type { KernelExport } from "../wasm.ts";
import type { Division, Divisions, Emit, Steps } from "./team.ts";

/** Work is counted in multiply-adds; an element that is only read and written takes as long as so many. */
const touched = 8;

/** Calls `body` with the bounds of at most `parts` parts of `total`, all but the last a multiple of `unit` long. */
function each(total: number, parts: number, unit: number, body: (first: number, end: number) => void): void {
  const size = Math.max(Math.ceil(total / parts / unit) * unit, unit);
  for (let first = 0; first < total; first += size) body(first, Math.min(first + size, total));
}

/**
 * Rows and columns of parts of an (m, n) product. Every part packs its share of both matrices anew, which costs least
 * where parts are square.
 */
function grid(m: number, n: number, parts: number, rowUnit: number, columnUnit: number): readonly [number, number] {
  let best: readonly [number, number] = [1, 1];
  let least = Number.POSITIVE_INFINITY;
  for (let down = 1; down <= Math.min(parts, Math.ceil(m / rowUnit)); down++) {
    const across = Math.min(Math.floor(parts / down), Math.ceil(n / columnUnit));
    // Packing an element takes as long as seven multiply-adds; few parts leave threads without work at the end.
    const cost = (1 + 7 * (down / m + across / n)) * (0.5 + 0.5 / (down * across));
    if (cost < least) {
      least = cost;
      best = [down, across];
    }
  }
  return best;
}

type Args = readonly number[];
type Kernels = Readonly<Record<KernelExport, Export>>;

/** The product of some arguments. */
const product = (args: Args, ...indices: readonly number[]): number =>
  indices.reduce((total, index) => total * args[index]!, 1);

/** Copies of the arguments with some of them replaced. */
function change(args: Args, changes: Readonly<Record<number, number>>): number[] {
  const copy = [...args];
  for (const [index, value] of Object.entries(changes)) copy[Number(index)] = value;
  return copy;
}

const at = (pointer: number, offset: number): number => (pointer === 0 ? 0 : pointer + offset);

/**
 * Kernels over as many elements, rows or planes as the argument at `count` says; `steps` are the bytes by which each
 * pointer moves on with one of them. Parts are multiples of `unit`.
 */
const ranges = (
  count: number,
  steps: (args: Args) => Readonly<Record<number, number>>,
  work: (args: Args) => number,
  unit = 1,
): Division => ({
  work,
  divide(args, parts, emit) {
    const moves = Object.entries(steps(args)).map(([index, bytes]) => [Number(index), bytes] as const);
    each(args[count]!, parts, unit, (first, end) => {
      const part = [...args];
      part[count] = end - first;
      for (const [index, bytes] of moves) part[index] = at(args[index]!, first * bytes);
      emit(...part);
    });
  },
});

/** Kernels of single elements: floats at `pointers`, as many as the argument at `count` says. */
const floats = (count: number, ...pointers: readonly number[]): Division =>
  ranges(
    count,
    () => Object.fromEntries(pointers.map((index) => [index, 4])),
    (args) => touched * args[count]!,
    4,
  );

/** Kernels that are told the bounds of what they do by two arguments, the first of them at `first`. */
const bounds = (first: number, work: (args: Args) => number, unit: (args: Args) => number = () => 1): Division => ({
  work,
  divide(args, parts, emit) {
    const from = args[first]!;
    each(args[first + 1]! - from, parts, unit(args), (start, end) => {
      emit(...change(args, { [first]: from + start, [first + 1]: from + end }));
    });
  },
});

/** gemm(a, aRow, aColumn, b, bRow, bColumn, c, ldc, m, n, k, add, biasRow, biasColumn, activation, scratch). */
function divideGemm(args: Args, parts: number, emit: Emit): void {
  const [a = 0, aRow = 0, , b = 0, , bColumn = 0, c = 0, ldc = 0, m = 0, n = 0, , , biasRow = 0, biasColumn = 0] = args;
  const [down, across] = grid(m, n, parts, 48, 64);
  each(m, down, 6, (i, iEnd) => {
    each(n, across, 8, (j, jEnd) => {
      emit(
        ...change(args, {
          0: a + i * aRow,
          3: b + j * bColumn,
          6: c + i * ldc + 4 * j,
          8: iEnd - i,
          9: jEnd - j,
          12: at(biasRow, 4 * i),
          13: at(biasColumn, 4 * j),
        }),
      );
    });
  });
}

/** gemmDot(a, lda, b, ldb, c, ldc, m, n, k, bias, activation): columns of four, as the kernel sums them. */
function divideDot(args: Args, parts: number, emit: Emit): void {
  const [, , b = 0, ldb = 0, c = 0, , , n = 0, , bias = 0] = args;
  each(n, parts, 4, (j, end) => {
    emit(...change(args, { 2: b + j * ldb, 4: c + 4 * j, 7: end - j, 9: at(bias, 4 * j) }));
  });
}

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

/** Fewer tiles than this are divided by filters: every part reads all weights, and they weigh more than the tiles. */
const manyTiles = 96;
const fewestTiles = 32;

/**
 * winograd(weights, frames, framePlane, frameRow, out, outPlane, outRow, tileIn, tileOut, extents, tiles, m, c, bias,
 * activation, block, scratch).
 */
const winograd = (kernel: Kernels): Division => ({
  scratch: [16, (args) => kernel.winogradScratch(args[11]!, args[12]!, args[15]!)],
  work: (args) => 9 * product(args, 10, 11, 12),
  divide(args, parts, emit, { call, barrier }) {
    const [weights = 0, frames = 0, framePlane = 0, frameRow = 0, out = 0, outPlane = 0, outRow = 0] = args;
    const [tileIn = 0, tileOut = 0, extents = 0, tiles = 0, m = 0, c = 0, bias = 0, activation = 0] = args.slice(7);
    const [block = 0, scratch = 0] = args.slice(15);
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
        call("winogradImages", ...from, first, end, block, scratch, scratch);
      });
      barrier();
      const to = [out, outPlane, outRow, tileOut + 4 * t, extents + 4 * t, count, m, c, bias, activation];
      each(m, parts, 6, (first, end) => {
        call("winogradFilters", weights, ...to, first, end, block, scratch, scratch);
      });
      barrier();
    }
  },
});

/** binary(op, a, aOne, aRow, b, bOne, bRow, out, rows, n). */
function divideBinary(args: Args, parts: number, emit: Emit): void {
  const [, a = 0, aOne, aRow = 0, b = 0, bOne, bRow = 0, out = 0, rows = 0, n = 0] = args;
  if (rows >= parts) {
    each(rows, parts, 1, (first, end) => {
      emit(...change(args, { 1: a + first * aRow, 4: b + first * bRow, 7: out + 4 * first * n, 8: end - first }));
    });
  } else if (rows === 1) {
    each(n, parts, 4, (first, end) => {
      const [x, y] = [aOne ? a : a + 4 * first, bOne ? b : b + 4 * first];
      emit(...change(args, { 1: x, 4: y, 7: out + 4 * first, 9: end - first }));
    });
  } else emit(...args);
}

/** How every kernel is divided that may take long. */
export function divisions(kernel: Kernels): Divisions<KernelExport> {
  return {
    gemm: {
      scratch: [15, (args) => kernel.gemmScratch(args[8]!, args[9]!, args[10]!)],
      work: (args) => product(args, 8, 9, 10),
      divide: divideGemm,
    },
    // With few rows the time goes into reading B.
    gemmDot: { work: (args) => Math.max(args[6]!, 4) * product(args, 7, 8), divide: divideDot },
    // (a, aStep, b, ldb, c, n, k)
    rowTimesMatrix: ranges(
      5,
      () => ({ 2: 4, 4: 4 }),
      (args) => 4 * product(args, 5, 6),
      16,
    ),
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
    winograd: winograd(kernel),
    winogradImages: { scratch: [10, () => 1024] },
    winogradFilters: { scratch: [15, () => 1280] },
    // (x, weights, bias, out, first, end, groups, filters, d, h, w, fd, fh, fw, …, count 19, width, k, …, frameAt 24)
    depthwisePlanes: {
      scratch: [24, (args) => 4 * product(args, 11, 12, 13)],
      ...bounds(
        4,
        (args) => (args[5]! - args[4]!) * (2 * product(args, 19, 20, 21) + touched * product(args, 11, 12, 13)),
        (args) => args[7]!,
      ),
    },
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
    // (first, end, heads, l, s, e, ev, …, scratch)
    attentionForward: {
      scratch: [30, (args) => kernel.attentionScratch(args[3]!, args[4]!, args[5]!, args[6]!)],
      ...bounds(0, (args) => (args[1]! - args[0]!) * product(args, 3, 4) * (args[5]! + args[6]!)),
    },
    attentionBackward: {
      scratch: [32, (args) => kernel.attentionScratch(args[3]!, args[4]!, args[5]!, args[6]!)],
      ...bounds(0, (args) => 2 * (args[1]! - args[0]!) * product(args, 3, 4) * (args[5]! + args[6]!)),
    },
    momentStep: floats(4, 0, 1, 2, 3),
    adamax: floats(4, 0, 1, 2, 3),
    adagrad: floats(3, 0, 1, 2),
    adadelta: floats(4, 0, 1, 2, 3),
    rmsprop: floats(5, 0, 1, 2, 3, 4),
    rprop: floats(4, 0, 1, 2, 3),
    asgd: floats(3, 0, 1, 2),
    unary: floats(3, 1, 2),
    unaryBackward: floats(4, 1, 2, 3),
    scale: floats(2, 0),
    sgd: floats(3, 0, 1, 2),
    adam: floats(5, 0, 1, 2, 3, 4),
    binary: { work: (args) => touched * product(args, 8, 9), divide: divideBinary },
    // (x, out, outer, size, inner, …), (g, y, out, outer, size, inner, …)
    softmaxForward: ranges(
      2,
      (args) => ({ 0: 4 * product(args, 3, 4), 1: 4 * product(args, 3, 4) }),
      (args) => 8 * touched * product(args, 2, 3, 4),
    ),
    softmaxBackward: ranges(
      3,
      (args) => ({ 0: 4 * product(args, 4, 5), 1: 4 * product(args, 4, 5), 2: 4 * product(args, 4, 5) }),
      (args) => 4 * touched * product(args, 3, 4, 5),
    ),
    // (x, out, indices, planes, id, ih, iw, od, oh, ow, kd, kh, kw, …)
    maxPoolForward: ranges(
      3,
      (args) => ({ 0: 4 * product(args, 4, 5, 6), 1: 4 * product(args, 7, 8, 9), 2: 8 * product(args, 7, 8, 9) }),
      (args) => 8 * product(args, 3, 7, 8, 9, 10, 11, 12),
    ),
    // (g, indices, gradInput, planes, inPlane, outPlane)
    maxPoolBackward: ranges(
      3,
      (args) => ({ 0: 4 * args[5]!, 1: 8 * args[5]!, 2: 4 * args[4]! }),
      (args) => touched * args[3]! * (args[4]! + args[5]!),
    ),
    // (from, to, planes, id, ih, iw, zs, od, ys, oh, xs, ow, …), from is the input forward and the output backward
    averageForward: ranges(
      2,
      (args) => ({ 0: 4 * product(args, 3, 4, 5), 1: 4 * product(args, 7, 9, 11) }),
      (args) => touched * args[2]! * (product(args, 3, 4, 5) + product(args, 7, 9, 11)),
    ),
    averageBackward: ranges(
      2,
      (args) => ({ 0: 4 * product(args, 7, 9, 11), 1: 4 * product(args, 3, 4, 5) }),
      (args) => touched * args[2]! * (product(args, 3, 4, 5) + product(args, 7, 9, 11)),
    ),
    // (x, mean, variance, batch, channels, spatial, first, end)
    channelStatistics: bounds(6, (args) => touched * product(args, 3, 4, 5)),
    // (x, out, mean, invstd, weight, bias, channels, spatial, first, end)
    batchNormForward: bounds(8, (args) => touched * (args[9]! - args[8]!) * args[7]!),
    // (grad, x, mean, invstd, sumGrad, sumNormed, batch, channels, spatial, first, end)
    batchNormSums: bounds(9, (args) => touched * product(args, 6, 7, 8)),
    // (grad, x, out, mean, invstd, weight, sumGrad, sumNormed, training, batch, channels, spatial, first, end)
    batchNormBackwardInput: bounds(12, (args) => touched * product(args, 9, 10, 11)),
    // (x, out, outer, channels, inner, first, end)
    sumChannels: bounds(
      5,
      (args) => touched * product(args, 2, 3, 4),
      () => 4,
    ),
    // (x, out, weight, bias, mean, invstd, rows, size, eps)
    layerNormForward: ranges(
      6,
      (args) => ({ 0: 4 * args[7]!, 1: 4 * args[7]!, 4: 8, 5: 8 }),
      (args) => 4 * touched * product(args, 6, 7),
    ),
  };
}
