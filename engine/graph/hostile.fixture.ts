// Owns hostile inputs: nasty names and values, changes of JSON and of bytes, and how hostile tests draw and time them.
import { moduleAttributes } from "../core/module_attributes.ts";
import { modules } from "../modules/index.ts";
import { randomNumbers } from "./random.fixture.ts";

export type Random = () => number;
export const below = (random: Random, n: number): number => Math.floor(random() * n);
export const pick = <T>(random: Random, items: readonly T[]): T => items[below(random, items.length)]!;

/** Others are drawn with another HOSTILE_SEED, more of them with HOSTILE_RUNS, a factor. */
const firstSeed = Number(process.env.HOSTILE_SEED ?? 1);
const factor = Number(process.env.HOSTILE_RUNS ?? 1);

/** One case may take so long, on a machine that does much else: against hangs, not for speed. */
const longest = 5_000;

/** Runs a case for as many seeds; what fails, and what takes too long, is told with its seed. Counts what cases return. */
export function hostileCases(cases: number, run: (random: Random) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let seed = firstSeed; seed < firstSeed + cases * factor; seed++) {
    const start = performance.now();
    let outcome: string;
    try {
      outcome = run(randomNumbers(seed));
    } catch (error) {
      throw new Error(`HOSTILE_SEED=${seed}: ${String(error).slice(0, 2_000)}`, { cause: error });
    }
    const took = performance.now() - start;
    if (took > longest) throw new Error(`HOSTILE_SEED=${seed}: took ${Math.round(took)} ms`);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  }
  return counts;
}

const python = [
  "lambda",
  "None",
  "True",
  "class",
  "import",
  "match",
  "_",
  "self",
  "nn",
  "torch",
  "F",
  "super",
  "getattr",
];
const evil = "import os; os.system('exit 3')";

/** Names that mean something to JavaScript, Python, torch, a file system, a terminal or a reader. */
export const nastyNames: readonly string[] = [
  ...Object.getOwnPropertyNames(Object.prototype),
  ...["forward", "training", "type", "children", "T_destination", "state_dict"].filter((name) =>
    moduleAttributes.has(name),
  ),
  ...python,
  ...[
    "__x__",
    "__x",
    "x__",
    "0",
    "007",
    "-1",
    "1e3",
    "",
    " ",
    "a.b",
    "a.b.c",
    ".",
    "..",
    "../../etc/passwd",
    "C:\\con",
    "nul",
  ],
  ...[
    `coding: utf-7 +AAo-${evil}+AAo- #`,
    `a\n${evil}`,
    `"""\n${evil}\n"""`,
    `'); ${evil} #`,
    "\\",
    "a\0b",
    "\u202egnp.exe",
  ],
  ...[
    "\ud800",
    "\ufeffx",
    "x\u200b",
    "模型 🧠 é",
    "e\u0301",
    "<img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A1",
    "{{x}}",
  ],
  ...["x".repeat(100), "x".repeat(101), "9".repeat(100), "n".repeat(50_000)],
];

const numbers = [0, -0, 1, -1, 0.5, 2, 64, 255, 256, 257, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53, 1e15, 1e21];
const nastyNumbers: readonly number[] = [...numbers, 1e308, -1e308, 5e-324, Infinity, -Infinity];

/** A number Infinity is printed as 1e999, which JSON can say. */
export function nastyValue(random: Random): unknown {
  switch (below(random, 8)) {
    case 0:
    case 1:
      return pick(random, nastyNumbers);
    case 2:
      return pick(random, nastyNames);
    case 3:
      return pick(random, [null, true, false, {}, [], [[]], [null], { length: 1e9 }, { module: "Linear" }]);
    case 4:
      return Array.from({ length: pick(random, [1, 2, 3, 5, 64, 65, 3_000]) }, () => pick(random, nastyNumbers));
    case 5:
      return nested(pick(random, [3, 60, 70, 3_000]), random() < 0.5);
    case 6:
      return { shape: [pick(random, nastyNumbers)], dtype: pick(random, ["float32", "int64", "toString"]), data: [1] };
    default:
      return { module: pick(random, Object.keys(modules)), args: { [pick(random, nastyNames)]: 1 } };
  }
}

function nested(depth: number, lists: boolean): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = lists ? [value] : { a: value };
  return value;
}

/** JSON text, also of numbers that JSON.stringify has no word for. */
export const printJson = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "number" && (Object.is(item, -0) || !Number.isFinite(item))
      ? `#${Object.is(item, -0) ? "-0" : item}`
      : item,
  ).replace(/"#(-?)(Infinity|0)"/g, (_all, sign: string, word: string) => sign + (word === "0" ? "0" : "1e999"));

type Holder = Record<string, unknown> | unknown[];
const isHolder = (value: unknown): value is Holder => typeof value === "object" && value !== null;

/** Also `__proto__` becomes a key of its own. */
const put = (holder: Holder, key: string, value: unknown): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};

/** A copy of a JSON value with one change: a value, a key or a place that is not as it was. */
export function mutateJson<T>(value: T, random: Random): T {
  const copy = structuredClone(value);
  const slots: { readonly holder: Holder; readonly key: string }[] = [];
  const queue: Holder[] = isHolder(copy) ? [copy] : [];
  for (let holder = queue.pop(); holder && slots.length < 5_000; holder = queue.pop()) {
    for (const [key, item] of Object.entries(holder)) {
      slots.push({ holder, key });
      if (isHolder(item)) queue.push(item);
    }
  }
  if (slots.length === 0) return copy;
  const { holder, key } = pick(random, slots);
  const item = (holder as Record<string, unknown>)[key];
  switch (below(random, 7)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      break;
    case 1:
      if (Array.isArray(holder)) holder.push(item);
      else put(holder, pick(random, nastyNames), item);
      break;
    case 2: {
      const other = pick(random, slots);
      const theirs = (other.holder as Record<string, unknown>)[other.key];
      // A value is not put into itself.
      if (isHolder(item) || isHolder(theirs)) put(holder, key, structuredClone(theirs));
      else {
        put(other.holder, other.key, item);
        put(holder, key, theirs);
      }
      break;
    }
    case 3:
      if (typeof item === "number") put(holder, key, pick(random, [-item, item + 0.5, item * 1e6, item + 1, item - 1]));
      else put(holder, key, [item]);
      break;
    case 4:
      if (typeof item === "string") put(holder, key, item + pick(random, nastyNames));
      else put(holder, key, String(item));
      break;
    default:
      put(holder, key, nastyValue(random));
  }
  return copy;
}

/** A text with one piece missing, twice, or of other characters. */
export function mutateText(text: string, random: Random): string {
  const at = below(random, text.length + 1);
  const end = Math.min(text.length, at + 1 + below(random, 40));
  switch (below(random, 4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(end);
    case 2:
      return text.slice(0, end) + text.slice(at);
    default:
      return (
        text.slice(0, at) +
        pick(random, ["\0", "\ufeff", '"', "{", "[", "]", "}", ",", "\\", "\u2028", "NaN", "1e999"]) +
        text.slice(at)
      );
  }
}

/** Bytes cut, lengthened or changed, more often at the beginning, where headers stand. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const at = below(random, random() < 0.7 ? Math.min(bytes.length, 128) : bytes.length);
  if (random() < 0.2) return bytes.slice(0, at);
  const copy = new Uint8Array(bytes.length + (random() < 0.1 ? 1 + below(random, 16) : 0));
  copy.set(bytes);
  for (let i = 0; i <= below(random, 3); i++) copy[at + i] = pick(random, [0, 1, 0x22, 0x2c, 0x39, 0x7f, 0x80, 0xff]);
  return copy;
}
