// The vocabulary of sliding windows as columns.
import type { Ints } from "../values.ts";

/** Images (N, C, H, W) and the values of all their windows (N, C kh kw, L), or both without N. */
export interface FoldingOps<V> {
  unfold(input: V, kernel_size: Ints, dilation?: Ints, padding?: Ints, stride?: Ints): V;
  fold(input: V, output_size: Ints, kernel_size: Ints, dilation?: Ints, padding?: Ints, stride?: Ints): V;
}
