// The vocabulary of dropout.

/** Dropout. */
export interface DropoutOps<V> {
  dropout(input: V, p?: number, training?: boolean): V;
  dropout1d(input: V, p?: number, training?: boolean): V;
  dropout2d(input: V, p?: number, training?: boolean): V;
  dropout3d(input: V, p?: number, training?: boolean): V;
  alpha_dropout(input: V, p?: number, training?: boolean): V;
  feature_alpha_dropout(input: V, p?: number, training?: boolean): V;
}
