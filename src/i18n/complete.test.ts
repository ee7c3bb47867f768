// Tests that no text is missing, left over or untranslated: the keys the code asks for, those there are, and both languages.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { en } from "./en.ts";
import { zhCN } from "./zh-CN.ts";

type Texts = { readonly [key: string]: string | Texts };

/** Every text by its dotted key; the forms of a plural are one key. */
function textsOf(tree: Texts, prefix = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") all.set(prefix + key.replace(/_(one|other)$/, ""), value);
    else for (const [inner, text] of textsOf(value, `${prefix}${key}.`)) all.set(inner, text);
  }
  return all;
}

const english = textsOf(en);
const chinese = textsOf(zhCN);

const src = join(import.meta.dirname, "..");
const source = (path: string) => readFileSync(join(src, path), "utf8");
const code = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.tsx?$/.test(path) && !path.includes(".test.") && !/^i18n\/(en|zh-CN)\b/.test(path))
  .map(source)
  .join("\n");

const found = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map((match) => match[1]!));

const namespaces = Object.keys(en).join("|");
/** Keys given to the translate function as they stand, and every other text that is the name of a key. */
const asked = found(code, /\bt\(\s*"([^"]+)"/g);
const named = found(code, new RegExp(`"((?:${namespaces})\\.[\\w.]+)"`, "g"));
/** How keys that are put together begin: `input.fits.${value}`. */
const beginnings = found(code, new RegExp(`\`((?:${namespaces})\\.[\\w.]*)\\$\\{`, "g"));

/** What keys that are put together may end with: all of their group, or these alone. */
const endings: Readonly<Record<string, "all" | readonly string[]>> = {
  "canvas.nameProblem.": "all",
  "code.": ["print", "pytorch", "json"],
  "common.axes.": "all",
  "files.foreign.": "all",
  "input.fits.": "all",
  "input.misfits.": "all",
  "input.normalizations.": "all",
  "input.sources.": "all",
  "inspector.nameProblems.": "all",
  "said.": "all",
  "settings.themes.": "all",
  "viewer.": ["min", "mean", "max", "std"],
};

function isPutTogether(key: string): boolean {
  return Object.entries(endings).some(([start, ends]) => {
    if (!key.startsWith(start)) return false;
    return ends === "all" || ends.includes(key.slice(start.length));
  });
}

/** The screen shown when the app failed reads its texts without the translate function. */
const rescue = found(source("rescue/screen.ts"), /\btext\.(\w+)/g);

/** The same in both languages: names, units, and what is written in Python. */
const same: ReadonlySet<string> = new Set([
  ...["common.appName", "common.category.transformer", "files.examples.lenet5", "files.examples.unet"],
  ...["input.normalizations.mnist", "input.normalizations.imagenet", "code.pytorch", "code.print"],
  ...["toolbar.trainShort", "toolbar.evalShort", "viewer.nonFinite"],
  ...["toolbar.status.milliseconds", "toolbar.status.seconds"],
]);

test("every key the code asks for is there", () => {
  expect(asked.size).toBeGreaterThan(150);
  expect([...asked].filter((key) => !english.has(key))).toEqual([]);
});

test("the table of keys that are put together is that of the code", () => {
  expect([...beginnings].sort()).toEqual(Object.keys(endings).sort());
});

test("every text is asked for somewhere", () => {
  const isUsed = (key: string) =>
    named.has(key) || isPutTogether(key) || (key.startsWith("rescue.") && rescue.has(key.slice("rescue.".length)));
  expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
});

test("every text is translated, but for names, units and what is written in Python", () => {
  expect([...english.keys()].filter((key) => chinese.get(key) === english.get(key)).sort()).toEqual([...same].sort());
});

test("a translation says the same values", () => {
  const values = (text: string) => [...found(text, /\{\{(\w+)\}\}/g)].sort().join();
  expect([...english].filter(([key, text]) => values(text) !== values(chinese.get(key) ?? ""))).toEqual([]);
});

test("every translation is in Chinese", () => {
  const words = (text: string) => text.replace(/\{\{\w+\}\}/g, "");
  const foreign = [...chinese].filter(
    ([key, text]) => !same.has(key) && !/[\u4e00-\u9fff]/.test(text) && /[a-z]/i.test(words(text)),
  );
  expect(foreign).toEqual([]);
});
