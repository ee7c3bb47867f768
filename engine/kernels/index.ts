// Owns the choice of kernels: WebAssembly where it can be had, plain TypeScript otherwise, both under one set of names.

import type { Kernels } from "./contract.ts";
import { type Build, bestBuild, instantiate, loadModule } from "./loader.ts";
import { createMemory } from "./memory/memory.ts";
import { referenceKernels } from "./reference.ts";
import { partitioned } from "./threads/partitioned.ts";
import { partitions } from "./threads/partitions.ts";
import { type Pool, startPool } from "./threads/pool.ts";
import { wasmKernels } from "./wasm.ts";

/** The memory that kernels reach without copying; tensors belong in it. */
export const memory = createMemory();

/**
 * The kernels in use. The plain ones until `loadKernels` has ended. Their arguments are views of `memory`; they may make
 * it grow, after which such views must be fetched anew.
 */
export const kernels: Kernels = { ...referenceKernels };

/** Which set `kernels` is. */
export type KernelSet = Build | "reference";

/** What is loaded, and on how many threads. */
export interface Loaded {
  readonly set: KernelSet;
  readonly threads: number;
}

interface Running extends Loaded {
  readonly pool: Pool | null;
}

let running: Running = { set: "reference", threads: 1, pool: null };
let last: Promise<unknown> = Promise.resolve();

/** So many threads are used at most unless more are asked for. */
const mostThreads = 8;

/** How many threads the host offers; 1 where it refuses them shared memory. */
export function hostThreads(): number {
  const isolated = globalThis.crossOriginIsolated ?? true; // Node knows no origins
  if (!isolated || typeof SharedArrayBuffer === "undefined") return 1;
  const cores =
    typeof navigator === "undefined"
      ? process.getBuiltinModule("node:os").availableParallelism()
      : navigator.hardwareConcurrency;
  return Math.max(1, Math.min(cores, mostThreads));
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const noteOneThread = (error: unknown): void =>
  console.warn(`The kernels run on one thread, more could not be started: ${reasonOf(error)}`);

/** Lets threads reach the memory; without them where the host refuses. */
function share(): boolean {
  try {
    memory.share();
    return true;
  } catch (error) {
    noteOneThread(error);
    return false;
  }
}

/** Kernels of a build, on threads where more than one are wanted and can be had. */
async function start(build: Build, threads: number, least: number | undefined): Promise<Running> {
  const several = threads > 1 && share();
  const load = async () => {
    const module = await loadModule(build, memory.shared);
    return { module, exports: await instantiate(module, memory.memory) };
  };
  const loading = load();
  const starting = several ? startPool({ kernels: loading, memory: memory.memory, threads }) : null;
  const pool = await starting?.catch(async (error: unknown) => {
    // Kernels that cannot be loaded are another matter.
    await loading;
    noteOneThread(error);
    return null;
  });
  const { exports } = await loading;
  if (!pool) {
    Object.assign(kernels, referenceKernels, wasmKernels(exports, memory));
    return { set: build, threads: 1, pool: null };
  }
  const shared = partitioned(exports, partitions(exports), pool, memory, least);
  Object.assign(kernels, referenceKernels, wasmKernels(shared.kernels, memory, shared.parallel));
  return { set: build, threads, pool };
}

async function load(set: KernelSet, threads: number, least: number | undefined): Promise<Running> {
  if (running.set === set && running.threads === threads) return running;
  running.pool?.end();
  Object.assign(kernels, referenceKernels);
  running = { set: "reference", threads: 1, pool: null };
  if (set === "reference") return running;
  try {
    return await start(set, threads, least);
  } catch (error) {
    console.warn(`The fast kernels are not available, plain ones are used (slower): ${reasonOf(error)}`);
    return running;
  }
}

/**
 * Puts the fastest kernels that run here into `kernels`, or those asked for, on as many threads as the host offers, or
 * as asked for. Where threads cannot be had one serves, without WebAssembly kernels (not built, or refused by the page)
 * the plain ones, and a note says so. Tensors stay; the plain kernels know one thread only. `least`: multiply-adds of the
 * smallest part that is handed to another thread, so that tests can divide small work too.
 */
export function loadKernels(
  wanted: KernelSet = bestBuild(),
  threads: number = hostThreads(),
  least?: number,
): Promise<Loaded> {
  if (!(Number.isInteger(threads) && threads >= 1))
    throw new RangeError(`${threads} threads are not a number of threads`);
  const result = last.then(async () => {
    running = await load(wanted, wanted === "reference" ? 1 : threads, least);
    return running;
  });
  last = result.catch(() => undefined);
  return result;
}
