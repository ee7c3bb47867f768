// Tests of the choice of kernels: every set computes, a missing build is a note and not a crash.
import { afterEach, expect, test, vi } from "vitest";
import { type KernelSet, kernels, loadKernels, memory } from "./index.ts";
import "./both_builds.fixture.ts";

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
