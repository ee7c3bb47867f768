// Owns how a sample is laid out to be looked at: as planes or as a vector, and where each of its values stands.
import { numel, type Shape } from "../../engine/core/shape.ts";

/** `count` planes of height × width, one after another; a vector has one row. */
export interface View {
  readonly kind: "planes" | "bars";
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** Number of values. */
  readonly size: number;
}

/**
 * A sample (C, H, W) is C planes, (H, W) one; dims before the last two count as channels. One row of values is bars,
 * however long. The small pictures on edges (engine/kernels/pictures.ts) keep the same rule.
 */
export function viewOf(shape: Shape): View {
  const size = numel(shape);
  if (shape.length < 2 || (shape.length === 2 && shape[0] === 1))
    return { kind: "bars", count: 1, height: 1, width: size, size };
  const [height, width] = shape.slice(-2) as [number, number];
  return { kind: "planes", count: numel(shape.slice(0, -2)), height, width, size };
}

/** How far the bars of a column of pixels reach, down and up from zero, and whether one of its values is not finite. */
export interface Column {
  readonly low: number;
  readonly high: number;
  readonly finite: boolean;
}

/** The values of a vector in at most `most` columns: one each where there is room, else together those that share one. */
export function columnsOf(values: Float32Array, most: number): Column[] {
  const count = Math.min(values.length, Math.max(1, most));
  return Array.from({ length: count }, (_, column) => {
    const end = Math.floor(((column + 1) * values.length) / count);
    let [low, high, finite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
    for (let i = Math.floor((column * values.length) / count); i < end; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) finite = false;
      else {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return { low, high, finite };
  });
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
