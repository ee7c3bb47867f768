// Tests of the conventions on small invented files.
import { expect, test } from "vitest";
import { conventionProblems } from "./conventions.mjs";

const header = "// Owns an example.\n";

test("a file that keeps the rules has no problems", () => {
  expect(conventionProblems("engine/core/a.ts", `${header}export const a = 1;\n`)).toEqual([]);
});

test.each([
  ["unfinished work", `// ${"TO"}DO later`],
  ["a test run alone", `test.${"only"}("x", run)`],
  ["a test left out", `describe.${"skip"}("x", run)`],
  ["a silenced type error", `// @ts-${"ignore"}`],
])("%s is found, with its line", (_, line) => {
  const problems = conventionProblems("e2e/a.spec.ts", header + line);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^e2e\/a\.spec\.ts:2: /);
});

test("the first line must be a comment", () => {
  expect(conventionProblems("src/App.tsx", "export const a = 1;")).toEqual([expect.stringContaining("src/App.tsx:1:")]);
});

test("400 lines are enough in engine, workers and src, and only there", () => {
  const lines = (count: number) => header + "export {};\n".repeat(count - 1);
  expect(conventionProblems("src/a.ts", lines(400))).toEqual([]);
  expect(conventionProblems("src/a.ts", lines(401))).toEqual(["src/a.ts: 401 lines, more than 400"]);
  expect(conventionProblems("e2e/a.ts", lines(401))).toEqual([]);
});
