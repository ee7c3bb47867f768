// Tests of the texts: both languages hold the same keys and values, and the language can change.
import { afterEach, beforeAll, expect, test } from "vitest";
import { en } from "./en.ts";
import { i18n, loadTexts, preferredLanguage, setLanguage, t } from "./index.ts";
import { zhCN } from "./zh-CN.ts";

type Texts = { readonly [key: string]: string | Texts };

/** Every text by its dotted key, English "one" plurals left out, with the names of its values in order. */
function entries(texts: Texts, prefix = ""): [string, string[]][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string[]][] => {
    if (typeof value !== "string") return entries(value, `${prefix}${key}.`);
    if (key.endsWith("_one")) return [];
    return [[prefix + key, [...value.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!).sort()]];
  });
}

beforeAll(() => loadTexts("zh-CN"));
afterEach(() => setLanguage("en"));

test("the Chinese texts have the English keys and values", () => {
  expect(Object.fromEntries(entries(zhCN))).toEqual(Object.fromEntries(entries(en)));
});

test("no text is empty", () => {
  const blank = (texts: Texts): boolean =>
    Object.values(texts).some((text) => (typeof text === "string" ? text.trim() === "" : blank(text)));
  expect(blank(en) || blank(zhCN)).toBe(false);
});

test("values and plurals are filled in", () => {
  expect(t("files.opened", { name: "a<b>.json" })).toBe("Opened a<b>.json");
  expect(t("problems.count", { count: 1 })).toBe("1 problem");
  expect(t("problems.count", { count: 3 })).toBe("3 problems");
});

test("counts are written in groups of three, other numbers as they are typed", () => {
  expect(t("problems.count", { count: 12345 })).toBe("12,345 problems");
  expect(t("viewer.cut", { shown: 4194304, count: 133955584 })).toContain("4,194,304 of 133,955,584");
  expect(t("viewer.channelOf", { index: 1024, count: 2048 })).toBe("Channel 1024 · 2,048 in all");
  setLanguage("zh-CN");
  expect(t("viewer.elements", { count: 401408 })).toBe("401,408 个元素");
});

test("the language changes at once where its texts are there", () => {
  setLanguage("zh-CN");
  expect(i18n.language).toBe("zh-CN");
  expect(t("toolbar.undo")).toBe("撤销");
  expect(t("problems.count", { count: 1 })).toBe("1 个问题");
});

test("a wrong key or a missing value does not compile", () => {
  // @ts-expect-error no such key
  expect(t("toolbar.nonsense")).toBe("toolbar.nonsense");
  // @ts-expect-error the text needs a name
  expect(t("files.opened")).toBe("Opened {{name}}");
});

test("the user's languages choose among ours", () => {
  expect(preferredLanguage(["fr-FR", "zh-TW", "en"])).toBe("zh-CN");
  expect(preferredLanguage(["en-GB", "zh"])).toBe("en");
  expect(preferredLanguage(["fr"])).toBe("en");
});

test("what is said of a name that cannot be names both kinds that can: words, and digits alone", () => {
  expect(en.inspector.nameProblems.characters).toMatch(/digits only$/);
  expect(zhCN.inspector.nameProblems.characters).toMatch(/或只由数字组成$/);
});
