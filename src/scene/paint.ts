// Owns how a picture of a tensor becomes pixels: channels as tiles, a vector as bars around zero, rows as a heat map.
import type { Picture } from "../../workers/protocol.ts";
import { type ColorMap, nonFinite, type Rgb } from "./colors.ts";

/** RGBA, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** What a thumbnail is painted with: the viewer's colours of this tensor, and of its bars. */
export interface Paint {
  readonly colors: ColorMap;
  readonly negative: Rgb;
  readonly positive: Rgb;
  /** Pixels across and up of a vector's bars: as many as the screen has for them, so that each is drawn whole. */
  readonly side: number;
}

const blank = (width: number, height: number): Pixels => ({
  width,
  height,
  data: new Uint8ClampedArray(width * height * 4),
});

function put({ width, data }: Pixels, x: number, y: number, color: Rgb): void {
  data.set([color[0], color[1], color[2], 255], (y * width + x) * 4);
}

/** The colour of each byte a picture may hold: 0 is not finite, 1…255 run from the picture's `low` to its `high`. */
function ramp({ low, high }: Picture, { colors }: Paint): readonly Rgb[] {
  const scale = colors.high > colors.low ? 255 / (colors.high - colors.low) : 0;
  return Array.from({ length: 256 }, (_, byte) => {
    if (byte === 0) return nonFinite;
    const entry = Math.round((valueAt(low, high, byte) - colors.low) * scale);
    const at = 3 * Math.min(255, Math.max(0, entry));
    return [colors.table[at]!, colors.table[at + 1]!, colors.table[at + 2]!];
  });
}

const valueAt = (low: number, high: number, byte: number): number => low + ((high - low) * (byte - 1)) / 254;

/** A picture as pixels; what no value covers is transparent. */
export function paintPicture(picture: Picture, paint: Paint): Pixels {
  if (picture.kind === "grid") return paintGrid(picture, paint);
  return picture.rows === 1 ? paintBars(picture, paint) : paintHeat(picture, paint);
}

function paintGrid(picture: Extract<Picture, { kind: "grid" }>, paint: Paint): Pixels {
  const { width, height, count, values } = picture;
  if (count === 0 || width === 0 || height === 0) return blank(1, 1);
  const columns = Math.min(picture.columns, count);
  const rows = Math.ceil(count / columns);
  // A tile of few pixels would be lost beside a gap of one.
  const scale = Math.max(1, Math.floor(16 / Math.max(width, height)));
  const tile = { width: width * scale, height: height * scale };
  const pixels = blank(columns * (tile.width + 1) - 1, rows * (tile.height + 1) - 1);
  const shades = ramp(picture, paint);
  for (let channel = 0; channel < count; channel++) {
    const left = (channel % columns) * (tile.width + 1);
    const top = Math.floor(channel / columns) * (tile.height + 1);
    for (let y = 0; y < tile.height; y++) {
      const row = (channel * height + Math.floor(y / scale)) * width;
      for (let x = 0; x < tile.width; x++) {
        put(pixels, left + x, top + y, shades[values[row + Math.floor(x / scale)]!]!);
      }
    }
  }
  return pixels;
}

type Strip = Extract<Picture, { kind: "strip" }>;

function paintBars(picture: Strip, { negative, positive, side }: Paint): Pixels {
  const { length, low, high, values } = picture;
  if (length === 0) return blank(1, 1);
  const width = Math.max(side, length);
  const pixels = blank(width, side);
  const [bottom, top] = [Math.min(low, 0), Math.max(high, 0)];
  const span = top - bottom || 1;
  const rowOf = (value: number) => Math.round(((top - value) / span) * (side - 1));
  const gap = width / length >= 3 ? 1 : 0;
  for (let i = 0; i < length; i++) {
    const finite = values[i] !== 0;
    const value = valueAt(low, high, values[i]!);
    const color = finite ? (value < 0 ? negative : positive) : nonFinite;
    // What is not finite reaches from end to end.
    const [from, to] = finite ? [Math.min(rowOf(value), rowOf(0)), Math.max(rowOf(value), rowOf(0))] : [0, side - 1];
    const [left, right] = [Math.round((i * width) / length), Math.round(((i + 1) * width) / length) - gap];
    for (let y = from; y <= to; y++) for (let x = left; x < right; x++) put(pixels, x, y, color);
  }
  return pixels;
}

function paintHeat(picture: Strip, paint: Paint): Pixels {
  const { length, rows, values } = picture;
  if (length === 0 || rows === 0) return blank(1, 1);
  const pixels = blank(length, rows);
  const shades = ramp(picture, paint);
  for (let i = 0; i < length * rows; i++) {
    put(pixels, i % length, Math.floor(i / length), shades[values[i]!]!);
  }
  return pixels;
}
