// Owns one sitting: the contestants that take part, the pages they run in, the time there is, and what was measured.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, release, tmpdir, type } from "node:os";
import { join } from "node:path";
import { root } from "../scripts/processes.mjs";
import { openBrowser } from "./browser.ts";
import { type Contestant, hasNative, nativeContestant, pageContestant } from "./contestants.ts";
import {
  type Figures,
  type Machine,
  type Measured,
  type Measurements,
  merged,
  readMeasurements,
  withRecord,
} from "./measurements.ts";
import { contestantNames, nativeName, ours, type PageName } from "./names.ts";
import type { Options } from "./options.ts";
import { prepare, prepareMatmul } from "./prepare.ts";
import type { Pace } from "./race.ts";
import { servePages } from "./server.ts";
import type { Workload } from "./workloads.ts";

/** Each contestant of the browser: its page, and how many seconds it may take to make a task ready and run it once. */
const pages = {
  [ours]: { url: "edgewise.html", seconds: 60 },
  "onnxruntime-web": { url: "ort.html", seconds: 60 },
  "tfjs wasm": { url: "tfjs.html?wasm", seconds: 30 },
  "tfjs cpu": { url: "tfjs.html?cpu", seconds: 30 },
  "jax-js": { url: "jax.html", seconds: 20 },
} as const satisfies Readonly<Record<PageName, { readonly url: string; readonly seconds: number }>>;

export interface Session {
  readonly options: Options;
  readonly pace: Pace;
  /** Whether native PyTorch takes part. */
  readonly native: boolean;
  /** Where tasks are written. */
  readonly data: string;
  /** The address of the pages, with a slash at its end. */
  readonly server: string;
  /** The contestants that were asked for, of those named. */
  contestants(names: readonly string[], threads: number): Contestant[];
  /** Where a contestant's page is. */
  urlOf(name: PageName): string;
  /** Whether a piece of work may still begin; what may not is told at the end. */
  begins(what: string): boolean;
  log(text: string): void;
  record(figures: Figures): void;
  /** Remembers who a contestant says it is. */
  met(contestants: readonly { readonly name: string; version(): string }[]): void;
  /** Everything so far, the earlier sitting's too. */
  measurements(): Measurements;
  readonly leftOut: readonly string[];
  close(): void;
}

function commit(): string {
  const git = (...args: string[]): string =>
    spawnSync("git", args, { cwd: root, encoding: "utf8" }).stdout?.trim() ?? "";
  const head = git("rev-parse", "--short", "HEAD");
  return head === "" ? "unknown" : `${head}${git("status", "--porcelain", "--", "engine", "bench") === "" ? "" : "+"}`;
}

async function machine(): Promise<Machine> {
  const { model } = cpus()[0] ?? { model: "unknown" };
  await openBrowser();
  return {
    cpu: model.trim(),
    cores: cpus().length,
    system: `${type()} ${release()}`,
    node: process.version,
    browser: `Chromium ${openBrowser.version()}`,
  };
}

/** The pace of a full run gives medians of 21 wherever one run takes less than a third of a second. */
const paceOf = ({ quick }: Options): Pace => (quick ? { rounds: 7, budget: 700 } : { rounds: 21, budget: 7000 });

/** Begins a sitting. @throws when the earlier measurements are of another machine */
export async function openSession(options: Options, onRecord: (so: Measurements) => void): Promise<Session> {
  const fresh: Measurements = {
    format: "edgewise-bench",
    version: 1,
    machine: await machine(),
    versions: {},
    records: [],
  };
  const earlier = options.merge === null ? null : readMeasurements(options.merge);
  if (earlier) merged(earlier, fresh);
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const data = join(folder, "data");
  mkdirSync(data);
  const server = await servePages(folder);
  const deadline = Date.now() + options.minutes * 60_000;
  const origin = { commit: commit(), quick: options.quick };
  const native = hasNative();
  const leftOut: string[] = [];
  let measured = fresh;
  const all = (): Measurements => (earlier ? merged(earlier, measured) : measured);
  return {
    options,
    pace: paceOf(options),
    native,
    data,
    server: server.url,
    contestants(names, threads) {
      const { peers } = options;
      const asked = contestantNames.filter(
        (name) => names.includes(name) && (name === ours || peers.length === 0 || peers.includes(name)),
      );
      return asked.flatMap((name): Contestant[] => {
        if (name === nativeName) return native ? [nativeContestant(data, threads)] : [];
        const { url, seconds } = pages[name as PageName];
        return [pageContestant({ name, url, server: server.url, threads, secondsToPrepare: seconds })];
      });
    },
    urlOf: (name) => new URL(pages[name].url, server.url).href,
    begins(what) {
      if (Date.now() < deadline) return true;
      leftOut.push(what);
      return false;
    },
    log: (text) => console.log(text),
    record(figures) {
      const record: Measured = { ...figures, at: new Date().toISOString(), ...origin };
      measured = withRecord(measured, record);
      onRecord(all());
    },
    met(contestants) {
      const told = contestants.map((one) => [one.name, one.version()] as const).filter(([, version]) => version !== "");
      measured = { ...measured, versions: { ...measured.versions, ...Object.fromEntries(told) } };
    },
    measurements: all,
    leftOut,
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes a work's task. @throws when the engine cannot resolve or build it */
export function writeTask(folder: string, work: Pick<Workload, "name" | "graph" | "model" | "train">): void {
  const { name, graph, model = name, train } = work;
  if (typeof graph === "number") prepareMatmul(folder, name, graph);
  else prepare(folder, { name, model, graph: graph(), ...(train ? { train } : {}) });
}
