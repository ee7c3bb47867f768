// Pooling kernels in three spatial dims (fewer are sizes of 1): forward and gradients.
import type { PoolDims } from "../contract.ts";

/** Input range of every output index along one dim, and the window's size counting padding. */
export interface Range {
  readonly start: number;
  readonly end: number;
  readonly padded: number;
}

/** Floats, or integers as int64 tensors hold them. */
type Elements = Float32Array | Float64Array;

const volume = ([a, b, c]: readonly [number, number, number]): number => a * b * c;

/** out and indices (flat within the plane) hold the largest value of each window; NaN wins, as in torch. */
export function maxPoolForward(input: Float32Array, out: Float32Array, indices: Float64Array, d: PoolDims): void {
  const [id, ih, iw] = d.input;
  const [od, oh, ow] = d.output;
  const [kd, kh, kw] = d.kernel;
  const plane = volume(d.input);
  let at = 0;
  for (let p = 0; p < d.planes; p++) {
    const x = p * plane;
    for (let z = 0; z < od; z++) {
      for (let y = 0; y < oh; y++) {
        for (let w = 0; w < ow; w++, at++) {
          let best = -Infinity;
          let where = -1;
          for (let a = 0; a < kd; a++) {
            const iz = z * d.stride[0] - d.padding[0] + a * d.dilation[0];
            if (iz < 0 || iz >= id) continue;
            for (let b = 0; b < kh; b++) {
              const iy = y * d.stride[1] - d.padding[1] + b * d.dilation[1];
              if (iy < 0 || iy >= ih) continue;
              for (let c = 0; c < kw; c++) {
                const ix = w * d.stride[2] - d.padding[2] + c * d.dilation[2];
                if (ix < 0 || ix >= iw) continue;
                const i = (iz * ih + iy) * iw + ix;
                const value = input[x + i]!;
                if (where < 0 || value > best || Number.isNaN(value)) {
                  best = value;
                  where = i;
                }
              }
            }
          }
          out[at] = best;
          indices[at] = where;
        }
      }
    }
  }
}

/** Adds every output's gradient to the input it came from. */
export function maxPoolBackward(
  gradOut: Float32Array,
  indices: Float64Array,
  gradInput: Float32Array,
  planes: number,
  inPlane: number,
  outPlane: number,
): void {
  gradInput.fill(0);
  for (let p = 0; p < planes; p++) {
    for (let i = p * outPlane; i < (p + 1) * outPlane; i++) {
      if (indices[i]! >= 0) gradInput[p * inPlane + indices[i]!]! += gradOut[i]!;
    }
  }
}

/** How many elements each tap (kd, kh, kw) lies behind the corner of its window. */
export function tapOffsets(d: PoolDims): Int32Array {
  const [, ih, iw] = d.input;
  const [kd, kh, kw] = d.kernel;
  return Int32Array.from({ length: kd * kh * kw }, (_, tap) => {
    const [a, b, c] = [Math.floor(tap / (kh * kw)), Math.floor(tap / kw) % kh, tap % kw];
    return (a * d.dilation[0] * ih + b * d.dilation[1]) * iw + c * d.dilation[2];
  });
}

/** For every window of a plane, in order, the index of its corner, which may lie in the padding. */
function corners(d: PoolDims): number[] {
  const [, ih, iw] = d.input;
  const [od, oh, ow] = d.output;
  return Array.from({ length: od * oh * ow }, (_, i) => {
    const at = [Math.floor(i / (oh * ow)), Math.floor(i / ow) % oh, i % ow] as const;
    const [z, y, x] = at.map((place, dim) => place * d.stride[dim]! - d.padding[dim]!) as [number, number, number];
    return (z * ih + y) * iw + x;
  });
}

/** The byte of a window without any value. */
const noTap = 255;

/** out and, unless null, the tap of each window that has the largest value: at most 255 taps. */
export function maxPoolTaps(input: Float32Array, out: Float32Array, taps: Uint8Array | null, d: PoolDims): void {
  const places = new Float64Array(out.length);
  maxPoolForward(input, out, places, d);
  if (!taps) return;
  const [from, offsets] = [corners(d), tapOffsets(d)];
  places.forEach((place, i) => {
    taps[i] = place < 0 ? noTap : offsets.indexOf(place - from[i % from.length]!);
  });
}

/** The gradient of `maxPoolTaps`; gradInput is overwritten. */
export function maxPoolTapsBackward(
  gradOut: Float32Array,
  taps: Uint8Array,
  gradInput: Float32Array,
  d: PoolDims,
): void {
  const [from, offsets] = [corners(d), tapOffsets(d)];
  const places = Float64Array.from(taps, (tap, i) => (tap === noTap ? -1 : from[i % from.length]! + offsets[tap]!));
  maxPoolBackward(gradOut, places, gradInput, d.planes, volume(d.input), volume(d.output));
}

function slidingRanges(d: PoolDims, dim: 0 | 1 | 2): Range[] {
  return Array.from({ length: d.output[dim] }, (_, o) => {
    const from = o * d.stride[dim] - d.padding[dim];
    const to = Math.min(from + d.kernel[dim], d.input[dim] + d.padding[dim]);
    return { start: Math.max(from, 0), end: Math.min(to, d.input[dim]), padded: to - from };
  });
}

export function adaptiveRanges(input: number, output: number): Range[] {
  return Array.from({ length: output }, (_, o) => {
    const start = Math.floor((o * input) / output);
    const end = Math.ceil(((o + 1) * input) / output);
    return { start, end, padded: end - start };
  });
}

/** Calls `window` for every output of a plane with its input ranges and divisor. */
export function forEachWindow(
  ranges: readonly [Range[], Range[], Range[]],
  includePad: boolean,
  divisor: number | null,
  window: (out: number, z: Range, y: Range, x: Range, divisor: number) => void,
): void {
  let at = 0;
  for (const z of ranges[0]) {
    for (const y of ranges[1]) {
      for (const x of ranges[2]) {
        const inside = (z.end - z.start) * (y.end - y.start) * (x.end - x.start);
        const count = includePad ? z.padded * y.padded * x.padded : inside;
        window(at++, z, y, x, divisor ?? count);
      }
    }
  }
}

/** Means of floats; of integers, cut off towards zero. */
function average(
  input: Elements,
  out: Elements,
  planes: number,
  size: readonly [number, number, number],
  ranges: readonly [Range[], Range[], Range[]],
  includePad: boolean,
  divisor: number | null,
): void {
  const inPlane = volume(size);
  const outPlane = ranges[0].length * ranges[1].length * ranges[2].length;
  const whole = out instanceof Float64Array;
  for (let p = 0; p < planes; p++) {
    forEachWindow(ranges, includePad, divisor, (at, z, y, x, count) => {
      let sum = 0;
      for (let a = z.start; a < z.end; a++) {
        for (let b = y.start; b < y.end; b++) {
          const row = p * inPlane + (a * size[1] + b) * size[2];
          for (let c = x.start; c < x.end; c++) sum += input[row + c]!;
        }
      }
      const empty = z.end <= z.start || y.end <= y.start || x.end <= x.start;
      out[p * outPlane + at] = empty ? 0 : whole ? Math.trunc(sum / count) : sum / count;
    });
  }
}

function spread(
  gradOut: Float32Array,
  gradInput: Float32Array,
  planes: number,
  size: readonly [number, number, number],
  ranges: readonly [Range[], Range[], Range[]],
  includePad: boolean,
  divisor: number | null,
): void {
  const inPlane = volume(size);
  const outPlane = ranges[0].length * ranges[1].length * ranges[2].length;
  gradInput.fill(0);
  for (let p = 0; p < planes; p++) {
    forEachWindow(ranges, includePad, divisor, (at, z, y, x, count) => {
      const share = gradOut[p * outPlane + at]! / count;
      for (let a = z.start; a < z.end; a++) {
        for (let b = y.start; b < y.end; b++) {
          const row = p * inPlane + (a * size[1] + b) * size[2];
          for (let c = x.start; c < x.end; c++) gradInput[row + c]! += share;
        }
      }
    });
  }
}

const sliding = (d: PoolDims): [Range[], Range[], Range[]] => [
  slidingRanges(d, 0),
  slidingRanges(d, 1),
  slidingRanges(d, 2),
];

/** Means of sliding windows; `divisor` null counts the values (with padding when `includePad`). */
export const avgPoolForward = (
  input: Elements,
  out: Elements,
  d: PoolDims,
  includePad: boolean,
  divisor: number | null,
): void => average(input, out, d.planes, d.input, sliding(d), includePad, divisor);

export const avgPoolBackward = (
  gradOut: Float32Array,
  gradInput: Float32Array,
  d: PoolDims,
  includePad: boolean,
  divisor: number | null,
): void => spread(gradOut, gradInput, d.planes, d.input, sliding(d), includePad, divisor);

type Size = readonly [number, number, number];
const adaptive = (input: Size, output: Size): [Range[], Range[], Range[]] => [
  adaptiveRanges(input[0], output[0]),
  adaptiveRanges(input[1], output[1]),
  adaptiveRanges(input[2], output[2]),
];

/** Means of windows floor(o I / O) … ceil((o + 1) I / O). */
export const adaptiveAvgPoolForward = (
  input: Float32Array,
  out: Float32Array,
  planes: number,
  inputSize: Size,
  outputSize: Size,
): void => average(input, out, planes, inputSize, adaptive(inputSize, outputSize), false, null);

export const adaptiveAvgPoolBackward = (
  gradOut: Float32Array,
  gradInput: Float32Array,
  planes: number,
  inputSize: Size,
  outputSize: Size,
): void => spread(gradOut, gradInput, planes, inputSize, adaptive(inputSize, outputSize), false, null);
