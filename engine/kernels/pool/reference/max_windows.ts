// Max pooling over windows of any place and size (adaptive, fractional), and max unpooling.
import { adaptiveRanges, forEachWindow, type Range } from "./pool.ts";

type Size = readonly [number, number, number];
type Ranges = [Range[], Range[], Range[]];

/** The largest value of every window of a plane and where it stood; NaN wins, as in torch. */
function maxOfWindows(
  input: Float32Array,
  out: Float32Array,
  indices: Float64Array,
  size: Size,
  plane: number,
  ranges: Ranges,
): void {
  const from = plane * size[0] * size[1] * size[2];
  const to = plane * ranges[0].length * ranges[1].length * ranges[2].length;
  forEachWindow(ranges, false, 1, (at, z, y, x) => {
    let best = Number.NEGATIVE_INFINITY;
    let where = -1;
    for (let a = z.start; a < z.end; a++) {
      for (let b = y.start; b < y.end; b++) {
        const row = (a * size[1] + b) * size[2];
        for (let c = x.start; c < x.end; c++) {
          const value = input[from + row + c]!;
          if (where >= 0 && !(value > best || Number.isNaN(value))) continue;
          best = value;
          where = row + c;
        }
      }
    }
    out[to + at] = best;
    indices[to + at] = where;
  });
}

/** Largest values of windows floor(o I / O) … ceil((o + 1) I / O), and their places within the plane. */
export function adaptiveMaxPoolForward(
  input: Float32Array,
  out: Float32Array,
  indices: Float64Array,
  planes: number,
  from: Size,
  to: Size,
): void {
  const ranges: Ranges = [
    adaptiveRanges(from[0], to[0]),
    adaptiveRanges(from[1], to[1]),
    adaptiveRanges(from[2], to[2]),
  ];
  for (let plane = 0; plane < planes; plane++) maxOfWindows(input, out, indices, from, plane, ranges);
}

/**
 * Where the windows of a fractional pooling begin along one dim (Graham, 2014): steps of floor(α (i + u)) with the
 * random u, the last window at the end. In float32, as torch computes them.
 */
function fractionalRanges(input: number, output: number, kernel: number, sample: number): Range[] {
  const alpha = Math.fround((input - kernel) / (output - 1));
  const step = (i: number): number => Math.trunc(Math.fround(Math.fround(i + sample) * alpha));
  return Array.from({ length: output }, (_, i) => {
    const start = i === output - 1 ? input - kernel : step(i) - step(0);
    return { start, end: start + kernel, padded: kernel };
  });
}

/**
 * Largest values of windows at random places, which differ from plane to plane. `samples` has a u for every plane and
 * each of the last `dims` dims; torch draws those of volumes in the order (D, H, W), those of images in (W, H).
 */
export function fractionalMaxPoolForward(
  input: Float32Array,
  out: Float32Array,
  indices: Float64Array,
  samples: Float32Array,
  planes: number,
  dims: 2 | 3,
  from: Size,
  to: Size,
  kernel: Size,
): void {
  for (let plane = 0; plane < planes; plane++) {
    const ranges = ([0, 1, 2] as const).map((dim) => {
      const sample = dims === 3 ? dim : 2 - dim;
      const u = dim < 3 - dims ? 0 : samples[plane * dims + sample]!;
      return fractionalRanges(from[dim], to[dim], kernel[dim], u);
    });
    maxOfWindows(input, out, indices, from, plane, ranges as Ranges);
  }
}

/**
 * Writes every value of a plane at its index in a larger plane of zeros; of several at one place the last stays.
 * Returns the first index that lies outside, or null.
 */
export function maxUnpoolForward(
  input: Float32Array,
  indices: Float64Array,
  out: Float32Array,
  planes: number,
  inPlane: number,
  outPlane: number,
): number | null {
  out.fill(0);
  for (let i = 0; i < planes * inPlane; i++) {
    const index = indices[i]!;
    if (!(index >= 0 && index < outPlane)) return index;
    out[Math.floor(i / inPlane) * outPlane + index] = input[i]!;
  }
  return null;
}

/** Reads back what `maxUnpoolForward` wrote. */
export function maxUnpoolBackward(
  gradOut: Float32Array,
  indices: Float64Array,
  gradInput: Float32Array,
  planes: number,
  inPlane: number,
  outPlane: number,
): void {
  for (let i = 0; i < planes * inPlane; i++) {
    gradInput[i] = gradOut[Math.floor(i / inPlane) * outPlane + indices[i]!]!;
  }
}
