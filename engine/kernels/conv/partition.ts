// Owns how convolutions and their gradients are divided among threads.
import { bounds, each, grid, type Partition, type Partitions, ranges, touched } from "../threads/partition.ts";
import type { ConvExports } from "./exports.ts";
import { winogradPartitions } from "./partition_winograd.ts";

/** So many parts leave no thread without work for long. */
const enoughParts = 6;
/** Pixels of a block in assembly/im2col.ts (PC). */
const pixelsPerBlock = 256;

type PadNames = "to" | "from" | "planes" | "d" | "h" | "w" | "fd" | "fh" | "fw" | "first" | "end";

/** Pixels of a padded image from which on tiles and pixels are divided into ranges of rows. */
const largePadded = 1600;
const padByPlanes: Partition<PadNames> = ranges(
  "planes",
  ({ d, h, w, fd, fh, fw }) => ({ to: 4 * fd * fh * fw, from: 4 * d * h * w }),
  () => 0,
);
const padByRows: Partition<PadNames> = bounds(() => 0);

/** By rows where those who read the padded images are divided so, and find them in their caches; else by planes. */
const padImages: Partition<PadNames> = {
  work: ({ planes, fd, fh, fw }) => touched * planes * fd * fh * fw,
  divide(args, parts, emit, steps) {
    const partition = args.fd * args.fh * args.fw >= largePadded ? padByRows : padByPlanes;
    partition.divide?.(args, parts, emit, steps);
  },
};

type DepthwiseNames = "first" | "end" | "filters" | "count" | "width" | "k" | "fd" | "fh" | "fw";
const depthwiseProducts = (args: Readonly<Record<DepthwiseNames, number>>): number =>
  2 * (args.end - args.first) * args.filters * args.count * args.width * args.k;
const planeBytes = ({ fd, fh, fw }: Readonly<Record<"fd" | "fh" | "fw", number>>): number => 4 * fd * fh * fw;

export const convPartitions = (kernel: ConvExports): Partitions<keyof ConvExports> => ({
  padImages,
  ...winogradPartitions(kernel),
  convolve: {
    scratch: { at: "scratch", bytes: ({ k }) => kernel.convolveScratch(k) },
    work: ({ m, n, k }) => m * n * k,
    divide({ pixels, out, m, n }, parts, emit) {
      const across = Math.min(parts, Math.ceil(n / 64));
      // Few pixels: parts by filters, which pack the same pixels again.
      const down = Math.max(1, Math.min(Math.ceil(Math.min(parts, enoughParts) / across), Math.ceil(m / 96)));
      each(n, across, n / across < pixelsPerBlock ? 8 : pixelsPerBlock, (j, jEnd) => {
        each(m, down, 6, (first, end) => {
          emit({ pixels: pixels + 4 * j, out: out + 4 * j, n: jEnd - j, first, end });
        });
      });
    },
  },
  convolveRows: ranges(
    "count",
    ({ width }) => ({ rows: 4, out: 4 * width }),
    ({ m, count, width, k }) => m * count * width * k,
  ),
  depthwisePlanes: bounds(
    ({ first, end, count, width, k, fd, fh, fw }) => (end - first) * (2 * count * width * k + touched * fd * fh * fw),
    ({ filters }) => filters,
    { at: "paddedAt", bytes: planeBytes },
  ),
  toBatchBlock: bounds(({ first, end, pixels }) => 8 * touched * (end - first) * pixels),
  packBatchBlockWeights: bounds(
    ({ first, end, channels, count }) => touched * (end - first) * channels * count,
    () => 6,
  ),
  convolveBatchBlock: bounds(
    ({ first, end, pixels, steps }) => 8 * (end - first) * pixels * steps,
    () => 6,
    { at: "scratch", bytes: ({ pixels }) => kernel.convolveBatchBlockScratch(pixels) },
  ),
  batchBlockGradient: {
    scratch: {
      at: "scratch",
      bytes: ({ first, end, left, right }) => kernel.batchBlockGradientScratch(end - first, right - left),
    },
    work: ({ first, end, left, right, blocks, count, width }) =>
      8 * (right - left) * (end - first) * blocks * count * width,
    divide({ left, right, first, end }, parts, emit) {
      const [down, across] = grid(end - first, right - left, parts, 6, 2);
      each(end - first, down, 6, (i, iEnd) => {
        each(right - left, across, 2, (j, jEnd) => {
          emit({ left: left + j, right: left + jEnd, first: first + i, end: first + iEnd });
        });
      });
    },
  },
  packChannels: bounds(
    ({ first, end, images, pixels }) => touched * (end - first) * images * pixels,
    ({ width }) => width,
  ),
  tapGradient: bounds(
    ({ first, end, channels, gradSteps, used, taps }) => (end - first) * channels * (gradSteps * used + touched * taps),
    () => 6,
  ),
  flipWeights: bounds(({ groups, m, c, taps }) => touched * groups * m * c * taps),
  weightGradient: {
    scratch: { at: "scratch", bytes: ({ m, n }) => kernel.weightGradientScratch(m, n) },
    work: ({ m, n, k, images }) => m * n * k * images,
    /** Parts of (m, k), each over all images and pixels. */
    divide({ gradOut, taps, gradWeight, m, n, k, row }, parts, emit) {
      const [down, across] = grid(m, k, parts, 6, 8);
      each(m, down, 6, (i, iEnd) => {
        each(k, across, 8, (j, jEnd) => {
          emit({
            gradOut: gradOut + 4 * n * i,
            taps: taps + 4 * j,
            gradWeight: gradWeight + i * row + 4 * j,
            m: iEnd - i,
            k: jEnd - j,
          });
        });
      });
    },
  },
  inputGradient: bounds(
    ({ channels, positions, m, n }) => channels * positions * m * n,
    () => 1,
    {
      at: "scratch",
      bytes: ({ first, end, fd, fh, fw, positions, block, m }) =>
        kernel.inputGradientScratch(end - first, fd * fh * fw, positions, block, m),
    },
  ),
  depthwiseInputGradient: bounds(depthwiseProducts, () => 1, { at: "scratch", bytes: planeBytes }),
  depthwiseWeights: bounds(
    (args) => args.batch * depthwiseProducts(args),
    () => 1,
    { at: "paddedAt", bytes: planeBytes },
  ),
});
