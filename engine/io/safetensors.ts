// Reads and writes safetensors: an 8-byte length, a JSON header, then the tensors' bytes without gaps.
import type { ArrayTensor } from "../core/array.ts";
import { FormatError } from "../core/errors.ts";
import { endOfString } from "../core/json_string.ts";
import { quoted } from "../core/quote.ts";
import { type Said, say } from "../core/said.ts";
import { countElements, decodeElements, type ElementType, elementSizes, encodeElements } from "./elements.ts";

/** What a safetensors file holds; `tensors` in the header's order. */
export interface Safetensors {
  readonly metadata: Record<string, string>;
  readonly tensors: Map<string, ArrayTensor>;
}

const HEADER = say("safetensorsHeader");
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
  readonly place: Said;
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
    throw new FormatError(HEADER, say("mostTensors", { most: MAX_TENSORS, got: keys.length }));
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
    if (names.has(name)) throw new FormatError(place, say(name === METADATA ? "nameReserved" : "nameTwice"));
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

function placeOf(name: string): Said {
  return say("tensorNamed", { name: quoted(name, 200) });
}

function readHeaderText(bytes: Uint8Array): [json: string, dataStart: number] {
  if (bytes.length < 8) throw new FormatError(HEADER, say("fileShort", { got: bytes.length }));
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) {
    throw new FormatError(HEADER, say("headerMost", { most: MAX_HEADER_BYTES, got: String(length) }));
  }
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.length) {
    throw new FormatError(HEADER, say("headerShort", { length: String(length), found: bytes.length - 8 }));
  }
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return [decoder.decode(bytes.subarray(8, dataStart)), dataStart];
  } catch {
    throw new FormatError(HEADER, say("utf8"));
  }
}

function parseHeader(json: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(json);
  } catch (error) {
    throw new FormatError(HEADER, say("json", { why: (error as Error).message }));
  }
  if (!isObject(header)) throw new FormatError(HEADER, say("jsonObject"));
  return header;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function checkMetadata(metadata: unknown): Record<string, string> {
  const place = say("safetensorsMetadata");
  if (!isObject(metadata)) throw new FormatError(place, say("objectOfStrings"));
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== "string") throw new FormatError(place, say("mustBeString", { key: quoted(key) }));
  }
  return metadata as Record<string, string>;
}

function checkEntry(name: string, info: unknown): Entry {
  const place = placeOf(name);
  if (!isObject(info)) throw new FormatError(place, say("tensorObject"));
  const { dtype, shape, data_offsets: offsets } = info;
  const type = elementTypes.get(dtype);
  if (type === undefined) {
    throw new FormatError(place, say("dtypeOneOf", { known: [...elementTypes.keys()].join(", "), got: quoted(dtype) }));
  }
  if (!Array.isArray(shape)) throw new FormatError(place, say("shapeArray", { got: quoted(shape) }));
  const size = countElements(shape, place) * elementSizes[type];
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isOffset)) {
    throw new FormatError(place, say("twoOffsets", { got: quoted(offsets) }));
  }
  const [begin, end] = offsets as [number, number];
  if (end - begin !== size) {
    const needed = { shape: `[${shape.join(", ")}]`, dtype: String(dtype), needs: size };
    throw new FormatError(place, say("offsetsHold", { begin, end, bytes: end - begin, ...needed }));
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
    const offsets = { begin, end };
    if (end > dataLength) throw new FormatError(place, say("offsetsBeyond", { ...offsets, bytes: dataLength }));
    if (begin < covered) throw new FormatError(place, say("offsetsOverlap", { ...offsets, before: covered }));
    if (begin > covered) throw new FormatError(place, say("offsetsHole", { ...offsets, bytes: begin - covered }));
    covered = end;
  }
  if (covered < dataLength) {
    throw new FormatError(say("safetensorsData"), say("bytesOver", { bytes: dataLength - covered }));
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
      if (keys.has(key)) throw new FormatError(HEADER, say("keyAppearsTwice", { key: quoted(key) }));
      keys.add(key);
    }
  }
  return [...outermost];
}
