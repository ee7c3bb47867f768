// Owns what becomes of variances that float32 does not hold.

/** A variance, or mean of squares, as float32 holds it: Infinity where it does not, and all its digits otherwise. */
export const float32Variance = (variance: number): number =>
  Math.fround(variance) === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : variance;

/** 1 / √(variance + eps) of a row; NaN where float32 does not hold the variance, as torch mostly has it. */
export const rowScale = (variance: number, eps: number): number =>
  float32Variance(variance) === Number.POSITIVE_INFINITY ? Number.NaN : 1 / Math.sqrt(variance + eps);
