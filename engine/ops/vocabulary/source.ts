// The vocabulary of sources of values.
import type { DType } from "../../core/dtype.ts";
import type { Shape } from "../../core/shape.ts";

/** Sources of values. */
export interface SourceOps<V> {
  zeros(shape: Shape, dtype?: DType): V;
}
