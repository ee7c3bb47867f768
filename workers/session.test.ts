// Checks the engine's side of the dialogue over compiled graphs: what runs again, what stays, what fails and what is refused.

import { describe, expect, it } from "vitest";
import { edge, port } from "../engine/graph/graph.fixture.ts";
import type { Graph } from "../engine/graph/graph.ts";
import { writeSafetensors } from "../engine/io/safetensors.ts";
import type { EngineApi } from "./protocol.ts";
import { all, lenet, type Nodes, request, row, run, value, weightsOf } from "./session.fixture.ts";
import { createSession } from "./session.ts";

describe("run", () => {
  it("overwrites nothing that an edge shows, whatever inplace says", async () => {
    const graph = (alpha: number) =>
      row({
        input: { module: "Input", args: { shape: [1, 1, 6, 6] } },
        conv: { module: "Conv2d", args: { out_channels: 2, kernel_size: 3 } },
        elu: { module: "ELU", args: { alpha, inplace: true } },
        output: { module: "Output" },
      });
    const session = createSession();
    await run(session, graph(1));
    const before = value(await session.inspect(port("conv"), 0));
    const again = await run(session, graph(3));
    expect(again.ran).toEqual(["elu"]);
    expect(value(await session.inspect(port("conv"), 0))).toEqual(before);
    const fresh = createSession();
    await run(fresh, graph(3));
    expect(value(await session.inspect(port("elu"), 0))).toEqual(value(await fresh.inspect(port("elu"), 0)));
  });

  it("computes every port with shape, statistics and picture", async () => {
    const reply = await run(createSession(), lenet());
    expect(reply.ran).toEqual(all);
    expect(reply.current).toEqual(all);
    expect(reply.failures).toEqual([]);
    expect(reply.activations.conv1?.shape).toEqual([2, 6, 24, 24]);
    expect(reply.activations.conv1?.picture).toMatchObject({ kind: "grid", count: 6, width: 24, height: 24 });
    expect(reply.activations.fc2?.picture).toMatchObject({ kind: "strip", length: 10, rows: 1 });
    const stats = reply.activations.relu1!.stats;
    expect(stats.min).toBe(0);
    expect(stats.max).toBeGreaterThan(stats.mean);
  });

  it("gives what the arithmetic says", async () => {
    const session = createSession();
    const graph = row({
      x: { module: "Input", args: { shape: [1, 2] } },
      fc: { module: "Linear", args: { out_features: 2 } },
      y: { module: "Output" },
    });
    const data = Float32Array.of(1, 10);
    await session.setInput("x", { kind: "tensor", data, shape: [1, 2], dtype: "float32" });
    await session.prepare(request(graph));
    const file = writeSafetensors([
      ["fc.weight", { dtype: "float32", shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }],
      ["fc.bias", { dtype: "float32", shape: [2], data: Float32Array.of(0.5, -0.5) }],
    ]);
    value(await session.loadWeights(file));
    const reply = await run(session, graph);
    expect(reply.activations.fc?.stats).toEqual({ min: 21.5, max: 42.5, mean: 32, std: 10.5, nonFinite: 0 });
    const inspection = value(await session.inspect(port("fc"), 0));
    expect([...inspection.values]).toEqual([21.5, 42.5]);
    expect(inspection.sampleShape).toEqual([2]);
    expect(inspection.histogram).toHaveLength(64);
    expect(inspection.histogram[0]).toBe(1);
    expect(inspection.histogram[63]).toBe(1);
  });

  it("runs only what lies downstream of an edit", async () => {
    const session = createSession();
    const first = await run(session, lenet());
    const change: Nodes = { conv2: { module: "Conv2d", args: { out_channels: 8, kernel_size: 5 } } };
    const second = await run(session, lenet(change), { have: first.revision });
    expect(second.ran).toEqual(["conv2", "pool2", "flatten", "fc1", "fc2"]);
    expect(Object.keys(second.activations)).toEqual(second.ran);
    expect(second.current).toEqual(expect.arrayContaining(all));
    expect((await run(session, lenet(change))).ran).toEqual([]);
  });

  it("answers what a dropped reply held", async () => {
    const session = createSession();
    await run(session, lenet());
    const again = await run(session, lenet(), { have: 0 });
    expect(again.ran).toEqual([]);
    expect(Object.keys(again.activations)).toEqual(all);
  });

  it("draws other pictures for another sample without running", async () => {
    const session = createSession();
    const first = await run(session, lenet());
    const second = await run(session, lenet(), { have: first.revision, sample: 1 });
    expect(second.ran).toEqual([]);
    expect(Object.keys(second.activations)).toEqual(all);
    expect(second.activations.conv1?.stats).toEqual(first.activations.conv1?.stats);
    expect(second.activations.conv1?.picture).not.toEqual(first.activations.conv1?.picture);
  });

  it("runs the modules of branches too, in any order of edges", async () => {
    const graph: Graph = {
      nodes: {
        x: { module: "Input", args: { shape: [1, 3, 8, 8] } },
        a: { module: "Conv2d", args: { out_channels: 4, kernel_size: 3, padding: 1 } },
        b: { module: "Conv2d", args: { out_channels: 4, kernel_size: 1 } },
        sum: { module: "Add" },
        relu: { module: "ReLU" },
        y: { module: "Output" },
      },
      edges: [
        edge("relu", "y"),
        edge("b", "sum.other"),
        edge("sum", "relu"),
        edge("a", "sum"),
        edge("x", "b"),
        edge("x", "a"),
      ],
    };
    const session = createSession();
    const reply = await run(session, graph);
    expect(new Set(reply.current)).toEqual(new Set(["x", "a", "b", "sum", "relu"]));
    const means = ["a", "b", "sum"].map((port) => reply.activations[port]!.stats.mean);
    expect(means[2]).toBeCloseTo(means[0]! + means[1]!, 5);
    expect([...(await weightsOf(session)).keys()].sort()).toEqual(["a.bias", "a.weight", "b.bias", "b.weight"]);
    const changed = {
      ...graph,
      nodes: { ...graph.nodes, b: { ...graph.nodes.b!, args: { out_channels: 4, kernel_size: 3, padding: 1 } } },
    };
    expect((await run(session, changed)).ran).toEqual(["b", "sum", "relu"]);
  });

  it("lets everything run that does not depend on a node that fails", async () => {
    const session = createSession();
    const graph: Graph = {
      nodes: {
        x: { module: "Input", args: { shape: [1, 3] } },
        bad: { module: "Linear", args: { in_features: 3, out_features: 4 } },
        after: { module: "ReLU" },
        good: { module: "Linear", args: { in_features: 3, out_features: 2 } },
        y: { module: "Output" },
        z: { module: "Output" },
      },
      edges: [edge("x", "bad"), edge("bad", "after"), edge("after", "y"), edge("x", "good"), edge("good", "z")],
    };
    const asked = request(graph);
    const text = JSON.stringify(asked.spec).replace(
      '"in_features":3,"out_features":4',
      '"in_features":5,"out_features":4',
    );
    const reply = value(await session.run({ ...asked, spec: JSON.parse(text) }));
    expect(reply.failures).toEqual([
      { kind: "module", node: "bad", message: "mat1 and mat2 shapes cannot be multiplied (1x3 and 5x4)" },
    ]);
    expect(reply.current).toEqual(["x", "good"]);
  });

  it("names both shapes when an input does not fit, and runs again when it does", async () => {
    const session = createSession();
    const source = { kind: "tensor", data: new Float32Array(4), shape: [2, 2], dtype: "float32" } as const;
    await session.setInput("input", source);
    const reply = await run(session, lenet());
    expect(reply.failures).toMatchObject([{ kind: "input", node: "input" }]);
    expect(reply.failures[0]?.message).toContain("[2, 1, 28, 28]");
    expect(reply.failures[0]?.message).toContain("[2, 2]");
    expect(reply.current).toEqual([]);
    await session.setInput("input", { kind: "uniform", seed: 4 });
    expect((await run(session, lenet())).current).toEqual(all);
  });

  it("refuses what needs more memory than the limit, before it allocates", async () => {
    const session = createSession();
    const huge = row({
      x: { module: "Input", args: { shape: [1, 200_000] } },
      fc: { module: "Linear", args: { out_features: 1000 } },
      fd: { module: "Linear", args: { out_features: 200_000 } },
      fe: { module: "Linear", args: { out_features: 1300 } },
      y: { module: "Output" },
    });
    const result = await session.run(request(huge));
    expect(result).toMatchObject({ ok: false, error: { kind: "memory", node: "fe" } });
    expect(result.ok ? "" : result.error.message).toMatch(/2\.46 GiB.*limit is 2\.00 GiB.*fe alone needs 991\.8 MiB/);
  });

  it("stops between modules, and keeps what it had computed", async () => {
    const session = createSession();
    const nodes: Nodes = { x: { module: "Input", args: { shape: [4, 8, 32, 32] } } };
    for (let i = 0; i < 40; i++) {
      nodes[`conv${i}`] = { module: "Conv2d", args: { out_channels: 8, kernel_size: 3, padding: 1 } };
    }
    const started = session.run(request(row(nodes)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await session.stop()).toEqual({ ok: true, value: null });
    expect(await started).toMatchObject({ ok: false, error: { kind: "stopped" } });
    const rest = await run(session, row(nodes));
    expect(rest.current).toHaveLength(41);
    expect(rest.ran.length).toBeLessThan(41);
    expect(Object.keys(rest.activations)).toHaveLength(41);
  });

  it("ends a run when a newer one is asked for", async () => {
    const session = createSession();
    const first = session.run(request(lenet()));
    const second = session.run(request(lenet({ relu1: { module: "Tanh" } })));
    const [a, b] = await Promise.all([first, second]);
    expect(a.ok === false ? a.error.kind : "").toBe("stopped");
    expect(value(b).current).toEqual(all);
  });
});

describe("optional ports", () => {
  const input = (shape: number[]) => ({ module: "Input", args: { shape } });
  const give = (session: EngineApi, node: string, shape: number[], value: (i: number) => number) => {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i));
    return session.setInput(node, { kind: "tensor", data, shape, dtype: "float32" });
  };

  it("give an LSTM its first state; left open it is zero", async () => {
    const state = [1, 2, 4];
    const open: Graph = {
      nodes: { x: input([5, 2, 3]), lstm1: { module: "LSTM", args: { hidden_size: 4 } }, y: { module: "Output" } },
      edges: [edge("x", "lstm1"), edge("lstm1", "y")],
    };
    const given: Graph = {
      nodes: { ...open.nodes, h: input(state), c: input(state) },
      edges: [edge("c", "lstm1.c_0"), ...open.edges, edge("h", "lstm1.h_0")],
    };
    const session = createSession();
    const zero = (await run(session, open)).activations.lstm1?.stats;
    for (const node of ["h", "c"]) await give(session, node, state, () => 0);
    expect((await run(session, given)).activations.lstm1?.stats).toEqual(zero);
    await give(session, "h", state, (i) => i / 8);
    expect((await run(session, given)).activations.lstm1?.stats.mean).not.toBe(zero?.mean);
  });

  it("reach forward past those that are left open", async () => {
    const graph: Graph = {
      nodes: {
        q: input([3, 1, 4]),
        mask: input([3, 3]),
        attn: { module: "MultiheadAttention", args: { embed_dim: 4, num_heads: 1 } },
        y: { module: "Output" },
        weights: { module: "Output" },
      },
      edges: [
        edge("mask", "attn.attn_mask"),
        ...["attn", "attn.key", "attn.value"].map((to) => edge("q", to)),
        edge("attn", "y"),
        edge("attn.attn_output_weights", "weights"),
      ],
    };
    const session = createSession();
    // Nobody looks ahead.
    await give(session, "mask", [3, 3], (i) => (i % 3 > Math.floor(i / 3) ? Number.NEGATIVE_INFINITY : 0));
    const { activations, failures } = await run(session, graph);
    expect(failures).toEqual([]);
    expect(activations["attn.attn_output_weights"]?.stats).toMatchObject({ min: 0, max: 1 });
  });
});
