// The vocabulary of pooling.
import type { Ints } from "../values.ts";

/** Pooling; stride null is kernel_size. */
export interface PoolingOps<V> {
  max_pool2d(
    input: V,
    kernel_size: Ints,
    stride?: Ints | null,
    padding?: Ints,
    dilation?: Ints,
    ceil_mode?: boolean,
  ): V;
  max_pool2d_with_indices(
    input: V,
    kernel_size: Ints,
    stride?: Ints | null,
    padding?: Ints,
    dilation?: Ints,
    ceil_mode?: boolean,
  ): readonly [output: V, indices: V];
  avg_pool2d(
    input: V,
    kernel_size: Ints,
    stride?: Ints | null,
    padding?: Ints,
    ceil_mode?: boolean,
    count_include_pad?: boolean,
    divisor_override?: number | null,
  ): V;
  adaptive_avg_pool2d(input: V, output_size: number | null | readonly (number | null)[]): V;
}
