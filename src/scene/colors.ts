// Owns the colours of values, alike on edges and in the viewer: diverging around zero for signed data, dark to bright for
// what is never negative.
import { rgbOf, type Theme } from "./theme.ts";

/** What maps values to colours: `table` holds 256 RGB triples from `low` to `high`. */
export interface ColorMap {
  readonly kind: "diverging" | "sequential";
  readonly low: number;
  readonly high: number;
  readonly table: Uint8Array;
}

export type Rgb = readonly [number, number, number];

/** NaN and infinities, in both themes. */
export const nonFinite: Rgb = [200, 60, 200];

function between(stops: readonly Rgb[]): Uint8Array {
  const table = new Uint8Array(3 * 256);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (stops.length - 1);
    const first = Math.min(stops.length - 2, Math.floor(at));
    for (let c = 0; c < 3; c++) {
      const from = stops[first]![c]!;
      table[3 * i + c] = Math.round(from + (stops[first + 1]![c]! - from) * (at - first));
    }
  }
  return table;
}

/**
 * The colours of a tensor's values; the bounds are those of its finite values (NaN where there are none). Signed data
 * has zero in the middle, so that a colour has one sign; one value alone is seen from zero on.
 */
export function colorMapOf(min: number, max: number, theme: Theme): ColorMap {
  const [least, high] = min <= max ? [min, max] : [0, 0];
  if (least >= 0) {
    const low = least === high ? 0 : least;
    return { kind: "sequential", low, high, table: between([rgbOf(theme["tensor-low"]), rgbOf(theme["tensor-high"])]) };
  }
  const reach = Math.max(-least, high);
  const stops = (["tensor-negative", "tensor-zero", "tensor-positive"] as const).map((name) => rgbOf(theme[name]));
  return { kind: "diverging", low: -reach, high: reach, table: between(stops) };
}

/** Colours `count` values from `offset` on as RGBA; values past the end are transparent. */
export function paintValues(
  values: Float32Array,
  offset: number,
  count: number,
  { low, high, table }: Omit<ColorMap, "kind">,
): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(4 * count);
  const scale = high > low ? 255 / (high - low) : 0;
  for (let i = 0; i < count && offset + i < values.length; i++) {
    const value = values[offset + i]!;
    const entry = 3 * Math.min(255, Math.max(0, Math.round((value - low) * scale)));
    const finite = Number.isFinite(value);
    for (let c = 0; c < 3; c++) out[4 * i + c] = finite ? table[entry + c]! : nonFinite[c]!;
    out[4 * i + 3] = 255;
  }
  return out;
}

/** The colours as a CSS gradient, for the legend. */
export function gradientOf({ table }: ColorMap): string {
  const stop = (i: number) => `rgb(${table[3 * i]} ${table[3 * i + 1]} ${table[3 * i + 2]})`;
  return `linear-gradient(to right, ${[0, 64, 128, 191, 255].map(stop).join(", ")})`;
}
