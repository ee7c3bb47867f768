// Tests of what modules say of themselves in Chinese: every class, argument and category, and none that is not there.
import { afterEach, beforeAll, expect, test } from "vitest";
import { categories } from "../../engine/modules/define.ts";
import { declarations, moduleDef } from "../../engine/modules/index.ts";
import { categoryKey } from "../actions/category.ts";
import { setLanguage, t } from "./index.ts";
import { describedField, loadModuleTexts, moduleDoc } from "./modules.ts";
import { modules as zhCN } from "./zh-CN/modules.ts";

beforeAll(async () => {
  await setLanguage("zh-CN");
  await loadModuleTexts();
});
afterEach(() => setLanguage("en"));

const chinese = /[\u4e00-\u9fff]/;

test("the Chinese texts are of the registry's classes, functions and arguments, all of them and no others", () => {
  const args = (of: object) => Object.keys(of).sort();
  const declared = declarations.map((def) => [def.name, args(def.args)] as const);
  const written = Object.entries(zhCN).map(([name, text]) => [name, args(text.args)] as const);
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(declared));
});

test.each(declarations.map(({ name }) => name))("%s is described in Chinese, and its arguments too", (name) => {
  const def = moduleDef(name)!;
  setLanguage("zh-CN");
  expect(moduleDoc(def)).toMatch(chinese);
  for (const [arg, field] of Object.entries(def.args))
    expect(describedField(name, arg, field).doc, arg).toMatch(chinese);
  setLanguage("en");
  expect(moduleDoc(def)).toBe(def.doc);
  for (const [arg, field] of Object.entries(def.args)) expect(describedField(name, arg, field).doc).toBe(field.doc);
});

test.each(categories)("the category %s has a Chinese name", (category) => {
  setLanguage("zh-CN");
  expect(t(categoryKey(category))).toMatch(category === "Transformer" ? "Transformer" : chinese);
});

test("what is no class has no text of another", () => {
  setLanguage("zh-CN");
  expect(moduleDoc({ name: "constructor", doc: "x" })).toBe("x");
  expect(describedField("Conv2d", "toString", { doc: "y" }).doc).toBe("y");
});
