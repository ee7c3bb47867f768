// Owns how a sample is laid out to be looked at: as planes or as a vector, and where each of its values stands.
import { numel, type Shape } from "../../engine/core/shape.ts";

/** `count` planes of height × width, one after another; a vector has one row. */
export interface View {
  readonly kind: "planes" | "bars";
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** Number of values; the last plane of a folded vector may have fewer. */
  readonly size: number;
}

/** Longer vectors are folded into a plane. */
const longestBars = 1024;

/** A sample (C, H, W) is C planes, (H, W) one; dims before the last two count as channels. A vector is bars. */
export function viewOf(shape: Shape): View {
  const size = numel(shape);
  if (shape.length >= 2) {
    const [height, width] = shape.slice(-2) as [number, number];
    return { kind: "planes", count: numel(shape.slice(0, -2)), height, width, size };
  }
  if (size <= longestBars) return { kind: "bars", count: 1, height: 1, width: size, size };
  const width = Math.ceil(Math.sqrt(size));
  return { kind: "planes", count: 1, height: Math.ceil(size / width), width, size };
}

/** The indices of element `at` of an array of this shape: 0 of (2, 3) is [0, 0], 5 is [1, 2]. */
export function unravel(at: number, shape: Shape): number[] {
  const index = new Array<number>(shape.length);
  let rest = at;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    index[dim] = rest % shape[dim]!;
    rest = Math.floor(rest / shape[dim]!);
  }
  return index;
}

/** The shape of the sample that `shown`, its part that is here, was cut from: the tensor's last dims. */
export const wholeSample = (shape: Shape, shown: Shape): Shape => shape.slice(shape.length - shown.length);
