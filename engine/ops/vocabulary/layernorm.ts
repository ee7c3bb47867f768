// The vocabulary of layer normalization.
import type { Shape } from "../../core/shape.ts";

/** Normalization of every sample by itself, over its last dims. */
export interface LayernormOps<V> {
  layer_norm(input: V, normalized_shape: Shape, weight?: V | null, bias?: V | null, eps?: number): V;
}
