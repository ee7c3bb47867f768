// Convolutions with eight images side by side, on WebAssembly.
import { activationCode, type FusedActivation } from "./activation.ts";
import { volume } from "./conv_plan.ts";
import { lanesPlan } from "./lanes_plan.ts";
import type { Export } from "./loader.ts";
import type { ConvDims } from "./reference/conv.ts";
import type { Workspace } from "./workspace.ts";

export type LanesExport = "convolveLanes" | "convolveLanesScratch" | "packLanes" | "toLanes";
type Exports = Readonly<Record<LanesExport, Export>>;

/** Bytes of images in lanes that are kept at once: they should stay in the caches. */
const lanesAtOnce = 2 ** 19;

/** What is convolved by pointers: a convolution of images, or of gradients with the weights turned round. */
interface Operands {
  readonly from: number;
  readonly weight: number;
  readonly bias: number;
  readonly to: number;
  readonly activation: FusedActivation;
}

export type ConvolveInLanes = (d: ConvDims, back: boolean, operands: Operands) => void;

/** The convolution, or with `back` the gradient of its input, of one group. */
export const convolveInLanes =
  (kernel: Exports, space: Workspace): ConvolveInLanes =>
  (d, back, { from, weight, bias, to, activation }) => {
    const { taps, ascending, starts, runs } = lanesPlan(d, Number(back));
    const count = volume(d.kernel);
    const [channels, m] = back ? [d.outPerGroup, d.inPerGroup] : [d.inPerGroup, d.outPerGroup];
    const [read, written] = back ? [volume(d.output), volume(d.input)] : [volume(d.input), volume(d.output)];
    const [filterBytes, channelBytes] = back ? [4 * count, 4 * count * m] : [4 * count * channels, 4 * count];
    const steps = taps.length * channels;
    const blockBytes = 32 * channels * read;
    const blocks = Math.ceil(d.batch / 8);
    const atOnce = Math.min(Math.max(Math.floor(lanesAtOnce / blockBytes), 1), blocks);
    const [lanes, packed, tapsAt, startsAt, runsAt, scratch] = space.scratch(
      atOnce * blockBytes,
      4 * (m + 1) * steps,
      taps.byteLength,
      starts.byteLength,
      runs.byteLength,
      kernel.convolveLanesScratch(written),
    );
    space.putInts(tapsAt, taps);
    space.putInts(startsAt, starts);
    space.putInts(runsAt, runs);
    kernel.packLanes(packed, weight, m, filterBytes, channels, channelBytes, tapsAt, taps.length, ascending, 0, m);
    const [imageBytes, outBytes] = [4 * channels * read, 4 * m * written];
    // A pixel's channels follow each other already where there is one pixel.
    const rows = read === 1 ? [1, channels, 0, 1] : [channels, read, 0, channels];
    for (let first = 0; first < blocks; first += atOnce) {
      const end = Math.min(first + atOnce, blocks);
      const each = (body: (block: number, images: number, at: number) => void): void => {
        for (let block = first; block < end; block++) {
          body(8 * block, Math.min(8, d.batch - 8 * block), lanes + (block - first) * blockBytes);
        }
      };
      space.together(8 * (end - first) * channels * read, () =>
        each((n, images, at) => kernel.toLanes(at, from + n * imageBytes, images, imageBytes, ...rows)),
      );
      space.together(8 * (end - first) * m * written * steps, () =>
        each((n, images, at) => {
          const places = [packed, at, startsAt, runsAt, to + n * outBytes, outBytes, images];
          kernel.convolveLanes(...places, m, written, steps, bias, activationCode[activation], 0, m, scratch);
        }),
      );
    }
  };
