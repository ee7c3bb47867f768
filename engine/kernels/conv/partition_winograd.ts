// Owns how Winograd's convolutions are divided among threads: by tiles, or step by step by channels and filters.
import { each, type Partitions } from "../threads/partition.ts";
import type { ConvExports } from "./exports.ts";

/** Fewer tiles than this are divided by filters: every part reads all weights, and they weigh more than the tiles. */
const manyTiles = 96;
const fewestTiles = 32;
/** Stretches of weights for each thread. */
const stretches = 3;

type Names = "winograd" | "winogradImages" | "winogradFilters";

export const winogradPartitions = (kernel: ConvExports): Partitions<Names> => ({
  winograd: {
    scratch: { at: "scratch", bytes: ({ m, c, block, side }) => kernel.winogradScratch(m, c, block, side) },
    work: ({ tiles, m, c }) => 9 * tiles * m * c,
    divide(args, parts, emit, { threads, call, barrier }) {
      const { weights, paddedImages, paddedPlane, paddedRow, out, outPlane, outRow, tileIn, tileOut, extents } = args;
      const { tiles, m, c, bias, activation, block, scratch, side, filters } = args;
      if (tiles >= manyTiles) {
        const size = Math.min(Math.max(Math.ceil(tiles / parts / 8) * 8, fewestTiles), block);
        for (let t = 0; t < tiles; t += size) {
          const skipped = { tileIn: tileIn + 4 * t, tileOut: tileOut + 4 * t, extents: extents + 4 * t };
          emit({ ...skipped, tiles: Math.min(size, tiles - t), block: size });
        }
        return;
      }
      for (let t = 0; t < tiles; t += block) {
        const images = { paddedImages, paddedPlane, paddedRow, tileIn: tileIn + 4 * t };
        const own = { tiles: Math.min(block, tiles - t), c, block, scratch, side };
        each(c, Math.min(parts, Math.ceil(c / 16)), 1, (first, end) => {
          call("winogradImages", { ...images, ...own, first, end, temp: scratch });
        });
        barrier();
        const to = { out, outPlane, outRow, tileOut: tileOut + 4 * t, extents: extents + 4 * t };
        // Weights are read from memory once, fastest in long stretches; several a thread even out what interrupts one.
        each(m, stretches * threads, 6, (first, end) => {
          const part = { weights, m, bias, activation, first, end, spare: scratch, filters };
          call("winogradFilters", { ...images, ...own, ...to, ...part });
        });
        barrier();
      }
    },
  },
  winogradImages: { scratch: { at: "temp", bytes: () => 1024 } },
  winogradFilters: { scratch: { at: "spare", bytes: () => kernel.winogradSpare() } },
});
