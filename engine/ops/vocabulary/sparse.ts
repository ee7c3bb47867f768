// The vocabulary of look-ups: rows of a table by their indices.

/** Look-ups; indices are int64 tensors. `sparse` is accepted; gradients are dense all the same. */
export interface SparseOps<V> {
  embedding(
    input: V,
    weight: V,
    padding_idx?: number | null,
    max_norm?: number | null,
    norm_type?: number,
    scale_grad_by_freq?: boolean,
    sparse?: boolean,
  ): V;
  embedding_bag(
    input: V,
    weight: V,
    offsets?: V | null,
    max_norm?: number | null,
    norm_type?: number,
    scale_grad_by_freq?: boolean,
    mode?: "sum" | "mean" | "max",
    sparse?: boolean,
    per_sample_weights?: V | null,
    include_last_offset?: boolean,
    padding_idx?: number | null,
  ): V;
  one_hot(input: V, num_classes?: number): V;
}
