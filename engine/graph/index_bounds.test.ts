// Which whole numbers an Input may hold, given what reads them as indices.

import { expect, test } from "vitest";
import { edges } from "./graph.fixture.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { indexBounds } from "./index_bounds.ts";

const input = (...shape: number[]): GraphNode => ({ module: "Input", args: { shape, dtype: "int64" } });
const table = (rows: number): GraphNode => ({ module: "Embedding", args: { num_embeddings: rows, embedding_dim: 2 } });
const graph = (nodes: Record<string, GraphNode>, ...texts: string[]): Graph => ({
  nodes,
  edges: edges(...texts),
});
const boundsOf = (nodes: Record<string, GraphNode>, ...texts: string[]) =>
  Object.fromEntries(indexBounds(graph(nodes, ...texts)));

test("the smallest table that reads an Input bounds it, and no other Input", () => {
  const nodes = { x: input(2, 3), y: input(2, 3), a: table(9), b: table(4), r: { module: "ReLU" } };
  expect(boundsOf(nodes, "x>a", "x>b", "y>r")).toEqual({ x: 4 });
});

test("a bound passes through what keeps values, and not through what makes others", () => {
  const shaped = { x: input(2, 3), f: { module: "Flatten" }, u: { module: "Identity" }, e: table(7) };
  expect(boundsOf(shaped, "x>f", "f>u", "u>e")).toEqual({ x: 7 });
  const joined = { x: input(2, 3), y: input(2, 3), c: { module: "Cat" }, e: table(5) };
  expect(boundsOf(joined, "x>c", "y>c.other", "c>e")).toEqual({ x: 5, y: 5 });
  const made = { x: input(2, 3), e: table(5), l: { module: "Linear", args: { out_features: 3 } } };
  expect(boundsOf(made, "x>e", "e>l")).toEqual({ x: 5 });
  expect(boundsOf({ x: input(2, 3), s: { module: "Sigmoid" }, e: table(5) }, "x>s", "s>e")).toEqual({});
});

test("sums and products stay below the bound", () => {
  const sum = { x: input(3), y: input(3), a: { module: "Add" }, e: table(8) };
  expect(boundsOf(sum, "x>a", "y>a.other", "a>e")).toEqual({ x: 4, y: 4 });
  const product = { x: input(3), m: { module: "Mul" }, e: table(10) };
  expect(boundsOf(product, "x>m", "x>m.other", "m>e")).toEqual({ x: 4 });
  expect(boundsOf({ ...product, e: table(1) }, "x>m", "x>m.other", "m>e")).toEqual({ x: 1 });
});

test("classes bound targets, rows bags, lengths the lengths of sequences", () => {
  const scores = (...shape: number[]): GraphNode => ({ module: "Input", args: { shape } });
  const loss = { s: scores(4, 6, 5), t: input(4, 5), l: { module: "CrossEntropyLoss" } };
  expect(boundsOf(loss, "s>l", "t>l.target")).toEqual({ t: 6 });
  const one = { s: scores(6), t: input(), l: { module: "NLLLoss" } };
  expect(boundsOf(one, "s>l", "t>l.target")).toEqual({ t: 6 });
  const bag = { module: "EmbeddingBag", args: { num_embeddings: 3, embedding_dim: 2 } };
  expect(boundsOf({ x: input(6), o: input(2), b: bag }, "x>b", "o>b.offsets")).toEqual({ x: 3, o: 1 });
  const ctc = { s: scores(7, 2, 5), t: input(2, 3), i: input(2), j: input(2), l: { module: "CTCLoss" } };
  expect(boundsOf(ctc, "s>l", "t>l.targets", "i>l.input_lengths", "j>l.target_lengths")).toEqual({ t: 5, i: 8, j: 4 });
});
