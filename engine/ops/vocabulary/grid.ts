// The vocabulary of reading images at the points of a grid.
import type { GridSampleMode, GridSamplePadding } from "../values.ts";

/** Images (N, C, …). */
export interface GridOps<V> {
  grid_sample(
    input: V,
    grid: V,
    mode?: GridSampleMode,
    padding_mode?: GridSamplePadding,
    align_corners?: boolean | null,
  ): V;
  affine_grid(theta: V, size: readonly number[], align_corners?: boolean | null): V;
}
