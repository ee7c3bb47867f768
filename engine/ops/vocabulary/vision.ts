// The vocabulary of images: resizing them, and reading them at the points of a grid.
import type { Floats, GridSampleMode, GridSamplePadding, InterpolateMode, Ints } from "../values.ts";

/** Images (N, C, …). */
export interface VisionOps<V> {
  interpolate(
    input: V,
    size?: Ints | null,
    scale_factor?: Floats | null,
    mode?: InterpolateMode,
    align_corners?: boolean | null,
    recompute_scale_factor?: boolean | null,
    antialias?: boolean,
  ): V;
  grid_sample(
    input: V,
    grid: V,
    mode?: GridSampleMode,
    padding_mode?: GridSamplePadding,
    align_corners?: boolean | null,
  ): V;
  affine_grid(theta: V, size: readonly number[], align_corners?: boolean | null): V;
}
