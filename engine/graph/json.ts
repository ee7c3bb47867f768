// Owns reading JSON strictly: an error says line and column, and a key given twice is an error instead of a lost value.
import { FormatError } from "../core/errors.ts";
import { endOfString } from "../core/json_string.ts";
import { quote } from "../core/quote.ts";

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Deeper nesting than any model file has; keeps hostile text from exhausting the stack. */
const maxDepth = 64;

/**
 * A JSON text (RFC 8259) as a value. Throws FormatError placed at `line 3, column 7`, also for a key given twice and
 * for the key `__proto__`, which no object can hold safely.
 */
export function parseJson(text: string): Json {
  let at = text.startsWith("\uFEFF") ? 1 : 0;

  const fail = (what: string, where = at): never => {
    const before = text.slice(0, where).split("\n");
    throw new FormatError(`line ${before.length}, column ${before.at(-1)!.length + 1}`, what);
  };
  const space = () => {
    while (at < text.length && " \t\n\r".includes(text[at]!)) at++;
  };
  const found = () =>
    at < text.length ? `found ${JSON.stringify(String.fromCodePoint(text.codePointAt(at)!))}` : "the text ends";
  const take = (char: string, what: string) => {
    space();
    if (text[at] !== char) fail(`expected ${what}, but ${found()}`);
    at++;
  };
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const hit = pattern.exec(text)?.[0] ?? null;
    if (hit !== null) at += hit.length;
    return hit;
  };

  const string = (what: string): string => {
    space();
    if (text[at] !== '"') fail(`expected ${what}, but ${found()}`);
    const start = at;
    const end = endOfString(text, start);
    if (end < 0) return fail("this string does not end, or holds a character that must be escaped", start);
    at = end;
    try {
      return JSON.parse(text.slice(start, end)) as string;
    } catch {
      return fail("this string holds an escape that JSON does not have", start);
    }
  };

  const object = (depth: number): JsonObject => {
    const out: Record<string, Json> = {};
    take("{", "{");
    space();
    if (text[at] === "}") {
      at++;
      return out;
    }
    for (;;) {
      space();
      const start = at;
      const key = string("a key in double quotes");
      if (key === "__proto__") fail('"__proto__" cannot be a key', start);
      if (Object.hasOwn(out, key)) fail(`the key ${quote(key)} is there twice`, start);
      take(":", '":"');
      out[key] = value(depth + 1);
      space();
      if (text[at] === "}") break;
      take(",", '"," or "}"');
    }
    at++;
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
      take(",", '"," or "]"');
    }
    at++;
    return out;
  };

  const value = (depth: number): Json => {
    space();
    if (depth > maxDepth) fail(`nested more than ${maxDepth} deep`);
    const char = text[at];
    if (char === "{") return object(depth);
    if (char === "[") return array(depth);
    if (char === '"') return string("a string");
    const word = match(wordPattern);
    if (word !== null) return word === "null" ? null : word === "true";
    const number = match(numberPattern);
    if (number !== null) return Number(number);
    return fail(`expected a value, but ${found()}`);
  };

  const result = value(0);
  space();
  if (at < text.length) fail(`expected the end, but ${found()}`);
  return result;
}

const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.])/y;
const wordPattern = /(?:null|true|false)(?!\w)/y;
