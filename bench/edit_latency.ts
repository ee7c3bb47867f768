// Measures what an edit costs the user: from a keystroke in the inspector to all edges of LeNet-5 updated, and the page's load.
import type { Page } from "playwright";
import { freshPage, serveApp } from "./browser.ts";
import { median, quantile, type Report } from "./report.ts";

const edits = 40;

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

export async function editLatency(): Promise<Report> {
  const url = await serveApp();
  const loads: number[] = [];
  for (let i = 0; i < 5; i++) {
    const first = await freshPage();
    await first.goto(url, { waitUntil: "commit" });
    await first.waitForSelector('[data-edge="softmax->output"][data-mean]', { state: "attached" });
    loads.push(await first.evaluate(() => performance.now()));
    await first.context().close();
  }

  const page = await freshPage();
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(window, { longTasks: tasks });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: "longtask" });
  });
  await page.goto(url);
  await page.waitForSelector('[data-edge="softmax->output"][data-mean]', { state: "attached" });
  await page.locator('[data-node="conv2"]').click();
  const field = page.getByLabel("out_channels");
  await field.click();
  const times: number[] = [];
  for (let i = 0; i < edits + 5; i++) {
    // The field holds "1" and gets a second digit, so that each keystroke changes the channels of everything downstream.
    await field.fill("1");
    await page.waitForSelector('[data-edge="conv2->relu2"][data-shape="1,1,10,10"]', { state: "attached" });
    await page.waitForFunction(() => document.documentElement.dataset.run === "idle");
    await page.waitForTimeout(50);
    if (i === 5) await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
    const time = await timeEdit(page, 10 + (i % 10));
    if (i >= 5) times.push(time);
  }
  const longTasks = await page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks);
  await page.context().close();
  return {
    name: "edit",
    title: "LeNet-5 in the app: a keystroke in the inspector to all edges updated",
    rows: [
      {
        work: "edit to edges, p95",
        value: quantile(times, 0.95),
        unit: "ms",
        target: { kind: "at most", value: 100 },
        note: `median ${median(times).toFixed(1)} ms of ${times.length} edits`,
      },
      {
        work: "tasks over 50 ms on the page's thread",
        value: longTasks.length,
        unit: "",
        target: { kind: "at most", value: 0 },
        note: longTasks.length > 0 ? `longest ${Math.max(...longTasks).toFixed(0)} ms` : "none",
      },
      {
        work: "first load to the first live edges",
        value: median(loads),
        unit: "ms",
        target: { kind: "at most", value: 1500 },
        note: `median of ${loads.length} fresh profiles`,
      },
    ],
  };
}
