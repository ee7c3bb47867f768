// Kernels that read images at the points of a grid, -1 … 1 along each dim, and their gradients.

import { cubicSlopes, cubicWeights } from "../interpolate/reference/taps.ts";
import type { GridDims } from "./contract.ts";

type Position = readonly [at: number, slope: number];
/** What a point reads along one dim: positions (-1 is outside), weights and the weights' slopes by the grid's value. */
interface AxisTaps {
  readonly index: readonly number[];
  readonly weight: readonly number[];
  readonly slope: readonly number[];
}

/** The grid's value as a position, and how fast that moves. */
const position = (value: number, size: number, alignCorners: boolean): Position =>
  alignCorners ? [((value + 1) / 2) * (size - 1), (size - 1) / 2] : [((value + 1) * size - 1) / 2, size / 2];

function clip(at: number, size: number): Position {
  if (at <= 0) return [0, 0];
  return at >= size - 1 ? [size - 1, 0] : [at, 1];
}

/** Thrown back at the borders: the centres of the outermost values, or with corners not aligned their outer edges. */
function reflect(at: number, size: number, alignCorners: boolean): Position {
  const low = alignCorners ? 0 : -0.5;
  const span = alignCorners ? size - 1 : size;
  if (span <= 0) return [0, 0];
  const distance = Math.abs(at - low);
  const sign = at < low ? -1 : 1;
  const extra = distance % span;
  return Math.floor(distance / span) % 2 === 0 ? [extra + low, sign] : [span - extra + low, -sign];
}

/** A position brought into the image as the padding says. */
function padded(at: number, size: number, d: GridDims): Position {
  if (d.padding === "zeros") return [at, 1];
  if (d.padding === "border") return clip(at, size);
  const [inside, turn] = reflect(at, size, d.alignCorners);
  const [clipped, slope] = clip(inside, size);
  return [clipped, turn * slope];
}

const inImage = (i: number, size: number): number => (i >= 0 && i < size ? i : -1);

/** Rounds halves as torch does: in images to the even neighbour, in volumes away from 0. */
function nearest(at: number, dims: number): number {
  const low = Math.floor(at);
  if (at - low !== 0.5) return Math.round(at);
  if (dims === 3) return at < 0 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

function axisTaps(value: number, size: number, d: GridDims): AxisTaps {
  const [at, step] = position(value, size, d.alignCorners);
  if (d.mode === "bicubic") {
    const first = Math.floor(at);
    const read = (k: number): number => inImage(padded(first + k, size, d)[0], size);
    const index = [-1, 0, 1, 2].map((k) => {
      const i = read(k);
      return i < 0 ? -1 : Math.trunc(i);
    });
    return { index, weight: cubicWeights(at - first), slope: cubicSlopes(at - first).map((s) => s * step) };
  }
  const [inside, turn] = padded(at, size, d);
  if (d.mode === "nearest") return { index: [inImage(nearest(inside, d.image.length), size)], weight: [1], slope: [0] };
  const i = Math.floor(inside);
  const t = inside - i;
  const slope = turn * step;
  return { index: [inImage(i, size), inImage(i + 1, size)], weight: [1 - t, t], slope: [-slope, slope] };
}

/**
 * Calls `tap` for everything a point reads: the place in a plane, its weight, and the weight's slope by each value of
 * the grid.
 */
function forEachTap(
  grid: Float32Array,
  from: number,
  d: GridDims,
  tap: (place: number, weight: number, slopes: readonly number[]) => void,
): void {
  const dims = d.image.length;
  const axes = d.image.map((size, dim) => axisTaps(grid[from + dims - 1 - dim]!, size, d));
  const slopes = new Array<number>(dims).fill(0);
  const walk = (dim: number, place: number, chosen: readonly number[]): void => {
    if (dim < dims) {
      const { index } = axes[dim]!;
      for (let k = 0; k < index.length; k++) {
        if (index[k]! >= 0) walk(dim + 1, place * d.image[dim]! + index[k]!, [...chosen, k]);
      }
      return;
    }
    let weight = 1;
    for (let a = 0; a < dims; a++) weight *= axes[a]!.weight[chosen[a]!]!;
    for (let a = 0; a < dims; a++) {
      let slope = axes[a]!.slope[chosen[a]!]!;
      for (let b = 0; b < dims; b++) if (b !== a) slope *= axes[b]!.weight[chosen[b]!]!;
      slopes[dims - 1 - a] = slope;
    }
    tap(place, weight, slopes);
  };
  walk(0, 0, []);
}

const volume = (sizes: readonly number[]): number => sizes.reduce((n, size) => n * size, 1);

/** out (batch, channels, points) from images and grid. */
export function gridForward(images: Float32Array, grid: Float32Array, out: Float32Array, d: GridDims): void {
  const plane = volume(d.image);
  const sums = new Float64Array(out.length);
  for (let n = 0; n < d.batch; n++) {
    for (let p = 0; p < d.points; p++) {
      forEachTap(grid, (n * d.points + p) * d.image.length, d, (place, weight) => {
        for (let c = n * d.channels; c < (n + 1) * d.channels; c++) {
          sums[c * d.points + p]! += weight * images[c * plane + place]!;
        }
      });
    }
  }
  out.set(sums);
}

/** Both gradients from that of the output; either may be null. */
export function gridBackward(
  grad: Float32Array,
  images: Float32Array,
  grid: Float32Array,
  gradImages: Float32Array | null,
  gradGrid: Float32Array | null,
  d: GridDims,
): void {
  const plane = volume(d.image);
  const dims = d.image.length;
  const toImages = new Float64Array(gradImages?.length ?? 0);
  const toGrid = new Float64Array(gradGrid?.length ?? 0);
  for (let n = 0; n < d.batch; n++) {
    for (let p = 0; p < d.points; p++) {
      const at = (n * d.points + p) * dims;
      forEachTap(grid, at, d, (place, weight, slopes) => {
        let along = 0;
        for (let c = n * d.channels; c < (n + 1) * d.channels; c++) {
          const g = grad[c * d.points + p]!;
          if (gradImages) toImages[c * plane + place]! += weight * g;
          along += g * images[c * plane + place]!;
        }
        if (gradGrid && d.mode !== "nearest") for (let a = 0; a < dims; a++) toGrid[at + a]! += along * slopes[a]!;
      });
    }
  }
  gradImages?.set(toImages);
  gradGrid?.set(toGrid);
}

/** The homogeneous points (y, x, 1) … of a grid over `sizes`: (points, dims + 1), x first. */
export function basePoints(out: Float32Array, sizes: readonly number[], alignCorners: boolean): void {
  const dims = sizes.length;
  const along = (i: number, size: number): number => {
    if (alignCorners) return size > 1 ? -1 + (2 * i) / (size - 1) : 0;
    return (2 * i + 1) / size - 1;
  };
  const points = volume(sizes);
  for (let p = 0; p < points; p++) {
    let rest = p;
    for (let dim = dims - 1; dim >= 0; dim--) {
      out[p * (dims + 1) + dims - 1 - dim] = along(rest % sizes[dim]!, sizes[dim]!);
      rest = Math.floor(rest / sizes[dim]!);
    }
    out[p * (dims + 1) + dims] = 1;
  }
}
