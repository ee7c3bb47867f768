// Tests of saving a document that the app failed on.
import { expect, test } from "vitest";
import { parseModelFile } from "../../engine/graph/file.ts";
import { type Document, emptyDocument } from "../document/document.ts";
import { textOfAny } from "./last_resort.ts";

test("a sound document is a model file that opens", () => {
  const document: Document = {
    ...emptyDocument,
    name: "kept",
    graph: { nodes: { relu1: { module: "ReLU", args: {} } }, edges: [] },
  };
  expect(parseModelFile(textOfAny(document)).graph.nodes.relu1?.module).toBe("ReLU");
});

test("of a document that no file can hold nothing is lost either", () => {
  const broken = { ...emptyDocument, name: "broken", graph: { nodes: { a: null }, edges: [] } } as unknown as Document;
  expect(JSON.parse(textOfAny(broken))).toMatchObject({ name: "broken", graph: { nodes: { a: null } } });
});
