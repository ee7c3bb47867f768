// The vocabulary of recurrent networks.

/** Several layers, or both directions, as torch's `_VF.lstm` takes them. */
export interface RecurrentSettings {
  readonly has_biases: boolean;
  readonly num_layers: number;
  /** Probability of an element to be zeroed between layers while training. */
  readonly dropout: number;
  readonly train: boolean;
  readonly bidirectional: boolean;
  readonly batch_first: boolean;
}

/**
 * Recurrent networks: input (L, N, I), (N, L, I) with batch_first, or (L, I) without a batch; states (layers ×
 * directions, N, H). `params` are torch's flat weights: of each layer, of each direction, weight_ih, weight_hh, bias_ih,
 * bias_hh (has_biases) and, in an LSTM with projections, weight_hr. A state that is null is zeros. Cells take one step:
 * input (N, I) or (I).
 */
export interface RecurrentOps<V> {
  rnn_tanh(input: V, hx: V | null, params: readonly V[], settings: RecurrentSettings): readonly [output: V, h_n: V];
  rnn_relu(input: V, hx: V | null, params: readonly V[], settings: RecurrentSettings): readonly [output: V, h_n: V];
  gru(input: V, hx: V | null, params: readonly V[], settings: RecurrentSettings): readonly [output: V, h_n: V];
  lstm(
    input: V,
    hx: readonly [h_0: V, c_0: V] | null,
    params: readonly V[],
    settings: RecurrentSettings,
  ): readonly [output: V, h_n: V, c_n: V];
  rnn_tanh_cell(input: V, hx: V | null, w_ih: V, w_hh: V, b_ih?: V | null, b_hh?: V | null): V;
  rnn_relu_cell(input: V, hx: V | null, w_ih: V, w_hh: V, b_ih?: V | null, b_hh?: V | null): V;
  gru_cell(input: V, hx: V | null, w_ih: V, w_hh: V, b_ih?: V | null, b_hh?: V | null): V;
  lstm_cell(
    input: V,
    hx: readonly [h_0: V, c_0: V] | null,
    w_ih: V,
    w_hh: V,
    b_ih?: V | null,
    b_hh?: V | null,
  ): readonly [h_1: V, c_1: V];
}
