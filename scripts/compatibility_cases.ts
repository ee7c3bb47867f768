// Owns reading the conformance cases for the compatibility page: counted by class, or run.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors } from "../engine/io/safetensors.ts";
import type { Cases } from "./compatibility_page.ts";
import { type Errors, runCase } from "./conformance_case.ts";

const folder = join(import.meta.dirname, "..", "conformance", "cases");
const files = (): Uint8Array[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".safetensors"))
    .sort()
    .map((file) => new Uint8Array(readFileSync(join(folder, file))));

/** How many cases each class has. */
export function countCases(): Map<string, Cases> {
  const cases = new Map<string, Cases>();
  for (const bytes of files()) {
    const { module } = JSON.parse(readSafetensors(bytes).metadata.case!) as { module: string };
    cases.set(module, { count: (cases.get(module)?.count ?? 0) + 1, errors: null });
  }
  return cases;
}

/**
 * Runs every case.
 * @throws {Error} when one fails, with its problem
 */
export function runCases(): Map<string, Cases> {
  const cases = new Map<string, Cases>();
  const worse = (a: number | null, b: number | null): number | null => (a === null ? b : Math.max(a, b ?? 0));
  for (const bytes of files()) {
    const { module, problem, errors } = runCase(bytes);
    if (problem !== null) throw new Error(`a case of ${module} fails: ${problem}`);
    const { count, errors: before } = cases.get(module) ?? { count: 0, errors: null };
    const worst: Errors = {
      forward: worse(before?.forward ?? null, errors.forward),
      gradient: worse(before?.gradient ?? null, errors.gradient),
    };
    cases.set(module, { count: count + 1, errors: worst });
  }
  return cases;
}
