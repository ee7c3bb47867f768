// Owns kernels that share their work among threads: large calls are divided, calls that belong together run at once.
import type { Export } from "../loader.ts";
import type { KernelMemory } from "../memory/memory.ts";
import type { Pool, Task } from "./pool.ts";

/** Hands over one call of a kernel. */
export type Emit = (...args: number[]) => void;

/** How one kernel is divided. Parts follow from the sizes, where it says so from the number of threads; none cuts a sum. */
export interface Division {
  /** The argument that points to scratch (0: none is needed), and how many bytes of it these arguments need. */
  readonly scratch?: readonly [index: number, bytes: (args: readonly number[]) => number];
  /** How many multiply-adds a call takes, or would take in the time it needs. */
  work?(args: readonly number[]): number;
  /** Emits some `parts` calls that do together what the one call does; absent where the call is a part itself. */
  divide?(args: readonly number[], parts: number, emit: Emit, steps: Steps): void;
}

/** For kernels made of steps that must follow each other. */
export interface Steps {
  /** How many threads there are, for steps whose parts are best as large as can be. */
  readonly threads: number;
  /** Hands over a call of another kernel. */
  call(name: string, ...args: number[]): void;
  /** Waits until everything handed over is done. */
  barrier(): void;
}

export type Divisions<Name extends string> = Readonly<Partial<Record<Name, Division>>>;

export interface Team<Name extends string> {
  /** The kernels under their own names. */
  readonly kernels: Readonly<Record<Name, Export>>;
  /**
   * Runs the calls of divisible kernels that `body` makes at the same time: none may need what another one makes. In
   * all they take `products` multiply-adds; few of them stay on the caller's thread.
   */
  together(products: number, body: () => void): void;
}

/** The most parts of one call: enough for eight threads, and to even out threads that are interrupted. */
const mostParts = 12;
/** Multiply-adds that are worth handing over to another thread: some 20 µs. */
const worthwhile = 400_000;

const alignment = 64;

/**
 * The kernels of `exports` on the threads of a pool. Kernels without a division run where they are called. `least`:
 * multiply-adds of the smallest part.
 */
export function teamOf<Name extends string>(
  exports: Readonly<Record<Name, Export>>,
  divisions: Divisions<Name>,
  pool: Pool,
  memory: KernelMemory,
  least = worthwhile,
): Team<Name> {
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

  function put(name: Name, args: readonly number[]): void {
    const [index, bytes] = divisions[name]?.scratch ?? [-1, null];
    const wanted = bytes !== null && args[index] !== 0;
    if (wanted) needed = Math.max(needed, bytes(args));
    tasks.push({ name, args, scratch: wanted ? index : -1 });
  }

  function flush(): void {
    try {
      if (tasks.length === 1) exports[tasks[0]!.name as Name](...tasks[0]!.args);
      else if (tasks.length > 1) {
        reserve();
        pool.run(tasks, scratch, stride);
      }
    } finally {
      tasks.length = 0;
      needed = 0;
    }
  }

  const steps: Steps = { threads: pool.threads, call: (name, ...args) => put(name as Name, args), barrier: flush };

  const divided = Object.entries<Division | undefined>(divisions).map(([key, division]) => {
    const name = key as Name;
    const whole = exports[name];
    const emit: Emit = (...args) => put(name, args);
    const kernel: Export = (...args) => {
      const work = division?.work?.(args) ?? 0;
      if (work < 2 * least && !deferring) return whole(...args);
      if (work < 2 * least || !division?.divide) emit(...args);
      else division.divide(args, Math.min(Math.floor(work / least), mostParts), emit, steps);
      if (!deferring) flush();
      return 0;
    };
    return [name, kernel] as const;
  });

  return {
    kernels: { ...exports, ...Object.fromEntries(divided) },
    together(products, body) {
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
