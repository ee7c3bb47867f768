// Reads and writes safetensors: an 8-byte length, a JSON header, then the tensors' bytes without gaps.
import type { ArrayTensor } from "../core/array.ts";
import { FormatError } from "../core/errors.ts";
import { endOfString } from "../core/json_string.ts";
import { quote } from "../core/quote.ts";
import { countElements, decodeElements, type ElementType, elementSizes, encodeElements } from "./elements.ts";

/** What a safetensors file holds; `tensors` in the header's order. */
export interface Safetensors {
  readonly metadata: Record<string, string>;
  readonly tensors: Map<string, ArrayTensor>;
}

const HEADER = "safetensors header";
const METADATA = "__metadata__";

// The format's own limit, so that a wrong length is not taken for a request for memory.
const MAX_HEADER_BYTES = 100_000_000;

// Far beyond any model; each becomes an array of its own.
const MAX_TENSORS = 100_000;

const elementTypes: ReadonlyMap<unknown, ElementType> = new Map([
  ["F64", "f8"],
  ["F32", "f4"],
  ["F16", "f2"],
  ["BF16", "bf2"],
  ["I64", "i8"],
  ["I32", "i4"],
  ["I16", "i2"],
  ["I8", "i1"],
  ["U64", "u8"],
  ["U32", "u4"],
  ["U16", "u2"],
  ["U8", "u1"],
  ["BOOL", "b1"],
]);

// Widest alignment first, as the format's own library orders them.
const writtenDtypes = { int64: ["I64", 0], float32: ["F32", 1], bool: ["BOOL", 2] } as const satisfies Record<
  ArrayTensor["dtype"],
  readonly [string, number]
>;

interface Entry {
  readonly name: string;
  readonly place: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads a safetensors file. Floating types become float32, integer types int64. Throws FormatError naming the header
 * or the tensor when anything in the file is not as the format says: https://huggingface.co/docs/safetensors.
 */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const [json, dataStart] = readHeaderText(bytes);
  const header = parseHeader(json);
  const keys = topLevelKeys(json);
  if (keys.length > MAX_TENSORS)
    throw new FormatError(HEADER, `must name at most ${MAX_TENSORS} tensors, got ${keys.length}`);
  const metadata = Object.hasOwn(header, METADATA) ? checkMetadata(header[METADATA]) : {};
  const entries = keys.filter((key) => key !== METADATA).map((name) => checkEntry(name, header[name]));
  checkLayout(entries, bytes.length - dataStart);
  const tensors = new Map<string, ArrayTensor>();
  for (const { name, place, type, shape, begin, end } of entries) {
    tensors.set(name, decodeElements(type, bytes.subarray(dataStart + begin, dataStart + end), shape, place));
  }
  return { metadata, tensors };
}

/**
 * Writes a safetensors file as the format's own library lays it out: tensors by dtype, widest first, then by name; the
 * header padded with spaces to a multiple of 8 bytes. Throws FormatError for a name given twice, data that does not
 * fit its shape, and int64 elements that are not integers within 2^53.
 */
export function writeSafetensors(
  tensors: Iterable<readonly [string, ArrayTensor]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const sorted = [...tensors].sort(
    ([nameA, a], [nameB, b]) =>
      writtenDtypes[a.dtype][1] - writtenDtypes[b.dtype][1] || (nameA < nameB ? -1 : Number(nameA > nameB)),
  );
  const fields: string[] = [];
  if (Object.keys(metadata).length > 0) fields.push(`"${METADATA}":${JSON.stringify(metadata)}`);
  const names = new Set([METADATA]);
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, array] of sorted) {
    const place = placeOf(name);
    if (names.has(name)) throw new FormatError(place, name === METADATA ? "this name is reserved" : "name given twice");
    names.add(name);
    const part = encodeElements(array, place);
    const info = {
      dtype: writtenDtypes[array.dtype][0],
      shape: array.shape,
      data_offsets: [offset, offset + part.length],
    };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(info)}`);
    parts.push(part);
    offset += part.length;
  }
  const json = new TextEncoder().encode(`{${fields.join(",")}}`);
  const headerLength = Math.ceil(json.length / 8) * 8;
  const out = new Uint8Array(8 + headerLength + offset);
  new DataView(out.buffer).setBigUint64(0, BigInt(headerLength), true);
  out.fill(0x20, 8, 8 + headerLength);
  out.set(json, 8);
  let at = 8 + headerLength;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function placeOf(name: string): string {
  return `tensor ${quote(name, 200)}`;
}

function readHeaderText(bytes: Uint8Array): [json: string, dataStart: number] {
  if (bytes.length < 8) throw new FormatError(HEADER, `file must have at least 8 bytes, got ${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) {
    throw new FormatError(HEADER, `length must be at most ${MAX_HEADER_BYTES} bytes, got ${length}`);
  }
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.length) {
    throw new FormatError(HEADER, `length is ${length} bytes, but only ${bytes.length - 8} follow`);
  }
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return [decoder.decode(bytes.subarray(8, dataStart)), dataStart];
  } catch {
    throw new FormatError(HEADER, "must be UTF-8 text");
  }
}

function parseHeader(json: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(json);
  } catch (error) {
    throw new FormatError(HEADER, `must be JSON (${(error as Error).message})`);
  }
  if (!isObject(header)) throw new FormatError(HEADER, "must be a JSON object");
  return header;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkMetadata(metadata: unknown): Record<string, string> {
  const place = `${HEADER}: ${METADATA}`;
  if (!isObject(metadata)) throw new FormatError(place, "must be an object of strings");
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== "string") throw new FormatError(place, `${quote(key)} must be a string`);
  }
  return metadata as Record<string, string>;
}

function checkEntry(name: string, info: unknown): Entry {
  const place = placeOf(name);
  if (!isObject(info)) throw new FormatError(place, "must be an object with dtype, shape and data_offsets");
  const { dtype, shape, data_offsets: offsets } = info;
  const type = elementTypes.get(dtype);
  if (type === undefined) {
    throw new FormatError(place, `dtype must be one of ${[...elementTypes.keys()].join(", ")}, got ${quote(dtype)}`);
  }
  if (!Array.isArray(shape)) throw new FormatError(place, `shape must be an array of integers, got ${quote(shape)}`);
  const size = countElements(shape, place) * elementSizes[type];
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isOffset)) {
    throw new FormatError(place, `data_offsets must be two non-negative integers, got ${quote(offsets)}`);
  }
  const [begin, end] = offsets as [number, number];
  if (end - begin !== size) {
    const needed = `shape [${shape.join(", ")}] of ${dtype} needs ${size}`;
    throw new FormatError(place, `data_offsets [${begin}, ${end}] hold ${end - begin} bytes, but ${needed}`);
  }
  return { name, place, type, shape, begin, end };
}

function isOffset(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Together the tensors must cover the data exactly once. */
function checkLayout(entries: readonly Entry[], dataLength: number): void {
  let covered = 0;
  for (const { place, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    const offsets = `data_offsets [${begin}, ${end}]`;
    if (end > dataLength) throw new FormatError(place, `${offsets} reach beyond the ${dataLength} bytes of data`);
    if (begin < covered) throw new FormatError(place, `${offsets} overlap the tensor before, which ends at ${covered}`);
    if (begin > covered) throw new FormatError(place, `${offsets} leave a hole of ${begin - covered} bytes before`);
    covered = end;
  }
  if (covered < dataLength) {
    throw new FormatError("safetensors data", `${dataLength - covered} bytes at the end belong to no tensor`);
  }
}

/** The keys of a valid JSON object in their order, refused when any object in it has a key twice (JSON.parse is silent). */
function topLevelKeys(json: string): string[] {
  const open: Set<string>[] = [];
  const mark = /["{}]/g;
  const colon = /[ \t\r\n]*:/y;
  let outermost = new Set<string>();
  for (let found = mark.exec(json); found !== null; found = mark.exec(json)) {
    if (found[0] === "{") open.push(new Set());
    else if (found[0] === "}") outermost = open.pop() as Set<string>;
    else {
      const end = endOfString(json, found.index);
      mark.lastIndex = end;
      colon.lastIndex = end;
      if (!colon.test(json)) continue;
      const key = JSON.parse(json.slice(found.index, end)) as string;
      const keys = open.at(-1) as Set<string>;
      if (keys.has(key)) throw new FormatError(HEADER, `key ${quote(key)} appears twice`);
      keys.add(key);
    }
  }
  return [...outermost];
}
