// Owns the conformance run in Chromium: the cases that `npm run conformance` runs in Node, in a worker of a page.
import { createReadStream, existsSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { expect, test } from "@playwright/test";
import { build } from "vite";

const root = join(import.meta.dirname, "..");
const cases = join(root, "conformance");
/** Of modules, one case a file, and of functions, several. */
const files = ["cases", "functions"].flatMap((folder) =>
  readdirSync(join(cases, folder))
    .filter((file) => file.endsWith(".safetensors"))
    .map((file) => `${folder}/${file}`),
);

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".wasm": "application/wasm",
};

/** Serves a built page, and the cases under /cases, cross-origin isolated as the app is. */
async function serve(page: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const file = path.startsWith("/cases/") ? join(cases, path.slice("/cases/".length)) : join(page, path);
    if (!existsSync(file) || extname(file) === "") {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      "Content-Type": types[extname(file)] ?? "application/octet-stream",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return server;
}

let server: Server;

test.beforeAll(async () => {
  const folder = join(root, "test-results", "conformance");
  await build({
    configFile: false,
    root: join(root, "scripts"),
    base: "./",
    publicDir: false,
    logLevel: "error",
    worker: { format: "es" },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: "es2022",
      rolldownOptions: { input: join(root, "scripts", "conformance_page.html") },
    },
  });
  server = await serve(folder);
});

test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

for (const threads of [1, 2, 3]) {
  test(`PyTorch's own cases pass in a page with ${threads === 1 ? "one thread" : `${threads} threads`}`, async ({
    page,
  }) => {
    expect(files.length).toBeGreaterThan(0);
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/conformance_page.html`);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const addresses = files.map((file) => `/cases/${file.split("/").map(encodeURIComponent).join("/")}`);
    const { loaded, passed, failures } = await page.evaluate((question) => window.conformance!(question), {
      addresses,
      threads,
    });
    expect(loaded).toEqual({ set: "relaxed", threads });
    const lines = failures.map(([address, problem]) => `FAILED ${decodeURIComponent(address.slice(7))}: ${problem}`);
    console.log([...lines, `${passed} passed, ${failures.length} failed`].join("\n"));
    expect(lines).toEqual([]);
    expect(passed).toBeGreaterThan(files.length);
  });
}
