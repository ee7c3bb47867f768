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

/** `torch.float32`, as Python prints it. */
export const printDType = (dtype: DType): string => `torch.${dtype}`;
