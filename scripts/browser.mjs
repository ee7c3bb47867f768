// Owns finding a Chrome or Chromium for the browser tests, and getting one where there is none.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { run, toolPath } from "./processes.mjs";

/** The folders of PATH. */
const pathFolders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** @returns {string[]} */
function usualPlaces() {
  const { CHROME_PATH, PROGRAMFILES, LOCALAPPDATA } = process.env;
  const given = CHROME_PATH ? [CHROME_PATH] : [];
  if (process.platform === "win32") {
    const folders = [PROGRAMFILES, process.env["PROGRAMFILES(X86)"], LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    );
    const inFolders = ["Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe"];
    return [...given, ...inFolders.flatMap((file) => folders.map((folder) => join(folder, file)))];
  }
  const onPath = pathFolders.flatMap((folder) => names.map((name) => join(folder, name)));
  const apps = ["Google Chrome", "Chromium"].flatMap((name) =>
    ["/", homedir()].map((folder) => join(folder, "Applications", `${name}.app/Contents/MacOS/${name}`)),
  );
  return [...given, ...onPath, ...(process.platform === "darwin" ? apps : [])];
}

/**
 * Whether a browser's file is there and starts. A file alone is not enough: Ubuntu's `chromium-browser` may be a
 * stub that only asks for a snap, and a downloaded browser may lack system libraries.
 * @param {string} path
 */
function starts(path) {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  // On Windows chrome.exe opens a window instead of printing its version.
  return process.platform === "win32" || spawnSync(path, ["--version"], { timeout: 30_000 }).status === 0;
}

/**
 * The system's Chrome or Chromium: `CHROME_PATH`, then PATH, then the platform's usual places.
 * @returns {string | null} its path; null when there is none that starts
 */
export function findBrowser() {
  return usualPlaces().find((path) => existsSync(path) && starts(path)) ?? null;
}

/** Whether the browser that Playwright downloads for itself is there and starts. */
async function playwrightHasBrowser() {
  const { chromium } = await import("playwright");
  return starts(chromium.executablePath());
}

/** The commands that install Chromium with the system's package manager, best first. @returns {string[][][]} */
function packageManagers() {
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const has = (/** @type {string} */ name) => pathFolders.some((folder) => existsSync(join(folder, name)));
  if (process.platform === "darwin") return has("brew") ? [[["brew", "install", "--cask", "chromium"]]] : [];
  if (has("apt-get")) {
    const update = [...sudo, "apt-get", "update"];
    return ["chromium", "chromium-browser"].map((name) => [update, [...sudo, "apt-get", "install", "-y", name]]);
  }
  return has("dnf") ? [[[...sudo, "dnf", "install", "-y", "chromium"]]] : [];
}

/**
 * Makes sure that a browser for the tests is there: the system's, else Playwright's own download, else one from the
 * system's package manager.
 * @throws {Error} when none can be had, with what was tried
 */
export async function ensureBrowser() {
  if (findBrowser() !== null || (await playwrightHasBrowser())) return;
  console.log("No Chrome or Chromium here: installing one");
  const tried = ["playwright install chromium"];
  const playwright = toolPath("playwright", "playwright");
  const outputs = [(await run(process.execPath, [playwright, "install", "chromium"], { minutes: 10 })).output];
  if (await playwrightHasBrowser()) return;
  for (const commands of packageManagers()) {
    for (const [program = "", ...args] of commands) {
      tried.push([program, ...args].join(" "));
      outputs.push((await run(program, args, { minutes: 15, env: { DEBIAN_FRONTEND: "noninteractive" } })).output);
    }
    if (findBrowser() !== null) return;
  }
  throw new Error(`no browser could be installed; tried: ${tried.join("; ")}\n${outputs.join("\n")}`);
}
