// Owns what a model costs in memory: each contestant in a browser of its own, so that the peak is its peak.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright";
import { freshPage, launchBrowser } from "./browser.ts";
import { firstLine, nativeContestant, within } from "./contestants.ts";
import { mebibytes } from "./format.ts";
import type { Failure, Memory } from "./measurements.ts";
import { nativeName, ours, type PageName, pageNames } from "./names.ts";
import { type Session, writeTask } from "./session.ts";
import { workNamed } from "./workloads.ts";

/** Works whose memory is measured, and of a quick run. */
const measured = ["lenet1", "resnet18", "train-resnet18"];
const few = ["lenet1"];
const runs = 5;
/** TensorFlow.js's cpu backend needs minutes for these workloads. */
const contestants = pageNames.filter((name) => name !== "tfjs cpu");

/** Sent into the page before its scripts: remembers every WebAssembly memory, made in scripts or by a module. */
function watchMemories(): void {
  const memories = new Set<WebAssembly.Memory>();
  const Native = WebAssembly.Memory;
  WebAssembly.Memory = new Proxy(Native, {
    construct(target, args) {
      const memory = Reflect.construct(target, args) as WebAssembly.Memory;
      memories.add(memory);
      return memory;
    },
  });
  const note = <T extends WebAssembly.Instance | WebAssembly.WebAssemblyInstantiatedSource>(made: T): T => {
    const { exports } = "instance" in made ? made.instance : made;
    for (const value of Object.values(exports)) if (value instanceof Native) memories.add(value);
    return made;
  };
  for (const name of ["instantiate", "instantiateStreaming"] as const) {
    const native = WebAssembly[name] as (...args: unknown[]) => Promise<WebAssembly.Instance>;
    Object.assign(WebAssembly, { [name]: (...args: unknown[]) => native.apply(WebAssembly, args).then(note) });
  }
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct: (target, args) => note(Reflect.construct(target, args) as WebAssembly.Instance),
  });
  Object.assign(globalThis, {
    wasmBytes: () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
  });
}

/** The processes of the browser's pages; none where the system does not tell. */
async function processesOfPages(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const ids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  return ids.filter((id) => existsSync(`/proc/${id}/status`));
}

/** Bytes that a process holds now, or the most it has held since `forgetPeak`. */
function resident(id: number, what: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${id}/status`, "utf8");
  return Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? 0) * 1024;
}

/** On Linux, 5 sets the peak back to what the process holds now. */
const forgetPeak = (id: number): void => writeFileSync(`/proc/${id}/clear_refs`, "5");

async function measurePage(session: Session, name: PageName, task: string): Promise<Memory> {
  const browser = await launchBrowser();
  try {
    const work = async (page: Page): Promise<Memory> => {
      await page.addInitScript(watchMemories);
      await page.goto(session.urlOf(name));
      await page.waitForFunction(() => window.bench !== undefined);
      const idle = new Map((await processesOfPages(browser)).map((id) => [id, resident(id, "VmRSS")]));
      for (const id of idle.keys()) forgetPeak(id);
      await page.evaluate(() => window.bench!.start(1));
      await page.evaluate((url) => window.bench!.prepare(url), `/data/${task}.json`);
      await page.evaluate((count) => window.bench!.time(count, 1), runs);
      const wasm = await page.evaluate(() => (globalThis as unknown as { wasmBytes(): number }).wasmBytes());
      // A browser keeps a process in reserve; the page's is the one that has grown.
      const grown = (await processesOfPages(browser)).flatMap((id) => {
        const before = idle.get(id);
        return before === undefined ? [] : [resident(id, "VmHWM") - before];
      });
      return { wasm, process: grown.length === 0 ? null : Math.max(...grown) };
    };
    return await within(30, freshPage(browser).then(work));
  } finally {
    await within(15, browser.close()).catch(() => {});
  }
}

async function measureNative(session: Session, task: string): Promise<Memory> {
  const native = nativeContestant(session.data, 1);
  try {
    const id = await native.process();
    if (!existsSync(`/proc/${id}/status`)) return { wasm: null, process: null };
    const idle = resident(id, "VmRSS");
    forgetPeak(id);
    await native.prepare(task);
    await native.time(runs, 1);
    return { wasm: null, process: resident(id, "VmHWM") - idle };
  } finally {
    await native.close();
  }
}

export async function memory(session: Session): Promise<void> {
  const { peers, quick } = session.options;
  const asked = contestants.filter((name) => name === ours || peers.length === 0 || peers.includes(name));
  for (const work of (quick ? few : measured).map(workNamed)) {
    const told = `Memory of ${work.title}`;
    if (!session.begins(told)) continue;
    writeTask(session.data, work);
    const results: Record<string, Memory | Failure> = {};
    const take = async (name: string, figures: Promise<Memory>): Promise<void> => {
      results[name] = await figures.catch((error: unknown) => ({ cannot: firstLine(error) }));
    };
    for (const name of asked) await take(name, measurePage(session, name, work.name));
    if (session.native && (peers.length === 0 || peers.includes(nativeName)))
      await take(nativeName, measureNative(session, work.name));
    session.record({ kind: "memory", work: work.name, results });
    session.log(`${told}: ${Object.entries(results).map(describeMemory).join("; ")}`);
  }
}

function describeMemory([name, figures]: readonly [string, Memory | Failure]): string {
  if ("cannot" in figures) return `${name}: cannot: ${figures.cannot}`;
  const parts = [
    figures.wasm === null ? null : `${mebibytes(figures.wasm)} MiB of WebAssembly`,
    figures.process === null ? null : `${mebibytes(figures.process)} MiB of process`,
  ];
  return `${name} ${parts.filter((part) => part !== null).join(", ")}`;
}
