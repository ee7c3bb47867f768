// The vocabulary of dropout.

/** Dropout. */
export interface DropoutOps<V> {
  dropout(input: V, p?: number, training?: boolean): V;
  dropout2d(input: V, p?: number, training?: boolean): V;
}
