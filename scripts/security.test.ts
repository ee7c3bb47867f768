// Every file that docs/security.md names is there, so that each promise has the test that it says holds it.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../", import.meta.url);
const page = readFileSync(new URL("docs/security.md", root), "utf8");
const files = [...page.matchAll(/`((?:engine|workers|src|scripts|e2e)\/[\w./-]+\.\w+)`/g)].map(([, path]) => path!);

test("the page on security names files that are there", () => {
  expect(files.filter((path) => path.endsWith(".test.ts")).length).toBeGreaterThan(10);
  expect(files.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

test("every promise says what holds it", () => {
  const silent = page
    .split(/^## /m)
    .slice(1)
    .filter((section) => !/\.(?:test|spec)\.ts`/.test(section));
  expect(silent.map((section) => section.split("\n")[0])).toEqual([]);
});
