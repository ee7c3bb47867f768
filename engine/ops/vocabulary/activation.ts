// The vocabulary of activations.

/** Activations. */
export interface ActivationOps<V> {
  relu(input: V): V;
  sigmoid(input: V): V;
  tanh(input: V): V;
  gelu(input: V, approximate?: "none" | "tanh"): V;
  softmax(input: V, dim?: number | null): V;
  log_softmax(input: V, dim?: number | null): V;
}
