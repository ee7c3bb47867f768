// The clipboard's text: a model file, refused where it is wrong, ignored where it is none.

import { beforeEach, expect, test } from "vitest";
import type { ModelFile } from "../../engine/graph/file.ts";
import { edge } from "../../engine/graph/graph.fixture.ts";
import { edgeId, type GraphNode } from "../../engine/graph/graph.ts";
import { printModelFile } from "../../engine/graph/print_file.ts";
import { emptyDocument } from "../document/document.ts";
import { renameNode } from "../document/edits.ts";
import { cell } from "../document/placing.ts";
import { frontEditor } from "../editor/front.ts";
import { select } from "../editor/selection.ts";
import { sessionStore, updateSession } from "../session/store.ts";
import { appendModule } from "./append.ts";
import { copyText, duplicateSelected, parsePart, pasteText, removeSelectedNodes } from "./clipboard.ts";

beforeEach(() => {
  updateSession({ notices: [] });
  frontEditor().history.replace({
    ...emptyDocument,
    graph: {
      nodes: {
        input: { module: "Input", args: { shape: [1, 4] } },
        fc1: { module: "Linear", args: { out_features: 3 } },
        relu1: { module: "ReLU" },
      },
      edges: [edge("input", "fc1"), edge("fc1", "relu1")],
    },
    layout: { input: [0, 0], fc1: [0, 200], relu1: [0, 400] },
  });
  select(frontEditor(), []);
});

test("copied and pasted nodes keep their arguments and the edges between them, in one step", () => {
  select(frontEditor(), ["fc1", "relu1"]);
  const text = copyText(frontEditor());
  expect(parsePart(text ?? "")?.graph.edges.map(edgeId)).toEqual(["fc1->relu1"]);
  const before = frontEditor().document();
  expect(pasteText(frontEditor(), text ?? "")).toBe(true);
  expect(frontEditor().document().graph.nodes.fc2).toEqual({ module: "Linear", args: { out_features: 3 } });
  expect(frontEditor().document().graph.edges.map(edgeId).at(-1)).toBe("fc2->relu2");
  expect(frontEditor().view.getState().selectedNodes).toEqual(["fc2", "relu2"]);
  frontEditor().history.undo();
  expect(frontEditor().document()).toBe(before);
});

test("cut and pasted nodes are the same ones, in their order and under their names, digits too", () => {
  frontEditor().history.edit(renameNode("fc1", "7"));
  frontEditor().history.edit(renameNode("relu1", "0"));
  select(frontEditor(), ["fc1", "relu1"]);
  const before = frontEditor().document().graph;
  const text = copyText(frontEditor()) ?? "";
  expect(text.indexOf('"7": {')).toBeLessThan(text.indexOf('"0": {'));
  removeSelectedNodes(frontEditor());
  expect(Object.keys(frontEditor().document().graph.nodes)).toEqual(["input"]);
  expect(pasteText(frontEditor(), text)).toBe(true);
  expect(frontEditor().document().graph.nodes).toEqual(before.nodes);
  expect(Object.keys(frontEditor().document().graph.nodes)).toEqual(["input", "fc1", "relu1"]);
  expect(frontEditor().view.getState().selectedNodes).toEqual(["fc1", "relu1"]);
});

test("nothing selected is nothing copied", () => {
  expect(copyText(frontEditor())).toBeNull();
});

test("a duplicate lies beside its source", () => {
  select(frontEditor(), ["relu1"]);
  duplicateSelected(frontEditor());
  const [x, y] = frontEditor().document().layout.relu2 ?? [0, 0];
  expect(Math.hypot(x, y - 400)).toBeLessThan(2 * cell.width);
  expect(Math.abs(x) >= cell.width || Math.abs(y - 400) >= cell.height).toBe(true);
});

test("other texts are left alone", () => {
  const before = frontEditor().document();
  for (const text of ["", "conv1", "{}", '{"format":"other"}']) expect(pasteText(frontEditor(), text)).toBe(false);
  expect(frontEditor().document()).toBe(before);
  expect(sessionStore.getState().notices).toEqual([]);
});

test.each(["edgewise", "edgewise nodes"])("a wrong text of the format %s is refused with the place", (format) => {
  const before = frontEditor().document();
  const nodes = { x: { module: "Nonsense" } };
  expect(pasteText(frontEditor(), JSON.stringify({ format, version: 1, graph: { nodes, edges: [] } }))).toBe(true);
  expect(frontEditor().document()).toBe(before);
  expect(sessionStore.getState().notices[0]?.text).toContain("graph.nodes.x");
});

test("what would be too large to be opened again is refused with its count, and nothing changes", () => {
  const nodes: Record<string, GraphNode> = {};
  for (let i = 0; i < 9999; i++) nodes[`n${i}`] = { module: "ReLU" };
  frontEditor().history.replace({
    ...emptyDocument,
    graph: { nodes, edges: [] },
    layout: { n0: [0, 0], n1: [0, 200] },
  });
  const before = frontEditor().document();
  const said = () => sessionStore.getState().notices.map((notice) => notice.text);
  select(frontEditor(), ["n0", "n1"]);
  const text = copyText(frontEditor()) ?? "";
  duplicateSelected(frontEditor());
  expect(said()).toEqual(["graph.nodes: expected at most 10,000 nodes, got 10,001"]);
  pasteText(frontEditor(), text);
  expect(said()).toHaveLength(2);
  expect(frontEditor().document()).toBe(before);
  appendModule(frontEditor(), "ReLU");
  const full = frontEditor().document();
  expect(Object.keys(full.graph.nodes)).toHaveLength(10_000);
  appendModule(frontEditor(), "ReLU");
  expect(frontEditor().document()).toBe(full);
  expect(said()).toHaveLength(3);
});

test("stacked layers and edges of a paste are counted together with those of the model", () => {
  const stacked = (names: string[]) => Object.fromEntries(names.map((name) => [name, lstm]));
  const lstm: GraphNode = { module: "LSTM", args: { hidden_size: 4, num_layers: 256 } };
  const names = Array.from({ length: 30 }, (_, i) => `n${i}`);
  const layout = Object.fromEntries(names.map((name, i) => [name, [0, 200 * i] as const]));
  frontEditor().history.replace({ ...emptyDocument, graph: { nodes: stacked(names), edges: [] }, layout });
  const before = frontEditor().document();
  select(frontEditor(), names);
  duplicateSelected(frontEditor());
  expect(frontEditor().document()).toBe(before);
  expect(sessionStore.getState().notices[0]?.text).toContain("10,000 stacked layers");
  frontEditor().history.replace({
    ...emptyDocument,
    graph: { nodes: { x: { module: "Input" } }, edges: [] },
    layout: { x: [0, 0] },
  });
  expect(pasteText(frontEditor(), `{"format":"edgewise"${" ".repeat(50_000_000)}}`)).toBe(true);
  expect(sessionStore.getState().notices[1]?.text).toContain("at most 50,000,000 characters");
});

test("a whole model is opened beside the one in front, as it is", () => {
  const model: ModelFile = {
    name: 'called "format": "edgewise nodes"',
    seed: 7,
    graph: { nodes: { only: { module: "ReLU" } }, edges: [] },
    layout: { only: [8, 9] },
  };
  expect(pasteText(frontEditor(), printModelFile(model))).toBe(true);
  expect(frontEditor().document()).toEqual(model);
  expect(frontEditor().history.store.getState().past).toEqual([]);
});
