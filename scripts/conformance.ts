// Owns the conformance run: builds each case's module, or calls its function, and compares with what PyTorch gave.
// Usage: conformance DIR… [--kernels reference|plain|relaxed] [--threads N]. One line per failing case, last line
// `N passed, N failed`; exit code 1 when any failed. Without options: the best kernels that run here, on one thread.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { type KernelSet, loadKernels } from "../engine/kernels/index.ts";
import { bestBuild } from "../engine/kernels/loader.ts";
import { leastPart, runFile } from "./conformance_case.ts";

const sets: readonly string[] = ["reference", "plain", "relaxed"] satisfies KernelSet[];

function refuse(problem: string): never {
  console.error(problem);
  process.exit(2);
}

function parse() {
  try {
    return parseArgs({ allowPositionals: true, options: { kernels: { type: "string" }, threads: { type: "string" } } });
  } catch {
    return null;
  }
}

const given = parse();
const { kernels, threads = "1" } = given?.values ?? {};
const directories = given?.positionals ?? [];
const known = kernels === undefined || sets.includes(kernels);
if (directories.length === 0 || !known || !/^[1-9]\d*$/.test(threads)) {
  refuse("usage: npm run conformance -- DIR… [--kernels reference|plain|relaxed] [--threads N]");
}
const files = directories.flatMap((directory) => {
  const found = readdirSync(directory).filter((file) => file.endsWith(".safetensors"));
  if (found.length === 0) refuse(`no cases (*.safetensors) in ${directory}`);
  return found.sort().map((file) => join(directory, file));
});
// Node 20 has relaxed SIMD behind a flag.
if (kernels === "relaxed") setFlagsFromString("--experimental-wasm-relaxed-simd");
const wanted = (kernels as KernelSet | undefined) ?? bestBuild();
const loaded = await loadKernels(wanted, Number(threads), leastPart);
if (kernels !== undefined && loaded.set !== wanted) refuse(`the ${wanted} kernels do not run here`);
if (loaded.threads !== Number(threads)) refuse(`${threads} threads do not run here`);
let passed = 0;
let failed = 0;
for (const file of files) {
  for (const problem of runFile(new Uint8Array(readFileSync(file)))) {
    if (problem === null) passed++;
    else {
      failed++;
      console.log(`FAILED ${basename(file)}: ${problem}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
