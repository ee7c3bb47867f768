// The vocabulary of pooling.
import type { Floats, Ints } from "../values.ts";

type WithIndices<V> = readonly [output: V, indices: V];

type MaxPool<V> = (
  input: V,
  kernel_size: Ints,
  stride?: Ints | null,
  padding?: Ints,
  dilation?: Ints,
  ceil_mode?: boolean,
) => V;

type AvgPool<V> = (
  input: V,
  kernel_size: Ints,
  stride?: Ints | null,
  padding?: Ints,
  ceil_mode?: boolean,
  count_include_pad?: boolean,
  divisor_override?: number | null,
) => V;

type LPPool<V> = (input: V, norm_type: number, kernel_size: Ints, stride?: Ints | null, ceil_mode?: boolean) => V;

/** Sizes of an adaptive pooling's output; None (null) keeps that of the input. */
export type AdaptiveSize = number | null | readonly (number | null)[];
type AdaptivePool<V> = (input: V, output_size: AdaptiveSize) => V;

type FractionalMaxPool<V> = (
  input: V,
  kernel_size: Ints,
  output_size?: Ints | null,
  output_ratio?: Floats | null,
  return_indices?: boolean,
  _random_samples?: V | null,
) => V;

type MaxUnpool<V> = (
  input: V,
  indices: V,
  kernel_size: Ints,
  stride?: Ints | null,
  padding?: Ints,
  output_size?: readonly number[] | null,
) => V;

/**
 * Pooling of (N, C, L|H, W|D, H, W) or unbatched; stride null is kernel_size. Only the ops `…_with_indices` give the
 * indices, whatever `return_indices` says; they count within a plane, row by row.
 */
export interface PoolOps<V> {
  max_pool1d(...args: Parameters<MaxPool<V>>): V;
  max_pool2d(...args: Parameters<MaxPool<V>>): V;
  max_pool3d(...args: Parameters<MaxPool<V>>): V;
  max_pool1d_with_indices(...args: Parameters<MaxPool<V>>): WithIndices<V>;
  max_pool2d_with_indices(...args: Parameters<MaxPool<V>>): WithIndices<V>;
  max_pool3d_with_indices(...args: Parameters<MaxPool<V>>): WithIndices<V>;
  avg_pool1d(...args: Parameters<AvgPool<V>>): V;
  avg_pool2d(...args: Parameters<AvgPool<V>>): V;
  avg_pool3d(...args: Parameters<AvgPool<V>>): V;
  lp_pool1d(...args: Parameters<LPPool<V>>): V;
  lp_pool2d(...args: Parameters<LPPool<V>>): V;
  lp_pool3d(...args: Parameters<LPPool<V>>): V;
  adaptive_avg_pool1d(...args: Parameters<AdaptivePool<V>>): V;
  adaptive_avg_pool2d(...args: Parameters<AdaptivePool<V>>): V;
  adaptive_avg_pool3d(...args: Parameters<AdaptivePool<V>>): V;
  adaptive_max_pool1d(...args: Parameters<AdaptivePool<V>>): V;
  adaptive_max_pool2d(...args: Parameters<AdaptivePool<V>>): V;
  adaptive_max_pool3d(...args: Parameters<AdaptivePool<V>>): V;
  adaptive_max_pool1d_with_indices(...args: Parameters<AdaptivePool<V>>): WithIndices<V>;
  adaptive_max_pool2d_with_indices(...args: Parameters<AdaptivePool<V>>): WithIndices<V>;
  adaptive_max_pool3d_with_indices(...args: Parameters<AdaptivePool<V>>): WithIndices<V>;
  fractional_max_pool2d(...args: Parameters<FractionalMaxPool<V>>): V;
  fractional_max_pool3d(...args: Parameters<FractionalMaxPool<V>>): V;
  fractional_max_pool2d_with_indices(...args: Parameters<FractionalMaxPool<V>>): WithIndices<V>;
  fractional_max_pool3d_with_indices(...args: Parameters<FractionalMaxPool<V>>): WithIndices<V>;
  max_unpool1d(...args: Parameters<MaxUnpool<V>>): V;
  max_unpool2d(...args: Parameters<MaxUnpool<V>>): V;
  max_unpool3d(...args: Parameters<MaxUnpool<V>>): V;
}
