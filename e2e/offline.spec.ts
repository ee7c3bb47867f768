// Owns the proof that the built app works without a connection, from a folder of any host, and that an update is offered, not forced.
import { expect, type Page, test } from "@playwright/test";
import { openFrom, type Served, serveBuilt } from "./host.ts";

test.use({ serviceWorkers: "allow" });

let host: Served;

test.afterEach(() => host.close());

/** Waits until the service worker has everything and answers for the page. */
async function kept(page: Page): Promise<void> {
  await expect(page.locator('[data-edge="conv1->relu1"]')).toHaveAttribute("data-mean", /^-?\d/);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
}

test("offline after the first visit: the app starts, computes, opens examples, menus, code, layout and notices", async ({
  page,
  context,
}) => {
  host = await serveBuilt({ headers: true });
  await openFrom(page, host);
  await kept(page);
  await context.setOffline(true);
  host.close();
  await page.reload();
  await expect(page.locator('[data-edge="fc3->softmax"]')).toHaveAttribute("data-mean", /^-?\d/);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);

  await page.locator('[data-node="conv1"]').click({ position: { x: 60, y: 14 } });
  const channels = page.getByLabel("out_channels", { exact: true });
  await channels.fill("9");
  await channels.press("Enter");
  await expect(page.locator('[data-edge="conv1->relu1"]')).toHaveAttribute("data-shape", "1,9,28,28");
  await expect(page.locator('[data-edge="conv1->relu1"]')).toHaveAttribute("data-mean", /^-?\d/);

  await page.getByRole("banner").getByRole("button", { name: "Examples" }).click();
  await page.getByRole("menuitem", { name: "U-Net" }).click();
  await expect(page.locator("[data-module=ConvTranspose2d]").first()).toBeAttached();
  await expect(page.locator(":root")).toHaveAttribute("data-run", "idle");

  await page.keyboard.press("ControlOrMeta+k");
  const commands = page.getByRole("dialog", { name: "Command palette" });
  await commands.getByRole("combobox").fill("About");
  await commands.getByRole("option", { name: "About Edgewise" }).click();
  const about = page.getByRole("dialog", { name: "About Edgewise" });
  await expect(about).toContainText("MIT License");
  await about.getByRole("tab", { name: "Third-party notices" }).click();
  await expect(about).toContainText("elkjs");
  await expect(about).toContainText("workbox-precaching");
  await page.keyboard.press("Escape");
  await expect(page.locator(".cm-editor")).toBeVisible();
});

test("a new version is offered; put off, the old one stays; taken, it begins", async ({ page }) => {
  host = await serveBuilt({ headers: true });
  await openFrom(page, host);
  await kept(page);
  host.replaced.set("favicon.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
  host.changeWorker();
  const update = () => page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await update();
  const offer = page.getByRole("status", { name: "New version" });
  await expect(offer).toContainText("A new version of Edgewise is ready");
  await offer.getByRole("button", { name: "Later" }).click();
  await expect(offer).toBeEmpty();
  await page.reload();
  const icon = () => page.evaluate(async () => (await (await fetch("favicon.svg")).text()).length > 100);
  expect(await icon()).toBe(true);
  await expect(offer).toContainText("is ready");

  let loads = 0;
  page.on("domcontentloaded", () => loads++);
  await offer.getByRole("button", { name: "Reload" }).click();
  await expect.poll(() => loads).toBe(1);
  await kept(page);
  expect(await icon()).toBe(false);
  await expect(offer).toBeEmpty();
  expect(loads).toBe(1);
});

test("the worker that only isolated the page gives way to the new one, without asking", async ({ page }) => {
  host = await serveBuilt({ headers: false });
  const old =
    "addEventListener('install', () => skipWaiting());addEventListener('activate', (e) => e.waitUntil(clients.claim()));";
  host.replaced.set("isolation.js", old);
  host.replaced.set("old.html", "<!doctype html><title>old</title>");
  await page.goto(`${host.address}old.html`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.register("isolation.js");
    await navigator.serviceWorker.ready;
  });
  await openFrom(page, host);
  await expect
    .poll(() => page.evaluate(() => navigator.serviceWorker.controller?.scriptURL ?? "").catch(() => ""), {
      timeout: 40_000,
    })
    .toMatch(/sw\.js$/);
  await expect.poll(() => page.evaluate(() => crossOriginIsolated).catch(() => false)).toBe(true);
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(1);
  await expect(page.getByRole("status", { name: "New version" })).toBeEmpty();
});

test("the app can be installed: its manifest names it and its icons, and every icon is there", async ({
  page,
  request,
}) => {
  host = await serveBuilt({ headers: true });
  await openFrom(page, host);
  const address = await page.locator('link[rel="manifest"]').evaluate((link) => (link as HTMLLinkElement).href);
  const manifest = await (await request.get(address)).json();
  expect(manifest).toMatchObject({ name: "Edgewise", start_url: "./", scope: "./", display: "standalone" });
  const sizes = manifest.icons.map(
    ({ sizes, purpose }: { sizes: string; purpose?: string }) => `${sizes} ${purpose ?? "any"}`,
  );
  expect(sizes).toEqual(["any any", "192x192 any", "512x512 any", "512x512 maskable"]);
  for (const { src, sizes } of manifest.icons) {
    const side = await page.evaluate(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      return image.naturalWidth;
    }, new URL(src, address).href);
    if (sizes !== "any") expect(`${side}x${side}`).toBe(sizes);
  }
});
