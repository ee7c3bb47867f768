// Adding layers: where they go and what they are connected to.

import { describe, expect, test } from "vitest";
import { edge } from "../../engine/graph/graph.fixture.ts";
import { edgeId } from "../../engine/graph/graph.ts";
import { type Document, emptyDocument } from "../document/document.ts";
import { cell } from "../document/placing.ts";
import { anchorOf, appendAt } from "./append.ts";

const chain: Document = {
  ...emptyDocument,
  graph: {
    nodes: { input: { module: "Input" }, conv1: { module: "Conv2d" }, output: { module: "Output" } },
    edges: [edge("input", "conv1"), edge("conv1", "output")],
  },
  layout: { input: [0, 0], conv1: [0, cell.height], output: [0, 2 * cell.height] },
};

/** The edges after adding a module to what is selected. */
function add(d: Document, module: string, nodes: readonly string[] = [], edges: readonly string[] = []) {
  const { document, id } = appendAt(d, module, anchorOf(d.graph, nodes, edges), [500, 500]);
  return { id, edges: document.graph.edges.map(edgeId).sort(), document };
}

describe("in a chain", () => {
  test("after the selected node", () => {
    expect(add(chain, "ReLU", ["input"]).edges).toEqual(["conv1->output", "input->relu1", "relu1->conv1"]);
    expect(add(chain, "ReLU", ["conv1"]).edges).toEqual(["conv1->relu1", "input->conv1", "relu1->output"]);
  });
  test("before a selected Output", () => {
    expect(add(chain, "ReLU", ["output"]).edges).toEqual(["conv1->relu1", "input->conv1", "relu1->output"]);
  });
  test("into the selected edge", () => {
    expect(add(chain, "ReLU", [], ["input->conv1"]).edges).toEqual(["conv1->output", "input->relu1", "relu1->conv1"]);
  });
  test("before Output when nothing is selected, or what is no longer there", () => {
    expect(add(chain, "ReLU").edges).toEqual(["conv1->relu1", "input->conv1", "relu1->output"]);
    expect(add(chain, "ReLU", ["gone"], ["gone->too"]).edges).toEqual(add(chain, "ReLU").edges);
  });
  test("nodes keep clear of each other", () => {
    const { document } = add(chain, "ReLU", ["input"]);
    expect(document.layout).toEqual({
      input: [0, 0],
      relu1: [0, cell.height],
      conv1: [0, 2 * cell.height],
      output: [0, 3 * cell.height],
    });
  });
  test("a merge takes the tensor at its first port", () => {
    expect(add(chain, "Add", ["conv1"]).edges).toEqual(["add1->output", "conv1->add1", "input->conv1"]);
  });
});

describe("at the ends", () => {
  test("the first node lies in the middle of the view, alone", () => {
    const { document, id } = add(emptyDocument, "Conv2d");
    expect([id, document.layout, document.graph.edges]).toEqual(["conv1", { conv1: [500, 500] }, []]);
  });
  test("without an Output the open end goes on", () => {
    const open = { ...chain, graph: { nodes: { input: { module: "Input" } }, edges: [] } };
    expect(add(open, "Conv2d").edges).toEqual(["input->conv1"]);
    expect(add(open, "Output").edges).toEqual(["input->output"]);
  });
  test("an Output that reads nothing gets the open end through the new node", () => {
    const nodes = { input: { module: "Input" }, output: { module: "Output" } };
    expect(add({ ...chain, graph: { nodes, edges: [] } }, "ReLU", ["output"]).edges).toEqual([
      "input->relu1",
      "relu1->output",
    ]);
  });
  test("a second Output reads beside, it takes nothing away", () => {
    expect(add(chain, "Output", ["conv1"]).edges).toEqual(["conv1->output", "conv1->output1", "input->conv1"]);
  });
  test("an Input reads nothing and starts with a shape", () => {
    const { document, edges, id } = add(chain, "Input", ["conv1"]);
    expect(edges).toEqual(["conv1->output", "input->conv1"]);
    expect(document.graph.nodes[id]?.args).toEqual({ shape: [1, 1, 28, 28] });
  });
});
