// The vocabulary of normalizations.

/** Normalization; buffers are updated in place while training. */
export interface NormalizationOps<V> {
  batch_norm(
    input: V,
    running_mean: V | null,
    running_var: V | null,
    weight?: V | null,
    bias?: V | null,
    training?: boolean,
    momentum?: number | null,
    eps?: number,
    num_batches_tracked?: V | null,
  ): V;
}
