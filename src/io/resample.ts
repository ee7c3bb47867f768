// Owns how an image becomes channels of a given size: resampling, fitting, grey, inversion, normalization. Pure arithmetic.
import type { Fit, Normalization, Pixels } from "../editor/inputs.ts";

/** A part of an axis of the source, in source pixels, and the pixels of the target it fills. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly length: number;
}

/** Where a source of one size goes in a target of another; what is left free stays black. */
export function fitSpans(
  source: { readonly width: number; readonly height: number },
  width: number,
  height: number,
  fit: Fit,
): { readonly x: Span; readonly y: Span } {
  const whole = (from: number, length: number): Span => ({ from: 0, to: from, start: 0, length });
  const scaleX = width / source.width;
  const scaleY = height / source.height;
  switch (fit) {
    case "stretch":
      return { x: whole(source.width, width), y: whole(source.height, height) };
    case "contain": {
      const scale = Math.min(scaleX, scaleY);
      const placed = (from: number, room: number): Span => {
        const length = Math.min(room, Math.max(1, Math.round(from * scale)));
        return { from: 0, to: from, start: Math.floor((room - length) / 2), length };
      };
      return { x: placed(source.width, width), y: placed(source.height, height) };
    }
    case "cover": {
      const scale = Math.max(scaleX, scaleY);
      const cut = (from: number, room: number): Span => {
        const spare = Math.max(0, from - room / scale);
        return { from: spare / 2, to: from - spare / 2, start: 0, length: room };
      };
      return { x: cut(source.width, width), y: cut(source.height, height) };
    }
    default:
      return fit satisfies never;
  }
}

interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/** The source pixels each target pixel is a mean of: a triangle, as wide as a target pixel where the image shrinks. */
function tapsOf({ from, to, length }: Span, limit: number): Taps[] {
  const scale = (to - from) / length;
  const reach = Math.max(1, scale);
  return Array.from({ length }, (_, i) => {
    const center = from + (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(center - reach));
    const last = Math.min(limit - 1, Math.ceil(center + reach));
    const weights: number[] = [];
    for (let p = first; p <= last; p++) weights.push(Math.max(0, 1 - Math.abs(p + 0.5 - center) / reach));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/** Resamples one plane of the source's size into its place in a (height, width) plane of zeros. */
export function resamplePlane(
  plane: Float32Array,
  source: { readonly width: number; readonly height: number },
  width: number,
  height: number,
  spans: { readonly x: Span; readonly y: Span },
): Float32Array {
  const { x, y } = spans;
  const rows = new Float32Array(source.height * x.length);
  const columnTaps = tapsOf(x, source.width);
  for (let row = 0; row < source.height; row++) {
    for (let i = 0; i < x.length; i++) {
      const { first, weights } = columnTaps[i]!;
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * plane[row * source.width + first + k]!;
      rows[row * x.length + i] = sum;
    }
  }
  const out = new Float32Array(width * height);
  const rowTaps = tapsOf(y, source.height);
  for (let j = 0; j < y.length; j++) {
    const { first, weights } = rowTaps[j]!;
    for (let i = 0; i < x.length; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * rows[(first + k) * x.length + i]!;
      out[(y.start + j) * width + x.start + i] = sum;
    }
  }
  return out;
}

/** Planes of an image, values 0 to 1; transparent parts show white paper. One plane is luma (ITU-R BT.601). */
export function planesOf(pixels: Pixels, channels: 1 | 3, invert: boolean): Float32Array[] {
  const { data } = pixels;
  const count = pixels.width * pixels.height;
  const planes = Array.from({ length: channels }, () => new Float32Array(count));
  for (let i = 0; i < count; i++) {
    const alpha = data[4 * i + 3]! / 255;
    const value = (c: number) => {
      const shown = (data[4 * i + c]! / 255) * alpha + (1 - alpha);
      return invert ? 1 - shown : shown;
    };
    if (channels === 1) planes[0]![i] = 0.299 * value(0) + 0.587 * value(1) + 0.114 * value(2);
    else for (let c = 0; c < 3; c++) planes[c]![i] = value(c);
  }
  return planes;
}

/** Mean and std of each of three channels, and of a single grey one: those the datasets' users customarily take. */
const moments: Readonly<Record<Normalization, { rgb: readonly [number, number][]; gray: readonly [number, number] }>> =
  {
    none: { rgb: Array(3).fill([0, 1]), gray: [0, 1] },
    half: { rgb: Array(3).fill([0.5, 0.5]), gray: [0.5, 0.5] },
    mnist: { rgb: Array(3).fill([0.1307, 0.3081]), gray: [0.1307, 0.3081] },
    imagenet: {
      rgb: [
        [0.485, 0.229],
        [0.456, 0.224],
        [0.406, 0.225],
      ],
      gray: [0.449, 0.226],
    },
  };

/** `(value - mean) / std` of each channel, in place; `values` holds the channels one after another. */
export function normalize(values: Float32Array, channels: 1 | 3, normalization: Normalization): void {
  const size = values.length / channels;
  for (let c = 0; c < channels; c++) {
    const [mean, std] = channels === 1 ? moments[normalization].gray : moments[normalization].rgb[c]!;
    for (let i = c * size; i < (c + 1) * size; i++) values[i] = (values[i]! - mean) / std;
  }
}

/** An image as (channels, height, width): fitted, inverted if asked, then normalized. */
export function imageChannels(
  image: {
    readonly pixels: Pixels;
    readonly fit: Fit;
    readonly invert: boolean;
    readonly normalization: Normalization;
  },
  channels: 1 | 3,
  width: number,
  height: number,
): Float32Array {
  const { pixels, fit, invert, normalization } = image;
  const out = new Float32Array(channels * width * height);
  if (out.length === 0) return out;
  const spans = fitSpans(pixels, width, height, fit);
  planesOf(pixels, channels, invert).forEach((plane, c) => {
    out.set(resamplePlane(plane, pixels, width, height, spans), c * width * height);
  });
  normalize(out, channels, normalization);
  return out;
}
