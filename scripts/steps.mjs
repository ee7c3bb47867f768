// Owns the list of what `npm test` does, in order: one row per step.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensureBrowser } from "./browser.mjs";
import { buildKernels } from "./kernels.mjs";
import { root, toolPath } from "./processes.mjs";
import { lastLineTotals, oneCheck, playwrightTotals, vitestTotals } from "./totals.mjs";

/**
 * @typedef {object} Step
 * @property {string} name what `npm test -- name` calls it
 * @property {string} checks what it is, for people
 * @property {() => string[]} script the script for Node and its arguments
 * @property {(outcome: import("./totals.mjs").Outcome) => import("./totals.mjs").Totals} totals
 * @property {Record<string, string>} [env]
 * @property {string} [report] the file its runner writes
 * @property {string} [needs] the step without which this one cannot pass
 * @property {() => Promise<void>} [prepare] what must be on the machine first
 * @property {() => boolean} [applies] false where the project has nothing for this step
 */

/** Reports lie outside test-results, which Playwright empties. @param {string} name */
const reportPath = (name) => join(root, ".cache", "test", `${name}.json`);
const unitReport = reportPath("unit");
const e2eReport = reportPath("e2e");
const cases = ["cases", "functions"].map((folder) => join(root, "conformance", folder));

/** @type {readonly Step[]} */
export const steps = [
  {
    name: "lint",
    checks: "format and lint",
    script: () => [toolPath("@biomejs/biome", "biome"), "check", "--colors=off", "--max-diagnostics=none", "."],
    totals: oneCheck,
  },
  {
    name: "conventions",
    checks: "conventions",
    script: () => [join(root, "scripts", "conventions.mjs")],
    totals: oneCheck,
  },
  {
    name: "types",
    checks: "types",
    script: () => [toolPath("@typescript/native", "tsc"), "--noEmit", "--pretty", "false"],
    totals: oneCheck,
  },
  {
    name: "rules",
    checks: "import rules",
    script: () => [
      toolPath("dependency-cruiser", "depcruise"),
      "--config",
      ".dependency-cruiser.cjs",
      "--output-type",
      "err-long",
      ...["engine", "workers", "src", "bench"].filter((folder) => existsSync(join(root, folder))),
    ],
    totals: oneCheck,
  },
  {
    name: "unit",
    checks: "unit tests",
    script: () => [
      toolPath("vitest", "vitest"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${unitReport}`,
    ],
    totals: vitestTotals,
    report: unitReport,
  },
  {
    name: "conformance",
    checks: "conformance cases",
    script: () => [toolPath("tsx", "tsx"), join("scripts", "conformance.ts"), ...cases],
    totals: lastLineTotals,
    prepare: buildKernels,
    applies: () => cases.every((folder) => existsSync(folder)),
  },
  {
    name: "build",
    checks: "build",
    script: () => [toolPath("vite", "vite"), "build"],
    totals: oneCheck,
  },
  {
    name: "e2e",
    checks: "browser tests",
    script: () => [toolPath("@playwright/test", "playwright"), "test", "--reporter=list,json"],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport },
    totals: playwrightTotals,
    report: e2eReport,
    needs: "build",
    prepare: ensureBrowser,
  },
];
