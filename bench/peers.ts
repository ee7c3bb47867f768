// Owns the benchmark beside the peers: every work on every contestant, one thread against one, then two against two.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Contestant, hasNative, nativeContestant, pageContestant } from "./contestants.ts";
import type { Options } from "./options.ts";
import { prepare, prepareMatmul } from "./prepare.ts";
import { type Pace, type Race, race } from "./race.ts";
import type { Report, Row } from "./report.ts";
import { servePages } from "./server.ts";
import { type Work, type WorkTarget, works } from "./works.ts";

export const ours = "edgewise";
const limitTask = "limit";

/** One work in one setting. */
export interface Line {
  readonly work: Work;
  readonly threads: number;
  readonly race: Race;
}

export interface PeersResult {
  readonly lines: readonly Line[];
  /** Multiply-adds without memory, in GFLOP/s on one thread; null where relaxed SIMD is missing. */
  readonly limit: number | null;
  readonly versions: readonly string[];
}

/** The browser's contestants on so many threads. */
export function browserContestants(server: string, threads: number): Contestant[] {
  const page = (name: string, url: string, secondsToPrepare = 60) =>
    pageContestant({ name, url, server, threads, secondsToPrepare });
  return [
    page(ours, "edgewise.html"),
    page("onnxruntime-web", "ort.html"),
    page("tfjs wasm", "tfjs.html?wasm"),
    ...(threads === 1 ? [page("tfjs cpu", "tfjs.html?cpu", 40)] : []),
    page("jax-js", "jax.html"),
  ];
}

/** Writes a work's task; gives its name or why there is none. */
export function writeTask(folder: string, work: Work): { error: string } | null {
  try {
    const { name, graph, model = name, train } = work;
    if (typeof graph === "number") prepareMatmul(folder, name, graph);
    else prepare(folder, { name, model, graph: graph(), ...(train ? { train } : {}) });
    return null;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** A slow contestant that has no business with a work: everything beyond small ones takes it minutes. */
const leftOut = (contestant: string, work: Work): boolean =>
  contestant === "tfjs cpu" && !(work.group === "training" || work.name.startsWith("lenet"));

const medianOf = (results: Race, name: string): number | null => {
  const result = results[name];
  return result?.kind === "timed" ? result.median : null;
};

/** The contestant's time over ours; null where one of them has none. */
export function ratio(results: Race, against: WorkTarget["against"]): number | null {
  const own = medianOf(results, ours);
  const names =
    against === "any" ? Object.keys(results).filter((name) => name !== ours && !name.startsWith("native")) : [against];
  const times = names.map((name) => medianOf(results, name)).filter((time) => time !== null);
  return own === null || times.length === 0 ? null : Math.min(...times) / own;
}

/** Runs everything that is named (all without names). */
export async function runPeers(options: Options, log: (text: string) => void): Promise<PeersResult> {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  const data = join(folder, "data");
  mkdirSync(data);
  const pace: Pace = options.quick ? { rounds: 7, budget: 800 } : { rounds: 20, budget: 4000 };
  const deadline = Date.now() + options.minutes * 60_000;
  const chosen = works.filter(({ name }) => options.works.length === 0 || options.works.includes(name));
  const lines: Line[] = [];
  const versions = new Set<string>();
  let limit: number | null = null;
  const native = hasNative();
  const server = await servePages(folder);
  try {
    for (const threads of options.threads) {
      const browser = browserContestants(server.url, threads);
      const contestants = (native ? [...browser, nativeContestant(data, threads)] : browser).filter(
        ({ name }) => options.peers.length === 0 || name === ours || options.peers.includes(name),
      );
      if (threads === 1) limit = await measureLimit(server.url, data, pace);
      for (const work of chosen) {
        if (Date.now() > deadline) {
          lines.push({ work, threads, race: { [ours]: { kind: "cannot", reason: "the run's time was up" } } });
          continue;
        }
        const failed = writeTask(data, work);
        const able = contestants.filter(({ name }) => !leftOut(name, work));
        const results: Race = failed
          ? { [ours]: { kind: "cannot", reason: failed.error } }
          : await race(work.name, able, native ? "native PyTorch" : ours, pace);
        lines.push({ work, threads, race: results });
        log(describe(work, threads, results));
      }
      for (const contestant of contestants) {
        if (contestant.version() && contestant.name !== ours) versions.add(contestant.version());
        await contestant.close();
      }
    }
  } finally {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return { lines, limit, versions: [...versions] };
}

/** GFLOP/s of the loop of multiply-adds. */
async function measureLimit(server: string, data: string, pace: Pace): Promise<number | null> {
  const page = pageContestant({ name: "limit", url: "limit.html", server, threads: 1, secondsToPrepare: 20 });
  try {
    prepareMatmul(data, limitTask, 1);
    const results = await race(limitTask, [page], "limit", { ...pace, budget: 2000 });
    const { sample } = await page.prepare(limitTask);
    const time = medianOf(results, "limit");
    return time === null ? null : sample.largest / time / 1e6;
  } finally {
    await page.close();
  }
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** One line of text: each contestant's time, and its ratio to ours. */
export function describe(work: Work, threads: number, results: Race): string {
  const own = medianOf(results, ours);
  const cells = Object.entries(results).map(([name, result]) => {
    if (result.kind === "cannot") return `${name}: cannot: ${result.reason}`;
    const times = name === ours || own === null ? "" : ` (${short(result.median / own)}×)`;
    return `${name} ${short(result.median)} ms${times}${result.count < 20 ? ` n=${result.count}` : ""}`;
  });
  return `${work.title}, ${threads} thread${threads > 1 ? "s" : ""}: ${cells.join("; ")}`;
}

const gflops = (n: number, ms: number): number => (2 * n ** 3) / ms / 1e6;

/** The targets as rows of a report. */
export function targetRows({ lines, limit }: PeersResult): Row[] {
  const rows: Row[] = [];
  for (const { work, threads, race: results } of lines) {
    const plural = `${threads} thread${threads > 1 ? "s" : ""}`;
    for (const { against, ratio: wanted, stretch } of work.targets) {
      const value = ratio(results, against);
      if (value === null) continue;
      const who = against === "any" ? "any peer that can" : against;
      rows.push({
        work: `${work.title}, ${plural}: ${who}'s time over ours`,
        value,
        unit: "×",
        target: { kind: "at least", value: Number(wanted.toPrecision(2)) },
        ...(stretch ? { note: "stretch" } : {}),
      });
    }
    const own = medianOf(results, ours);
    if (work.name === "matmul1024" && threads === 1 && own !== null && limit !== null) {
      rows.push({
        work: `${work.title}: share of the FMA limit`,
        value: (100 * gflops(1024, own)) / limit,
        unit: "%",
        target: { kind: "at least", value: 80 },
        note: `${short(gflops(1024, own))} of ${short(limit)} GFLOP/s`,
      });
    }
  }
  const times = [1, 2].map((threads) => {
    const line = lines.find((candidate) => candidate.work.name === "resnet18" && candidate.threads === threads);
    return line ? medianOf(line.race, ours) : null;
  });
  if (times[0] != null && times[1] != null) {
    const value = times[0] / times[1];
    rows.push({ work: "ResNet-18: two threads over one", value, unit: "×", target: { kind: "at least", value: 1.7 } });
  }
  return rows;
}

export async function peers(options: Options): Promise<Report> {
  const result = await runPeers(options, console.log);
  return { name: "peers", title: "Beside the peers: their time over ours", rows: targetRows(result), details: result };
}
