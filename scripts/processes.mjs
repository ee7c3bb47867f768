// Owns starting other programs: the tools under node_modules, npm, and whatever the system has.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project's top folder, whatever folder a script is started from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The path of a tool's script, to be run with this Node (so that no shell and no .cmd wrapper is needed).
 * @param {string} packageName as installed, e.g. "@biomejs/biome"
 * @param {string} bin the command's name within the package
 * @returns {string}
 */
export function toolPath(packageName, bin) {
  const folder = join(root, "node_modules", packageName);
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = typeof manifest.bin === "string" ? manifest.bin : manifest.bin?.[bin];
  if (!file) throw new Error(`${packageName} has no command ${bin}`);
  return join(folder, file);
}

/**
 * Runs a program to its end. Never throws: a program that cannot be started, or is stopped at the time limit,
 * has code 1 and the reason at the end of its output.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ show?: boolean, shell?: boolean, minutes?: number, env?: Record<string, string> }} [options]
 *   show: pass the output through as it comes instead of collecting it; minutes: the time limit
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { show = false, shell = false, minutes = 30, env = {} } = {}) {
  return new Promise((resolve) => {
    let output = "";
    const child = spawn(command, args, {
      cwd: root,
      shell,
      env: { ...process.env, ...env },
      stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
    });
    const limit = setTimeout(() => {
      output += `\nstopped: no end after ${minutes} minutes\n`;
      child.kill("SIGKILL");
    }, minutes * 60_000);
    const collect = (/** @type {string} */ text) => {
      output += text;
    };
    child.stdout?.setEncoding("utf8").on("data", collect);
    child.stderr?.setEncoding("utf8").on("data", collect);
    child.on("error", (error) => {
      clearTimeout(limit);
      resolve({ code: 1, output: `${output}${error.message}\n` });
    });
    child.on("close", (code) => {
      clearTimeout(limit);
      resolve({ code: code ?? 1, output });
    });
  });
}
