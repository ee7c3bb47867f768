// Checks that what points into the document stays through a rename made anywhere, and is dropped with what it points to.

import { beforeEach, expect, test } from "vitest";
import { edge, port } from "../../engine/graph/graph.fixture.ts";
import { nameOf } from "../../engine/graph/identity.ts";
import { type Document, emptyDocument } from "../document/document.ts";
import { removeNodes, renameNode } from "../document/edits.ts";
import { createHistory } from "../document/history.ts";
import { followGraph } from "./selection.ts";
import { createView } from "./view.ts";

const start: Document = {
  ...emptyDocument,
  graph: {
    nodes: { input: { module: "Input" }, lstm1: { module: "LSTM" }, relu1: { module: "ReLU" } },
    edges: [edge("input", "lstm1"), edge("lstm1.h_n", "relu1")],
  },
};

const pointers = () => {
  const { selectedNodes, selectedEdges, viewedPort, renaming } = editor.view.getState();
  return { selectedNodes, selectedEdges, viewedPort, renaming };
};
const old = {
  selectedNodes: ["relu1", "lstm1"],
  selectedEdges: ["lstm1.h_n->relu1"],
  viewedPort: port("lstm1.h_n"),
  renaming: "lstm1",
};
let editor = { view: createView() };
beforeEach(() => {
  editor = { view: createView() };
});

test("selection, viewer and name field stay through a rename, its undo and its redo", () => {
  const history = createHistory(start);
  history.store.subscribe((s) => followGraph(editor, s.present.graph));
  editor.view.setState(old);
  history.edit(renameNode("lstm1", "rnn"));
  expect(pointers()).toEqual(old);
  history.undo();
  expect(pointers()).toEqual(old);
  history.redo();
  expect(pointers()).toEqual(old);
  history.edit(removeNodes(["lstm1"]));
  expect(pointers()).toEqual({ selectedNodes: ["relu1"], selectedEdges: [], viewedPort: null, renaming: null });
});

test("two that swap names keep what was theirs", () => {
  const swapped = [
    ["lstm1", "c"],
    ["relu1", "lstm1"],
    ["lstm1", "relu1"],
  ].reduce((d, [id = "", to = ""]) => renameNode(id, to)(d), start);
  expect(nameOf(swapped.graph, "lstm1")).toBe("relu1");
  editor.view.setState({ ...old, selectedNodes: ["relu1"] });
  followGraph(editor, swapped.graph);
  expect(pointers()).toEqual({ ...old, selectedNodes: ["relu1"] });
});
