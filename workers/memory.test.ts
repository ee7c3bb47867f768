// Checks the count of what a run needs against what it then holds, and that runs leave nothing behind.
import { describe, expect, it } from "vitest";
import { printBytes } from "../engine/core/bytes.ts";
import { compile } from "../engine/graph/compile.ts";
import type { Graph } from "../engine/graph/graph.ts";
import { liveBytes } from "../engine/tensor/storage.ts";
import { isOutOfMemory, memoryNeed, outOfMemory, refuseLarge } from "./memory.ts";
import type { RunRequest } from "./protocol.ts";
import { createSession } from "./session.ts";

const graph: Graph = {
  nodes: {
    x: { module: "Input", args: { shape: [2, 3, 8, 8] } },
    conv: { module: "Conv2d", args: { out_channels: 4, kernel_size: 3 } },
    relu: { module: "ReLU" },
    y: { module: "Output" },
  },
  edges: [
    { from: "x", to: "conv" },
    { from: "conv", to: "relu" },
    { from: "relu", to: "y" },
  ],
};
const inputs = { x: { shape: [2, 3, 8, 8], dtype: "float32" } } as const;
// 2·3·8·8 in, 4·3·3·3 + 4 learned, 2·4·6·6 out of each module; float32.
const bytes = (384 + 112 + 288 + 288) * 4;

describe("memoryNeed", () => {
  it("counts inputs, parameters and outputs", () => {
    const need = memoryNeed(compile(graph).spec, inputs);
    expect(need.bytes).toBe(bytes);
    expect(need.byNode.get("conv")).toEqual({ bytes: (112 + 288) * 4, shape: [2, 4, 6, 6] });
    expect(need.shapes.get("relu")).toEqual([2, 4, 6, 6]);
  });

  it("is what a session then holds, however often it runs", async () => {
    const before = liveBytes();
    const session = createSession();
    const { spec } = compile(graph);
    const request: RunRequest = { revision: 1, have: 0, spec, inputs, seed: 0, training: false, sample: 0 };
    for (let revision = 1; revision <= 5; revision++) {
      await session.setInput("x", { kind: "normal", seed: revision });
      expect(await session.run({ ...request, revision })).toMatchObject({ ok: true });
      expect(liveBytes() - before).toBe(bytes);
    }
  });
});

describe("refusals", () => {
  it("name the figures and the node", () => {
    const need = memoryNeed(compile(graph).spec, inputs);
    expect(refuseLarge(need, bytes)).toBeNull();
    expect(refuseLarge(need, bytes - 1)).toEqual({
      kind: "memory",
      node: "conv",
      message:
        "Running this model needs 4.2 KiB, and the limit is 4.2 KiB: conv alone needs 1.6 KiB for [2, 4, 6, 6], " +
        "x 1.5 KiB, relu 1.1 KiB.",
    });
    expect(outOfMemory("conv", need).message).toBe("conv: there was not enough memory for 1.6 KiB of [2, 4, 6, 6].");
    expect(printBytes(3 * 2 ** 29)).toBe("1.50 GiB");
  });

  it("know an allocation that failed", () => {
    const caught = (() => {
      try {
        return new Float64Array(2 ** 50);
      } catch (error) {
        return error;
      }
    })();
    expect(isOutOfMemory(caught)).toBe(true);
    expect(isOutOfMemory(new RangeError("Array buffer allocation failed"))).toBe(true);
    expect(isOutOfMemory(new RangeError("toFixed() digits argument must be between 0 and 100"))).toBe(false);
    expect(isOutOfMemory(new Error("Array buffer allocation failed"))).toBe(false);
  });
});
