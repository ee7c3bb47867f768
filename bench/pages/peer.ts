// Owns what every contestant's page offers to the benchmark: start, prepare a task, time it, let go of it.
import type { LoadedTask, Stored, Task } from "../task.ts";
import { sizeOf } from "../task.ts";

/** A task made ready to run. */
export interface Runner {
  /** Runs once, from inputs that are already where the contestant wants them to an output (or a loss) in JavaScript. */
  once(): Float32Array | Promise<Float32Array>;
  /** The output of `once` in torch's order of elements, where the contestant's own differs. */
  torchOrder?(output: Float32Array): Float32Array;
  release(): void | Promise<void>;
}

export interface Peer {
  /** Makes the contestant ready to run on so many threads; returns what it is, with its version. */
  start(threads: number): Promise<string>;
  prepare(task: LoadedTask): Promise<Runner>;
}

/** Some of an output's elements, evenly spread, and the largest absolute value. */
export interface Sample {
  readonly values: number[];
  readonly largest: number;
  readonly length: number;
}

function sampleOf(output: Float32Array): Sample {
  const stride = Math.max(1, Math.floor(output.length / 1024));
  const values: number[] = [];
  for (let i = 0; i < output.length; i += stride) values.push(output[i]!);
  return { values, largest: output.reduce((most, x) => Math.max(most, Math.abs(x)), 0), length: output.length };
}

async function load(url: string): Promise<LoadedTask> {
  const floats = async (file: string | null): Promise<Float32Array<ArrayBuffer>> => {
    if (file === null) return new Float32Array();
    const response = await fetch(new URL(file, new URL(url, location.href)));
    return new Float32Array(await response.arrayBuffer());
  };
  const task = (await (await fetch(url)).json()) as Task;
  const [inputs, weights] = await Promise.all([floats(task.files.inputs), floats(task.files.weights)]);
  const find = (entries: readonly Stored[], values: Float32Array<ArrayBuffer>) => (name: string) => {
    const entry = entries.find((stored) => stored.name === name);
    if (!entry) throw new Error(`${task.name} has no ${name}`);
    return values.subarray(entry.at, entry.at + sizeOf(entry.shape));
  };
  return { ...task, input: find(task.inputs, inputs), weight: find(task.weights, weights) };
}

/** What the first run gave and took. */
export interface Prepared {
  readonly sample: Sample;
  /** Milliseconds from the task's numbers in memory to a runner: building a model, creating a session. */
  readonly buildMs: number;
  readonly firstMs: number;
}

/** What the benchmark calls in the page. */
export interface PeerPage {
  /** Milliseconds from the navigation to a page whose scripts have run. */
  readonly scriptsMs: number;
  start(threads: number): Promise<{ version: string; startMs: number }>;
  /** Loads a task and runs it once. */
  prepare(url: string): Promise<Prepared>;
  /** Milliseconds per run: `count` figures, each the mean of `inner` runs. */
  time(count: number, inner: number): Promise<number[]>;
  release(): Promise<void>;
}

declare global {
  interface Window {
    bench?: PeerPage;
  }
}

/** Offers a contestant to the benchmark. */
export function install(peer: Peer): void {
  let runner: Runner | null = null;
  window.bench = {
    scriptsMs: performance.now(),
    async start(threads) {
      const start = performance.now();
      const version = await peer.start(threads);
      return { version, startMs: performance.now() - start };
    },
    async prepare(url) {
      const task = await load(url);
      const begin = performance.now();
      runner = await peer.prepare(task);
      const start = performance.now();
      const buildMs = start - begin;
      const output = await runner.once();
      const firstMs = performance.now() - start;
      if (!task.train) return { sample: sampleOf(runner.torchOrder?.(output) ?? output), buildMs, firstMs };
      // Three losses in a row: they agree only if gradients and steps do.
      const losses = [output[0]!, (await runner.once())[0]!, (await runner.once())[0]!];
      return { sample: sampleOf(new Float32Array(losses)), buildMs, firstMs };
    },
    async time(count, inner) {
      if (!runner) throw new Error("nothing is prepared");
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        const start = performance.now();
        for (let k = 0; k < inner; k++) {
          const output = runner.once();
          if (output instanceof Promise) await output;
        }
        times.push((performance.now() - start) / inner);
      }
      return times;
    },
    async release() {
      await runner?.release();
      runner = null;
    },
  };
}
