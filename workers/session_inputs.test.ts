// Checks what flows from Inputs of each dtype: masks of bool, random indices that what reads them allows.

import { expect, test } from "vitest";
import { edges, port } from "../engine/graph/graph.fixture.ts";
import "../engine/tensor/methods.ts";
import type { Graph, GraphNode } from "../engine/graph/graph.ts";
import type { InputSource } from "./protocol.ts";
import { run, value } from "./session.fixture.ts";
import { createSession } from "./session.ts";

const input = (shape: readonly number[], dtype = "float32"): GraphNode => ({ module: "Input", args: { shape, dtype } });
const graph = (nodes: Record<string, GraphNode>, texts: string): Graph => ({
  nodes,
  edges: edges(...texts.split(" ")),
});

const masked = (dtype: string) =>
  graph(
    {
      x: input([2, 5, 8]),
      mask: input([2, 5], dtype),
      attn: { module: "MultiheadAttention", args: { num_heads: 2, batch_first: true } },
    },
    "x>attn.query x>attn.key x>attn.value mask>attn.key_padding_mask",
  );
const hidden = [0, 0, 0, 1, 1, 0, 1, 0, 0, 0];

test("a bool mask hides what -inf hides", async () => {
  const weightsWith = async (dtype: string, source: InputSource) => {
    const session = createSession();
    value(await session.setInput("mask", source));
    const reply = await run(session, masked(dtype));
    expect(reply.failures).toEqual([]);
    expect(reply.activations.mask?.dtype).toBe(dtype);
    return value(await session.inspect(port("attn.attn_output_weights"), 1)).values;
  };
  const bool = await weightsWith("bool", {
    kind: "tensor",
    dtype: "bool",
    shape: [2, 5],
    data: Uint8Array.from(hidden),
  });
  const float = await weightsWith("float32", {
    kind: "tensor",
    dtype: "float32",
    shape: [2, 5],
    data: Float32Array.from(hidden, (h) => (h ? Number.NEGATIVE_INFINITY : 0)),
  });
  expect([...bool]).toEqual([...float]);
  for (let row = 0; row < 5; row++) expect(bool[5 * row + 1]).toBe(0);
  expect(bool[0]).toBeGreaterThan(0);
});

test("a random bool Input holds both, and shows as 0 and 1", async () => {
  const session = createSession();
  value(await session.setInput("x", { kind: "uniform", seed: 3 }));
  const reply = await run(session, graph({ x: input([64], "bool"), y: { module: "Output" } }, "x>y"));
  expect(reply.activations.x).toMatchObject({ dtype: "bool", stats: { min: 0, max: 1 } });
  expect(new Set(value(await session.inspect(port("x"), 0)).values)).toEqual(new Set([0, 1]));
});

test("random indices stay within the table that reads them, also when it shrinks", async () => {
  const session = createSession();
  const looked = (rows: number) =>
    graph(
      {
        x: input([4, 50], "int64"),
        add: { module: "Add" },
        flat: { module: "Flatten" },
        table: { module: "Embedding", args: { num_embeddings: rows, embedding_dim: 3 } },
      },
      "x>add x>add.other add>flat flat>table",
    );
  for (const [rows, most] of [
    [100, 49],
    [7, 3],
    [1, 0],
  ] as const) {
    const reply = await run(session, looked(rows));
    expect(reply.failures).toEqual([]);
    expect(reply.activations.x?.stats).toMatchObject({ min: 0, max: most });
  }
  const unread = graph({ x: input([4, 50], "int64"), y: { module: "Output" } }, "x>y");
  expect((await run(session, unread)).activations.x?.stats).toMatchObject({ min: 0, max: 9 });
});

test("random targets are classes", async () => {
  const session = createSession();
  const nodes = { s: input([64, 3]), t: input([64], "int64"), loss: { module: "CrossEntropyLoss" } };
  const reply = await run(session, graph(nodes, "s>loss t>loss.target"));
  expect(reply.failures).toEqual([]);
  expect(reply.activations.t?.stats).toMatchObject({ min: 0, max: 2 });
});
