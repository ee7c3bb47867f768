// Owns how a picture of a tensor becomes pixels: channels as grey tiles, a vector as bars around zero, rows as a heat map.
import type { Picture } from "../../workers/protocol.ts";

export type Color = readonly [r: number, g: number, b: number];

/** Colours of a thumbnail; grids run from low to high, values around zero from negative over zero to positive. */
export interface Palette {
  readonly low: Color;
  readonly high: Color;
  readonly negative: Color;
  readonly zero: Color;
  readonly positive: Color;
}

/** RGBA, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Pixels of a vector's bars, across and up. */
const barsSide = 88;

const blank = (width: number, height: number): Pixels => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4),
});

function put({ width, data }: Pixels, x: number, y: number, color: Color): void {
  data.set([color[0], color[1], color[2], 255], (y * width + x) * 4);
}

const mix = (a: Color, b: Color, t: number): Color => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

/** A picture as pixels; what no value covers is transparent. */
export function paintPicture(picture: Picture, palette: Palette): Pixels {
  if (picture.kind === "grid") return paintGrid(picture, palette);
  return picture.rows === 1 ? paintBars(picture, palette) : paintHeat(picture, palette);
}

function paintGrid(picture: Extract<Picture, { kind: "grid" }>, { low, high }: Palette): Pixels {
  const { width, height, count, values } = picture;
  if (count === 0 || width === 0 || height === 0) return blank(1, 1);
  const columns = Math.min(picture.columns, count);
  const rows = Math.ceil(count / columns);
  // A tile of few pixels would be lost beside a gap of one.
  const scale = Math.max(1, Math.floor(16 / Math.max(width, height)));
  const tile = { width: width * scale, height: height * scale };
  const pixels = blank(columns * (tile.width + 1) - 1, rows * (tile.height + 1) - 1);
  const ramp = Array.from({ length: 256 }, (_, v) => mix(low, high, v / 255));
  for (let channel = 0; channel < count; channel++) {
    const left = (channel % columns) * (tile.width + 1);
    const top = Math.floor(channel / columns) * (tile.height + 1);
    for (let y = 0; y < tile.height; y++) {
      const row = (channel * height + Math.floor(y / scale)) * width;
      for (let x = 0; x < tile.width; x++) put(pixels, left + x, top + y, ramp[values[row + Math.floor(x / scale)]!]!);
    }
  }
  return pixels;
}

type Strip = Extract<Picture, { kind: "strip" }>;

const valueAt = ({ values, low, high }: Strip, i: number): number => low + ((high - low) * values[i]!) / 255;

function paintBars(picture: Strip, { negative, positive }: Palette): Pixels {
  const { length } = picture;
  if (length === 0) return blank(1, 1);
  const step = Math.max(1, Math.floor(barsSide / length));
  const gap = step > 4 ? 1 : 0;
  const pixels = blank(length * step, barsSide);
  const [bottom, top] = [Math.min(picture.low, 0), Math.max(picture.high, 0)];
  const span = top - bottom || 1;
  const rowOf = (value: number) => Math.round(((top - value) / span) * (barsSide - 1));
  for (let i = 0; i < length; i++) {
    const value = valueAt(picture, i);
    const color = value < 0 ? negative : positive;
    const [from, to] = [Math.min(rowOf(value), rowOf(0)), Math.max(rowOf(value), rowOf(0))];
    for (let y = from; y <= to; y++) {
      for (let x = i * step; x < (i + 1) * step - gap; x++) put(pixels, x, y, color);
    }
  }
  return pixels;
}

function paintHeat(picture: Strip, { negative, zero, positive }: Palette): Pixels {
  const { length, rows } = picture;
  if (length === 0 || rows === 0) return blank(1, 1);
  const pixels = blank(length, rows);
  const reach = Math.max(Math.abs(picture.low), Math.abs(picture.high)) || 1;
  for (let i = 0; i < length * rows; i++) {
    const t = valueAt(picture, i) / reach;
    put(pixels, i % length, Math.floor(i / length), mix(zero, t < 0 ? negative : positive, Math.min(1, Math.abs(t))));
  }
  return pixels;
}
