// Reads and writes NumPy's .npy: a magic string, a version, a header that is a Python dict, then the elements.
import type { ArrayTensor } from "../core/array.ts";
import { FormatError } from "../core/errors.ts";
import { printShape, pyRepr } from "../core/python.ts";
import { quoted, shorten } from "../core/quote.ts";
import { say } from "../core/said.ts";
import { countElements, decodeElements, type ElementType, elementSizes, encodeElements } from "./elements.ts";

const MAGIC = "\x93NUMPY";
const HEADER = say("npyHeader");
const DATA = say("npyData");
const VERSION = say("npyVersion");
const DATA_ALIGNMENT = 64;
// NumPy's own limit.
const MAX_HEADER_BYTES = 10_000;

const descriptors = { float32: "<f4", int64: "<i8", bool: "|b1" } as const satisfies Record<
  ArrayTensor["dtype"],
  string
>;

interface Header {
  readonly type: ElementType;
  readonly bigEndian: boolean;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

/**
 * Reads an .npy file (versions 1 to 3, either byte order). Floats become float32, integers int64; Fortran order becomes
 * C order. Throws FormatError naming the place for anything else: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 */
export function readNpy(bytes: Uint8Array): ArrayTensor {
  const [text, dataStart] = readHeaderText(bytes);
  const { type, bigEndian, fortran, shape } = parseHeader(text);
  const size = elementSizes[type];
  const needed = countElements(shape, HEADER) * size;
  const found = bytes.length - dataStart;
  if (found !== needed) {
    throw new FormatError(DATA, say("npyBytes", { shape: printShape(shape), needs: needed, found }));
  }
  const raw = bytes.subarray(dataStart);
  const array = decodeElements(type, bigEndian ? swapBytes(raw, size) : raw, shape, DATA);
  return fortran && shape.length > 1 ? toCOrder(array) : array;
}

/** Writes an .npy file, version 1.0, as numpy.save does. Throws FormatError when the data does not fit the shape. */
export function writeNpy(array: ArrayTensor): Uint8Array {
  const data = encodeElements(array, DATA);
  const dict = `{'descr': '${descriptors[array.dtype]}', 'fortran_order': False, 'shape': ${pyRepr(array.shape)}, }`;
  const prefix = MAGIC.length + 4;
  const dataStart = Math.ceil((prefix + dict.length + 1) / DATA_ALIGNMENT) * DATA_ALIGNMENT;
  const text = `${MAGIC}\x01\x00\0\0${dict.padEnd(dataStart - prefix - 1)}\n`;
  const out = new Uint8Array(dataStart + data.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  new DataView(out.buffer).setUint16(prefix - 2, dataStart - prefix, true);
  out.set(data, dataStart);
  return out;
}

function readHeaderText(bytes: Uint8Array): [text: string, dataStart: number] {
  const magic = String.fromCharCode(...bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC) throw new FormatError(say("npyMagic"), say("npyBegins"));
  const [major, minor] = bytes.subarray(MAGIC.length);
  if (major === undefined || minor === undefined) throw new FormatError(VERSION, say("endsBefore"));
  if (major < 1 || major > 3 || minor !== 0) {
    throw new FormatError(VERSION, say("npyVersions", { got: `${major}.${minor}` }));
  }
  const lengthAt = MAGIC.length + 2;
  const textAt = lengthAt + (major === 1 ? 2 : 4);
  if (bytes.length < textAt) throw new FormatError(HEADER, say("endsBeforeLength"));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(lengthAt, true) : view.getUint32(lengthAt, true);
  if (length > MAX_HEADER_BYTES) {
    throw new FormatError(HEADER, say("headerMost", { most: MAX_HEADER_BYTES, got: length }));
  }
  if (textAt + length > bytes.length) {
    throw new FormatError(HEADER, say("headerShort", { length, found: bytes.length - textAt }));
  }
  const text = new TextDecoder(major === 3 ? "utf-8" : "latin1").decode(bytes.subarray(textAt, textAt + length));
  return [text, textAt + length];
}

function parseHeader(text: string): Header {
  const dict = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (dict === undefined) throw new FormatError(HEADER, say("pythonDict"));
  const fields = new Map<string, string>();
  // A value is a string, a tuple, a list (of a structured dtype), or a bare word.
  const field = /\s*(['"])(\w+)\1\s*:\s*('[^']*'|"[^"]*"|\([^()]*\)|\[.*\]|\w+)\s*(,|$)/sy;
  let at = 0;
  while (dict.slice(at).trim() !== "") {
    field.lastIndex = at;
    const match = field.exec(dict);
    if (match === null) throw new FormatError(HEADER, say("cannotRead", { text: quoted(dict.slice(at).trim()) }));
    const [, , key, value] = match as unknown as [string, string, string, string];
    if (fields.has(key)) throw new FormatError(HEADER, say("keyAppearsTwice", { key: `'${shorten(key, 60)}'` }));
    fields.set(key, value);
    at = field.lastIndex;
  }
  const unknown = [...fields.keys()].find((key) => !["descr", "fortran_order", "shape"].includes(key));
  if (unknown !== undefined) throw new FormatError(HEADER, say("npyUnknownKey", { key: `'${shorten(unknown, 60)}'` }));
  const fortran = need(fields, "fortran_order");
  if (fortran !== "True" && fortran !== "False") {
    throw new FormatError(HEADER, say("fortranOrder", { got: shorten(fortran, 60) }));
  }
  return {
    ...parseDescr(need(fields, "descr")),
    fortran: fortran === "True",
    shape: parseShape(need(fields, "shape")),
  };
}

function need(fields: ReadonlyMap<string, string>, key: string): string {
  const value = fields.get(key);
  if (value === undefined) throw new FormatError(HEADER, say("keyMissing", { key: `'${key}'` }));
  return value;
}

function parseDescr(descr: string): { type: ElementType; bigEndian: boolean } {
  const [, order, type] = /^['"]([<>|=])?(\w+)['"]$/.exec(descr) ?? [];
  if (type === undefined || !/^(b1|[iu][1248]|f[248])$/.test(type)) {
    throw new FormatError(HEADER, say("descr", { got: shorten(descr, 60) }));
  }
  return { type: type as ElementType, bigEndian: order === ">" };
}

function parseShape(shape: string): number[] {
  const body = /^\(\s*(?:(\d+L?(?:\s*,\s*\d+L?)*)\s*(,)?\s*)?\)$/.exec(shape);
  const sizes = body?.[1]?.split(",") ?? [];
  // `(3)` is an int in Python, not a tuple.
  if (body === null || (sizes.length === 1 && body[2] === undefined)) {
    throw new FormatError(HEADER, say("shapeTuple", { got: shorten(shape, 60) }));
  }
  return sizes.map((size) => {
    const number = Number.parseInt(size, 10);
    if (Number.isSafeInteger(number)) return number;
    throw new FormatError(HEADER, say("sizeTooLarge", { size: shorten(size.trim(), 60) }));
  });
}

function swapBytes(bytes: Uint8Array, size: number): Uint8Array {
  const out = bytes.slice();
  for (let at = 0; at < out.length; at += size) out.subarray(at, at + size).reverse();
  return out;
}

/** Moves elements stored with the first dim fastest into the order with the last dim fastest. */
function toCOrder(array: ArrayTensor): ArrayTensor {
  const { shape, data } = array;
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  const out = data.slice();
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = data[from] as number;
    for (let dim = shape.length - 1; dim >= 0; dim--) {
      const next = (index[dim] as number) + 1;
      from += strides[dim] as number;
      if (next < (shape[dim] as number)) {
        index[dim] = next;
        break;
      }
      from -= next * (strides[dim] as number);
      index[dim] = 0;
    }
  }
  return { ...array, data: out } as ArrayTensor;
}
