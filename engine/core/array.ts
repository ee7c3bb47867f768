// Owns the plain array with a shape and a dtype: what files hold and what crosses between rooms without the Tensor class.

/**
 * Elements in C order (last dim fastest), held as dtype.ts says: int64 as exact integers in a Float64Array, bool as
 * 0 and 1 in a Uint8Array.
 */
export type ArrayTensor =
  | { readonly dtype: "float32"; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly dtype: "int64"; readonly shape: readonly number[]; readonly data: Float64Array }
  | { readonly dtype: "bool"; readonly shape: readonly number[]; readonly data: Uint8Array };
