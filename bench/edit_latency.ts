// Measures what an edit costs the user: from a keystroke in the inspector to all edges of LeNet-5 updated, new numbers through
// ResNet-18, and the page's load.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright";
import { root } from "../scripts/processes.mjs";
import { freshPage, serveApp } from "./browser.ts";
import { short } from "./format.ts";
import { resnet18 } from "./models.ts";
import { median, quantile } from "./report.ts";
import type { Session } from "./session.ts";

const warmEdits = 5;
const warmInputs = 3;

interface Watched {
  readonly longTasks: number[];
  /** Milliseconds from each `run` sent to a worker until the page takes its answer. */
  readonly answerTimes: number[];
  /** What the worker itself took of it: from the request at its end to the reply made. */
  readonly workerTimes: number[];
}

/** What a `run` answers, in Comlink's envelope: a result with the reply's own time. */
interface Answer {
  readonly id?: unknown;
  readonly value?: { readonly value?: { readonly milliseconds?: number } };
}

/** Sent into the page before its scripts: notes long tasks, and how long the engine's worker takes. */
function watch(): void {
  const longTasks: number[] = [];
  const answerTimes: number[] = [];
  const workerTimes: number[] = [];
  Object.assign(window, { longTasks, answerTimes, workerTimes });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longTasks.push(entry.duration);
  }).observe({ type: "longtask" });
  const sent = new Map<unknown, number>();
  const watched = new WeakSet<Worker>();
  const native = Worker.prototype.postMessage as (...args: unknown[]) => void;
  // Comlink's messages: a call has an id and the path of what is called, the answer has the same id.
  Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]): void {
    const [{ id, path } = {}] = args as [{ id?: unknown; path?: readonly string[] }?];
    if (path?.at(-1) === "run") {
      if (!watched.has(this)) {
        watched.add(this);
        this.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
          const start = sent.get(data.id);
          const own = data.value?.value?.milliseconds;
          sent.delete(data.id);
          if (start === undefined || own === undefined) return;
          answerTimes.push(performance.now() - start);
          workerTimes.push(own);
        });
      }
      sent.set(id, performance.now());
    }
    native.apply(this, args);
  };
}

const watched = <K extends keyof Watched>(page: Page, key: K): Promise<number[]> =>
  page.evaluate((name) => (window as unknown as Watched)[name].splice(0), key);

/** Bytes of the scripts that the built page names, as a server sends them compressed. */
function scriptBytes(): number {
  const dist = join(root, "dist");
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const files = [...html.matchAll(/<(?:script|link rel="modulepreload")[^>]*(?:src|href)="([^"]+\.js)"/g)];
  return files.reduce((sum, [, file]) => sum + gzipSync(readFileSync(join(dist, file!))).length, 0);
}

const lastEdge = '[data-edge="softmax->output"][data-mean]';

/** Types one digit into a field and waits, inside the page, until no edge is stale and the wanted shape shows. */
async function timeEdit(page: Page, value: number): Promise<number> {
  await page.evaluate((channels) => {
    const done = () =>
      document.querySelector(`[data-edge="conv2->relu2"][data-shape="1,${channels},10,10"]`) !== null &&
      document.querySelector("[data-edge][data-state]") === null &&
      document.documentElement.dataset.run === "idle" &&
      [...document.querySelectorAll("[data-edge]")].every((edge) => edge.hasAttribute("data-mean"));
    const state = window as unknown as { edit?: Promise<number> };
    state.edit = new Promise((resolve) => {
      addEventListener(
        "keydown",
        (event) => {
          // From the moment the key went down to the frame that paints the last edge.
          const start = event.timeStamp;
          const look = () => {
            if (!done()) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
          };
          const observer = new MutationObserver(look);
          observer.observe(document.documentElement, { subtree: true, attributes: true, childList: true });
        },
        { once: true, capture: true },
      );
    });
  }, value);
  await page.keyboard.press(String(value % 10));
  return page.evaluate(() => (window as unknown as { edit: Promise<number> }).edit);
}

/** Loads the app in fresh profiles; the times until its first live edges. */
async function measureLoads(url: string, count: number): Promise<number[]> {
  const loads: number[] = [];
  for (let i = 0; i < count; i++) {
    const page = await freshPage();
    await page.goto(url, { waitUntil: "commit" });
    await page.waitForSelector(lastEdge, { state: "attached" });
    loads.push(await page.evaluate(() => performance.now()));
    await page.context().close();
  }
  return loads;
}

async function measureEdits(url: string, count: number) {
  const page = await freshPage();
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForSelector(lastEdge, { state: "attached" });
  await page.locator('[data-node="conv2"]').click();
  const field = page.getByLabel("out_channels");
  await field.click();
  const edits: number[] = [];
  const answers: number[] = [];
  const worker: number[] = [];
  for (let i = 0; i < count + warmEdits; i++) {
    // The field holds "1" and gets a second digit, so that each keystroke changes the channels of everything downstream.
    await field.fill("1");
    await page.waitForSelector('[data-edge="conv2->relu2"][data-shape="1,1,10,10"]', { state: "attached" });
    await page.waitForFunction(() => document.documentElement.dataset.run === "idle");
    await page.waitForTimeout(50);
    if (i === warmEdits) await watched(page, "longTasks");
    await watched(page, "workerTimes");
    await watched(page, "answerTimes");
    const time = await timeEdit(page, 10 + (i % 10));
    const own = (await watched(page, "workerTimes")).at(-1);
    const answer = (await watched(page, "answerTimes")).at(-1);
    if (own === undefined || answer === undefined) throw new Error("an edit did not reach the worker");
    if (i < warmEdits) continue;
    edits.push(time);
    worker.push(own);
    answers.push(answer);
  }
  const longTasks = await watched(page, "longTasks");
  await page.context().close();
  return { edits, answers, worker, longTasks };
}

/** New random numbers through ResNet-18 with its weights as they are: what the worker takes for all its edges. */
async function measureInputs(url: string, count: number): Promise<number[]> {
  const page = await freshPage();
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForSelector(lastEdge, { state: "attached" });
  const file = { format: "edgewise", version: 1, name: "ResNet-18", graph: resnet18(1, 224) };
  const buffer = Buffer.from(JSON.stringify(file));
  await page.getByTestId("open-model").setInputFiles({ name: "resnet.json", mimeType: "application/json", buffer });
  const settled = async () => {
    await page.waitForSelector('[data-edge="head2->output"][data-mean]:not([data-state])', { state: "attached" });
    await page.waitForFunction(() => document.documentElement.dataset.run === "idle");
  };
  await settled();
  await page.getByRole("tab", { name: "Input" }).click();
  await page.getByRole("combobox", { name: "Source" }).click();
  await page.getByRole("option", { name: "Random, normal" }).click();
  const dice = page.getByRole("button", { name: "New seed" });
  const times: number[] = [];
  for (let i = 0; i < count + warmInputs; i++) {
    await watched(page, "workerTimes");
    await dice.click();
    await page.waitForFunction(() => (window as unknown as Watched).workerTimes.length > 0);
    const own = (await watched(page, "workerTimes")).at(-1);
    await settled();
    if (i >= warmInputs && own !== undefined) times.push(own);
  }
  await page.context().close();
  return times;
}

export async function editLatency(session: Session): Promise<void> {
  const told = "A LeNet-5 edit to its edges";
  if (!session.begins(told)) return;
  const { quick } = session.options;
  const url = await serveApp();
  const loads = await measureLoads(url, quick ? 3 : 7);
  const { edits, answers, worker, longTasks } = await measureEdits(url, quick ? 20 : 40);
  const inputs = await measureInputs(url, quick ? 8 : 20);
  session.record({ kind: "edit", edits, answers, worker, inputs, loads, longTasks, scriptBytes: scriptBytes() });
  const p95 = (times: readonly number[]): string => short(quantile(times, 0.95));
  session.log(
    `${told}: p95 ${p95(edits)} ms, of which the worker ${p95(worker)} ms; first load ${short(median(loads))} ms; ` +
      `new numbers through ResNet-18 ${short(median(inputs))} ms`,
  );
}
