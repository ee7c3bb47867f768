// The vocabulary of convolutions.
import type { Ints, Padding } from "../values.ts";

/** Convolution: input (N, C, L|H, W|D, H, W) or unbatched, weight (O, C / groups, k…). */
export interface ConvOps<V> {
  conv1d(input: V, weight: V, bias?: V | null, stride?: Ints, padding?: Padding, dilation?: Ints, groups?: number): V;
  conv2d(input: V, weight: V, bias?: V | null, stride?: Ints, padding?: Padding, dilation?: Ints, groups?: number): V;
  conv3d(input: V, weight: V, bias?: V | null, stride?: Ints, padding?: Padding, dilation?: Ints, groups?: number): V;
}
