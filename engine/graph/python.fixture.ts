// Owns running Python in tests, on machines that have one with torch.
import { spawnSync } from "node:child_process";

/** The command of a Python that has torch, or null. */
export const torchPython: string | null =
  ["python3", "/usr/bin/python3"].find((command) => spawnSync(command, ["-c", "import torch"]).status === 0) ?? null;

/** Runs a script that reads JSON from its standard input and prints JSON. */
export function runPython<T>(command: string, script: string, input: unknown): T {
  const { status, stdout, stderr } = spawnSync(command, ["-c", script], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}
