// Owns the proof that the app runs on hosts that send no headers: isolated by its service worker, or else on one thread.
import { expect, type Page, test } from "@playwright/test";
import { openFrom, type Served, serveBuilt } from "./host.ts";

test.use({ serviceWorkers: "allow" });

let host: Served;

test.afterEach(() => host.close());

const threadsOf = (page: Page): number => page.workers().filter((worker) => /\bthread\b/.test(worker.url())).length;

async function computes(page: Page): Promise<void> {
  await expect(page.locator('[data-edge="conv1->relu1"]')).toHaveAttribute("data-mean", /^-?\d/);
  await expect(page.locator('[data-run="error"]')).toHaveCount(0);
}

test("a host without headers: the page reloads once and is isolated, with threads", async ({ page }) => {
  host = await serveBuilt({ headers: false });
  const seen = await openFrom(page, host);
  // The worker answers when it has fetched the whole app.
  await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false), { timeout: 40_000 }).toBe(true);
  await computes(page);
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  await expect.poll(() => threadsOf(page)).toBe(Math.min(cores, 8) - 1);
  expect(seen.loads).toBe(2);
  await page.reload();
  await computes(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(seen.loads).toBe(3);
});

test("a service worker that does not help: one reload, then one thread", async ({ page }) => {
  const idle = "self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));";
  host = await serveBuilt({ headers: false });
  host.replaced.set("sw.js", `self.addEventListener('install', () => self.skipWaiting());${idle}`);
  const seen = await openFrom(page, host);
  await expect.poll(() => seen.loads, { timeout: 40_000 }).toBe(2);
  await computes(page);
  await page.waitForTimeout(1000);
  expect(seen.loads).toBe(2);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  expect(threadsOf(page)).toBe(0);
});

test.describe("where service workers are refused", () => {
  test.use({ serviceWorkers: "block" });

  test("the page is not reloaded and computes on one thread", async ({ page }) => {
    host = await serveBuilt({ headers: false });
    const seen = await openFrom(page, host);
    await computes(page);
    expect(seen.loads).toBe(1);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    expect(threadsOf(page)).toBe(0);
  });
});

test("a host with headers: the page is isolated from the start and never reloaded", async ({ page }) => {
  host = await serveBuilt({ headers: true });
  const seen = await openFrom(page, host);
  await computes(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForTimeout(500);
  expect(seen.loads).toBe(1);
});

test("who has begun to work is not interrupted for more threads", async ({ page }) => {
  host = await serveBuilt({ headers: false });
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.addInitScript(() => {
    const register = navigator.serviceWorker.register.bind(navigator.serviceWorker);
    navigator.serviceWorker.register = async (...args) => {
      await (window as unknown as { edited: Promise<void> }).edited;
      return register(...args);
    };
  });
  await page.exposeFunction("whenEdited", () => held);
  await page.addInitScript(() => {
    Object.assign(window, { edited: (window as unknown as { whenEdited(): Promise<void> }).whenEdited() });
  });
  const seen = await openFrom(page, host);
  await computes(page);
  await page.locator('[data-node="relu1"]').click({ position: { x: 60, y: 14 } });
  await page.keyboard.press("Delete");
  await expect(page.locator('[data-node="relu1"]')).toHaveCount(0);
  letGo();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForTimeout(500);
  expect(seen.loads).toBe(1);
  await expect(page.locator('[data-node="relu1"]')).toHaveCount(0);
});
