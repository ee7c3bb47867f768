// Tests that parts of recurrent layers do all of the work in whatever order threads come, and if only one ever does.
import { expect, test } from "vitest";
import { instantiate, loadModule } from "../loader.ts";
import { createMemory } from "../memory/memory.ts";
import { Bench, benchOf, builds } from "../testing/both_builds.fixture.ts";
import { wasmKernels } from "../wasm.ts";
import { partitioned } from "./partitioned.ts";
import { partitions } from "./partitions.ts";
import type { Pool, Task } from "./pool.ts";
import { recurrent } from "./recurrent.fixture.ts";

test.each(builds)("%s SIMD: one thread may do the parts of three, the last first", async (build) => {
  const memory = createMemory();
  memory.release(memory.allocate(64 * 2 ** 20));
  const exports = await instantiate(await loadModule(build, false), memory.memory);
  const calls: Readonly<Record<string, (...args: number[]) => unknown>> = exports;
  let shared = 0;
  const run = (tasks: readonly Task[]): void => {
    if (tasks[0]!.name === "recurrentForward") shared++;
    for (const { name, args } of tasks.toReversed()) calls[name]!(...args);
  };
  const pool: Pool = { threads: 3, run, end: () => {} };
  const parts = partitioned(exports, partitions(exports), pool, memory, 200);
  const bench = new Bench(wasmKernels(parts.kernels, memory, parts.parallel), memory);
  const alone = await benchOf(build);
  for (let seed = 0; seed < 12; seed++) {
    const results = (b: Bench): number[][] => b.from(seed, () => recurrent(b).map((view) => Array.from(view)));
    expect(results(bench), `seed ${seed}`).toEqual(results(alone));
  }
  expect(shared).toBeGreaterThan(3);
});
