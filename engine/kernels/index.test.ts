// Tests of the choice of kernels: every set computes, a missing build is a note and not a crash.
import worker_threads from "node:worker_threads";
import { afterEach, expect, test, vi } from "vitest";
import { hostThreads, type KernelSet, kernels, loadKernels, memory } from "./index.ts";
import "./testing/both_builds.fixture.ts";

afterEach(async () => {
  vi.restoreAllMocks();
  await loadKernels("reference");
});

function product(): number[] {
  const at = memory.allocate(48);
  const place = (offset: number): Float32Array => new Float32Array(memory.buffer, at + offset, 4);
  place(0).set([1, 2, 3, 4]);
  place(16).set([0, 1, 1, 1]);
  kernels.matmulNN(place(0), place(16), place(32), 2, 2, 2);
  const result = [...place(32)];
  memory.release(at);
  return result;
}

test.each(["reference", "plain", "relaxed"] satisfies KernelSet[])("%s kernels", async (set) => {
  expect(await loadKernels(set, 1)).toMatchObject({ set, threads: 1 });
  expect(product()).toEqual([2, 3, 4, 7]);
});

test("without the compiled kernels the plain ones serve, and one note says so", async () => {
  const note = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  vi.spyOn(WebAssembly, "compile").mockRejectedValue(new Error("no such file"));
  expect(await loadKernels("plain", 1)).toMatchObject({ set: "reference" });
  expect(product()).toEqual([2, 3, 4, 7]);
  expect(note).toHaveBeenCalledTimes(1);
  expect(note.mock.calls[0]![0]).toContain("no such file");
});

test("threads come and go with what is asked for, and tensors stay", async () => {
  const at = memory.allocate(16);
  new Float32Array(memory.buffer, at, 4).set([1, 2, 3, 4]);
  for (const threads of [2, 1, 3, 1]) {
    expect(await loadKernels("plain", threads)).toMatchObject({ set: "plain", threads });
    expect(product()).toEqual([2, 3, 4, 7]);
    expect([...new Float32Array(memory.buffer, at, 4)]).toEqual([1, 2, 3, 4]);
  }
  memory.release(at);
});

test("as many threads as the host has, unless told", async () => {
  expect(hostThreads()).toBeGreaterThanOrEqual(1);
  expect(hostThreads()).toBeLessThanOrEqual(8);
  expect(await loadKernels("plain")).toMatchObject({ threads: hostThreads() });
  expect(() => loadKernels("plain", 0)).toThrow(RangeError);
  expect(() => loadKernels("plain", 1.5)).toThrow(RangeError);
});

test("a host without shared memory, or whose threads do not start, serves one thread with a note", async () => {
  const note = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const shared = vi.spyOn(memory, "share").mockImplementation(() => {
    throw new Error("not isolated");
  });
  expect(await loadKernels("plain", 2)).toMatchObject({ set: "plain", threads: 1 });
  expect(note).toHaveBeenCalledTimes(1);
  expect(note.mock.calls[0]![0]).toContain("not isolated");
  shared.mockRestore();

  const { Worker } = worker_threads;
  worker_threads.Worker = class {
    constructor() {
      throw new Error("no more workers");
    }
  } as unknown as typeof Worker;
  expect(await loadKernels("plain", 3)).toMatchObject({ set: "plain", threads: 1 });
  worker_threads.Worker = Worker;
  expect(note).toHaveBeenCalledTimes(2);
  expect(note.mock.calls[1]![0]).toContain("no more workers");
  expect(product()).toEqual([2, 3, 4, 7]);
});
