// The one rule for names, from the rename field to the run: every name JavaScript's objects or torch's modules know.

import { describe, expect, test } from "vitest";
import { FormatError } from "../../engine/core/errors.ts";
import { moduleAttributes } from "../../engine/core/module_attributes.ts";
import { fileName, modelName, nameFault } from "../../engine/core/names.ts";
import { parseModelFile } from "../../engine/graph/file.ts";
import { edge } from "../../engine/graph/graph.fixture.ts";
import { idFrom, idOf, nameOf } from "../../engine/graph/identity.ts";
import { inferShapes } from "../../engine/graph/infer.ts";
import { printModelFile } from "../../engine/graph/print_file.ts";
import { pytorchSource } from "../../engine/graph/pytorch.ts";
import { run, weightsOf } from "../../workers/session.fixture.ts";
import { createSession } from "../../workers/session.ts";
import { type FlowNode, toFlowNodes } from "../canvas/flow_nodes.ts";
import { choiceOf } from "../editor/inputs.ts";
import { t } from "../i18n/index.ts";
import { nodeViews } from "../scene/cards.ts";
import { placeMissing } from "../scene/place.ts";
import { type Document, emptyDocument } from "./document.ts";
import {
  addNode,
  moveNodes,
  nameProblem,
  partOf,
  pasteNodes,
  removeNodes,
  renameNode,
  setArg,
  setName,
} from "./edits.ts";

const start: Document = {
  ...emptyDocument,
  name: "names",
  graph: {
    nodes: {
      x: { module: "Input", args: { shape: [2, 4] } },
      fc: { module: "Linear", args: { out_features: 3 } },
      out: { module: "Output" },
    },
    edges: [edge("x", "fc"), edge("fc", "out")],
  },
};

const objectKeys = Object.getOwnPropertyNames(Object.prototype);
const names = [...new Set([...objectKeys, ...moduleAttributes, "lambda", "__x", "getattr", "nn", "0"])];
const allowed = names.filter((name) => nameFault(name) === null);
const refused = names.filter((name) => nameFault(name) !== null);

describe("a name like any other", () => {
  test("holds what every object inherits", () => {
    expect(allowed).toEqual(
      expect.arrayContaining(["constructor", "toString", "hasOwnProperty", "valueOf", "isPrototypeOf"]),
    );
  });

  test.each(allowed.map((name) => [name]))("%s: rename, file, shapes, canvas, Python, run", async (name) => {
    const renamed = renameNode("fc", name)(start);
    expect(Object.keys(renamed.graph.nodes).map((id) => nameOf(renamed.graph, id))).toEqual(["x", name, "out"]);
    const { graph, layout } = parseModelFile(printModelFile(renamed));
    expect(graph).toEqual(renamed.graph);
    expect(Object.keys(layout)).toEqual([]);

    const inference = inferShapes(graph);
    expect(inference.problems).toEqual([]);
    expect(inference.shapeOf({ node: "fc", port: null })).toEqual([2, 3]);
    expect(pytorchSource(graph, name)).toContain(`"${name}", nn.Linear(4, 3)`);

    const views = nodeViews(graph, inference, new Map(), t);
    expect(toFlowNodes({ ...renamed, layout: {} }, views, new Set(), new Map<string, FlowNode>())).toEqual([]);
    const places = placeMissing(graph, {});
    expect(Object.keys(places).sort()).toEqual(Object.keys(graph.nodes).sort());
    expect(toFlowNodes({ ...renamed, layout: places }, views, new Set(), new Map<string, FlowNode>())).toHaveLength(3);

    const session = createSession();
    const reply = await run(session, graph);
    expect(reply.failures).toEqual([]);
    expect(reply.activations.fc?.shape).toEqual([2, 3]);
    expect([...(await weightsOf(session)).keys()].sort()).toEqual([`${name}.bias`, `${name}.weight`]);
  });

  test.each(allowed.map((name) => [name]))("edits of %s find what is there and nothing else", (name) => {
    const id = idFrom(name);
    expect(setArg(id, "out_features", 5)(start)).toBe(start);
    expect(removeNodes([id])(start)).toBe(start);
    expect(choiceOf({}, id).kind).toBe("digit");
    const made = addNode(id, { module: "Input" }, [0, 0])(start);
    const moved = moveNodes({ [id]: [1, 2] })(made);
    expect(moved.layout[id]).toEqual([1, 2]);
    const { document, ids: pasted } = pasteNodes(start, partOf(moved, [id]), [10, 20]);
    expect(pasted).toEqual([id]);
    expect(document.layout[id]).toEqual([11, 22]);
    expect(idOf(renameNode(id, "again")(made).graph, "again")).toBe(id);
    expect(Object.keys(made.graph.nodes)).toEqual(["x", "fc", "out", id]);
  });
});

describe("a reserved name", () => {
  test("is every attribute of nn.Module, and every __name__", () => {
    expect(refused).toEqual(expect.arrayContaining([...moduleAttributes, "__proto__", "__defineGetter__"]));
    expect(refused.length).toBe(names.length - allowed.length);
  });

  test.each(refused.map((name) => [name]))("%s is refused by the rename and by files, with the reason", (name) => {
    expect(nameProblem(start.graph, name, "fc")).toBe("reserved");
    expect(renameNode("fc", name)(start)).toBe(start);
    const text = printModelFile(start).replaceAll('"fc"', JSON.stringify(name));
    let thrown: unknown;
    try {
      parseModelFile(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(FormatError);
    expect((thrown as FormatError).message).toContain(name);
    if (name !== "__proto__") expect((thrown as FormatError).place).toBe(`graph.nodes.${name}`);
  });
});

describe("a model's name", () => {
  test.each([
    ["LeNet-5", "LeNet-5"],
    ["a\nb\r\nc\td", "a b c d"],
    ["\u202eevil\u2066", " evil "],
    ["\ud800x", "\ufffdx"],
    ["模型 👩‍👩‍👧", "模型 👩‍👩‍👧"],
  ])("%j is the line %j", (name, line) => {
    expect(modelName(name)).toBe(line);
    expect(setName(name)(start).name).toBe(line);
    expect(parseModelFile(printModelFile({ ...start, name })).name).toBe(line);
  });

  test("has at most 200 characters", () => {
    expect(setName("n".repeat(300))(start).name).toBe("n".repeat(200));
    const long = printModelFile({ ...start, name: "n".repeat(201) });
    expect(() => parseModelFile(long)).toThrow("name: expected at most 200 characters, got 201");
  });
});

test.each([
  ["a/b\\c:d*e", "a_b_c_d_e.json"],
  ["con", "_con.json"],
  ["NUL.txt", "_NUL.txt.json"],
  ["..\u202egnp.exe", "gnp.exe.json"],
  ["模".repeat(200), `${"模".repeat(66)}.json`],
  ["a\0b\nc", "a b c.json"],
  [" . ", "model.json"],
])("a model called %j is saved as %s", (name, file) => {
  expect(fileName(name, "json")).toBe(file);
});
