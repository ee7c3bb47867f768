// Owns `npm run bench`: runs the benchmarks named (all by default) in headless Chromium and prints their tables.
// Usage: npm run bench -- [NAME…] [--json FILE], and what else options.ts names.
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { closeBrowser, openBrowser } from "./browser.ts";
import { editLatency } from "./edit_latency.ts";
import { type Options, parseOptions } from "./options.ts";
import { peers } from "./peers.ts";
import { printReport, type Report } from "./report.ts";

/** Each benchmark by its name, in the order in which they run. */
const benchmarks: Readonly<Record<string, (options: Options) => Promise<Report>>> = {
  edit: editLatency,
  peers,
};

function read(): Options {
  try {
    return parseOptions(process.argv.slice(2), Object.keys(benchmarks));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

const options = read();
const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, node: process.version };
console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`);
const reports: Report[] = [];
let missed = 0;
try {
  for (const [name, run] of Object.entries(benchmarks)) {
    if (options.names.length > 0 && !options.names.includes(name)) continue;
    const report = await run(options);
    reports.push(report);
    missed += printReport(report);
  }
} finally {
  await closeBrowser();
}
const browser = openBrowser.version();
if (options.json) writeFileSync(options.json, JSON.stringify({ machine: { ...machine, browser }, reports }, null, 2));
if (missed > 0) console.log(`${missed} target${missed === 1 ? "" : "s"} missed`);
