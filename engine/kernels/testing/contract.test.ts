// Tests of what the compiled kernels are called with: the module exports what the contract says, wrong calls do not compile.
import { describe, expect, test } from "vitest";
import { type KernelExports, kernelParameters } from "../contract.ts";
import { instantiate, loadModule } from "../loader.ts";
import { createMemory } from "../memory/memory.ts";
import { bounds, floats, type Partitions, ranges } from "../threads/partition.ts";
import { builds } from "./both_builds.fixture.ts";

describe.each(builds)("%s SIMD", (build) => {
  test("every export has the parameters that the contract names, and there is no other", async () => {
    const memory = createMemory();
    const exports = await instantiate(await loadModule(build, false), memory.memory);
    const counts = Object.entries(exports).flatMap(([name, value]) =>
      typeof value === "function" ? [[name, value.length]] : [],
    );
    const named = Object.entries(kernelParameters).map(([name, parameters]) => [name, parameters.length]);
    expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(named));
  });
});

test("wrong calls and partitions by wrong names do not compile", () => {
  const calls = (kernel: KernelExports): void => {
    kernel.zero(0, 4);
    // @ts-expect-error one argument is missing
    kernel.zero(0);
    // @ts-expect-error one argument too many
    kernel.zero(0, 4, 1);
    const sizes = [4, 1];
    // @ts-expect-error nobody knows how many these are
    kernel.zero(...sizes);
    // @ts-expect-error there is no such kernel
    kernel.zeros(0, 4);
  };
  const [still, free] = [() => ({}), () => 1];
  type Some = Partitions<"scale" | "softmaxForward">;
  const good: Some = { scale: floats("out"), softmaxForward: ranges("outer", ({ size }) => ({ x: 4 * size }), free) };
  // @ts-expect-error it has no parameter "output"
  const pointer: Some = { scale: floats("output") };
  // @ts-expect-error it has no parameter "rows"
  const count: Some = { softmaxForward: ranges("rows", still, free) };
  // @ts-expect-error it has no parameter "width"
  const size: Some = { softmaxForward: ranges("outer", ({ width }) => ({ x: 4 * width }), free) };
  // @ts-expect-error it has no parameter "grad"
  const moved: Some = { softmaxForward: ranges("outer", () => ({ grad: 4 }), free) };
  // @ts-expect-error it has no parameters "first" and "end"
  const part: Some = { scale: bounds(free) };
  expect(calls).toBeTypeOf("function");
  expect([good, pointer, count, size, moved, part].map((some) => Object.keys(some).length)).toEqual([2, 1, 1, 1, 1, 1]);
});
