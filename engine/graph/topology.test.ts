// The walker: order, cycles, ports and reachability, none of which may depend on the order of edges.

import { expect, test } from "vitest";
import { edge } from "./graph.fixture.ts";
import type { Graph } from "./graph.ts";
import { parsePort } from "./port_text.ts";
import { topologyOf } from "./topology.ts";

const graph = (nodes: string, edges: string): Graph => ({
  nodes: Object.fromEntries(
    nodes
      .split(" ")
      .map((n) => n.split(":"))
      .map(([name, module]) => [name, { module: module ?? "ReLU" }]),
  ),
  edges: edges === "" ? [] : edges.split(" ").map((e) => edge(e.split(">")[0]!, e.split(">")[1]!)),
});

test("orders sources first and keeps the order of nodes where it can", () => {
  expect(topologyOf(graph("a b c", "a>b b>c")).order).toEqual(["a", "b", "c"]);
  expect(topologyOf(graph("c b a", "b>c a>b")).order).toEqual(["a", "b", "c"]);
  expect(topologyOf(graph("a c b d:Add", "a>c a>b b>d c>d.other")).order).toEqual(["a", "c", "b", "d"]);
});

test("does not depend on the order of edges", () => {
  const forth = topologyOf(graph("d:Add b a c", "a>b a>c b>d c>d.other"));
  const back = topologyOf(graph("d:Add b a c", "c>d.other b>d a>c a>b"));
  expect(forth.order).toEqual(back.order);
  expect(forth.outgoing("a")).toEqual(back.outgoing("a"));
});

test("finds the nodes on cycles, and only those", () => {
  const { cycles, order } = topologyOf(graph("in:Input a:Add b c d e", "in>a a>b b>c c>a.other c>d e>e"));
  expect(cycles).toEqual([["a", "b", "c"], ["e"]]);
  expect(order.indexOf("d")).toBeGreaterThan(order.indexOf("c"));
  expect(order).toHaveLength(6);
});

test("spells ports out, takes extra ports of variadic modules in their order", () => {
  const t = topologyOf(graph("a b add:Add", "a>add.input10 b>add.input2 a>add.input b>add.other a>b.output"));
  expect(t.ports("add")).toEqual(["input", "other", "input2", "input10"]);
  expect(t.incoming("add", "input").map((link) => link.id)).toEqual(["a->add.input"]);
  expect(t.unknownPorts.map((link) => link.id)).toEqual(["a->b.output"]);
});

test("puts edges to nodes that are not there aside", () => {
  const t = topologyOf(graph("a b", "a>b a>gone toString>b"));
  expect(t.dangling).toEqual([edge("a", "gone"), edge("toString", "b")]);
  expect(t.incoming("b", "input")).toHaveLength(1);
});

test("walks downstream and upstream", () => {
  const t = topologyOf(graph("a b c:Add d x", "a>b a>c b>c.other c>d"));
  expect([...t.downstream(["b"])].sort()).toEqual(["b", "c", "d"]);
  expect([...t.upstream(["c"])].sort()).toEqual(["a", "b", "c"]);
  expect([...t.downstream(["x", "gone"])]).toEqual(["x"]);
});

test("takes a chain of 20,000 nodes without deep recursion", () => {
  const names = Array.from({ length: 20_000 }, (_, i) => `n${i}`);
  const nodes = Object.fromEntries(names.toReversed().map((name) => [name, { module: "ReLU" }]));
  const edges = names.slice(1).map((name, i) => edge(names[i]!, name));
  expect(topologyOf({ nodes, edges }).order).toEqual(names);
});

test("parsePort keeps what follows the first dot", () => {
  expect(parsePort("lstm1.h_n")).toEqual({ node: "lstm1", port: "h_n" });
});
