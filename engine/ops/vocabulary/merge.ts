// The vocabulary of merging several tensors.

/** Merging several tensors. */
export interface MergeOps<V> {
  add(input: V, other: V): V;
  mul(input: V, other: V): V;
  cat(tensors: readonly V[], dim?: number): V;
}
