// Owns what equal means for a conformance case: shape, dtype, and elements within a tolerance.
import type { ArrayTensor } from "../engine/core/array.ts";
import type { Tensor } from "../engine/index.ts";

export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

export const outputTolerance: Tolerance = { absolute: 1e-5, relative: 1e-4 };
export const gradientTolerance: Tolerance = { absolute: 1e-4, relative: 1e-3 };

export function same(what: string, got: string | undefined, expected: string): void {
  if (got !== expected)
    throw new Error(`${what} differs: got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
}

/** Throws unless every element agrees; returns the largest |a − b| / max(1, |b|). */
export function close(name: string, got: Tensor, expected: ArrayTensor, tolerance: Tolerance): number {
  same(`shape of ${name}`, got.shape.join(" "), expected.shape.join(" "));
  same(`dtype of ${name}`, got.dtype, expected.dtype);
  const values = got.toTypedArray();
  let worst = 0;
  for (let i = 0; i < values.length; i++) {
    const a = Number(values[i]);
    const b = expected.data[i]!;
    if (Object.is(a, b) || a === b || (Number.isNaN(a) && Number.isNaN(b))) continue;
    const difference = Math.abs(a - b);
    if (!(difference <= tolerance.absolute + tolerance.relative * Math.abs(b))) {
      throw new Error(`${name}[${i}]: got ${a}, expected ${b}`);
    }
    worst = Math.max(worst, difference / Math.max(1, Math.abs(b)));
  }
  return worst;
}
