// The bridge to React Flow: identity of what does not change, what cards and edges say, changes as edits.

import { expect, test } from "vitest";
import { edge } from "../../engine/graph/graph.fixture.ts";
import type { Graph } from "../../engine/graph/graph.ts";
import { inferShapes } from "../../engine/graph/infer.ts";
import { type Document, emptyDocument } from "../document/document.ts";
import { moveNodes, renameNode, setArg } from "../document/edits.ts";
import { t } from "../i18n/index.ts";
import { type NodeView, nodeViews } from "../scene/cards.ts";
import { applyChanges, applyEdgeChanges, toEdge } from "./changes.ts";
import { type FlowEdge, routesOf, toFlowEdges } from "./flow_edges.ts";
import { type FlowNode, toFlowNodes } from "./flow_nodes.ts";

const graph: Graph = {
  nodes: {
    input: { module: "Input", args: { shape: [1, 1, 28, 28] } },
    conv1: { module: "Conv2d", args: { out_channels: 6, kernel_size: 5, stride: 1 } },
    add1: { module: "Add" },
    flatten1: { module: "Flatten" },
    fc1: { module: "Linear", args: { in_features: 400, out_features: 10 } },
    relu1: { module: "ReLU" },
  },
  edges: [
    edge("input", "conv1"),
    edge("conv1", "add1"),
    edge("conv1", "add1.other"),
    edge("add1", "flatten1"),
    edge("flatten1", "fc1"),
    edge("fc1", "relu1"),
  ],
};
const layout = Object.fromEntries(Object.keys(graph.nodes).map((name, i) => [name, [0, i * 136] as const]));
const document: Document = { ...emptyDocument, graph, layout };

const ids = <T extends { readonly id: string }>(items: readonly T[]) => new Map(items.map((item) => [item.id, item]));

interface Before {
  readonly views: ReadonlyMap<string, NodeView>;
  readonly byNode: ReadonlyMap<string, FlowNode>;
  readonly byEdge: ReadonlyMap<string, FlowEdge>;
}

function flowOf(d: Document, before?: Before) {
  const inference = inferShapes(d.graph);
  const views = nodeViews(d.graph, inference, before?.views ?? new Map(), t);
  const nodes = toFlowNodes(d, views, new Set(), before?.byNode ?? new Map());
  const routes = routesOf(d.graph, nodes);
  const edges = toFlowEdges(d.graph, inference, routes, new Set(), null, before?.byEdge ?? new Map(), t);
  return { views, nodes, edges, byNode: ids(nodes), byEdge: ids(edges) };
}

test("a card says what differs from the default, what flows out, and what is wrong", () => {
  const { views } = flowOf(document);
  expect(views.get("conv1")).toMatchObject({
    args: "out_channels=6, kernel_size=5",
    shape: "[1, 6, 24, 24]",
    parameters: 156,
    problem: null,
  });
  expect(views.get("fc1")!.problem).toContain("mat1 and mat2 shapes cannot be multiplied");
  expect(views.get("relu1")).toMatchObject({ shape: null, state: "waiting" });
});

test("a merge offers one more port once all are connected", () => {
  const { views } = flowOf(document);
  expect(views.get("add1")!.inputs.map(({ port, connected }) => [port, connected])).toEqual([
    [null, true],
    ["other", true],
    ["input2", false],
  ]);
});

test("an edge knows the dim that does not fit and why there is no shape", () => {
  const { byEdge } = flowOf(document);
  expect(byEdge.get("flatten1->fc1")!.data).toMatchObject({ shape: [1, 3456], badDim: 1 });
  expect(byEdge.get("fc1->relu1")!.data).toMatchObject({ shape: null, cause: { name: "fc1", own: true } });
});

test("dragging one node leaves all others, with their sizes, the same objects", () => {
  const before = flowOf(document);
  const after = flowOf(moveNodes({ relu1: [400, 900] })(document), before);
  for (const node of after.nodes) {
    if (node.id === "relu1") expect(node).not.toBe(before.byNode.get("relu1"));
    else expect(node).toBe(before.byNode.get(node.id));
    expect(node.measured).toEqual({ width: 192, height: node.height });
  }
  expect(after.byEdge.get("input->conv1")).toBe(before.byEdge.get("input->conv1"));
  expect(after.byEdge.get("fc1->relu1")).not.toBe(before.byEdge.get("fc1->relu1"));
});

test("a changed argument changes what lies downstream and nothing else", () => {
  const before = flowOf(document);
  const after = flowOf(setArg("conv1", "out_channels", 8)(document), before);
  expect(after.byNode.get("input")).toBe(before.byNode.get("input"));
  expect(after.byNode.get("conv1")).not.toBe(before.byNode.get("conv1"));
  expect(after.byEdge.get("input->conv1")).toBe(before.byEdge.get("input->conv1"));
  expect(after.byEdge.get("conv1->add1")!.data!.shape).toEqual([1, 8, 24, 24]);
});

test("moves become one edit, choices become the selection, sizes become nothing", () => {
  const session = { selectedNodes: ["input"], selectedEdges: [] };
  const { edits, selection: change } = applyChanges(
    [
      { type: "position", id: "conv1", position: { x: 8.4, y: 16 }, dragging: true },
      { type: "select", id: "conv1", selected: true },
      { type: "select", id: "input", selected: false },
      { type: "dimensions", id: "conv1", dimensions: { width: 1, height: 1 } },
    ],
    session,
  );
  expect(edits).toHaveLength(1);
  expect(edits[0]!(document).layout.conv1).toEqual([8, 16]);
  expect(edits[0]!(document).graph).toBe(graph);
  expect(change).toEqual({ selectedNodes: ["conv1"] });
  expect(applyChanges([{ type: "select", id: "input", selected: true }], session)).toEqual({
    edits: [],
    selection: {},
  });
  const removed = applyEdgeChanges([{ type: "remove", id: "input->conv1" }], session);
  expect(removed.edits[0]!(document).graph.edges).toHaveLength(5);
});

test("an edge that spells out the first port has its handle and its values, and the name the file gives it", () => {
  const nodes = { x: { module: "Input", args: { shape: [1, 4] } }, y: { module: "Output" } };
  const spelled = { ...emptyDocument, graph: { nodes, edges: [edge("x.output", "y.input")] } };
  const placed = { ...spelled, layout: { x: [0, 0], y: [0, 200] } as const };
  const shown = flowOf(placed).byEdge.get("x.output->y.input")!;
  expect([shown.sourceHandle, shown.targetHandle]).toEqual(["first", "first"]);
  expect(shown.data).toMatchObject({ port: { node: "x", port: null }, from: "x.output", to: "y.input" });
});

test("a renamed node has other names on its card and its edges, and the same ids", () => {
  const renamed = renameNode("conv1", "0")(document);
  const { byNode, byEdge } = flowOf(renamed);
  expect(byNode.get("conv1")!.data).toMatchObject({ id: "conv1", name: "0" });
  expect(byEdge.get("conv1->add1.other")!.data).toMatchObject({ from: "0", to: "add1.other", sourceName: "0" });
});

test("a handle's connection is the document's edge", () => {
  const ends = { source: "conv1", sourceHandle: "first", target: "add1", targetHandle: "input2" };
  expect(toEdge(ends)).toEqual(edge("conv1", "add1.input2"));
});
