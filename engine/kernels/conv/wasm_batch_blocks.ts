// Convolutions in the batch-blocked layout (assembly/batch_blocks.ts), on WebAssembly.
import type { FusedActivation } from "../matmul/contract.ts";

import { activationCode } from "../matmul/epilogue.ts";
import type { Workspace } from "../memory/workspace.ts";
import { batchBlockPlan } from "./batch_blocks_plan.ts";
import type { ConvDims } from "./contract.ts";
import type { ConvExports } from "./exports.ts";
import { convPlan, volume } from "./plan.ts";

type Exports = ConvExports;

/** Bytes of images in batch blocks that are kept at once: they should stay in the caches. */
const bytesAtOnce = 2 ** 19;

/** What is convolved by pointers: a convolution of images, or of gradients with the weights turned round. */
interface Operands {
  readonly from: number;
  readonly weight: number;
  readonly bias: number;
  readonly to: number;
  readonly activation: FusedActivation;
}

/** Bytes of one value of eight images. */
const eight = 32;

export type ConvolveInBatchBlocks = (d: ConvDims, back: boolean, operands: Operands) => void;

/** The convolution, or with `back` the gradient of its input, of one group. */
export const convolveInBatchBlocks =
  (kernel: Exports, space: Workspace): ConvolveInBatchBlocks =>
  (d, back, { from, weight, bias, to, activation }) => {
    const { taps, ascending, starts, runs } = batchBlockPlan(d, Number(back));
    const count = volume(d.kernel);
    const [channels, m] = back ? [d.outPerGroup, d.inPerGroup] : [d.inPerGroup, d.outPerGroup];
    const [read, written] = back ? [volume(d.output), volume(d.input)] : [volume(d.input), volume(d.output)];
    const [filterBytes, channelBytes] = back ? [4 * count, 4 * count * m] : [4 * count * channels, 4 * count];
    const steps = taps.length * channels;
    const blockBytes = eight * channels * read;
    const blocks = Math.ceil(d.batch / 8);
    const atOnce = Math.min(Math.max(Math.floor(bytesAtOnce / blockBytes), 1), blocks);
    const [blocked, packed, tapsAt, startsAt, runsAt, scratch] = space.scratch(
      atOnce * blockBytes,
      4 * (m + 1) * steps,
      taps.byteLength,
      starts.byteLength,
      runs.byteLength,
      kernel.convolveBatchBlockScratch(written),
    );
    space.putInts(tapsAt, taps);
    space.putInts(startsAt, starts);
    space.putInts(runsAt, runs);
    kernel.packBatchBlockWeights(
      packed,
      weight,
      m,
      filterBytes,
      channels,
      channelBytes,
      tapsAt,
      taps.length,
      ascending,
      0,
      m,
    );
    const [imageBytes, outBytes] = [4 * channels * read, 4 * m * written];
    // A pixel's channels follow each other already where there is one pixel.
    const rows = read === 1 ? ([1, channels, 0, 1] as const) : ([channels, read, 0, channels] as const);
    for (let first = 0; first < blocks; first += atOnce) {
      const end = Math.min(first + atOnce, blocks);
      const each = (body: (block: number, images: number, at: number) => void): void => {
        for (let block = first; block < end; block++) {
          body(8 * block, Math.min(8, d.batch - 8 * block), blocked + (block - first) * blockBytes);
        }
      };
      space.parallel(8 * (end - first) * channels * read, () =>
        each((n, images, at) => kernel.toBatchBlock(at, from + n * imageBytes, images, imageBytes, ...rows)),
      );
      space.parallel(8 * (end - first) * m * written * steps, () =>
        each((n, images, at) => {
          const places = [packed, at, startsAt, runsAt, to + n * outBytes, outBytes, images] as const;
          kernel.convolveBatchBlock(...places, m, written, steps, bias, activationCode[activation], 0, m, scratch);
        }),
      );
    }
  };

/** Bytes of gradients and values in batch blocks that are kept at once. */
const blocksAtOnce = 2 ** 20;

/** The gradient of the weights of one group, by pointers. */
export const weightGradientInBatchBlocks =
  (kernel: Exports, space: Workspace) =>
  (gradOut: number, input: number, gradWeight: number, d: ConvDims): void => {
    const [m, c] = [d.outPerGroup, d.inPerGroup];
    const { pads, padded, rows, taps } = convPlan(d);
    const [pixels, values] = [volume(d.output), volume(padded)];
    // Tables of one image in bytes: in a batch block a pixel's channels lie beside each other.
    const corners = rows.map((bytes) => 8 * c * bytes);
    const plane = 4 * values;
    const offsets = taps.map((bytes) => eight * Math.floor(bytes / plane) + 8 * c * (bytes % plane));
    const [gradBlock, valueBlock] = [eight * m * pixels, eight * c * values];
    const blocks = Math.ceil(d.batch / 8);
    const atOnce = Math.min(Math.max(Math.floor(blocksAtOnce / (gradBlock + valueBlock)), 1), blocks);
    const [grads, blocked, paddedImages, offsetsAt, cornersAt, scratch] = space.scratch(
      atOnce * gradBlock,
      atOnce * valueBlock,
      pads ? 8 * atOnce * c * plane : 0,
      offsets.byteLength,
      corners.byteLength,
      kernel.batchBlockGradientScratch(m, offsets.length),
    );
    space.putInts(offsetsAt, offsets);
    space.putInts(cornersAt, corners);
    const inputBytes = 4 * c * volume(d.input);
    for (let first = 0; first < blocks; first += atOnce) {
      const some = Math.min(atOnce, blocks - first);
      const images = Math.min(8 * some, d.batch - 8 * first);
      const from = input + 8 * first * inputBytes;
      const edges = [...d.input, ...padded, ...d.before, 0, padded[0] * padded[1]] as const;
      if (pads) kernel.padImages(paddedImages, from, images * c, ...edges);
      const [source, imageBytes] = pads ? [paddedImages, c * plane] : [from, inputBytes];
      space.parallel(images * (m * pixels + c * values), () => {
        for (let block = 0; block < some; block++) {
          const [n, there] = [8 * block, Math.min(8, images - 8 * block)];
          const grad = gradOut + (8 * first + n) * 4 * m * pixels;
          for (let i = 0; i < m; i += 6) {
            const [to, filters] = [grads + block * gradBlock + eight * i * pixels, Math.min(6, m - i)];
            kernel.toBatchBlock(to, grad + 4 * i * pixels, there, 4 * m * pixels, filters, pixels, 0, filters);
          }
          kernel.toBatchBlock(
            blocked + block * valueBlock,
            source + n * imageBytes,
            there,
            imageBytes,
            c,
            values,
            0,
            c,
          );
        }
      });
      const places = [grads, gradBlock, blocked, valueBlock, some, gradWeight, m, offsets.length, offsetsAt] as const;
      const sizes = [cornersAt, corners.length, d.output[2], eight * c * d.stride[2]] as const;
      kernel.batchBlockGradient(...places, ...sizes, Number(first > 0), 0, offsets.length, 0, m, scratch);
    }
  };
