// Owns having the dependencies of package-lock.json installed before anything else runs.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./processes.mjs";

/** @typedef {{ packages?: Record<string, { version?: string, optional?: boolean }> }} Lock */

/**
 * Why the installed packages are not those of the lock file, or null when they are. Optional packages are for
 * other platforms and may be absent, but never of another version.
 * @param {Lock} wanted package-lock.json
 * @param {Lock | null} installed node_modules/.package-lock.json, written by npm after every install
 * @returns {string | null}
 */
export function installProblem(wanted, installed) {
  if (installed === null) return "node_modules is missing";
  for (const [path, { version, optional }] of Object.entries(wanted.packages ?? {})) {
    if (path === "") continue;
    const found = installed.packages?.[path];
    if (!found && !optional) return `${path} is missing`;
    if (found && found.version !== version) return `${path} is ${found.version}, not ${version}`;
  }
  return null;
}

/** @param {string} path @returns {Lock | null} */
function readLock(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : null;
}

/**
 * Installs the dependencies with `npm ci` when they are missing or are not those of package-lock.json.
 * @throws {Error} when Node is too old or npm fails
 */
export async function installDependencies() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`Node 20.19 or newer is needed; this is ${process.versions.node}`);
  }
  const wanted = readLock(join(root, "package-lock.json"));
  if (wanted === null) throw new Error("package-lock.json is missing");
  const problem = installProblem(wanted, readLock(join(root, "node_modules/.package-lock.json")));
  if (problem === null) return;
  console.log(`Installing the dependencies (${problem})`);
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const { code } = await run(npm, ["ci", "--no-audit", "--no-fund"], {
    show: true,
    shell: process.platform === "win32",
    env: { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" },
  });
  if (code !== 0) throw new Error(`npm ci ended with code ${code}`);
}
