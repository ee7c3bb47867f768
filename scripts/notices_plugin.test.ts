// Tests of the third-party notices: which package a module belongs to, and that every one is named with its licence.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packageFolder, printNotices, readPackage } from "./notices_plugin.mjs";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "notices-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function given(manifest: object, files: Readonly<Record<string, string>> = {}): string {
  const path = join(folder, "package");
  mkdirSync(path);
  writeFileSync(join(path, "package.json"), JSON.stringify({ name: "p", version: "1.2.3", ...manifest }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

test("a module belongs to the innermost package of its path", () => {
  expect(packageFolder("/x/node_modules/react/index.js")).toBe("/x/node_modules/react");
  expect(packageFolder("\0/x/node_modules/@a/b/c.js?commonjs")).toBe("/x/node_modules/@a/b");
  expect(packageFolder("/x/node_modules/a/node_modules/b/c.js")).toBe("/x/node_modules/a/node_modules/b");
  expect(packageFolder("C:\\x\\node_modules\\react\\index.js")).toBe("C:/x/node_modules/react");
  expect(packageFolder("/x/src/main.tsx")).toBeNull();
  expect(packageFolder("\0vite/preload-helper.js")).toBeNull();
});

test("a package is told with its licence's text and where its source is", () => {
  const path = given(
    { license: "MIT", repository: { type: "git", url: "git+https://github.com/a/b.git" } },
    { "LICENSE.md": "Copyright A\n", NOTICE: "And B\n", "index.js": "" },
  );
  expect(readPackage(path)).toEqual({
    name: "p",
    version: "1.2.3",
    license: "MIT",
    source: "https://github.com/a/b",
    text: "Copyright A\n\nAnd B",
  });
});

test("without a licence's text its name and the author are told", () => {
  expect(readPackage(given({ license: "ISC", author: { name: "A" } })).text).toBe("Licence: ISC. Copyright: A");
});

test("one licence of a choice is enough; others, or none, are refused", () => {
  expect(readPackage(given({ license: "(EPL-2.0 OR GPL-3.0-or-later)" })).license).toContain("EPL-2.0");
  rmSync(join(folder, "package"), { recursive: true });
  expect(() => readPackage(given({ license: "GPL-3.0-only" }))).toThrow("p: its licence (GPL-3.0-only)");
  rmSync(join(folder, "package"), { recursive: true });
  expect(() => readPackage(given({ license: "MIT AND GPL-2.0" }))).toThrow("GPL-2.0");
  rmSync(join(folder, "package"), { recursive: true });
  expect(() => readPackage(given({}))).toThrow("none");
});

test("packages of one licence text share it", () => {
  const one = { version: "1.0.0", license: "MIT", text: "the text" };
  const text = printNotices([
    { ...one, name: "b" },
    { ...one, name: "a", source: "https://a.example" },
  ]);
  expect(text.match(/the text/g)).toHaveLength(1);
  expect(text.indexOf("a 1.0.0 (MIT)\n  https://a.example")).toBeLessThan(text.indexOf("b 1.0.0 (MIT)"));
});
