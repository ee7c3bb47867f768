// Owns the values of a sample as text that can be pasted into other programs.
import type { Shape } from "../../engine/core/shape.ts";

export type TextFormat = "json" | "numpy";

/** 9 significant digits tell any two float32 apart. */
const exact = (value: number): string => String(Number(value.toPrecision(9)));

function printValue(value: number, format: TextFormat): string {
  if (Number.isFinite(value)) return exact(value);
  // JSON has no word for either.
  if (format === "json") return "null";
  return Number.isNaN(value) ? "np.nan" : value > 0 ? "np.inf" : "-np.inf";
}

const numpyTypes = { float32: "np.float32", int64: "np.int64", bool: "np.bool_" } as const;

/** Nested lists of the sample's shape, as JSON or as a call of numpy's `np.array`. */
export function valuesText(
  values: Float32Array,
  shape: Shape,
  dtype: keyof typeof numpyTypes,
  format: TextFormat,
): string {
  let at = 0;
  const nest = (dim: number): string => {
    if (dim === shape.length) return printValue(values[at++]!, format);
    return `[${Array.from({ length: shape[dim]! }, () => nest(dim + 1)).join(", ")}]`;
  };
  const lists = nest(0);
  return format === "json" ? lists : `np.array(${lists}, dtype=${numpyTypes[dtype]})`;
}
