// Owns writing protocol buffers: a message is a list of numbered fields, each a varint, a float, bytes or a message.

export type Field = Uint8Array;

const utf8 = new TextEncoder();

function varint(value: number): number[] {
  // Two's complement of 64 bits, as int64 fields hold negative numbers.
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A whole number. */
export const int = (field: number, value: number): Field => new Uint8Array([...varint(field * 8), ...varint(value)]);

/** A 32-bit float. */
export function float(field: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return concat([new Uint8Array(varint(field * 8 + 5)), bytes]);
}

/** Raw bytes. */
export const bytes = (field: number, value: Uint8Array): Field =>
  concat([new Uint8Array([...varint(field * 8 + 2), ...varint(value.length)]), value]);

export const string = (field: number, value: string): Field => bytes(field, utf8.encode(value));

/** Whole numbers, packed. */
export const ints = (field: number, values: readonly number[]): Field =>
  bytes(field, new Uint8Array(values.flatMap(varint)));

/** A message within a message. */
export const message = (field: number, fields: readonly Field[]): Field => bytes(field, concat(fields));

/** The outermost message. */
export const root = (fields: readonly Field[]): Uint8Array<ArrayBuffer> => concat(fields);
