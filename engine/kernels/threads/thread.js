// Owns one thread of the pool: instantiates the kernels over the shared memory and works off tasks for ever.
import { blockOf, GENERATION, SLEEPERS, takeTasks, watch } from "./tasks.js";

/** Milliseconds that a thread looks for new tasks before it sleeps: kernels of one run follow each other that fast. */
const awake = 0.5;

/** What the thread hears and answers through: a worker's scope, in Node the port to its parent. */
const port = /** @type {{ onmessage: unknown, postMessage(message: unknown): void }} */ (
  /** @type {unknown} */ (globalThis.process?.getBuiltinModule?.("node:worker_threads").parentPort ?? globalThis)
);

/**
 * @param {object} start
 * @param {WebAssembly.Module} start.module
 * @param {WebAssembly.Memory} start.memory
 * @param {SharedArrayBuffer} start.buffer
 * @param {readonly string[]} start.names
 * @param {number} start.thread
 * @param {number} start.threads
 */
async function work({ module, memory, buffer, names, thread, threads }) {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  const functions = names.map((name) => /** @type {(...args: number[]) => unknown} */ (exports[name]));
  const block = blockOf(buffer);
  const { control } = block;
  let seen = Atomics.load(control, GENERATION);
  port.postMessage("working");
  for (;;) {
    const last = seen;
    if (!watch(control, GENERATION, (value) => value !== last, awake)) {
      Atomics.add(control, SLEEPERS, 1);
      Atomics.wait(control, GENERATION, seen);
      Atomics.sub(control, SLEEPERS, 1);
    }
    seen = Atomics.load(control, GENERATION);
    takeTasks(block, functions, thread, threads);
  }
}

port.onmessage = (/** @type {MessageEvent} */ { data }) => {
  work(data).catch((error) => port.postMessage(String(error)));
};
