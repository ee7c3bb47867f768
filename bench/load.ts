// Owns what it takes to begin: from opening the page in a fresh profile to a model's first output, contestants in turns.
import { freshPage } from "./browser.ts";
import { firstLine, within } from "./contestants.ts";
import { short } from "./format.ts";
import type { Failure, Load } from "./measurements.ts";
import { ours, type PageName, pageNames } from "./names.ts";
import { median } from "./report.ts";
import { type Session, writeTask } from "./session.ts";
import { workNamed } from "./workloads.ts";

/** Works whose first run is measured, and how often. */
const full = { workloads: ["lenet1", "resnet18"], rounds: 7 };
const brief = { workloads: ["lenet1"], rounds: 3 };
const contestants = pageNames.filter((name) => name !== "tfjs cpu");

type Once = Omit<Load, "count">;

async function loadOnce(url: string, task: string): Promise<Once> {
  const page = await freshPage();
  try {
    const work = async (): Promise<Once> => {
      await page.goto(url);
      await page.waitForFunction(() => window.bench !== undefined);
      const scripts = await page.evaluate(() => window.bench!.scriptsMs);
      const { startMs: start } = await page.evaluate(() => window.bench!.start(1));
      const prepared = await page.evaluate((data) => window.bench!.prepare(data), `/data/${task}.json`);
      const { buildMs: build, firstMs: first } = prepared;
      return { scripts, start, build, first, total: scripts + start + build + first };
    };
    return await within(30, work());
  } finally {
    await within(15, page.context().close()).catch(() => {});
  }
}

function medians(figures: readonly Once[]): Load {
  const of = (key: keyof Once): number => median(figures.map((one) => one[key]));
  return {
    scripts: of("scripts"),
    start: of("start"),
    build: of("build"),
    first: of("first"),
    total: of("total"),
    count: figures.length,
  };
}

export async function load(session: Session): Promise<void> {
  const { peers, quick } = session.options;
  const asked = contestants.filter((name) => name === ours || peers.length === 0 || peers.includes(name));
  const { workloads, rounds } = quick ? brief : full;
  for (const work of workloads.map(workNamed)) {
    const told = `Load time of ${work.title}`;
    if (!session.begins(told)) continue;
    writeTask(session.data, work);
    const figures = new Map<PageName, Once[]>(asked.map((name) => [name, []]));
    const failures: Record<string, Failure> = {};
    for (let round = 0; round < rounds; round++) {
      for (const name of asked) {
        if (name in failures) continue;
        try {
          figures.get(name)!.push(await loadOnce(session.urlOf(name), work.name));
        } catch (error) {
          failures[name] = { cannot: firstLine(error) };
        }
      }
    }
    const results: Record<string, Load | Failure> = {};
    for (const name of asked) results[name] = failures[name] ?? medians(figures.get(name)!);
    session.record({ kind: "load", work: work.name, results });
    session.log(`${told}: ${Object.entries(results).map(describeLoad).join("; ")}`);
  }
}

function describeLoad([name, figures]: readonly [string, Load | Failure]): string {
  if ("cannot" in figures) return `${name}: cannot: ${figures.cannot}`;
  const { scripts, start, build, first, total } = figures;
  const parts = [scripts, start, build, first].map(short).join(" + ");
  return `${name} ${short(total)} ms (scripts + start + build + first run: ${parts})`;
}
