// Owns the threads beside the caller's own: starting them, handing them tasks, waiting, ending them.
import { type KernelExports, type KernelName, kernelParameters } from "../contract.ts";
import {
  blockBytes,
  blockOf,
  capacity,
  failure,
  mostThreads,
  PENDING,
  publish,
  putTask,
  takeTasks,
  WAITING,
  watch,
} from "./tasks.js";

/** Some calls of kernels that may run at the same time. */
export interface Task {
  readonly name: KernelName;
  readonly args: readonly number[];
  /** Which argument points to scratch that no two threads may share; -1: none. */
  readonly scratch: number;
}

export interface Pool {
  /** Threads that work, with the caller's. */
  readonly threads: number;
  /**
   * Runs the tasks, in no order, and returns when all are done. Threads other than the caller's take their scratch from
   * `scratch`, `stride` bytes each.
   * @throws Error when a task has failed or a thread has died
   */
  run(tasks: readonly Task[], scratch: number, stride: number): void;
  /** Ends the threads; for good. */
  end(): void;
}

/** The compiled kernels and the caller's own instance of them. */
export interface PoolModule {
  readonly module: WebAssembly.Module;
  readonly exports: KernelExports;
}

export interface PoolOptions {
  /** Awaited while the threads start. */
  readonly kernels: Promise<PoolModule>;
  readonly memory: WebAssembly.Memory;
  readonly threads: number;
}

/** What the pool needs of a thread, in a browser and in Node. */
interface Thread {
  start(message: unknown): void;
  terminate(): void;
}

/** Milliseconds a thread may take to start, and to finish tasks when the caller has none left. */
const startLimit = 10_000;
const answerLimit = 60_000;
/** Milliseconds that the caller looks for the end before it sleeps, where it may. */
const awake = 0.2;

/** A page's own thread must not sleep. */
const maySleep = !("document" in globalThis);

const zero = (value: number): boolean => value === 0;

/** A thread that calls `heard` with its answer to the start, and with an Error when it fails. */
function spawn(heard: (answer: unknown) => void): Thread {
  if (typeof Worker === "function") {
    const worker = new Worker(new URL("./thread.js", import.meta.url), { type: "module", name: "kernels" });
    worker.onmessage = ({ data }: MessageEvent<unknown>) => heard(data);
    worker.onerror = (event) => heard(new Error(event.message || "its script cannot be loaded"));
    return { start: (message) => worker.postMessage(message), terminate: () => worker.terminate() };
  }
  // Not written out in the call: bundlers would take the file for a picture and copy it.
  const file = "./thread.js";
  const node = process.getBuiltinModule("node:worker_threads");
  const worker = new node.Worker(new URL(file, import.meta.url));
  worker.on("message", heard);
  worker.on("error", heard);
  // The process may end while threads wait.
  worker.unref();
  return { start: (message) => worker.postMessage(message), terminate: () => void worker.terminate() };
}

/** Starts one thread, tells it what to work on, and waits until it works. */
function startThread(message: Promise<unknown>, started: Thread[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error("a thread does not start")), startLimit);
    const thread = spawn((answer) => {
      clearTimeout(limit);
      if (answer === "working") resolve();
      else reject(answer instanceof Error ? answer : new Error(String(answer)));
    });
    started.push(thread);
    message.then(thread.start).catch((error) => {
      clearTimeout(limit);
      reject(error);
    });
  });
}

/**
 * Starts `threads - 1` threads over a shared memory.
 * @throws Error when one of them does not start; none is left then
 */
export async function startPool({ kernels, memory, threads }: PoolOptions): Promise<Pool> {
  if (threads > mostThreads) throw new RangeError(`${threads} threads are more than ${mostThreads}`);
  const buffer = new SharedArrayBuffer(blockBytes);
  const block = blockOf(buffer);
  const { control } = block;
  const others: Thread[] = [];
  const end = (): void => {
    for (const thread of others) thread.terminate();
    others.length = 0;
  };
  const names = Object.keys(kernelParameters) as KernelName[];
  try {
    const starts = Array.from({ length: threads - 1 }, (_, i) => {
      const message = kernels.then((loaded) => {
        return { module: loaded.module, memory, buffer, names, thread: i + 1, threads };
      });
      return startThread(message, others);
    });
    await Promise.all(starts);
  } catch (error) {
    end();
    throw error;
  }
  const { exports } = await kernels;
  const numbers = new Map(names.map((name, index) => [name, index]));
  const functions = names.map((name): ((...args: number[]) => unknown) => exports[name]);

  function wait(): void {
    if (watch(control, PENDING, zero, awake)) return;
    if (!maySleep) {
      if (watch(control, PENDING, zero, answerLimit)) return;
    } else {
      Atomics.store(control, WAITING, 1);
      const limit = performance.now() + answerLimit;
      let pending = Atomics.load(control, PENDING);
      while (pending > 0 && performance.now() < limit) {
        Atomics.wait(control, PENDING, pending, answerLimit);
        pending = Atomics.load(control, PENDING);
      }
      Atomics.store(control, WAITING, 0);
      if (pending === 0) return;
    }
    end();
    throw new Error("a thread of the kernels does not answer");
  }

  function runSome(tasks: readonly Task[], scratch: number, stride: number): void {
    for (const [index, { name, args, scratch: own }] of tasks.entries()) {
      putTask(block, index, numbers.get(name)!, own, args);
    }
    publish(block, tasks.length, threads, scratch, stride);
    takeTasks(block, functions, 0, threads);
    wait();
    const message = failure(block);
    if (message !== null) throw new Error(`a kernel has failed: ${message}`);
  }

  return {
    threads,
    run(tasks, scratch, stride) {
      if (others.length === 0) throw new Error("the threads of the kernels have ended");
      for (let at = 0; at < tasks.length; at += capacity) runSome(tasks.slice(at, at + capacity), scratch, stride);
    },
    end,
  };
}
