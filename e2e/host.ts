// Owns a host of the built app in a folder, as static hosts are: with our headers or with none, and files that can be exchanged.
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type { Page } from "@playwright/test";
import { pageHeaders } from "../scripts/headers.mjs";

const built = join(import.meta.dirname, "..", "dist");
const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

export interface Served {
  /** Of the folder, with a slash at the end. */
  readonly address: string;
  /** Files with another text than the built one, or that were not built. */
  readonly replaced: Map<string, string>;
  /** Serves the service worker of a next build: the replaced files' revisions are others. */
  changeWorker(): void;
  close(): void;
}

/** Serves the built app under /app/; without `headers` it sends nothing but the type. */
export async function serveBuilt({ headers }: { readonly headers: boolean }): Promise<Served> {
  const replaced = new Map<string, string>();
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const name = path === "/app/" ? "index.html" : path.slice("/app/".length);
    const file = join(built, name);
    const given = replaced.get(name);
    const there = given !== undefined || statSync(file, { throwIfNoEntry: false })?.isFile() === true;
    if (!path.startsWith("/app/") || !there) {
      response.writeHead(404).end();
      return;
    }
    const type = { "Content-Type": types[extname(file)] ?? "application/octet-stream" };
    response.writeHead(200, headers ? { ...type, ...pageHeaders() } : type);
    response.end(given ?? readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://localhost:${(server.address() as AddressInfo).port}/app/`,
    replaced,
    changeWorker: () => {
      let worker = readFileSync(join(built, "sw.js"), "utf8");
      for (const name of replaced.keys()) worker = worker.replace(`"url":"${name}","revision":"`, "$&new");
      replaced.set("sw.js", worker);
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Opens the app and counts how often its document is loaded. */
export async function openFrom(page: Page, { address }: Served): Promise<{ loads: number }> {
  const seen = { loads: 0 };
  page.on("domcontentloaded", () => {
    seen.loads++;
  });
  await page.goto(address);
  return seen;
}
