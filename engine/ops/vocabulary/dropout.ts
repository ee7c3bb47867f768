// The vocabulary of dropout.

/** Dropout. With `inplace` the input is overwritten where anything is dropped. */
export interface DropoutOps<V> {
  dropout(input: V, p?: number, training?: boolean, inplace?: boolean): V;
  dropout1d(input: V, p?: number, training?: boolean, inplace?: boolean): V;
  dropout2d(input: V, p?: number, training?: boolean, inplace?: boolean): V;
  dropout3d(input: V, p?: number, training?: boolean, inplace?: boolean): V;
  alpha_dropout(input: V, p?: number, training?: boolean, inplace?: boolean): V;
  feature_alpha_dropout(input: V, p?: number, training?: boolean, inplace?: boolean): V;
}
