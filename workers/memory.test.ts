// Checks the count of what a run needs against what it then holds, and that runs leave nothing behind.

import { describe, expect, it } from "vitest";
import { printBytes } from "../engine/core/bytes.ts";
import { compile } from "../engine/graph/compile.ts";
import { edge } from "../engine/graph/graph.fixture.ts";
import type { Graph } from "../engine/graph/graph.ts";
import { loadKernels, memory } from "../engine/kernels/index.ts";
import type { Prepared } from "../engine/plan/prepared.ts";
import { liveBytes } from "../engine/tensor/storage.ts";
import { isOutOfMemory, memoryNeed, outOfMemory, refuseLarge, withPrepared } from "./memory.ts";
import { Model } from "./model.ts";
import { request, row } from "./session.fixture.ts";
import { createSession } from "./session.ts";

type Form = Pick<Prepared, "bytes" | "outputs">;

const graph: Graph = {
  nodes: {
    x: { module: "Input", args: { shape: [2, 3, 8, 8] } },
    conv: { module: "Conv2d", args: { out_channels: 4, kernel_size: 3 } },
    relu: { module: "ReLU" },
    y: { module: "Output" },
  },
  edges: [edge("x", "conv"), edge("conv", "relu"), edge("relu", "y")],
};
const inputs = { x: { shape: [2, 3, 8, 8], dtype: "float32" } } as const;
// 2·3·8·8 in, 4·3·3·3 + 4 learned, 2·4·6·6 out of each module; float32.
const bytes = (384 + 112 + 288 + 288) * 4;

describe("memoryNeed", () => {
  it("counts inputs, parameters and outputs", () => {
    const need = memoryNeed(compile(graph).spec, inputs);
    expect(need.bytes).toBe(bytes);
    expect(need.byNode.get("conv")).toEqual({
      name: "conv",
      bytes: (112 + 288) * 4,
      learned: 112 * 4,
      shape: [2, 4, 6, 6],
    });
    expect(need.shapes.get("relu")).toEqual([2, 4, 6, 6]);
  });

  it("counts what modules inside learn, and buffers", () => {
    const layer = row({
      x: { module: "Input", args: { shape: [4, 1, 6] } },
      layer: { module: "TransformerEncoderLayer", args: { d_model: 6, nhead: 2, dim_feedforward: 5 } },
      y: { module: "Output" },
    });
    const need = memoryNeed(compile(layer).spec, { x: { shape: [4, 1, 6], dtype: "float32" } });
    // Attention 3·6·6 + 3·6 in and 6·6 + 6 out, two linear maps 6·5 + 5 and 5·6 + 6, two norms 2·6.
    expect(need.byNode.get("layer")?.learned).toBe((126 + 42 + 35 + 36 + 24) * 4);
    const norm = row({
      x: { module: "Input", args: { shape: [2, 3] } },
      bn: { module: "BatchNorm1d" },
      y: { module: "Output" },
    });
    const { byNode } = memoryNeed(compile(norm).spec, { x: { shape: [2, 3], dtype: "float32" } });
    expect(byNode.get("bn")?.learned).toBe(4 * 3 * 4 + 8);
  });
});

describe("withPrepared", () => {
  const forms: Record<string, Form> = {
    conv: { bytes: { outputs: 1000, running: 64, kept: 512 }, outputs: [{ shape: [2, 4, 6, 6], dtype: "float32" }] },
    relu: { bytes: { outputs: 0, running: 96, kept: 0 }, outputs: [{ shape: [2, 4, 6, 6], dtype: "float32" }] },
  };
  const { spec } = compile(graph);

  it("counts what is kept of every node, and what runs for the greediest alone", () => {
    const asked: unknown[] = [];
    const need = withPrepared(memoryNeed(spec, inputs), spec, inputs, (node, given) => {
      asked.push([node, given]);
      return forms[node]!;
    });
    expect(asked).toEqual([
      ["conv", [inputs.x]],
      ["relu", [{ shape: [2, 4, 6, 6], dtype: "float32" }]],
    ]);
    expect(need.byNode.get("conv")?.bytes).toBe(112 * 4 + 1000 + 64 + 512);
    expect(need.byNode.get("relu")?.bytes).toBe(96);
    expect(need.bytes).toBe((384 + 112) * 4 + 1000 + 512 + 96);
  });

  it("leaves the count of a module that runs as it is, and asks on for those behind it", () => {
    const need = withPrepared(memoryNeed(spec, inputs), spec, inputs, (node) => (node === "conv" ? null : forms.relu!));
    expect(need.byNode.get("conv")?.bytes).toBe((112 + 288) * 4);
    expect(need.byNode.get("relu")?.bytes).toBe(96);
  });

  it("is what a session then holds, however often it runs", async () => {
    await loadKernels(undefined, 1);
    const wide = row({
      x: { module: "Input", args: { shape: [1, 16, 16, 16] } },
      conv: { module: "Conv2d", args: { out_channels: 16, kernel_size: 3, padding: 1 } },
      drop: { module: "Dropout" },
      conv2: { module: "Conv2d", args: { out_channels: 4, kernel_size: 5 } },
      y: { module: "Output" },
    });
    const asked = request(wide);
    const model = new Model();
    model.build(asked.spec, 1, false);
    const least = memoryNeed(asked.spec, asked.inputs);
    const need = withPrepared(least, asked.spec, asked.inputs, (node, given) => model.ready(node, given));
    const kept = ["conv", "conv2"].map((node) => need.byNode.get(node)!.bytes - least.byNode.get(node)!.bytes);
    expect(kept.every((more) => more > 0)).toBe(true);
    const scratch = createSession();
    await scratch.run(asked);
    const [tensors, blocks] = [liveBytes(), memory.liveBytes];
    const session = createSession({ memoryLimit: need.bytes });
    for (let seed = 1; seed <= 5; seed++) {
      await session.setInput("x", { kind: "normal", seed });
      expect(await session.run(request(wide))).toMatchObject({ ok: true });
      expect(memory.liveBytes - blocks).toBe(need.bytes);
      expect(memory.liveBytes - blocks - (liveBytes() - tensors)).toBe(kept[0]! + kept[1]!);
    }
    const refused = await createSession({ memoryLimit: need.bytes - 1 }).run(request(wide));
    expect(refused).toMatchObject({ ok: false, error: { kind: "memory", node: "conv" } });
    expect(refused.ok ? "" : refused.error.message).toContain(
      `conv alone needs ${printBytes(need.byNode.get("conv")!.bytes)}`,
    );
  });
});

describe("refusals", () => {
  it("name the figures and the node", () => {
    const need = memoryNeed(compile(graph).spec, inputs);
    expect(refuseLarge(need, bytes)).toBeNull();
    expect(refuseLarge(need, bytes - 1)).toMatchObject({
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
    const caught = (allocate: () => unknown): unknown => {
      try {
        return allocate();
      } catch (error) {
        return error;
      }
    };
    expect(isOutOfMemory(caught(() => new Float64Array(2 ** 50)))).toBe(true);
    expect(isOutOfMemory(caught(() => memory.allocate(2 ** 33)))).toBe(true);
    expect(isOutOfMemory(new RangeError("Array buffer allocation failed"))).toBe(true);
    expect(isOutOfMemory(new RangeError("toFixed() digits argument must be between 0 and 100"))).toBe(false);
    expect(isOutOfMemory(new Error("Array buffer allocation failed"))).toBe(false);
  });
});
