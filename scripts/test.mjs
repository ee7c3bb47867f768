// Owns `npm test`: installs what is missing, runs the steps (all, or those named), ends with one line of true totals.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { installDependencies } from "./install.mjs";
import { run } from "./processes.mjs";
import { steps } from "./steps.mjs";
import { oneFailed, sumTotals, totalsLine } from "./totals.mjs";

/** @typedef {import("./totals.mjs").Totals} Totals */

/** @param {unknown} error */
const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * The steps named, and those they need; all when none is named.
 * @param {readonly string[]} names
 */
function chooseSteps(names) {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    throw new Error(`no step ${unknown.join(", ")}; the steps are ${steps.map((step) => step.name).join(", ")}`);
  }
  const wanted = new Set([...names, ...steps.filter(({ name }) => names.includes(name)).map(({ needs }) => needs)]);
  return names.length === 0 ? steps : steps.filter(({ name }) => wanted.has(name));
}

/**
 * Runs one step and shows its output when anything in it failed.
 * @param {import("./steps.mjs").Step} step
 * @param {ReadonlyMap<string, Totals>} done
 * @returns {Promise<Totals>}
 */
async function runStep(step, done) {
  if (step.needs !== undefined && (done.get(step.needs)?.failed ?? 0) > 0) {
    console.log(`cannot run: ${step.needs} failed`);
    return oneFailed;
  }
  try {
    await step.prepare?.();
    if (step.report !== undefined) {
      mkdirSync(dirname(step.report), { recursive: true });
      rmSync(step.report, { force: true });
    }
    const { code, output } = await run(process.execPath, step.script(), { env: step.env ?? {} });
    const report = step.report !== undefined && existsSync(step.report) ? readFileSync(step.report, "utf8") : null;
    const totals = step.totals({ code, output, report });
    if (totals.failed > 0) console.log(`\n${output.trimEnd()}\n`);
    return totals;
  } catch (error) {
    console.log(messageOf(error));
    return oneFailed;
  }
}

/** @returns {Promise<Totals>} */
async function runAll() {
  const chosen = chooseSteps(process.argv.slice(2));
  await installDependencies();
  /** @type {Map<string, Totals>} */
  const done = new Map();
  for (const step of chosen) {
    if (step.applies?.() === false) continue;
    const start = performance.now();
    console.log(`${step.checks} (${step.name}) …`);
    const totals = await runStep(step, done);
    done.set(step.name, totals);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${totals.failed > 0 ? "FAILED" : "ok"} ${step.checks}: ${totalsLine(totals)} in ${seconds} s`);
  }
  const failed = [...done].filter(([, totals]) => totals.failed > 0).map(([name]) => name);
  if (failed.length > 0) console.log(`\nFailed: ${failed.join(", ")}`);
  return sumTotals([...done.values()]);
}

const totals = await runAll().catch((error) => {
  console.log(messageOf(error));
  return oneFailed;
});
console.log(totalsLine(totals));
process.exitCode = totals.failed > 0 ? 1 : 0;
