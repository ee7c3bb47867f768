// Owns how the raw elements of array files become the engine's numbers: widths, byte order, float16 and bfloat16, int64.
import type { ArrayTensor } from "../core/array.ts";
import { FormatError } from "../core/errors.ts";
import { quoted } from "../core/quote.ts";
import { say, type Words } from "../core/said.ts";

/** The element types files hold, by kind and width in bytes: `f2` is float16, `bf2` bfloat16, `b1` a bool in a byte. */
export type ElementType = keyof typeof elementSizes;

export const elementSizes = {
  b1: 1,
  i1: 1,
  i2: 2,
  i4: 4,
  i8: 8,
  u1: 1,
  u2: 2,
  u4: 4,
  u8: 8,
  f2: 2,
  bf2: 2,
  f4: 4,
  f8: 8,
} as const;

/** What NumPy's and torch's tensors have at most. */
const MAX_DIMS = 64;

/** The number of elements of a shape. Throws FormatError at `place` unless every size and the product are exact integers. */
export function countElements(shape: readonly unknown[], place: Words): number {
  if (shape.length > MAX_DIMS) throw new FormatError(place, say("shapeDims", { most: MAX_DIMS, got: shape.length }));
  let count = 1;
  for (const size of shape) {
    if (typeof size !== "number" || !Number.isSafeInteger(size) || size < 0 || Object.is(size, -0)) {
      throw new FormatError(place, say("shapeIntegers", { got: quoted(size) }));
    }
    count *= size;
    if (count > Number.MAX_SAFE_INTEGER) throw new FormatError(place, say("shapeElements"));
  }
  return count;
}

/**
 * Copies little-endian elements out of `bytes` (any alignment; as many as fit): floats become float32, integers int64,
 * `b1` bool. Throws FormatError at `place` for integers float64 cannot hold exactly and for bools that are not 0 or 1.
 */
export function decodeElements(
  type: ElementType,
  bytes: Uint8Array,
  shape: readonly number[],
  place: Words,
): ArrayTensor {
  const own = new Uint8Array(bytes).buffer;
  switch (type) {
    case "f4":
      return { dtype: "float32", shape, data: new Float32Array(own) };
    case "f8":
      return { dtype: "float32", shape, data: new Float32Array(new Float64Array(own)) };
    case "f2":
      return { dtype: "float32", shape, data: Float32Array.from(new Uint16Array(own), float16) };
    case "bf2": {
      const bits = Uint32Array.from(new Uint16Array(own), (half) => half << 16);
      return { dtype: "float32", shape, data: new Float32Array(bits.buffer) };
    }
    case "i1":
      return { dtype: "int64", shape, data: new Float64Array(new Int8Array(own)) };
    case "i2":
      return { dtype: "int64", shape, data: new Float64Array(new Int16Array(own)) };
    case "i4":
      return { dtype: "int64", shape, data: new Float64Array(new Int32Array(own)) };
    case "u1":
      return { dtype: "int64", shape, data: new Float64Array(new Uint8Array(own)) };
    case "u2":
      return { dtype: "int64", shape, data: new Float64Array(new Uint16Array(own)) };
    case "u4":
      return { dtype: "int64", shape, data: new Float64Array(new Uint32Array(own)) };
    case "i8":
      return { dtype: "int64", shape, data: joinWords(new Uint32Array(own), new Int32Array(own), place) };
    case "u8":
      return { dtype: "int64", shape, data: joinWords(new Uint32Array(own), new Uint32Array(own), place) };
    case "b1": {
      const data = new Uint8Array(own);
      const wrong = data.findIndex((byte) => byte > 1);
      if (wrong >= 0) throw new FormatError(place, say("elementBool", { index: wrong, got: data[wrong]! }));
      return { dtype: "bool", shape, data };
    }
    default:
      return type satisfies never;
  }
}

/**
 * The little-endian bytes of an array: 4 per float32, 8 per int64, 1 per bool. Throws FormatError at `place` when the
 * shape does not fit the data or an int64 is not an exact integer.
 */
export function encodeElements(array: ArrayTensor, place: Words): Uint8Array {
  const count = countElements(array.shape, place);
  if (count !== array.data.length) {
    throw new FormatError(
      place,
      say("shapeNeeds", { shape: `[${array.shape.join(", ")}]`, needs: count, got: array.data.length }),
    );
  }
  if (array.dtype !== "int64") {
    return new Uint8Array(array.data.buffer, array.data.byteOffset, array.data.byteLength).slice();
  }
  const words = new Int32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const value = array.data[i] as number;
    if (!Number.isSafeInteger(value)) throw notExact(place, i, value);
    words[2 * i] = value;
    words[2 * i + 1] = Math.floor(value / 2 ** 32);
  }
  return new Uint8Array(words.buffer);
}

// A sum beyond 2^53 is rounded, but never to a safe integer.
function joinWords(low: Uint32Array, high: Int32Array | Uint32Array, place: Words): Float64Array {
  const out = new Float64Array(low.length / 2);
  for (let i = 0; i < out.length; i++) {
    const [upper, lower] = [high[2 * i + 1] as number, low[2 * i] as number];
    const value = upper * 2 ** 32 + lower;
    if (!Number.isSafeInteger(value)) throw notExact(place, i, BigInt(upper) * 2n ** 32n + BigInt(lower));
    out[i] = value;
  }
  return out;
}

function notExact(place: Words, index: number, value: number | bigint): FormatError {
  return new FormatError(place, say("elementExact", { index, got: String(value) }));
}

/** The value of IEEE 754 half-precision bits. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}
