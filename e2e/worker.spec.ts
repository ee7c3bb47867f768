// Owns the proof that the engine may die: the user is told, a new one starts, and the model and its values are there.
import type { Worker } from "@playwright/test";
import { type Editor, expect, test } from "./editor.ts";

/** The engine's worker, once it runs. */
async function engineOf(editor: Editor): Promise<Worker> {
  const engines = () => editor.page.workers().filter((worker) => worker.url().includes("engine.worker"));
  await expect.poll(() => engines().length).toBe(1);
  return engines()[0]!;
}

/** The threads of engines that live. */
const threadsOf = (editor: Editor): Worker[] =>
  editor.page.workers().filter((worker) => /\bthread\b/.test(worker.url()));

/** Runs code in a worker that may not live to answer. */
const inWorker = (worker: Worker, code: string): void => void worker.evaluate(code).catch(() => undefined);

test("a crash is told, and the next engine shows the same values", async ({ editor }) => {
  editor.expectErrors(/boom/);
  const before = await editor.documentState();
  const dead = await engineOf(editor);
  inWorker(dead, `setTimeout(() => { throw new Error("boom"); })`);
  await expect(
    editor.notice("The engine stopped unexpectedly and was restarted. Your model is unchanged."),
  ).toBeVisible();
  await expect.poll(() => editor.page.workers().includes(dead)).toBe(false);
  await editor.settled();
  expect(await editor.documentState()).toEqual(before);

  await editor.setArgument("conv1", "out_channels", "8");
  await editor.settled();
  await expect(editor.edge("conv1->relu1")).toHaveAttribute("data-shape", "1,8,28,28");
  await editor.undo();
  await editor.settled();
  expect(await editor.documentState()).toEqual(before);
});

test("a crash in the middle of a run is told once and the run is made again", async ({ editor }) => {
  editor.expectErrors(/boom/);
  const dead = await engineOf(editor);
  await editor.select("conv1");
  inWorker(
    dead,
    `const t = Date.now(); while (Date.now() - t < 1200); setTimeout(() => { throw new Error("boom"); });`,
  );
  await editor.type("out_channels", "8");
  await expect(editor.notice("The engine stopped unexpectedly")).toHaveCount(1);
  await editor.settled();
  await expect(editor.edge("conv1->relu1")).toHaveAttribute("data-shape", "1,8,28,28");
  for (const { id, mean } of await editor.edgeStates()) expect(mean, id).not.toBeNull();
});

test("an engine that hangs is replaced after two seconds, and the edit is shown", async ({ editor }) => {
  const stuck = await engineOf(editor);
  await editor.select("conv1");
  inWorker(stuck, "const t = Date.now(); while (Date.now() - t < 15000);");
  const start = Date.now();
  await editor.type("out_channels", "12");
  await expect(editor.page.locator('[data-edge="conv1->relu1"]')).toHaveAttribute("data-state", "stale");
  await expect(editor.notice("The engine did not answer and was restarted. Your model is unchanged.")).toBeVisible();
  const waited = Date.now() - start;
  expect(waited).toBeGreaterThan(1900);
  expect(waited).toBeLessThan(6000);
  await editor.settled();
  await expect(editor.edge("conv1->relu1")).toHaveAttribute("data-shape", "1,12,28,28");
  for (const { id, mean } of await editor.edgeStates()) expect(mean, id).not.toBeNull();
  expect(editor.page.workers().some((worker) => worker !== stuck)).toBe(true);
});

test("the engine can be restarted by hand, and loses nothing", async ({ editor }) => {
  const before = await editor.documentState();
  const old = await engineOf(editor);
  const cores = await editor.page.evaluate(() => navigator.hardwareConcurrency);
  await expect.poll(() => threadsOf(editor).length).toBe(Math.min(cores, 8) - 1);
  const threads = threadsOf(editor);
  await editor.menu("Model", "Restart the engine");
  await expect.poll(() => editor.page.workers().includes(old)).toBe(false);
  await editor.settled();
  // Its threads have ended with it, and the new one has its own.
  await expect.poll(() => threadsOf(editor).length).toBe(threads.length);
  expect(threadsOf(editor).some((thread) => threads.includes(thread))).toBe(false);
  expect(await editor.documentState()).toEqual(before);
});

test("a tensor over the limit is refused with its figures before it is made", async ({ editor }) => {
  await editor.setArgument("input", "shape", "20000, 1, 100, 100");
  await expect(editor.node("conv1")).toHaveAttribute(
    "data-problem",
    /\[20000, 6, 100, 100\] has 1,200,000,000 elements \(4\.5 GiB\); the limit is 1\.0 GiB/,
  );
  await editor.setArgument("input", "shape", "1, 1, 28, 28");
  await editor.settled();
  await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
});
