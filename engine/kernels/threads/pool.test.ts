// Tests of the pool itself: many tasks, failures that do not hang, its end.
import { describe, expect, test } from "vitest";
import { instantiate, loadModule } from "../loader.ts";
import { createMemory } from "../memory/memory.ts";
import { startPool, type Task } from "./pool.ts";

describe("a pool", () => {
  async function start(threads: number) {
    const memory = createMemory();
    memory.share();
    const module = await loadModule("plain", true);
    const exports = await instantiate(module, memory.memory);
    return {
      memory,
      pool: await startPool({ kernels: Promise.resolve({ module, exports }), memory: memory.memory, threads }),
    };
  }

  const zeros = (pointer: number, bytes: number): Task => ({ name: "zero", args: [pointer, bytes], scratch: -1 });

  test("runs more tasks than its table holds, each of them once", async () => {
    const { memory, pool } = await start(3);
    const count = 1000;
    const at = memory.allocate(4 * count);
    const floats = new Float32Array(memory.buffer, at, count).fill(1);
    const scale = (i: number): Task => ({ name: "scale", args: [at + 4 * i, 2, 1], scratch: -1 });
    pool.run(
      Array.from({ length: count }, (_, i) => scale(i)),
      0,
      0,
    );
    expect(floats.every((value) => value === 2)).toBe(true);
    pool.end();
  });

  test("throws what any thread has thrown, and goes on", async () => {
    const { memory, pool } = await start(3);
    const at = memory.allocate(64);
    const bytes = new Uint8Array(memory.buffer, at, 64);
    for (let round = 0; round < 100; round++) {
      const tasks = Array.from({ length: 12 }, (_, i) => (i % 3 === 2 ? zeros(2 ** 32 - 16, 1000) : zeros(at, 64)));
      expect(() => pool.run(tasks, 0, 0)).toThrow("memory access out of bounds");
      bytes.fill(1);
      pool.run([zeros(at, 32), zeros(at + 32, 32)], 0, 0);
      expect(bytes.every((value) => value === 0)).toBe(true);
    }
    pool.end();
  });

  test("that has ended refuses tasks instead of waiting for ever", async () => {
    const { memory, pool } = await start(2);
    pool.end();
    expect(() => pool.run([zeros(memory.allocate(16), 16)], 0, 0)).toThrow("have ended");
  });

  test("that cannot start says why and leaves no thread behind", async () => {
    const memory = createMemory();
    const module = await loadModule("plain", false);
    const exports = await instantiate(module, memory.memory);
    const kernels = Promise.resolve({ module, exports });
    await expect(startPool({ kernels, memory: memory.memory, threads: 3 })).rejects.toThrow();
    const missing = Promise.reject(new Error("no such file"));
    await expect(startPool({ kernels: missing, memory: memory.memory, threads: 2 })).rejects.toThrow("no such file");
  });
});
