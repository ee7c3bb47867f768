// Owns what the convolution kernels need to know about sizes before they run: padded images, and tables of offsets into them.
import type { ConvDims } from "./contract.ts";

type Three = readonly [number, number, number];

export const volume = ([a, b, c]: Three): number => a * b * c;

export interface ConvPlan {
  /** Whether images must be copied into padded images; otherwise the padded image's dims are the input's own. */
  readonly pads: boolean;
  /** Dims of a plane of the padded image. */
  readonly padded: Three;
  /** Bytes from an output pixel's corner to every value under the kernel: (channel in group, kernel position). */
  readonly taps: Int32Array;
  /** Bytes from the start of a group's padded image to the corner of every output pixel. */
  readonly pixels: Int32Array;
  /** The same for the first pixel of every output row. */
  readonly rows: Int32Array;
}

const dims = [0, 1, 2] as const;

/** What one output pixel reaches over, from the first output to the last. */
const reach = (d: ConvDims): Three =>
  dims.map((i) => Math.max((d.output[i] - 1) * d.stride[i] + (d.kernel[i] - 1) * d.dilation[i] + 1, 0)) as [
    number,
    number,
    number,
  ];

function makePlan(d: ConvDims): ConvPlan {
  const needed = reach(d);
  const pads = dims.some((i) => d.before[i] !== 0 || needed[i] > d.input[i]);
  const padded = pads ? needed : d.input;
  const [, fh, fw] = padded;
  const at = (z: number, y: number, x: number): number => 4 * ((z * fh + y) * fw + x);
  const [kd, kh, kw] = d.kernel;
  const taps = new Int32Array(d.inPerGroup * volume(d.kernel));
  let next = 0;
  for (let c = 0; c < d.inPerGroup; c++) {
    for (let z = 0; z < kd; z++) {
      for (let y = 0; y < kh; y++) {
        for (let x = 0; x < kw; x++) {
          taps[next++] = 4 * c * volume(padded) + at(z * d.dilation[0], y * d.dilation[1], x * d.dilation[2]);
        }
      }
    }
  }
  const [od, oh, ow] = d.output;
  const pixels = new Int32Array(volume(d.output));
  const rows = new Int32Array(od * oh);
  next = 0;
  for (let z = 0; z < od; z++) {
    for (let y = 0; y < oh; y++) {
      rows[z * oh + y] = at(z * d.stride[0], y * d.stride[1], 0);
      for (let x = 0; x < ow; x++) pixels[next++] = at(z * d.stride[0], y * d.stride[1], x * d.stride[2]);
    }
  }
  return { pads, padded, taps, pixels, rows };
}

/** Outputs of a tile of Winograd's, down and across. */
export type TileSide = 2 | 4;

/** Winograd's tiles over `images` images. */
export interface TilePlan {
  readonly padded: Three;
  readonly count: number;
  readonly tileIn: Int32Array;
  readonly tileOut: Int32Array;
  readonly extents: Int32Array;
}

/** How many tiles an image has, down and across. */
export const tilesOf = ({ output: [, oh, ow] }: ConvDims, side: TileSide): readonly [number, number] => [
  Math.ceil(oh / side),
  Math.ceil(ow / side),
];

const makeTiles =
  (side: TileSide) =>
  (d: ConvDims, images: number): TilePlan => {
    const [, oh, ow] = d.output;
    const [down, across] = tilesOf(d, side);
    // A tile of 4 is 6 wide but read as 8.
    const padded: Three = [1, side * down + 2, side * across + side];
    const count = images * down * across;
    const [tileIn, tileOut, extents] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
    const [paddedImage, outImage] = [d.inPerGroup * volume(padded), d.outPerGroup * oh * ow];
    let next = 0;
    for (let n = 0; n < images; n++) {
      for (let y = 0; y < side * down; y += side) {
        for (let x = 0; x < side * across; x += side, next++) {
          tileIn[next] = 4 * (n * paddedImage + y * padded[2] + x);
          tileOut[next] = 4 * (n * outImage + y * ow + x);
          extents[next] = 16 * Math.min(oh - y, side) + Math.min(ow - x, side);
        }
      }
    }
    return { padded, count, tileIn, tileOut, extents };
  };

/**
 * Remembers what `make` made of sizes and a count, for the last `limit` different ones. The same object is found again
 * without comparing sizes.
 */
export function remembered<T>(
  limit: number,
  make: (d: ConvDims, count: number) => T,
): (d: ConvDims, count?: number) => T {
  const bySizes = new Map<string, T>();
  const byObject = new WeakMap<ConvDims, Map<number, T>>();
  const find = (d: ConvDims, count: number): T => {
    const key = JSON.stringify([d, count]);
    const known = bySizes.get(key);
    if (known !== undefined) return known;
    const value = make(d, count);
    if (bySizes.size >= limit) bySizes.delete(bySizes.keys().next().value!);
    bySizes.set(key, value);
    return value;
  };
  return (d, count = 1) => {
    const own = byObject.get(d) ?? new Map<number, T>();
    const value = own.get(count) ?? find(d, count);
    byObject.set(d, own.set(count, value));
    return value;
  };
}

/** The tables of a convolution's sizes. */
export const convPlan = remembered(128, makePlan);

/** Where Winograd's tiles lie for a 3×3 convolution of `count` images at once. */
const tilePlans = { 2: remembered(128, makeTiles(2)), 4: remembered(128, makeTiles(4)) };
export const tilePlan = (d: ConvDims, count: number, side: TileSide): TilePlan => tilePlans[side](d, count);
