// Owns the dtypes of the engine and how their elements are held in memory.

/** float32 in Float32Array; int64 as exact integers (|n| ≤ 2^53) in Float64Array; bool as 0/1 in Uint8Array. */
export type DType = "float32" | "int64" | "bool";
export type TypedArray = Float32Array | Float64Array | Uint8Array;

export const bytesPerElement = { float32: 4, int64: 8, bool: 1 } as const satisfies Record<DType, number>;

/** The name torch's errors use for the scalar type. */
export const scalarTypeName = { float32: "Float", int64: "Long", bool: "Bool" } as const satisfies Record<
  DType,
  string
>;

/** The type of a tensor, as errors of look-ups name it. */
export const tensorTypeName = {
  float32: "torch.FloatTensor",
  int64: "torch.LongTensor",
  bool: "CPUBoolType",
} as const satisfies Record<DType, string>;

/** The C++ name of the scalar type, as errors of convolutions print it. */
export const dtypeWords = { float32: "float", int64: "long int", bool: "bool" } as const satisfies Record<
  DType,
  string
>;

/** `torch.float32`, as Python prints it. */
export const printDType = (dtype: DType): string => `torch.${dtype}`;
