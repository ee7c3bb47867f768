// Owns what tests of the kernels need: each build, arrays in their memory, random numbers from a seed.
import v8 from "node:v8";
import { type Build, instantiate, loadModule } from "../loader.ts";
import { createMemory, type KernelMemory } from "../memory/memory.ts";
import { partitioned } from "../threads/partitioned.ts";
import { partitions } from "../threads/partitions.ts";
import { type Pool, startPool } from "../threads/pool.ts";
import { type WasmKernels, wasmKernels } from "../wasm.ts";

// Node 20 has relaxed SIMD behind a flag; later versions have it and ignore this.
v8.setFlagsFromString("--experimental-wasm-relaxed-simd");

export class Bench {
  readonly kernels: WasmKernels;
  private readonly memory: KernelMemory;
  private state = 12345;
  private taken: number[] = [];
  /** Calls of kernels that were handed to the pool. */
  handed = 0;

  constructor(kernels: WasmKernels, memory: KernelMemory) {
    this.kernels = kernels;
    this.memory = memory;
  }

  /** Uniform in [0, 1): a linear congruential generator (Numerical Recipes' constants). */
  random(): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return this.state / 2 ** 32;
  }

  /** What `run` makes of the random numbers that follow from a seed; its arrays are given back afterwards. */
  from<T>(seed: number, run: (bench: Bench) => T): T {
    this.state = seed >>> 0;
    this.taken.length = 0;
    const result = run(this);
    for (const pointer of this.taken.splice(0)) this.memory.release(pointer);
    return result;
  }

  /** An integer from `low` to `high`, both included. */
  integer = (low: number, high: number): number => low + Math.floor(this.random() * (high - low + 1));

  pick = <T>(choices: readonly T[]): T => choices[this.integer(0, choices.length - 1)]!;

  /** A view at an address that is a multiple of 4 but mostly not of 16; NaN around it shows reads past its ends. */
  empty(length: number): Float32Array {
    const shift = this.integer(0, 3);
    const pointer = this.memory.allocate(4 * (length + shift + 8));
    this.taken.push(pointer);
    new Float32Array(this.memory.buffer, pointer, length + shift + 8).fill(Number.NaN);
    return new Float32Array(this.memory.buffer, pointer + 4 * shift, length);
  }

  /** Uniform in [-scale, scale). */
  floats(length: number, scale = 1): Float32Array {
    const view = this.empty(length);
    for (let i = 0; i < length; i++) view[i] = (2 * this.random() - 1) * scale;
    return view;
  }
}

export const builds = ["plain", "relaxed"] as const satisfies readonly Build[];

const benches = new Map<string, Promise<Bench>>();

/** Multiply-adds of a part in tests of threads: so few that small sizes are divided too. */
const least = 200;

async function makeBench(build: Build, threads: number): Promise<Bench> {
  const memory = createMemory();
  // Grown once: the arrays of a test must not be detached under its hands.
  memory.release(memory.allocate(256 * 2 ** 20));
  if (threads > 1) memory.share();
  const module = await loadModule(build, memory.shared);
  const exports = await instantiate(module, memory.memory);
  if (threads === 1) return new Bench(wasmKernels(exports, memory), memory);
  const pool = await startPool({ kernels: Promise.resolve({ module, exports }), memory: memory.memory, threads });
  const counted: Pool = {
    ...pool,
    run: (tasks, ...rest) => {
      bench.handed += tasks.length;
      pool.run(tasks, ...rest);
    },
  };
  const shared = partitioned(exports, partitions(exports), counted, memory, least);
  const bench = new Bench(wasmKernels(shared.kernels, memory, shared.parallel), memory);
  return bench;
}

/** The kernels of a build on so many threads with a memory of their own, made once. */
export function benchOf(build: Build, threads = 1): Promise<Bench> {
  const key = `${build} ${threads}`;
  const made = benches.get(key) ?? makeBench(build, threads);
  benches.set(key, made);
  return made;
}

/**
 * Checks that every element is within `absolute` + `relative` · |expected|; NaN and infinities equal themselves only.
 * @throws Error with the first element that is not
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
  { absolute = 1e-5, relative = 1e-4 } = {},
): void {
  if (actual.length !== expected.length) throw new Error(`${what}: ${actual.length} elements, not ${expected.length}`);
  for (let i = 0; i < expected.length; i++) {
    const [a, b] = [actual[i]!, expected[i]!];
    if (Object.is(a, b) || a === b) continue;
    // Of an infinite expectation every share is infinite, so that any number would be near.
    if (Number.isFinite(b) && Math.abs(a - b) <= absolute + relative * Math.abs(b)) continue;
    throw new Error(`${what}: element ${i} is ${a}, not ${b}`);
  }
}
