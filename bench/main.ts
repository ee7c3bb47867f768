// Owns `npm run bench`: runs the benchmarks named (all by default) in headless Chromium, prints the figures and whether
// they reach their targets. docs/performance.md says what each measures; options.ts, what may be given.
import { closeBrowser } from "./browser.ts";
import { measureCurves } from "./curves.ts";
import { editLatency } from "./edit_latency.ts";
import { load } from "./load.ts";
import { type Measurements, writeMeasurements } from "./measurements.ts";
import { memory } from "./memory.ts";
import { contestantNames } from "./names.ts";
import { type Options, parseOptions } from "./options.ts";
import { peers } from "./peers.ts";
import { rowLines } from "./report.ts";
import { scaling } from "./scaling.ts";
import { openSession, type Session } from "./session.ts";
import { targetRows } from "./targets.ts";
import { workloads } from "./workloads.ts";
import { writePerformance } from "./write.ts";

/** Each benchmark by its name, in the order in which they run; the longest comes last. */
const benchmarks: Readonly<Record<string, (session: Session) => Promise<void>>> = {
  edit: editLatency,
  load,
  memory,
  curves: measureCurves,
  scaling,
  peers,
  /** Measures nothing: for tables and documents from `--merge FILE`. */
  report: async () => {},
};

function read(): Options {
  try {
    return parseOptions(process.argv.slice(2), {
      names: Object.keys(benchmarks),
      workloads: workloads.map(({ name }) => name),
      peers: contestantNames,
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}

/** Runs what was asked for. A benchmark that throws does not keep the others from running. */
async function runAll(session: Session): Promise<boolean> {
  let failed = false;
  for (const [name, run] of Object.entries(benchmarks)) {
    const { names } = session.options;
    if (names.length > 0 ? !names.includes(name) : name === "report") continue;
    const start = performance.now();
    try {
      await run(session);
      session.log(`-- ${name}: ${((performance.now() - start) / 60_000).toFixed(1)} minutes`);
    } catch (error) {
      failed = true;
      console.error(`${name} failed:`, error);
    }
  }
  return failed;
}

async function main(options: Options): Promise<boolean> {
  const save = (measurements: Measurements): void => {
    if (options.json) writeMeasurements(options.json, measurements, { targets: targetRows(measurements) });
  };
  const session = await openSession(options, save);
  let failed: boolean;
  try {
    const { cpu, cores, browser, system } = session.measurements().machine;
    session.log(`${cpu}, ${cores} cores, ${system}, ${browser}`);
    failed = await runAll(session);
  } finally {
    session.close();
    await closeBrowser();
  }
  const measurements = session.measurements();
  save(measurements);
  const { lines, missed } = rowLines(targetRows(measurements));
  console.log(`\nTargets\n${lines.map((line) => `  ${line}`).join("\n")}`);
  if (missed > 0) console.log(`${missed} target${missed === 1 ? "" : "s"} missed`);
  if (session.leftOut.length > 0)
    console.log(`Not measured, since the ${options.minutes} minutes were up: ${session.leftOut.join("; ")}`);
  if (options.write) for (const file of writePerformance(measurements)) console.log(`wrote ${file}`);
  return failed;
}

process.exitCode = (await main(read())) ? 1 : 0;
