// Owns `npm run bench`: runs the benchmarks named (all by default) in headless Chromium and prints their tables.
// Usage: npm run bench -- [NAME…] [--json FILE]
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { closeBrowser, openBrowser } from "./browser.ts";
import { editLatency } from "./edit_latency.ts";
import { kernelRatios } from "./kernels.ts";
import { printReport, type Report } from "./report.ts";

/** Each benchmark by its name, in the order in which they run. */
const benchmarks: Readonly<Record<string, () => Promise<Report>>> = {
  edit: editLatency,
  kernels: kernelRatios,
};

const args = process.argv.slice(2);
const at = args.indexOf("--json");
const jsonFile = at >= 0 ? args[at + 1] : undefined;
const names = at >= 0 ? args.filter((_, i) => i !== at && i !== at + 1) : args;
const unknown = names.filter((name) => !(name in benchmarks));
if (unknown.length > 0 || (at >= 0 && jsonFile === undefined)) {
  console.error(`usage: npm run bench -- [${Object.keys(benchmarks).join(" | ")}]… [--json FILE]`);
  process.exit(2);
}

const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version };
console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`);
const reports: Report[] = [];
let missed = 0;
try {
  for (const [name, run] of Object.entries(benchmarks)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const report = await run();
    reports.push(report);
    missed += printReport(report);
  }
} finally {
  await closeBrowser();
}
const browser = await openBrowser.version();
if (jsonFile) writeFileSync(jsonFile, JSON.stringify({ machine: { ...machine, browser }, reports }, null, 2));
if (missed > 0) console.log(`${missed} target${missed === 1 ? "" : "s"} missed`);
