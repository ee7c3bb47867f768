// Owns reading JSON strictly: an error says line and column, and a key given twice is an error instead of a lost value.
import { FormatError } from "../core/errors.ts";
import { endOfString } from "../core/json_string.ts";
import { quoted } from "../core/quote.ts";
import { listed, type Said, say, type Words } from "../core/said.ts";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The keys of objects in which JavaScript has moved some: digits alone stand before all others in its own order. */
const orders = new WeakMap<JsonObject, readonly string[]>();

/** An object's keys with their values, in the order of the text it was parsed from. */
export const entriesOf = (object: JsonObject): readonly (readonly [string, Json])[] =>
  orders.get(object)?.map((key) => [key, object[key]!] as const) ?? Object.entries(object);

/** An object of these keys and values, in their order. */
export function fromEntries(entries: readonly (readonly [string, Json])[]): JsonObject {
  const object = Object.fromEntries(entries);
  orders.set(
    object,
    entries.map(([key]) => key),
  );
  return object;
}

/** Deeper nesting than any model file has; keeps hostile text from exhausting the stack. */
const maxDepth = 64;

/**
 * A JSON text (RFC 8259) as a value. Throws FormatError placed at `line 3, column 7`, also for a key given twice and
 * for the key `__proto__`, which no object can hold safely.
 */
export function parseJson(text: string): Json {
  let at = text.startsWith("\uFEFF") ? 1 : 0;

  const fail = (what: Said, where = at): never => {
    const before = text.slice(0, where).split("\n");
    throw new FormatError(say("lineColumn", { line: before.length, column: before.at(-1)!.length + 1 }), what);
  };
  const space = () => {
    while (at < text.length && " \t\n\r".includes(text[at]!)) at++;
  };
  const failWanting = (wants: Words): never =>
    at < text.length
      ? fail(say("butFound", { wants, found: JSON.stringify(String.fromCodePoint(text.codePointAt(at)!)) }))
      : fail(say("butEnds", { wants }));
  const take = (char: string, what: Words) => {
    space();
    if (text[at] !== char) failWanting(what);
    at++;
  };
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const hit = pattern.exec(text)?.[0] ?? null;
    if (hit !== null) at += hit.length;
    return hit;
  };

  const string = (what: Words): string => {
    space();
    if (text[at] !== '"') failWanting(what);
    const start = at;
    const end = endOfString(text, start);
    if (end < 0) return fail(say("stringOpen"), start);
    at = end;
    try {
      return JSON.parse(text.slice(start, end)) as string;
    } catch {
      return fail(say("stringEscape"), start);
    }
  };

  const object = (depth: number): JsonObject => {
    const out: Record<string, Json> = {};
    const keys: string[] = [];
    take("{", "{");
    space();
    if (text[at] === "}") {
      at++;
      return out;
    }
    for (;;) {
      space();
      const start = at;
      const key = string(say("keyInQuotes"));
      if (key === "__proto__") fail(say("noKey", { key }), start);
      if (Object.hasOwn(out, key)) fail(say("keyTwice", { key: quoted(key) }), start);
      take(":", '":"');
      out[key] = value(depth + 1);
      keys.push(key);
      space();
      if (text[at] === "}") break;
      take(",", listed("or", ['","', '"}"']));
    }
    at++;
    if (keys.some((key) => digits.test(key))) orders.set(out, keys);
    return out;
  };

  const array = (depth: number): Json[] => {
    const out: Json[] = [];
    take("[", "[");
    space();
    if (text[at] === "]") {
      at++;
      return out;
    }
    for (;;) {
      out.push(value(depth + 1));
      space();
      if (text[at] === "]") break;
      take(",", listed("or", ['","', '"]"']));
    }
    at++;
    return out;
  };

  const value = (depth: number): Json => {
    space();
    if (depth > maxDepth) fail(say("nested", { most: maxDepth }));
    const char = text[at];
    if (char === "{") return object(depth);
    if (char === "[") return array(depth);
    if (char === '"') return string(say("aString"));
    const word = match(wordPattern);
    if (word !== null) return word === "null" ? null : word === "true";
    const number = match(numberPattern);
    if (number !== null) return Number(number);
    return failWanting(say("aValue"));
  };

  const result = value(0);
  space();
  if (at < text.length) failWanting(say("theEnd"));
  return result;
}

const digits = /^[0-9]+$/;
const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.])/y;
const wordPattern = /(?:null|true|false)(?!\w)/y;
