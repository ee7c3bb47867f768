// Owns kernels that share their work among threads: large calls are divided, calls that belong together run in parallel.
import { type KernelExports, type KernelName, kernelParameters } from "../contract.ts";
import type { KernelMemory } from "../memory/memory.ts";
import type { Args, Partition, Partitions, Steps } from "./partition.ts";
import type { Pool, Task } from "./pool.ts";

export interface PartitionedKernels {
  /** The kernels under their own names. */
  readonly kernels: KernelExports;
  /**
   * Runs the calls of divisible kernels that `body` makes at the same time: none may need what another one makes. In
   * all they take `products` multiply-adds; few of them stay on the caller's thread.
   */
  parallel(products: number, body: () => void): void;
}

/** The most parts of one call: enough for eight threads, and to even out threads that are interrupted. */
const mostParts = 12;
/** Multiply-adds that are worth handing over to another thread: some 20 µs. */
const worthwhile = 400_000;

const alignment = 64;

type Call = (...args: readonly number[]) => number;

/** Reads the arguments of calls by their names. One object serves all calls, so that reading costs no copy. */
function reader(names: readonly string[]): (args: readonly number[]) => Args<string> {
  let current: readonly number[] = [];
  const named = Object.defineProperties(
    {},
    Object.fromEntries(names.map((name, index) => [name, { get: () => current[index] }])),
  );
  return (args) => {
    current = args;
    return named;
  };
}

/** A kernel's partition with its names looked up, once for all calls. */
function prepare(name: KernelName, { scratch, work, divide }: Partition<string>) {
  const names: readonly string[] = kernelParameters[name];
  const [ofCall, ofPart] = [reader(names), reader(names)];
  const places: Readonly<Record<string, number>> = Object.fromEntries(
    names.map((parameter, index) => [parameter, index]),
  );
  return {
    ofCall,
    work,
    divide,
    /** The place of the argument that points to scratch; -1: there is none. */
    scratch: scratch ? places[scratch.at]! : -1,
    scratchBytes: (args: readonly number[]): number => scratch?.bytes(ofPart(args)) ?? 0,
    positional: (args: Args<string>): number[] => names.map((parameter) => args[parameter]!),
    changed(args: readonly number[], changes: Partial<Args<string>>): number[] {
      const copy = args.slice();
      for (const parameter in changes) copy[places[parameter]!] = changes[parameter]!;
      return copy;
    },
  };
}

/**
 * The kernels of `exports` on the threads of a pool. Kernels without a partition run where they are called. `least`:
 * multiply-adds of the smallest part.
 */
export function partitioned(
  exports: KernelExports,
  partitions: Partitions<KernelName>,
  pool: Pool,
  memory: KernelMemory,
  least = worthwhile,
): PartitionedKernels {
  const calls = exports as unknown as Readonly<Record<KernelName, Call>>;
  const prepared = new Map(
    Object.entries(partitions).map(([key, partition]) => {
      const name = key as KernelName;
      return [name, prepare(name, partition as Partition<string>)] as const;
    }),
  );
  const tasks: Task[] = [];
  /** Bytes of scratch that the largest of the tasks needs. */
  let needed = 0;
  let deferring = false;
  let scratch = 0;
  let stride = 0;

  function reserve(): void {
    if (needed <= stride) return;
    if (stride > 0) memory.release(scratch);
    stride = 0;
    const size = Math.ceil(needed / alignment) * alignment + alignment;
    scratch = memory.allocate(size * (pool.threads - 1));
    stride = size;
  }

  function put(name: KernelName, args: readonly number[]): void {
    const { scratch, scratchBytes } = prepared.get(name)!;
    const wanted = scratch >= 0 && args[scratch] !== 0;
    if (wanted) needed = Math.max(needed, scratchBytes(args));
    tasks.push({ name, args, scratch: wanted ? scratch : -1 });
  }

  function flush(): void {
    try {
      if (tasks.length === 1) calls[tasks[0]!.name](...tasks[0]!.args);
      else if (tasks.length > 1) {
        reserve();
        pool.run(tasks, scratch, stride);
      }
    } finally {
      tasks.length = 0;
      needed = 0;
    }
  }

  const steps: Steps = {
    threads: pool.threads,
    call: (name, args) => put(name, prepared.get(name)!.positional(args)),
    barrier: flush,
  };

  const divided = [...prepared].map(([name, { ofCall, work: workOf, divide, changed }]) => {
    const whole = calls[name];
    const kernel: Call = (...args) => {
      const named = ofCall(args);
      const work = workOf?.(named) ?? 0;
      if (work < 2 * least && !deferring) return whole(...args);
      if (work < 2 * least || !divide) put(name, args);
      else {
        const parts = Math.min(Math.floor(work / least), mostParts);
        divide(named, parts, (changes) => put(name, changed(args, changes)), steps);
      }
      if (!deferring) flush();
      return 0;
    };
    return [name, kernel] as const;
  });

  return {
    kernels: { ...exports, ...Object.fromEntries(divided) },
    parallel(products, body) {
      if (deferring || products < 2 * least) {
        body();
        return;
      }
      deferring = true;
      try {
        body();
        deferring = false;
        flush();
      } finally {
        deferring = false;
        tasks.length = 0;
        needed = 0;
      }
    },
  };
}
