// Owns the conformance run: builds each case's module, calls it, and compares with what PyTorch gave.
// Usage: conformance DIR. One line per failing case, last line `N passed, N failed`; exit code 1 when any failed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ready } from "../engine/index.ts";
import { runCase } from "./conformance_case.ts";

const directory = process.argv[2];
if (directory === undefined) {
  console.error("usage: npm run conformance -- DIR");
  process.exit(2);
}
const files = readdirSync(directory)
  .filter((file) => file.endsWith(".safetensors"))
  .sort();
if (files.length === 0) {
  console.error(`no cases (*.safetensors) in ${directory}`);
  process.exit(2);
}
await ready({ threads: 1 });
let failed = 0;
for (const file of files) {
  const { problem } = runCase(new Uint8Array(readFileSync(join(directory, file))));
  if (problem === null) continue;
  failed++;
  console.log(`FAILED ${file}: ${problem}`);
}
console.log(`${files.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
