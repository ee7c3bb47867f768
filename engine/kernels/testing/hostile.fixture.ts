// Owns the values that tests of extreme numbers put among ordinary ones, and where they put them.
import type { Bench } from "./both_builds.fixture.ts";

const { POSITIVE_INFINITY: inf, NEGATIVE_INFINITY: minusInf, NaN: nan } = Number;

/** Zeros, and numbers so small that their digits or their squares vanish. */
export const tiny = [0, -0, 1e-45, -1e-40, 1e-40, 1e-30] as const;
/** Finite outliers, none of them so large that its square overflows. */
export const large = [1e4, -1e4, 1e6, -1e6] as const;
/** What no float holds the square of. */
export const huge = [1e30, -1e30, 3e38, -3e38] as const;
export const notFinite = [inf, minusInf, nan] as const;
export const everyKind = [...tiny, ...large, ...huge, ...notFinite] as const;

/** Puts values of one of these kinds at some places, and returns the array. */
export function spoil(b: Bench, values: Float32Array, kinds: readonly number[], most = 3): Float32Array {
  if (values.length === 0) return values;
  for (let k = b.integer(1, most); k > 0; k--) values[b.integer(0, values.length - 1)] = b.pick(kinds);
  return values;
}

/** A value that is not finite or whose square would not be: what may stand in an operand beside ordinary others. */
export function spoiled(b: Bench, values: Float32Array): Float32Array {
  const round = b.integer(0, 3);
  // One of the huge ones only: of two, a float's sum could overflow where the plain kernels' float64 does not.
  if (round === 0) return spoil(b, values, huge, 1);
  if (round === 1) return spoil(b, values, [...tiny, ...large]);
  return spoil(b, values, [...notFinite, ...tiny]);
}
