// The vocabulary of activations.

/** Activations. With `inplace` the input is overwritten, and returned. */
export interface ActivationOps<V> {
  relu(input: V, inplace?: boolean): V;
  relu6(input: V, inplace?: boolean): V;
  elu(input: V, alpha?: number, inplace?: boolean): V;
  selu(input: V, inplace?: boolean): V;
  celu(input: V, alpha?: number, inplace?: boolean): V;
  leaky_relu(input: V, negative_slope?: number, inplace?: boolean): V;
  prelu(input: V, weight: V): V;
  rrelu(input: V, lower?: number, upper?: number, training?: boolean, inplace?: boolean): V;
  threshold(input: V, threshold: number, value: number, inplace?: boolean): V;
  hardtanh(input: V, min_val?: number, max_val?: number, inplace?: boolean): V;
  hardsigmoid(input: V, inplace?: boolean): V;
  hardswish(input: V, inplace?: boolean): V;
  hardshrink(input: V, lambd?: number): V;
  softshrink(input: V, lambd?: number): V;
  tanhshrink(input: V): V;
  sigmoid(input: V): V;
  logsigmoid(input: V): V;
  tanh(input: V): V;
  softplus(input: V, beta?: number, threshold?: number): V;
  softsign(input: V): V;
  silu(input: V, inplace?: boolean): V;
  mish(input: V, inplace?: boolean): V;
  gelu(input: V, approximate?: "none" | "tanh"): V;
  glu(input: V, dim?: number): V;
  softmax(input: V, dim?: number | null): V;
  softmin(input: V, dim?: number | null): V;
  log_softmax(input: V, dim?: number | null): V;
  /** What torch.nn.Softmax2d does: softmax over the channels of (N, C, H, W) or (C, H, W). */
  softmax2d(input: V): V;
  /**
   * Log-probability of each target and the mean loss, from the head's scores (shortlist, then one per cluster) and each
   * cluster's scores of its own classes. `cutoffs` are the first classes of the clusters, the number of classes last.
   * (Grave et al., 2017.)
   */
  adaptive_log_softmax(input: V, target: V, head: V, tails: readonly V[], cutoffs: readonly number[]): [V, V];
}
