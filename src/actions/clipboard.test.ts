// The clipboard's text: a model file, refused where it is wrong, ignored where it is none.

import { beforeEach, expect, test } from "vitest";
import type { ModelFile } from "../../engine/graph/file.ts";
import { edge } from "../../engine/graph/graph.fixture.ts";
import { edgeId, type GraphNode } from "../../engine/graph/graph.ts";
import { printModelFile } from "../../engine/graph/print_file.ts";
import { emptyDocument } from "../document/document.ts";
import { renameNode } from "../document/edits.ts";
import { cell } from "../document/placing.ts";
import { currentDocument, history } from "../document/store.ts";
import { select } from "../session/selection.ts";
import { sessionStore, updateSession } from "../session/store.ts";
import { appendModule } from "./append.ts";
import { copyText, duplicateSelected, parsePart, pasteText, removeSelectedNodes } from "./clipboard.ts";

beforeEach(() => {
  updateSession({ notices: [] });
  history.replace({
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
  select([]);
});

test("copied and pasted nodes keep their arguments and the edges between them, in one step", () => {
  select(["fc1", "relu1"]);
  const text = copyText();
  expect(parsePart(text ?? "")?.graph.edges.map(edgeId)).toEqual(["fc1->relu1"]);
  const before = currentDocument();
  expect(pasteText(text ?? "")).toBe(true);
  expect(currentDocument().graph.nodes.fc2).toEqual({ module: "Linear", args: { out_features: 3 } });
  expect(currentDocument().graph.edges.map(edgeId).at(-1)).toBe("fc2->relu2");
  expect(sessionStore.getState().selectedNodes).toEqual(["fc2", "relu2"]);
  history.undo();
  expect(currentDocument()).toBe(before);
});

test("cut and pasted nodes are the same ones, in their order and under their names, digits too", () => {
  history.edit(renameNode("fc1", "7"));
  history.edit(renameNode("relu1", "0"));
  select(["fc1", "relu1"]);
  const before = currentDocument().graph;
  const text = copyText() ?? "";
  expect(text.indexOf('"7": {')).toBeLessThan(text.indexOf('"0": {'));
  removeSelectedNodes();
  expect(Object.keys(currentDocument().graph.nodes)).toEqual(["input"]);
  expect(pasteText(text)).toBe(true);
  expect(currentDocument().graph.nodes).toEqual(before.nodes);
  expect(Object.keys(currentDocument().graph.nodes)).toEqual(["input", "fc1", "relu1"]);
  expect(sessionStore.getState().selectedNodes).toEqual(["fc1", "relu1"]);
});

test("nothing selected is nothing copied", () => {
  expect(copyText()).toBeNull();
});

test("a duplicate lies beside its source", () => {
  select(["relu1"]);
  duplicateSelected();
  const [x, y] = currentDocument().layout.relu2 ?? [0, 0];
  expect(Math.hypot(x, y - 400)).toBeLessThan(2 * cell.width);
  expect(Math.abs(x) >= cell.width || Math.abs(y - 400) >= cell.height).toBe(true);
});

test("other texts are left alone", () => {
  const before = currentDocument();
  for (const text of ["", "conv1", "{}", '{"format":"other"}']) expect(pasteText(text)).toBe(false);
  expect(currentDocument()).toBe(before);
  expect(sessionStore.getState().notices).toEqual([]);
});

test.each(["edgewise", "edgewise nodes"])("a wrong text of the format %s is refused with the place", (format) => {
  const before = currentDocument();
  const nodes = { x: { module: "Nonsense" } };
  expect(pasteText(JSON.stringify({ format, version: 1, graph: { nodes, edges: [] } }))).toBe(true);
  expect(currentDocument()).toBe(before);
  expect(sessionStore.getState().notices[0]?.text).toContain("graph.nodes.x");
});

test("what would be too large to be opened again is refused with its count, and nothing changes", () => {
  const nodes: Record<string, GraphNode> = {};
  for (let i = 0; i < 9999; i++) nodes[`n${i}`] = { module: "ReLU" };
  history.replace({ ...emptyDocument, graph: { nodes, edges: [] }, layout: { n0: [0, 0], n1: [0, 200] } });
  const before = currentDocument();
  const said = () => sessionStore.getState().notices.map((notice) => notice.text);
  select(["n0", "n1"]);
  const text = copyText() ?? "";
  duplicateSelected();
  expect(said()).toEqual(["graph.nodes: expected at most 10,000 nodes, got 10,001"]);
  pasteText(text);
  expect(said()).toHaveLength(2);
  expect(currentDocument()).toBe(before);
  appendModule("ReLU");
  const full = currentDocument();
  expect(Object.keys(full.graph.nodes)).toHaveLength(10_000);
  appendModule("ReLU");
  expect(currentDocument()).toBe(full);
  expect(said()).toHaveLength(3);
});

test("stacked layers and edges of a paste are counted together with those of the model", () => {
  const stacked = (names: string[]) => Object.fromEntries(names.map((name) => [name, lstm]));
  const lstm: GraphNode = { module: "LSTM", args: { hidden_size: 4, num_layers: 256 } };
  const names = Array.from({ length: 30 }, (_, i) => `n${i}`);
  const layout = Object.fromEntries(names.map((name, i) => [name, [0, 200 * i] as const]));
  history.replace({ ...emptyDocument, graph: { nodes: stacked(names), edges: [] }, layout });
  const before = currentDocument();
  select(names);
  duplicateSelected();
  expect(currentDocument()).toBe(before);
  expect(sessionStore.getState().notices[0]?.text).toContain("10,000 stacked layers");
  history.replace({ ...emptyDocument, graph: { nodes: { x: { module: "Input" } }, edges: [] }, layout: { x: [0, 0] } });
  expect(pasteText(`{"format":"edgewise"${" ".repeat(50_000_000)}}`)).toBe(true);
  expect(sessionStore.getState().notices[1]?.text).toContain("at most 50,000,000 characters");
});

test("a whole model is opened beside the one in front, as it is", () => {
  const model: ModelFile = {
    name: 'called "format": "edgewise nodes"',
    seed: 7,
    graph: { nodes: { only: { module: "ReLU" } }, edges: [] },
    layout: { only: [8, 9] },
  };
  expect(pasteText(printModelFile(model))).toBe(true);
  expect(currentDocument()).toEqual(model);
  expect(history.store.getState().past).toEqual([]);
});
