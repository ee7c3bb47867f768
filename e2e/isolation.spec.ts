// Owns the proof that the app runs on hosts that send no headers: isolated by its service worker, or else on one thread.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { expect, type Page, test } from "@playwright/test";

const built = join(import.meta.dirname, "..", "dist");
const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** Serves the built app under /app/ without any header but the type; `replaced` are files with another text. */
async function serve(replaced: Readonly<Record<string, string>> = {}): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const name = path === "/app/" ? "index.html" : path.slice("/app/".length);
    const file = join(built, name);
    if (!path.startsWith("/app/") || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "Content-Type": types[extname(file)] ?? "application/octet-stream" });
    if (replaced[name] !== undefined) response.end(replaced[name]);
    else createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return server;
}

let server: Server;

test.afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Opens the app and counts how often its document is loaded. */
async function open(page: Page): Promise<{ loads: number }> {
  const seen = { loads: 0 };
  page.on("domcontentloaded", () => {
    seen.loads++;
  });
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/app/`);
  return seen;
}

const threadsOf = (page: Page): number => page.workers().filter((worker) => /\bthread\b/.test(worker.url())).length;

async function computes(page: Page): Promise<void> {
  await expect(page.locator('[data-edge="conv1->relu1"]')).toHaveAttribute("data-mean", /^-?\d/);
  await expect(page.locator('[data-run="error"]')).toHaveCount(0);
}

test("a host without headers: the page reloads once and is isolated, with threads", async ({ page }) => {
  server = await serve();
  const seen = await open(page);
  await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false)).toBe(true);
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
  server = await serve({ "isolation.js": `self.addEventListener('install', () => self.skipWaiting());${idle}` });
  const seen = await open(page);
  await expect.poll(() => seen.loads).toBe(2);
  await computes(page);
  await page.waitForTimeout(1000);
  expect(seen.loads).toBe(2);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  expect(threadsOf(page)).toBe(0);
});

test.describe("where service workers are refused", () => {
  test.use({ serviceWorkers: "block" });

  test("the page is not reloaded and computes on one thread", async ({ page }) => {
    server = await serve();
    const seen = await open(page);
    await computes(page);
    expect(seen.loads).toBe(1);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
    expect(threadsOf(page)).toBe(0);
  });
});

test("a host with headers: nothing is registered", async ({ page }) => {
  server = await serve();
  await page.goto("/");
  await computes(page);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});
