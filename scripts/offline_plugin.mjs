// Owns building the service worker: after everything else, so that it knows every file of the app and its content.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { isolation } from "./headers.mjs";

const name = "sw.js";

/** What a page never asks for. */
const left = new Set([name, "_headers"]);

/** @param {string} path */
const hash = (path) => createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);

/**
 * The files of a built app as Workbox takes them: addresses beside the worker, with a revision unless the name holds one.
 * @param {string} folder
 * @returns {{ url: string, revision: string | null }[]}
 */
export function precacheEntries(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => !left.has(file) && statSync(join(folder, file)).isFile())
    .sort()
    .map((url) => ({ url, revision: url.startsWith("assets/") ? null : hash(join(folder, url)) }));
}

/**
 * workers/sw.ts as one classic script, which every browser with service workers takes; without the list of files.
 * @param {string} root
 * @param {import("vite").PluginOption[]} plugins
 * @returns {Promise<string>}
 */
async function workerCode(root, plugins) {
  const built = await build({
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    plugins,
    define: { ISOLATION: JSON.stringify(isolation), "process.env.NODE_ENV": '"production"' },
    build: {
      write: false,
      target: "es2022",
      lib: { entry: join(root, "workers", "sw.ts"), formats: ["iife"], name: "sw", fileName: () => name },
    },
  });
  const [output] = Array.isArray(built) ? built : [built];
  if (!output || !("output" in output)) throw new Error("the service worker was not built");
  return output.output[0].code;
}

/**
 * Builds workers/sw.ts to sw.js beside the page.
 * @param {object} options
 * @param {import("vite").PluginOption[]} options.plugins of the worker's own build
 * @param {(outDir: string) => void} options.beforeListing writes what is still missing among the app's files
 * @returns {import("vite").Plugin}
 */
export function offlinePlugin({ plugins, beforeListing }) {
  let root = "";
  let outDir = "";
  return {
    name: "offline",
    apply: "build",
    configResolved(config) {
      root = config.root;
      outDir = join(config.root, config.build.outDir);
    },
    writeBundle: {
      order: "post",
      sequential: true,
      async handler() {
        const code = await workerCode(root, plugins);
        beforeListing(outDir);
        // In front, as a variable: the list is of what was just built.
        writeFileSync(join(outDir, name), `const PRECACHE = ${JSON.stringify(precacheEntries(outDir))};\n${code}`);
      },
    },
  };
}
