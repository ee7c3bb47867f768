// The vocabulary of resizing images.
import type { Floats, InterpolateMode, Ints } from "../values.ts";

/** Images (N, C, …). */
export interface InterpolateOps<V> {
  interpolate(
    input: V,
    size?: Ints | null,
    scale_factor?: Floats | null,
    mode?: InterpolateMode,
    align_corners?: boolean | null,
    recompute_scale_factor?: boolean | null,
    antialias?: boolean,
  ): V;
}
