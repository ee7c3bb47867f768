// Owns which convolutions of small images are computed tap by tap, and the runs of values and weights they multiply.
import type { ConvDims } from "./contract.ts";
import { remembered, volume } from "./plan.ts";

export interface BatchBlockPlan {
  /** Bytes from a channel's first weight to those of the taps in use: in order, or backwards for the gradient. */
  readonly taps: Int32Array;
  /** 1 where these are all taps, -1 where they are all backwards, else 0. */
  readonly ascending: number;
  /** The first run of every pixel that is written, and their number behind the last. */
  readonly starts: Int32Array;
  /** Threes: bytes of the first value read, its weight's place in a filter, bytes of values read. */
  readonly runs: Int32Array;
}

/** Bytes of one value of eight images. */
const eight = 32;

/** Every pair of an input pixel and an output pixel with the tap between them. */
function eachPair(d: ConvDims, body: (input: number, output: number, tap: number) => void): void {
  const [, oh, ow] = d.output;
  const [id, ih, iw] = d.input;
  const [, kh, kw] = d.kernel;
  const from = (dim: 0 | 1 | 2, o: number, k: number): number =>
    o * d.stride[dim] - d.before[dim] + k * d.dilation[dim];
  for (let o = 0; o < volume(d.output); o++) {
    const [oz, oy, ox] = [Math.floor(o / (oh * ow)), Math.floor(o / ow) % oh, o % ow];
    for (let k = 0; k < volume(d.kernel); k++) {
      const [kz, ky, kx] = [Math.floor(k / (kh * kw)), Math.floor(k / kw) % kh, k % kw];
      const [z, y, x] = [from(0, oz, kz), from(1, oy, ky), from(2, ox, kx)];
      const inside = z >= 0 && z < id && y >= 0 && y < ih && x >= 0 && x < iw;
      if (inside) body((z * ih + y) * iw + x, o, k);
    }
  }
}

function makePlan(d: ConvDims, back: number): BatchBlockPlan {
  const written = volume(back ? d.input : d.output);
  const channels = back ? d.outPerGroup : d.inPerGroup;
  const count = volume(d.kernel);
  const pairs = Array.from({ length: written }, () => [] as { readonly read: number; readonly tap: number }[]);
  const used = new Set<number>();
  eachPair(d, (input, output, tap) => {
    pairs[back ? input : output]!.push(back ? { read: output, tap } : { read: input, tap });
    used.add(tap);
  });
  // Neighbouring pixels meet neighbouring taps: in the same order forward, in the opposite one back.
  const order = [...used].sort((a, b) => (back ? b - a : a - b));
  const place = new Map(order.map((tap, i) => [tap, i]));
  const runs: number[] = [];
  const starts = [0];
  for (const list of pairs) {
    const sorted = list.map(({ read, tap }) => ({ read, at: place.get(tap)! })).sort((a, b) => a.at - b.at);
    for (let i = 0; i < sorted.length; ) {
      const { read, at } = sorted[i]!;
      let length = 1;
      while (sorted[i + length]?.at === at + length && sorted[i + length]!.read === read + length) length++;
      runs.push(eight * channels * read, channels * at, eight * channels * length);
      i += length;
    }
    starts.push(runs.length / 3);
  }
  return {
    taps: Int32Array.from(order, (tap) => 4 * tap),
    ascending: used.size !== count ? 0 : back ? -1 : 1,
    starts: Int32Array.from(starts),
    runs: Int32Array.from(runs),
  };
}

/** The runs of a convolution (count 0) or of the gradient of its input (1). */
export const batchBlockPlan = remembered(128, makePlan);

export interface TapPlan {
  /** Bytes from a channel's first weight to those of the taps that meet any value. */
  readonly places: Int32Array;
  /** The first run of each of these taps, and their number behind the last. */
  readonly starts: Int32Array;
  /** Threes: the first step of the output's gradients and that of the input's values, and how many steps. */
  readonly runs: Int32Array;
}

function makeTaps(d: ConvDims): TapPlan {
  const runsOf = new Map<number, [number, number, number][]>();
  eachPair(d, (input, output, tap) => {
    const list = runsOf.get(tap) ?? [];
    runsOf.set(tap, list);
    const last = list.at(-1);
    if (last && last[0] + last[2] === output && last[1] + last[2] === input) last[2]++;
    else list.push([output, input, 1]);
  });
  const used = [...runsOf].sort(([a], [b]) => a - b);
  const starts = [0];
  for (const [, list] of used) starts.push(starts.at(-1)! + list.length);
  // A step is a pixel of one image, a pixel's images follow each other.
  const runs = used.flatMap(([, list]) => list.flat()).map((pixels) => pixels * d.batch);
  return {
    places: Int32Array.from(used, ([tap]) => 4 * tap),
    starts: Int32Array.from(starts),
    runs: Int32Array.from(runs),
  };
}

/** The runs of the gradient of a convolution's weights. */
export const tapPlan = remembered(128, makeTaps);

/** Lanes without an image are computed all the same. */
const fullEnough = ({ batch }: ConvDims): boolean => batch >= 0.75 * 8 * Math.ceil(batch / 8);

/** Images so small that every other algorithm wastes most of its work on borders and on laying out weights. */
const tiny = 16;
/** The same where the other algorithm lays out pixels. */
const few = 64;
/** With few filters laying out pixels takes as long as the products; up to so many pixels their tables are small. */
const fewFilters = 32;
const small = 400;

/** Whether a convolution by another algorithm, or the gradient of its input, is better computed in batch blocks. */
export function suitsBatchBlocks(d: ConvDims, written: ConvDims["output"], filters: number, gathers: boolean): boolean {
  if (d.groups !== 1 || !fullEnough(d)) return false;
  const pixels = volume(written);
  if (!gathers) return pixels <= tiny;
  return pixels <= (filters <= fewFilters ? small : few);
}

/** Whether the gradient of the weights is better computed tap by tap: as much as several small images have in common. */
export function suitsTaps(d: ConvDims): boolean {
  return d.groups === 1 && d.batch >= 4 && d.inPerGroup >= 4 && volume(d.output) <= few;
}

/** From so many filters on, laying out pixels takes little time beside the products. */
const manyFilters = 24;
const largest = 1024;

/** Whether the gradient of the weights is better computed from images in batch blocks. */
export function suitsBatchBlockGradient(d: ConvDims): boolean {
  const pixels = volume(d.output);
  return d.groups === 1 && fullEnough(d) && d.outPerGroup <= manyFilters && pixels <= largest;
}
