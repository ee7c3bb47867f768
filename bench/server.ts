// Owns the contestants' pages: built once, served with cross-origin isolation, beside the WebAssembly of the peers.
import { spawnSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { extname, join, normalize } from "node:path";
import { build } from "vite";
import { root, toolPath } from "../scripts/processes.mjs";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

/** Compiles the loop that measures the machine's limit. */
function buildLimit(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const asc = spawnSync(process.execPath, [
    toolPath("assemblyscript", "asc"),
    join(root, "bench", "limit", "fma.ts"),
    ...["--outFile", join(folder, "fma.wasm"), "-O3", "--noAssert", "--runtime", "stub"],
    ...["--enable", "simd", "--enable", "relaxed-simd"],
  ]);
  if (asc.status !== 0) throw new Error(`the machine's limit cannot be measured: ${asc.stderr}`);
}

export const pageNames = ["edgewise", "ort", "tfjs", "jax", "limit"] as const;

/** Builds every page into a folder. */
async function buildPages(outDir: string): Promise<void> {
  const pages = join(root, "bench", "pages");
  await build({
    configFile: false,
    root: pages,
    base: "./",
    logLevel: "error",
    build: {
      outDir,
      emptyOutDir: true,
      target: "esnext",
      // TensorFlow.js starts its threads from the text of a function, which does not survive short names.
      minify: false,
      chunkSizeWarningLimit: 10_000,
      rolldownOptions: { input: pageNames.map((name) => join(pages, `${name}.html`)) },
    },
  });
}

/**
 * Builds and serves the pages; tasks are served from `<folder>/data`.
 * @returns the address, with a slash at its end, and what stops the server
 */
export async function servePages(folder: string): Promise<{ url: string; close: () => void }> {
  const modules = join(root, "node_modules");
  const places: readonly (readonly [string, string])[] = [
    ["/data/", join(folder, "data")],
    ["/limit/", join(folder, "limit")],
    ["/ort/", join(modules, "onnxruntime-web", "dist")],
    ["/tfjs/", join(modules, "@tensorflow", "tfjs-backend-wasm", "dist")],
    ["/", join(folder, "pages")],
  ];
  buildLimit(join(folder, "limit"));
  await buildPages(join(folder, "pages"));
  const server: Server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const [prefix, place] = places.find(([start]) => path.startsWith(start))!;
    const file = join(place, path.slice(prefix.length));
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { ...headers, "Content-Type": types[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server of the pages has no address");
  return {
    url: `http://localhost:${address.port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
