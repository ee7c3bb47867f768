// Owns the values of arguments: what each kind of field accepts, from a file, from code or typed by the user.
import type { DType, TypedArray } from "../core/dtype.ts";
import { expressionFault, isExpression } from "../core/expression.ts";
import { quoted, shorten } from "../core/quote.ts";
import { listed, plain, type Said, say, type Words } from "../core/said.ts";
import { numel } from "../core/shape.ts";
import {
  type ArgValues,
  type Field,
  largestInt,
  type ModuleValue,
  mostDims,
  mostItems,
  type TensorValue,
} from "./fields.ts";

export type Parsed =
  | { readonly ok: true; readonly value: unknown }
  /** What is wrong: in English, and as words for a reader of another language. */
  | { readonly ok: false; readonly error: string; readonly said: Said };

const good = (value: unknown): Parsed => ({ ok: true, value });
const bad = (said: Said): Parsed => ({ ok: false, error: plain(said), said });
const mismatch = (field: Field<unknown>, got: Words): Parsed =>
  bad(say("expectedGot", { wants: fieldWords(field), got }));
const unfit = (field: Field<unknown>): Parsed => bad(say("expected", { wants: fieldWords(field) }));
const badPart = (place: string, what: Said): Parsed => bad(say("at", { place, what }));

/** Checks a value against its field and brings it into the form `forward` takes (an int spread to a tuple, …). */
export function parseArg(field: Field<unknown>, value: unknown): Parsed {
  if (value === null) return field.nullable ? good(null) : mismatch(field, "None");
  if (typeof value === "string" && field.choices?.includes(value)) return good(value);
  switch (field.kind) {
    case "bool":
      return typeof value === "boolean" ? good(value) : mismatch(field, show(value));
    case "choice":
      return mismatch(field, show(value));
    case "text":
      return typeof value === "string" ? good(value) : mismatch(field, show(value));
    case "int":
    case "float":
      return parseNumber(field, value);
    case "ints":
    case "floats":
      return parseNumbers(field, value);
    case "tensor":
      return parseTensor(field, value);
    case "module":
      return parseModule(field, value);
    default:
      return field.kind satisfies never;
  }
}

function parseNumber(field: Field<unknown>, value: unknown): Parsed {
  const integral = field.kind === "int" || field.kind === "ints";
  if (typeof value === "bigint" && !integral) return parseNumber(field, Number(value));
  if (field.sizes && isExpression(value)) {
    return expressionFault(value) === null ? good(value) : mismatch(field, show(value.$));
  }
  if (typeof value !== "number" || (integral && !Number.isSafeInteger(value))) {
    return mismatch(field, show(value));
  }
  if (field.min !== undefined && !(value >= field.min)) return bad(say("atLeast", { min: field.min, got: value }));
  const max = field.max ?? (integral ? largestInt : Number.POSITIVE_INFINITY);
  if (!(value <= max)) return bad(say("atMost", { max, got: value }));
  if (integral && value < -largestInt) return bad(say("atLeast", { min: -largestInt, got: value }));
  return good(value);
}

function parseNumbers(field: Field<unknown>, value: unknown): Parsed {
  if (typeof value === "number" || (field.sizes && isExpression(value))) {
    const one = parseNumber(field, value);
    if (!one.ok) return one;
    if (field.single === "keep") return one;
    if (field.single === "spread" && field.length) return good(new Array(field.length).fill(value));
  }
  if (!Array.isArray(value)) return mismatch(field, show(value));
  if (field.length !== undefined && value.length !== field.length) {
    return mismatch(field, say("values", { length: value.length }));
  }
  const most = field.length ?? field.most ?? mostItems;
  if (value.length > most) return bad(say("expectedGot", { wants: say("atMostValues", { most }), got: value.length }));
  for (const item of value) {
    if (item === null && field.nullableItems) continue;
    const one = parseNumber(field, item);
    if (!one.ok) return one;
  }
  return good([...value]);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const elementArrays = { float32: Float32Array, int64: Float64Array, bool: Uint8Array } as const satisfies Record<
  DType,
  unknown
>;

/** Nested lists of numbers as a float32 tensor, or `{ shape, dtype, data }`; from code, a Tensor, which is kept. */
function parseTensor(field: Field<unknown>, value: unknown): Parsed {
  if (isRecord(value)) return parseElements(field, value);
  const shape: number[] = [];
  for (let part = value; Array.isArray(part) && shape.length <= mostDims; part = part[0]) shape.push(part.length);
  if (shape.length > mostDims) return bad(say("expected", { wants: say("atMostDims", { most: mostDims }) }));
  const regular = (part: unknown, depth: number): boolean =>
    depth === shape.length
      ? typeof part === "number"
      : Array.isArray(part) && part.length === shape[depth] && part.every((item) => regular(item, depth + 1));
  if (shape.length === 0 || !regular(value, 0)) return mismatch(field, show(value));
  const data = Float32Array.from((value as unknown[]).flat(shape.length) as number[]);
  return good({ shape, dtype: "float32", data } satisfies TensorValue);
}

/** A tensor spelled out: its shape and dtype must be those of its data. */
function parseElements(field: Field<unknown>, value: Readonly<Record<string, unknown>>): Parsed {
  const { shape, dtype = "float32", data } = value;
  const fromCode = ArrayBuffer.isView(data);
  const strange = fromCode ? undefined : Object.keys(value).find((key) => !["shape", "dtype", "data"].includes(key));
  if (strange !== undefined) return mismatch(field, say("objectWith", { key: quoted(strange) }));
  if (!Array.isArray(shape) || shape.length > mostDims || !shape.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    return badPart("shape", say("expectedGot", { wants: say("listOfSizes", { most: mostDims }), got: quoted(shape) }));
  }
  if (typeof dtype !== "string" || !Object.hasOwn(elementArrays, dtype)) {
    return badPart("dtype", say("expectedGot", { wants: Object.keys(elementArrays).join(", "), got: quoted(dtype) }));
  }
  const ArrayOf = elementArrays[dtype as DType];
  const elements = numel(shape);
  const length = fromCode ? (data as TypedArray).length : Array.isArray(data) ? data.length : null;
  if (length === null) return badPart("data", say("expectedGot", { wants: say("listOfNumbers"), got: quoted(data) }));
  if (length !== elements)
    return badPart("data", say("shapeHas", { shape: `[${shape.join(", ")}]`, elements, got: length }));
  if (fromCode)
    return data instanceof ArrayOf
      ? good(value)
      : badPart("data", say("expected", { wants: say("elementsOf", { dtype }) }));
  const wrong = (data as readonly unknown[]).findIndex((item) => !isElement(dtype as DType, item));
  if (wrong >= 0) {
    const got = quoted((data as readonly unknown[])[wrong]);
    return badPart("data", say("expectedAt", { wants: dtype, got, index: wrong }));
  }
  return good({ shape, dtype: dtype as DType, data: ArrayOf.from(data as number[]) } satisfies TensorValue);
}

function isElement(dtype: DType, value: unknown): boolean {
  if (dtype === "bool") return value === 0 || value === 1 || typeof value === "boolean";
  return typeof value === "number" && (dtype === "float32" || Number.isSafeInteger(value));
}

/** Made by code, as a file's objects are not: a module that was built has a class of its own. */
const isBuilt = (value: unknown): boolean =>
  isRecord(value) && Object.getPrototypeOf(value) !== Object.prototype && isRecord(value.def);

/** `{ module, args }` of an allowed class; of a built module (which has `def` and `args`) its class and arguments. */
function parseModule(field: Field<unknown>, value: unknown): Parsed {
  const given = isRecord(value) ? value : {};
  const built = isBuilt(value);
  const name = built ? (given.def as { name: unknown }).name : given.module;
  if (!field.modules?.some((def) => def.name === name)) return unfit(field);
  const copied = isBuilt(given.like) ? { like: given.like } : {};
  if (!built) {
    const known = ["module", "args", ...Object.keys(copied)];
    const strange = Object.keys(given).find((key) => !known.includes(key));
    if (strange !== undefined) return mismatch(field, say("objectWith", { key: quoted(strange) }));
    if (given.args !== undefined && !isRecord(given.args))
      return badPart("args", say("expectedGot", { wants: say("anObject"), got: quoted(given.args) }));
  }
  const like = built ? { like: value } : copied;
  return good({ module: String(name), args: (given.args ?? {}) as ArgValues, ...like } satisfies ModuleValue);
}

/** What a field accepts, in words: `int or tuple of 2 ints`, `'zeros', 'reflect' or None`. */
export const describeField = (field: Field<unknown>): string => plain(fieldWords(field));

function fieldWords(field: Field<unknown>): Words {
  const words = (field.choices ?? []).map((word) => `'${word}'`);
  const noun = field.kind === "floats" ? "float" : "int";
  const { length } = field;
  const many = length === undefined ? say("listOf", { noun }) : say("tupleOf", { length, noun });
  const kinds: Record<typeof field.kind, Words[]> = {
    bool: ["True", "False"],
    choice: [],
    int: ["int"],
    float: ["float"],
    ints: field.single ? [noun, many] : [many],
    floats: field.single ? [noun, many] : [many],
    text: [say("aText")],
    tensor: [say("tensor")],
    module: (field.modules ?? []).map((def) => def.name),
  };
  const all = [...kinds[field.kind], ...words, ...(field.nullable ? ["None"] : [])];
  return listed("or", all);
}

function show(value: unknown): Words {
  if (typeof value === "string") return `'${shorten(value, 60)}'`;
  if (value === true) return "True";
  if (value === false) return "False";
  return typeof value === "bigint" ? shorten(String(value), 60) : quoted(value);
}

/** The most characters a typed value may have; only lists of a tensor's values grow long. */
const longestText = 10_000;
const longestTensorText = 1_000_000;

/** What a user typed (`3`, `(3, 5)`, `3, 5`, `None`, `same`, `1e-5`) as a value of the field; "" is undefined (not given). */
export function parseText(field: Field<unknown>, text: string): Parsed {
  const most = field.kind === "tensor" ? longestTensorText : longestText;
  if (text.length > most) {
    return bad(say("expectedGot", { wants: say("atMostCharacters", { most }), got: text.length }));
  }
  const trimmed = text.trim();
  if (trimmed === "") return good(undefined);
  if (field.kind === "text") return parseArg(field, trimmed);
  if (/^none$/i.test(trimmed)) return parseArg(field, null);
  const word = trimmed.replace(/^(['"])(.*)\1$/, "$2");
  if (field.choices?.includes(word)) return good(word);
  if (field.kind === "module") {
    const called = /^(?:nn\.)?(\w+)\((.*)\)$/s.exec(trimmed);
    return called
      ? parseArg(field, { module: called[1], args: typedArgs(field, called[1]!, called[2]!) })
      : unfit(field);
  }
  if (field.kind === "tensor") {
    try {
      // Nested lists, as a file has them; what they mean is checked here and made when the arguments are resolved.
      const values: unknown = JSON.parse(trimmed.replace(/^torch\.tensor\((.*)\)$/s, "$1"));
      const parsed = parseArg(field, values);
      return parsed.ok ? good(values) : parsed;
    } catch {
      return unfit(field);
    }
  }
  if (field.kind === "bool") {
    if (/^true$/i.test(word)) return good(true);
    if (/^false$/i.test(word)) return good(false);
  }
  if (field.sizes) return parseSizes(field, trimmed);
  const list = /^[([](.*)[)\]]$/.exec(trimmed)?.[1] ?? (trimmed.includes(",") || /\s/.test(trimmed) ? trimmed : null);
  if (list === null) return parseArg(field, numberFrom(trimmed));
  const items = list.split(/[\s,]+/).filter((item) => item !== "");
  return parseArg(
    field,
    items.map((item) => (/^none$/i.test(item) ? null : numberFrom(item))),
  );
}

/** Numbers and expressions over sizes, `2, input.shape[1] * 2, -1`, with or without the brackets around them. */
function parseSizes(field: Field<unknown>, text: string): Parsed {
  const item = (part: string): unknown => {
    const plain = numberFrom(part.trim());
    return typeof plain !== "string" ? plain : /^none$/i.test(part.trim()) ? null : { $: part.trim() };
  };
  const inside = /^\[(.*)\]$/s.exec(text)?.[1] ?? /^\(([^()]*,[^()]*)\)$/s.exec(text)?.[1];
  if (inside === undefined && !text.includes(",")) return parseArg(field, item(text));
  const parts = (inside ?? text).split(/,(?![^([]*[)\]])/).filter((part) => part.trim() !== "");
  return parseArg(field, parts.map(item));
}

/** The arguments of a typed constructor call, `512, 8, dropout=0.1`. What is wrong in it, the module's own check says. */
function typedArgs(field: Field<unknown>, module: string, text: string): ArgValues {
  const fields = Object.entries(field.modules?.find((def) => def.name === module)?.args ?? {});
  const args: Record<string, unknown> = {};
  for (const [i, part] of text
    .split(/,(?![^([]*[)\]])/)
    .map((item) => item.trim())
    .entries()) {
    if (part === "") continue;
    const [, name = fields[i]?.[0] ?? part, value = part] = /^(\w+)\s*=\s*(.*)$/s.exec(part) ?? [];
    const own = fields.find(([key]) => key === name)?.[1];
    const parsed = own ? parseText(own, value) : null;
    args[name] = parsed?.ok ? parsed.value : value;
  }
  return args;
}

/** A number as it was typed: a whole one beyond 2^53 exactly, so that a message says it as it stands. */
function numberFrom(text: string): number | bigint | string {
  if (/^[+-]?inf(inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return text;
  const exact = /^[+-]?\d+$/.test(text) && !Number.isSafeInteger(Number(text));
  return exact ? BigInt(text.replace("+", "")) : Number(text);
}
