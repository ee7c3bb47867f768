// The vocabulary of attention.

/** Attention (Vaswani et al., 2017). */
export interface AttentionOps<V> {
  /**
   * softmax(Q Kᵀ / √E) V over query (…, L, E), key (…, S, E), value (…, S, Ev). A bool mask (…, L, S) is true where a
   * query may look; a float mask is added.
   */
  scaled_dot_product_attention(
    query: V,
    key: V,
    value: V,
    attn_mask?: V | null,
    dropout_p?: number,
    is_causal?: boolean,
    scale?: number | null,
  ): V;
  /**
   * Query (L, N, E), key (S, N, Ek), value (S, N, Ev), or without N; with `batch_first` (which torch leaves to the
   * module) N comes first. A bool mask is true where a query must not look. The second output are the weights, null
   * unless they are needed.
   */
  multi_head_attention_forward(
    query: V,
    key: V,
    value: V,
    embed_dim_to_check: number,
    num_heads: number,
    in_proj_weight: V | null,
    in_proj_bias: V | null,
    bias_k: V | null,
    bias_v: V | null,
    add_zero_attn: boolean,
    dropout_p: number,
    out_proj_weight: V,
    out_proj_bias: V | null,
    training?: boolean,
    key_padding_mask?: V | null,
    need_weights?: boolean,
    attn_mask?: V | null,
    use_separate_proj_weight?: boolean,
    q_proj_weight?: V | null,
    k_proj_weight?: V | null,
    v_proj_weight?: V | null,
    static_k?: V | null,
    static_v?: V | null,
    average_attn_weights?: boolean,
    batch_first?: boolean,
  ): readonly [output: V, weights: V | null];
  /** Torch's check of what a Transformer is given: `src` and `tgt` as they are, or its RuntimeErrors. */
  transformer_inputs(src: V, tgt: V, d_model: number, batch_first: boolean): readonly [src: V, tgt: V];
}
