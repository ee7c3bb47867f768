// Owns how Python prints values: repr of numbers, strings, tuples and lists, and the indentation of nested reprs.

/** A Python list, where a plain array stands for a tuple. */
export interface PyList {
  readonly list: readonly PyValue[];
}

/** What pyRepr can print: null is None, an array is a tuple. */
export type PyValue = null | boolean | number | bigint | string | PyList | readonly PyValue[];

/** Whether numbers are Python ints or floats; `undefined` lets each number decide by being whole. */
export type NumberKind = "int" | "float" | undefined;

/** Marks values that Python would hold in a list instead of a tuple. */
export function pyList(values: readonly PyValue[]): PyList {
  return { list: values };
}

/**
 * Python's repr. `kind` holds for every number inside: a float 1 prints `1.0`. Numbers of kind "int" that are not
 * whole still print as the floats they are.
 */
export function pyRepr(value: PyValue, kind?: NumberKind): string {
  return print(value, kind, floatRepr);
}

/** The value as Python source: as its repr, but numbers that are not finite are calls, `float("inf")`. */
export function pySource(value: PyValue, kind?: NumberKind): string {
  return print(value, kind, (number) =>
    Number.isFinite(number) ? floatRepr(number) : `float("${floatRepr(number)}")`,
  );
}

function print(value: PyValue, kind: NumberKind, float: (value: number) => string): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string") return stringRepr(value);
  if (typeof value === "number") {
    return kind === "float" || !Number.isInteger(value) ? float(value) : BigInt(value).toString();
  }
  const each = (values: readonly PyValue[]) => values.map((item) => print(item, kind, float));
  return "list" in value ? `[${each(value.list).join(", ")}]` : pyTuple(each(value));
}

/** A tuple of what is written already: `(a, b)`, `(a,)`. */
export const pyTuple = (items: readonly string[]): string =>
  items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;

/** A text as a Python literal in double quotes; whatever is not printable is escaped. */
export const pyString = (text: string): string => `"${escaped(text, '"')}"`;

/** A text as the rest of a Python comment: it stays on its line and shows what it holds. */
export const pyComment = (text: string): string => escaped(text, null);

/** Python's name of a value's type, as errors about wrong values say it. */
export function pyTypeName(value: unknown): string {
  switch (typeof value) {
    case "number":
      return Number.isInteger(value) ? "int" : "float";
    case "bigint":
      return "int";
    case "string":
      return "str";
    case "boolean":
      return "bool";
    case "function":
      return "function";
    default:
  }
  if (value === null || value === undefined) return "NoneType";
  if (Array.isArray(value)) return "list";
  return value.constructor === Object || value instanceof Map ? "dict" : value.constructor.name;
}

/** A shape as torch's error messages print it: `[1, 6, 28, 28]`. */
export function printShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/** repr of torch.Size: `torch.Size([1, 6, 28, 28])`. */
export function printSize(shape: readonly number[]): string {
  return `torch.Size(${printShape(shape)})`;
}

/** Indents every line but the first by `n` spaces, as torch does with the repr of a child module. */
export function indentRepr(text: string, n: number): string {
  return text.replaceAll("\n", `\n${" ".repeat(n)}`);
}

// Both languages print the shortest digits that read back as the same double; they differ in where the exponent begins.
function floatRepr(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const [mantissa, power] = value.toExponential().split("e") as [string, string];
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? "-" : "+"}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  const sign = value < 0 ? "-" : "";
  const digits = mantissa.replace(/[-.]/g, "");
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

// Unicode's "other" and "separator" categories, which str.isprintable refuses; the space is the one exception.
const UNPRINTABLE = /^[\p{C}\p{Z}]$/u;

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + escaped(text, quote) + quote;
}

/** Without a quote nothing has to be closed: then backslashes stay as they are. */
function escaped(text: string, quote: string | null): string {
  let out = "";
  for (const char of text) {
    if (char === quote) out += `\\${char}`;
    else if (char === "\\" && quote === null) out += char;
    else if (char !== " " && UNPRINTABLE.test(char)) out += ESCAPES[char] ?? hexEscape(char.codePointAt(0) as number);
    else out += ESCAPES[char] ?? char;
  }
  return out;
}

function hexEscape(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
