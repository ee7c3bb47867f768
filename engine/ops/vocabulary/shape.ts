// The vocabulary of changes of shape.

/** Changes of shape. */
export interface ReshapingOps<V> {
  flatten(input: V, start_dim?: number, end_dim?: number): V;
}
