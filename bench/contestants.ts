// Owns the contestants as the benchmark drives them: pages of the browser, and native PyTorch where there is one.
import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { Page } from "playwright";
import { root } from "../scripts/processes.mjs";
import { freshPage } from "./browser.ts";
import type { Prepared, Sample } from "./pages/peer.ts";

/** Someone who does the work. Every method throws what the contestant itself says when it cannot. */
export interface Contestant {
  readonly name: string;
  readonly threads: number;
  /** Milliseconds after which its threads sleep that have nothing to do; some look for work in a loop until then. */
  readonly settles: number;
  /** Runs this task whatever the others run, and is not compared with them. */
  readonly ownTask?: string;
  /** What it says it is, with its version; "" before the first task. */
  version(): string;
  prepare(task: string): Promise<Prepared>;
  time(count: number, inner: number): Promise<number[]>;
  release(): Promise<void>;
  close(): Promise<void>;
}

export type { Prepared, Sample };

/** The first line of what went wrong, without what the browser's driver puts before it. */
export const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replace(/^page\.\w+: (?:Error: )?/, "")
    .split("\n")[0]!
    .slice(0, 200)
    .trim();

/** Rejects when a promise does not settle within so many seconds. */
export async function within<T>(seconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${seconds} s`)), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A contestant in a page of its own. A page that fails is closed, and the next task gets a new one. */
export function pageContestant(options: {
  readonly name: string;
  /** The page and its query, relative to the server's address. */
  readonly url: string;
  readonly server: string;
  readonly threads: number;
  readonly secondsToPrepare: number;
  readonly ownTask?: string;
}): Contestant {
  let page: Page | null = null;
  let version = "";
  const close = async () => {
    const closing = page;
    page = null;
    // A page that hangs must not hang the run: what does not close within this time is left behind.
    if (closing) await within(15, closing.context().close()).catch(() => {});
  };
  const open = async (): Promise<Page> => {
    if (page) return page;
    page = await freshPage();
    // What sizes its own pool by the machine is given the number of threads that this run allows.
    await page.addInitScript((threads) => {
      Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => threads });
    }, options.threads);
    await page.goto(new URL(options.url, options.server).href);
    await page.waitForFunction(() => window.bench !== undefined);
    ({ version } = await page.evaluate((threads) => window.bench!.start(threads), options.threads));
    return page;
  };
  const ask = async <T>(seconds: number, question: (page: Page) => Promise<T>): Promise<T> => {
    try {
      return await within(seconds, open().then(question));
    } catch (error) {
      await close();
      throw new Error(firstLine(error));
    }
  };
  return {
    name: options.name,
    threads: options.threads,
    // Those of onnxruntime-web loop for some 10 ms.
    settles: options.threads > 1 ? 25 : 5,
    ...(options.ownTask === undefined ? {} : { ownTask: options.ownTask }),
    version: () => version,
    prepare: (task) =>
      ask(options.secondsToPrepare, (at) => at.evaluate((url) => window.bench!.prepare(url), `/data/${task}.json`)),
    time: (count, inner) => ask(60, (at) => at.evaluate(([n, m]) => window.bench!.time(n, m), [count, inner] as const)),
    async release() {
      if (page) await ask(20, (at) => at.evaluate(() => window.bench!.release())).catch(() => {});
    },
    close,
  };
}

export const python = "/usr/bin/python3";

/** Whether native PyTorch can take part. */
export const hasNative = (): boolean => spawnSync(python, ["-c", "import torch"], { timeout: 60_000 }).status === 0;

/** Native PyTorch, which reads tasks from the folder given. */
export function nativeContestant(
  folder: string,
  threads: number,
): Contestant & {
  /** The id of its process, which has loaded PyTorch by then. */
  process(): Promise<number>;
} {
  let child: ChildProcessByStdio<Writable, Readable, null> | null = null;
  let lines: AsyncIterator<string> | null = null;
  let reader: Interface | null = null;
  let version = "";
  const close = async () => {
    reader?.close();
    child?.kill();
    child = null;
    lines = null;
  };
  const send = async <T>(command: object): Promise<T> => {
    child?.stdin.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await lines!.next();
    if (done) throw new Error("PyTorch has ended");
    const reply = JSON.parse(value as string) as { ok: T } | { error: string };
    if ("error" in reply) throw new Error(firstLine(reply.error));
    return reply.ok;
  };
  const ask = async <T>(seconds: number, command: object): Promise<T> => {
    if (!child) {
      child = spawn(python, [join(root, "bench", "native.py")], { stdio: ["pipe", "pipe", "inherit"] });
      reader = createInterface({ input: child.stdout });
      lines = reader[Symbol.asyncIterator]();
      version = await send({ do: "start", threads });
    }
    try {
      return await within(seconds, send<T>(command));
    } catch (error) {
      if (firstLine(error).startsWith("no answer")) await close();
      throw error;
    }
  };
  return {
    name: "native PyTorch",
    threads,
    // OpenBLAS's threads loop for some 100 ms.
    settles: threads > 1 ? 150 : 5,
    version: () => version,
    prepare: (task) => ask(60, { do: "prepare", task: join(folder, `${task}.json`) }),
    time: (count, inner) => ask(60, { do: "time", count, inner }),
    async release() {
      if (child) await ask(20, { do: "release" });
    },
    process: () => ask(20, { do: "process" }),
    close,
  };
}
