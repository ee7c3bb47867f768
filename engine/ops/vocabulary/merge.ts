// The vocabulary of merging several tensors.

/** Merging several tensors. */
export interface MergeOps<V> {
  add(input: V, other: V | number): V;
  mul(input: V, other: V | number): V;
  cat(tensors: readonly V[], dim?: number): V;
}
