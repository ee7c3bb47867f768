// Legal connections, free ports, dropping, keyboard ways, axes, numbers and pixels: the canvas's small rules.

import { expect, test } from "vitest";
import { edge, port } from "../../engine/graph/graph.fixture.ts";
import { edgeBetween, type Graph, printPort } from "../../engine/graph/graph.ts";
import { inferShapes } from "../../engine/graph/infer.ts";
import { emptyDocument } from "../document/document.ts";
import { legalSources, legalTargets } from "../document/legal.ts";
import { freeInput, openInputs, portsOf } from "../scene/ports.ts";
import { routeWires } from "../scene/route.ts";
import { exactNumber, shortNumber } from "../ui/numbers.ts";
import { afterChange, createGesture, startConnecting } from "./connecting.ts";
import { dropModule, dropTarget, isLoose } from "./drop.ts";
import { nextSpot } from "./focus.ts";
import { mostTargets, nearestTargets } from "./targets.ts";

const graph: Graph = {
  nodes: {
    input: { module: "Input", args: { shape: [1, 4] } },
    a: { module: "ReLU" },
    b: { module: "Add" },
    output: { module: "Output" },
    loose: { module: "ReLU" },
  },
  edges: [edge("input", "a"), edge("a", "b"), edge("b", "output")],
};

test("a connection may not close a cycle, enter an Input or leave an Output", () => {
  expect(legalTargets(graph, "a")).toEqual(new Set(["b", "output", "loose"]));
  expect(legalSources(graph, "a")).toEqual(new Set(["input", "loose"]));
  const gesture = createGesture(
    () => graph,
    (all) => all,
  );
  for (const fixed of ["source", "target"] as const) {
    const allows = (from: string, to: string) => {
      gesture.start(port(fixed === "source" ? from : to), fixed);
      return gesture.allows(port(from), port(to));
    };
    expect(allows("b", "a")).toBe(false);
    expect(allows("a", "a")).toBe(false);
    expect(allows("input", "b.other")).toBe(true);
    expect(allows("loose", "a")).toBe(true);
  }
  expect(legalSources(graph, "loose").has("output")).toBe(false);
  expect(legalTargets(graph, "a").has("input")).toBe(false);
});

test("a connection by keyboard follows the model: it ends where an end of it goes, and at what has become illegal", () => {
  const aimed = { ...startConnecting(graph, port("a"), "source"), aim: "loose" };
  const without = (gone: string): Graph => ({
    nodes: Object.fromEntries(Object.entries(graph.nodes).filter(([id]) => id !== gone)),
    edges: graph.edges.filter(({ source, target }) => source !== gone && target !== gone),
  });
  expect(afterChange(without("output"), aimed)).toEqual({ ...aimed, legal: new Set(["b", "loose"]) });
  expect(afterChange(without("loose"), aimed)).toBe(null);
  expect(afterChange(without("a"), aimed)).toBe(null);
  expect(afterChange({ ...graph, edges: [...graph.edges, edge("loose", "a")] }, aimed)).toBe(null);
  const byMouse = startConnecting(graph, port("a"), "source");
  expect(afterChange(without("a"), byMouse)).toBe(byMouse);
});

test("what a connection may lead to is found once a gesture, and again when the model has changed", () => {
  const count = 2000;
  const names = Array.from({ length: count }, (_, i) => `n${i}`);
  const nodes = Object.fromEntries(names.map((name) => [name, { module: "ReLU" }]));
  const chain = names.slice(1).map((to, i) => edge(names[i]!, to));
  let walks = 0;
  const counted = (edges: Graph["edges"]): Graph => ({
    get nodes() {
      walks++;
      return nodes;
    },
    edges,
  });
  let now = counted(chain);
  // An end of the last edge is being moved.
  const gesture = createGesture(
    () => now,
    ({ edges }) => counted(edges.slice(0, -1)),
  );
  expect(gesture.start(port("n1000"), "source").legal.size).toBe(count - 1001);
  const atStart = walks;
  for (const name of names) expect(gesture.allows(port("n1000"), port(name))).toBe(Number(name.slice(1)) > 1000);
  expect(gesture.endsOn(port("n1000"), "source", "n1500")).toEqual({ from: port("n1000"), to: port("n1500") });
  expect(gesture.endsOn(port("n1000"), "source", "n500")).toBe(null);
  expect(walks - atStart).toBeLessThan(10);
  now = counted([edge("n0", "n1")]);
  expect(gesture.allows(port("n1000"), port("n500"))).toBe(true);
});

test("optional inputs are open until they are connected", () => {
  const nodes = { x: { module: "Input" }, lstm: { module: "LSTM" }, relu: { module: "ReLU" } };
  const shown = (to: string) => portsOf({ nodes, edges: [edge("x", to)] }, "lstm", undefined).inputs;
  expect(openInputs("LSTM", shown("lstm"))).toEqual(["h_0", "c_0"]);
  expect(openInputs("LSTM", shown("lstm.c_0"))).toEqual(["h_0"]);
  expect(openInputs("ReLU", [])).toEqual([]);
});

test("the first free input; a module's only input counts although it is taken", () => {
  expect(freeInput(graph, "b")).toEqual(port("b.other"));
  expect(freeInput(graph, "output")).toEqual(port("output"));
  expect(freeInput(graph, "input")).toBe(null);
  const full: Graph = { ...graph, edges: [...graph.edges, edge("input", "b.other")] };
  expect(freeInput(full, "b")).toEqual(port("b.input2"));
});

const d = { ...emptyDocument, graph, layout: { input: [0, 0], a: [0, 136], b: [0, 272] } as const };

test("a module dropped on an edge stands in it, on a card after it, elsewhere alone", () => {
  const into = dropModule(d, "Conv2d", { x: 0, y: 100 }, { kind: "edge", id: "input->a" }, []);
  expect(into.document.graph.edges).toEqual(expect.arrayContaining([edge("input", "conv1"), edge("conv1", "a")]));
  expect(into.document.layout.conv1).toEqual([0, 136]);
  expect(into.document.layout.a![1]).toBeGreaterThan(136);
  const after = dropModule(d, "Conv2d", { x: 0, y: 0 }, { kind: "node", id: "a" }, []);
  expect(after.document.graph.edges).toEqual(expect.arrayContaining([edge("a", "conv1"), edge("conv1", "b")]));
  const alone = dropModule(d, "Conv2d", { x: 500, y: 500 }, { kind: "canvas" }, []);
  expect(alone.document.graph.edges).toBe(graph.edges);
  const input = dropModule(d, "Input", { x: 0, y: 100 }, { kind: "edge", id: "input->a" }, []);
  expect(input.document.graph.edges).toBe(graph.edges);
});

test("cards lie above edges, and only a node without edges can be put into one", () => {
  const rect = { x: 0, y: 0, width: 100, height: 50 };
  const routes = routeWires([{ id: "e", from: { x: 50, y: 50 }, to: { x: 50, y: 400 } }], [rect]);
  expect(dropTarget({ x: 50, y: 40 }, new Map([["n", rect]]), routes)).toEqual({ kind: "node", id: "n" });
  expect(dropTarget({ x: 55, y: 90 }, new Map([["n", rect]]), routes)).toEqual({ kind: "edge", id: "e" });
  expect(dropTarget({ x: 300, y: 90 }, new Map([["n", rect]]), routes)).toEqual({ kind: "canvas" });
  expect([isLoose(graph, "loose"), isLoose(graph, "a"), isLoose(graph, "input")]).toEqual([true, false, false]);
});

test("arrows go from a node to its edge to the next node, and to the neighbour aside", () => {
  const at = { kind: "node", id: "a" } as const;
  expect(nextSpot(graph, {}, at, "ArrowDown")).toEqual({ kind: "edge", id: "a->b" });
  expect(nextSpot(graph, {}, { kind: "edge", id: "a->b" }, "ArrowDown")).toEqual({ kind: "node", id: "b" });
  expect(nextSpot(graph, {}, at, "ArrowUp")).toEqual({ kind: "edge", id: "input->a" });
  expect(nextSpot(graph, { a: [0, 0], b: [300, 0], loose: [200, 400] }, at, "ArrowRight")).toEqual({
    kind: "node",
    id: "b",
  });
  expect(nextSpot(graph, { a: [0, 0] }, at, "ArrowLeft")).toBe(null);
});

test("numbers are short for the eye and exact for scripts", () => {
  expect([0, 0.123456, -12.345, 1234567, -0.0000321, Number.NaN].map((value) => shortNumber(value))).toEqual([
    "0",
    "0.123",
    "−12.3",
    "1.2e6",
    "−3.2e−5",
    "nan",
  ]);
  expect(exactNumber(Math.fround(0.1))).toBe("0.100000001");
  expect(Number(exactNumber(1.23456789e-12))).toBe(1.23456789e-12);
});

test("of thousands of nodes that a connection may lead to the nearest are listed, in the order of the model", () => {
  const names = Array.from({ length: 3000 }, (_, i) => `n${i}`);
  const nodes = Object.fromEntries(names.map((name) => [name, { module: "ReLU" }]));
  const layout = Object.fromEntries(names.map((name, i) => [name, [0, 136 * i] as const]));
  const { inputs, all } = nearestTargets({ ...emptyDocument, graph: { nodes, edges: [] }, layout }, "n1000");
  expect(all).toBe(2999);
  expect(inputs.map(printPort)).toEqual(names.slice(988, 1013).filter((name) => name !== "n1000"));
  expect(inputs).toHaveLength(mostTargets);
  const few = nearestTargets({ ...emptyDocument, graph, layout: {} }, "a");
  expect(few).toEqual({
    inputs: [port("b.other"), port("output"), port("loose")],
    all: 3,
  });
});

test("a function of any number of tensors offers a port that a file takes, and none behind a number", () => {
  const labels = (nodes: Graph["nodes"], edges: Graph["edges"], id: string) => {
    const graph: Graph = { nodes, edges };
    return portsOf(graph, id, inferShapes(graph).nodes.get(id)).inputs.map(({ label }) => label);
  };
  const x = { module: "Input", args: { shape: [2, 2] } };
  const first = edgeBetween({ node: "x", port: null }, { node: "f", port: null });
  const second = edgeBetween({ node: "x", port: null }, { node: "f", port: "other" });
  expect(labels({ x, f: { module: "einsum", args: { equation: "ii" } } }, [first], "f")).toEqual(["input", "other"]);
  expect(labels({ x, f: { module: "cat" } }, [first, second], "f")).toEqual(["input", "other", "input2"]);
  expect(labels({ x, f: { module: "mul", args: { other: 0.5 } } }, [first], "f")).toEqual(["input"]);
});
