// Owns the conformance run in a worker: fetches the cases it is told of and answers which fail, and why.
import { type Loaded, loadKernels } from "../engine/kernels/index.ts";
import { leastPart, runFile } from "./conformance_case.ts";

export interface Question {
  readonly addresses: readonly string[];
  readonly threads: number;
}

export interface Answer {
  /** The kernels that ran. */
  readonly loaded: Loaded;
  readonly passed: number;
  /** Address and what is wrong. */
  readonly failures: readonly (readonly [string, string])[];
}

self.onmessage = async ({ data: { addresses, threads } }: MessageEvent<Question>) => {
  const loaded = await loadKernels(undefined, threads, leastPart);
  let passed = 0;
  const failures: [string, string][] = [];
  for (const address of addresses) {
    const response = await fetch(address);
    const problems = response.ok ? runFile(new Uint8Array(await response.arrayBuffer())) : [`HTTP ${response.status}`];
    for (const problem of problems) {
      if (problem === null) passed++;
      else failures.push([address, problem]);
    }
  }
  self.postMessage({ loaded: { set: loaded.set, threads: loaded.threads }, passed, failures } satisfies Answer);
};
