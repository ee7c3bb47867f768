// The vocabulary of linear maps.

/** Linear maps. */
export interface LinearOps<V> {
  linear(input: V, weight: V, bias?: V | null): V;
}
