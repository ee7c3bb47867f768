// The committed page of compatibility says what the code has: all but the errors, which differ between machines.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { countCases } from "./compatibility_cases.ts";
import { compatibilityPage, withoutErrors } from "./compatibility_page.ts";

const committed = readFileSync(join(import.meta.dirname, "..", "docs", "compatibility.md"), "utf8");

test("docs/compatibility.md is current (else: npm run compatibility)", () => {
  expect(withoutErrors(committed)).toBe(withoutErrors(compatibilityPage(countCases())));
});

test("every class with cases has its errors, small ones", () => {
  const rows = [...committed.matchAll(/^\| (\w+) \| .* \| (\d+) \| (.*) \| (.*) \|$/gm)];
  expect(rows.length).toBeGreaterThan(130);
  for (const [, name, count, forward, gradient] of rows) {
    if (count === "0") expect([name, forward, gradient]).toEqual([name, "–", "–"]);
    else expect(Number(forward), name).toBeLessThan(1e-4);
    if (gradient !== "–") expect(Number(gradient), name).toBeLessThan(1e-3);
  }
});
