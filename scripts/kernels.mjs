// Owns building the kernels: AssemblyScript to two WebAssembly modules, with plain and with relaxed SIMD, and to the
// TypeScript that says what they export.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeExports } from "./kernel_exports.mjs";
import { root, run, toolPath } from "./processes.mjs";

const kernels = join(root, "engine", "kernels");
const folder = join(kernels, "build");

/** The builds and what the compiler is told for each. */
const builds = [
  { name: "plain", options: ["--enable", "simd"] },
  { name: "relaxed", options: ["--enable", "simd", "--enable", "relaxed-simd"] },
];

const outputOf = (/** @type {string} */ name) => join(folder, `${name}.wasm`);
const changed = (/** @type {string} */ path) => statSync(path).mtimeMs;

/** The AssemblyScript: what every family shares, and each family's own. @returns {string[]} */
const sources = () =>
  readdirSync(kernels, { recursive: true, encoding: "utf8" })
    .filter((file) => /(?:^|[\\/])assembly[\\/][^\\/]+\.ts$/.test(file))
    .map((file) => join(kernels, file));

/** Whether every build is there and newer than every source. */
function fresh() {
  const outputs = builds.map(({ name }) => outputOf(name));
  if (!outputs.every((path) => existsSync(path))) return false;
  const inputs = [import.meta.filename, ...sources()];
  return Math.min(...outputs.map(changed)) > Math.max(...inputs.map(changed));
}

/**
 * Compiles the kernels unless they are up to date. A file appears whole or not at all, so that several programs may
 * build at once.
 * @throws {Error} with the compiler's output when a source does not compile
 */
export async function buildKernels() {
  writeExports();
  if (fresh()) return;
  mkdirSync(folder, { recursive: true });
  for (const { name, options } of builds) {
    const unfinished = join(folder, `${name}.${process.pid}.wasm`);
    const { code, output } = await run(process.execPath, [
      toolPath("assemblyscript", "asc"),
      join(kernels, "assembly", "index.ts"),
      "--outFile",
      unfinished,
      ...["-O3", "--converge", "--noAssert", "--runtime", "stub", "--importMemory", "--noExportMemory"],
      ...["--initialMemory", "1", "--maximumMemory", "65536", "--use", "abort="],
      // Atomics work over any memory; the loader makes its import shared.
      ...["--enable", "threads"],
      ...options,
    ]);
    if (code !== 0) {
      rmSync(unfinished, { force: true });
      throw new Error(`the ${name} kernels do not compile\n${output}`);
    }
    renameSync(unfinished, outputOf(name));
  }
}

/** For Vitest, which calls it before the tests. */
export const setup = buildKernels;

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    await buildKernels();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
