// Owns the browser of the benchmarks and the built app they measure: started once, closed at the end.
import { type Browser, chromium, type Page } from "playwright";
import { build, type PreviewServer, preview } from "vite";
import { findBrowser } from "../scripts/browser.mjs";
import { root } from "../scripts/processes.mjs";

let browser: Browser | null = null;
let server: PreviewServer | null = null;
let version = "not started";

/** A headless Chromium of its own. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}

/** Headless Chromium, a new one where the last has crashed; `version()` tells which, also after it was closed. */
export const openBrowser = Object.assign(
  async (): Promise<Browser> => {
    if (browser?.isConnected()) return browser;
    browser = await launchBrowser();
    version = browser.version();
    return browser;
  },
  { version: () => version },
);

/** A page of a fresh profile. */
export async function freshPage(from?: Browser): Promise<Page> {
  const context = await (from ?? (await openBrowser())).newContext({ viewport: { width: 1280, height: 800 } });
  // tsx wraps functions in __name, which functions sent into the page then call.
  await context.addInitScript("globalThis.__name = (fn) => fn;");
  return context.newPage();
}

/** The address of the built app, cross-origin isolated as `npm start` serves it. */
export async function serveApp(): Promise<string> {
  if (!server) {
    await build({ root, logLevel: "warn" });
    server = await preview({ root, preview: { port: 4329, strictPort: false }, logLevel: "warn" });
  }
  const address = server.httpServer.address();
  if (typeof address !== "object" || address === null) throw new Error("the preview server has no address");
  return `http://localhost:${address.port}/`;
}

export async function closeBrowser(): Promise<void> {
  await browser?.close();
  await server?.close();
  browser = null;
  server = null;
}
