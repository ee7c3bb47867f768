// Checks which weights a session keeps, draws, takes and gives back.

import { describe, expect, it, vi } from "vitest";
import type { ArrayTensor } from "../engine/core/array.ts";
import { port } from "../engine/graph/graph.fixture.ts";
import { readSafetensors, writeSafetensors } from "../engine/io/safetensors.ts";
import { memory } from "../engine/kernels/index.ts";
import "../engine/tensor/methods.ts";
import { all, lenet, renamed, request, row, run, value, weightsOf } from "./session.fixture.ts";
import { createSession } from "./session.ts";

const more = (t: ArrayTensor) => ({ ...t, data: t.data.map((v) => v + 1) }) as ArrayTensor;

describe("weights", () => {
  it("come from the seed and the node's name alone", async () => {
    const [a, b, c] = [createSession(), createSession(), createSession()];
    await run(a, lenet());
    await run(b, lenet());
    await run(c, lenet(), { seed: 2 });
    const [first, same, other] = [await weightsOf(a), await weightsOf(b), await weightsOf(c)];
    expect(same).toEqual(first);
    expect(other.get("conv1.weight")).not.toEqual(first.get("conv1.weight"));
    expect(first.get("conv1.weight")?.shape).toEqual([6, 1, 5, 5]);
  });

  it("of other layers do not change when a layer is added", async () => {
    const [a, b] = [createSession(), createSession()];
    await run(a, lenet());
    const { input, ...rest } = lenet().nodes;
    const more = { module: "Conv2d", args: { out_channels: 1, kernel_size: 1 } };
    await run(b, row({ input: input!, extra: more, ...rest }));
    const after = await weightsOf(b);
    for (const [key, tensor] of await weightsOf(a)) expect(after.get(key)).toEqual(tensor);
    expect(after.has("extra.weight")).toBe(true);
  });

  it("stay through edits that leave their shapes, and come back with undo once loaded", async () => {
    const session = createSession();
    await run(session, lenet());
    const drawn = await weightsOf(session);
    const loaded = new Map([...drawn].map(([key, t]) => [key, more(t)]));
    const report = value(await session.loadWeights(writeSafetensors(loaded)));
    expect(report.missing_keys).toEqual([]);
    expect(new Set(report.loaded)).toEqual(new Set(loaded.keys()));
    expect((await run(session, lenet())).ran).toEqual(all.slice(1));

    await run(
      session,
      lenet({
        conv1: { module: "Conv2d", args: { out_channels: 6, kernel_size: 5, padding: 2 } },
        fc1: { module: "Linear", args: { out_features: 32 } },
      }),
    );
    const padded = await weightsOf(session);
    expect(padded.get("conv1.weight")).toEqual(loaded.get("conv1.weight"));
    expect(padded.get("fc2.weight")).toEqual(loaded.get("fc2.weight"));
    expect(padded.get("fc1.weight")?.shape).not.toEqual(loaded.get("fc1.weight")?.shape);

    await run(session, lenet());
    expect(await weightsOf(session)).toEqual(loaded);
    await session.resetWeights();
    await run(session, lenet());
    expect(await weightsOf(session)).toEqual(drawn);
  });

  it("are taken all or none, with torch's message", async () => {
    const session = createSession();
    await run(session, lenet());
    const drawn = await weightsOf(session);
    const wrong = new Map(drawn);
    wrong.set("conv1.bias", { dtype: "float32", shape: [6], data: new Float32Array(6) });
    wrong.set("fc2.weight", { dtype: "float32", shape: [1], data: new Float32Array(1) });
    const result = await session.loadWeights(writeSafetensors(wrong));
    expect(result).toMatchObject({ ok: false, error: { kind: "weights" } });
    expect(result.ok ? "" : result.error.message).toBe(
      "Error(s) in loading state_dict for Sequential:\n\tsize mismatch for fc2.weight: copying a param with shape " +
        "torch.Size([1]) from checkpoint, the shape in current model is torch.Size([10, 32]).",
    );
    expect(await weightsOf(session)).toEqual(drawn);
    const broken = await session.loadWeights(Uint8Array.of(1, 2, 3));
    expect(broken.ok ? "" : broken.error.message).toContain("safetensors header");
  });

  it("of a count saved with one dim are taken as torch takes it, and come back to an edited layer", async () => {
    const graph = row({
      x: { module: "Input", args: { shape: [4, 3, 8, 8] } },
      bn: { module: "BatchNorm2d" },
      relu: { module: "ReLU" },
    });
    const session = createSession();
    await run(session, graph);
    const given = new Map([...(await weightsOf(session))].map(([key, t]) => [key, more(t)]));
    given.set("bn.num_batches_tracked", { dtype: "int64", shape: [1], data: Float64Array.of(41) });
    const report = value(await session.loadWeights(writeSafetensors(given)));
    expect(report).toMatchObject({ missing_keys: [], unexpected_keys: [] });
    const loaded = new Map(given).set("bn.num_batches_tracked", {
      dtype: "int64",
      shape: [],
      data: Float64Array.of(41),
    });
    expect(await weightsOf(session)).toEqual(loaded);
    // The layer goes and comes back: from what was loaded.
    const { bn: _gone, ...nodes } = graph.nodes;
    await run(session, row(nodes));
    await run(session, graph);
    expect(await weightsOf(session)).toEqual(loaded);
  });

  it("neither go into the model before one that is too large, nor come from it", async () => {
    const session = createSession({ memoryLimit: 3e6 });
    await run(session, lenet());
    const bytes = value(await session.saveWeights());
    const large = lenet({ input: { module: "Input", args: { shape: [999, 1, 28, 28] } } });
    expect(await session.run(request(large))).toMatchObject({ error: { kind: "memory" } });
    expect(await session.saveWeights()).toMatchObject({ error: { kind: "memory" } });
    expect(await session.loadWeights(bytes)).toMatchObject({ error: { kind: "memory" } });
    await run(session, lenet());
    expect(value(await session.saveWeights())).toEqual(bytes);
  });

  it("stay as they are where memory fails, whichever call and allocation it is", async () => {
    const session = createSession();
    await run(session, lenet());
    const drawn = await weightsOf(session);
    const bytes = writeSafetensors([...drawn].map(([key, t]) => [key, more(t)]));
    const real = memory.allocate.bind(memory);
    for (const call of ["loadWeights", "restoreWeights", "resetWeights"] as const) {
      for (let allowed = 0; ; allowed++) {
        let left = allowed;
        const spy = vi.spyOn(memory, "allocate").mockImplementation((size) => {
          if (left-- === 0) throw new RangeError("out of memory");
          return real(size);
        });
        const result = await session[call](bytes);
        spy.mockRestore();
        if (result.ok) {
          expect(allowed).toBeGreaterThan(7);
          break;
        }
        expect(result.error.kind).toBe("memory");
        expect((await run(session, lenet())).failures).toEqual([]);
        expect(await weightsOf(session)).toEqual(call === "loadWeights" ? drawn : readSafetensors(bytes).tensors);
      }
    }
    expect(await weightsOf(session)).toEqual(drawn);
  });

  it("are restored to a new session, as far as they fit", async () => {
    const [old, young] = [createSession(), createSession()];
    await run(old, lenet(), { seed: 9 });
    const bytes = value(await old.saveWeights());
    value(await young.restoreWeights(bytes));
    value(await young.prepare(request(lenet({ fc2: { module: "Linear", args: { out_features: 4 } } }))));
    const [before, after] = [await weightsOf(old), await weightsOf(young)];
    expect(after.get("fc1.weight")).toEqual(before.get("fc1.weight"));
    expect(after.get("fc2.weight")?.shape).toEqual([4, 32]);
  });

  it("stay with a layer that is renamed, drawn or loaded, and so do its values", async () => {
    const session = createSession();
    const before = lenet();
    const after = renamed(before, "conv1", "stem");
    const first = await run(session, before);
    const drawn = await weightsOf(session);
    const there = await run(session, after);
    expect(there.ran).toEqual([]);
    expect(there.current).toEqual(first.current);
    expect((await weightsOf(session)).get("stem.weight")).toEqual(drawn.get("conv1.weight"));
    // Loaded under the names of now, kept under those of before; a new session draws the same for the same layer.
    const young = createSession();
    const again = await run(young, after);
    expect(again.activations.conv1?.stats).toEqual(first.activations.conv1?.stats);
    const loaded = new Map([...drawn].map(([key, t]) => [key.replace("conv1", "stem"), more(t)]));
    const report = value(await session.loadWeights(writeSafetensors(loaded)));
    await run(session, after);
    expect((await run(session, before)).ran).toEqual([]);
    expect((await weightsOf(session)).get("conv1.weight")).toEqual(loaded.get("stem.weight"));
    expect((await run(session, after)).ran).toEqual([]);
    expect(await weightsOf(session)).toEqual(loaded);
    // What was loaded comes back to the layer, by its id, whatever it is called: after it was gone, and in a new session.
    const without = lenet();
    const { conv1: _gone, ...rest } = after.nodes;
    await run(session, row(rest));
    await run(session, before);
    expect((await weightsOf(session)).get("conv1.weight")).toEqual(loaded.get("stem.weight"));
    value(await young.restoreWeights(report.kept!));
    await run(young, without);
    expect((await weightsOf(young)).get("conv1.weight")).toEqual(loaded.get("stem.weight"));
  });

  it("go with their layers when two swap names", async () => {
    const session = createSession();
    const twins = row({
      x: { module: "Input", args: { shape: [2, 4] } },
      a: { module: "Linear", args: { out_features: 4 } },
      b: { module: "Linear", args: { out_features: 4 } },
    });
    await run(session, twins);
    const drawn = await weightsOf(session);
    const swapped = renamed(renamed(renamed(twins, "a", "c"), "b", "a"), "c", "b");
    const reply = await run(session, swapped);
    expect(reply.ran).toEqual([]);
    const after = await weightsOf(session);
    expect(after.get("b.weight")).toEqual(drawn.get("a.weight"));
    expect(after.get("a.weight")).toEqual(drawn.get("b.weight"));
    expect(value(await session.inspect(port("a"), 0)).stats).toEqual((await run(session, twins)).activations.a?.stats);
  });

  it("of layers called by digits are drawn from those, saved under them, and restored", async () => {
    const [session, young] = [createSession(), createSession()];
    const linear = { module: "Linear", args: { out_features: 4 } };
    const graph = row({ x: { module: "Input", args: { shape: [2, 4] } }, "#1": linear, "#0": linear });
    await run(session, graph);
    const drawn = await weightsOf(session);
    expect([...drawn.keys()].sort()).toEqual(["0.bias", "0.weight", "1.bias", "1.weight"]);
    const loaded = new Map([...drawn].map(([key, t]) => [key, more(t)]));
    const bytes = writeSafetensors(loaded);
    expect(value(await session.loadWeights(bytes)).kept).toBeNull();
    value(await young.restoreWeights(bytes));
    await run(young, renamed(graph, "0", "last"));
    expect((await weightsOf(young)).get("last.weight")).toEqual(loaded.get("0.weight"));
    expect((await weightsOf(young)).get("1.bias")).toEqual(loaded.get("1.bias"));
    value(await young.resetWeights());
    expect((await weightsOf(young)).get("last.weight")).toEqual(drawn.get("0.weight"));
  });

  it("keep what BatchNorm learned while training", async () => {
    const session = createSession();
    const graph = row({
      x: { module: "Input", args: { shape: [4, 3, 8, 8] } },
      bn: { module: "BatchNorm2d" },
      drop: { module: "Dropout", args: { p: 0.5 } },
      y: { module: "Output" },
    });
    const first = await run(session, graph);
    await run(session, graph, { training: true });
    expect((await run(session, graph, { training: true })).ran).toEqual([]);
    expect((await weightsOf(session)).get("bn.num_batches_tracked")?.data[0]).toBe(1);
    const evaluated = await run(session, graph);
    expect(evaluated.ran).toEqual(["bn", "drop"]);
    expect(evaluated.activations.bn?.stats.mean).not.toBe(first.activations.bn?.stats.mean);
  });
});
