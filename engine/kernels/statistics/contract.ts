// Owns the contract of statistics of values: which kernels there are, what they take and what they do.
import type { Elements } from "../shape/contract.ts";

export interface Statistics {
  /** Of the finite values; NaN when there are none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Population standard deviation: divided by the number of finite values. */
  readonly std: number;
  /** How many values are NaN or infinite. */
  readonly nonFinite: number;
}

export interface Description extends Statistics {
  /** How many finite values fall in each of so many equal parts of [min, max]. */
  readonly histogram: Uint32Array;
}

export interface StatisticsKernels {
  /** Extent, mean and deviation of the finite values, and how many of them fall in each of `bins` parts of the extent. */
  describe(values: Elements, bins: number): Description;
}
