// Tests of opening files: what is refused changes nothing and says where it is wrong; what is opened replaces all.
import { beforeEach, describe, expect, test } from "vitest";
import type { ArrayTensor } from "../../engine/core/array.ts";
import { writeNpy } from "../../engine/io/npy.ts";
import { setName } from "../document/edits.ts";
import { frontEditor } from "../editor/front.ts";
import { chooseInput } from "../editor/inputs.ts";
import { sessionStore, updateSession } from "../session/store.ts";
import { openDropped } from "./files.ts";
import { openInputFile } from "./inputs.ts";
import { openModelFile, openModelText } from "./models.ts";

const model = (shape: readonly number[], dtype = "float32") =>
  JSON.stringify({
    format: "edgewise",
    version: 1,
    name: "Small",
    graph: {
      nodes: { input: { module: "Input", args: { shape, dtype } }, output: { module: "Output" } },
      edges: [{ from: "input", to: "output" }],
    },
  });

const shapeNow = () => frontEditor().document().graph.nodes.input?.args?.shape;
/** The texts of the refusals shown. */
const refusals = () =>
  sessionStore.getState().notices.flatMap(({ text }) => (text?.includes("left as it was") ? [text] : []));
const npy = (name: string, shape: readonly number[], data: Float32Array) =>
  new File([writeNpy({ dtype: "float32", shape, data }).slice()], name);

beforeEach(() => {
  openModelText(model([1, 1, 2, 2]));
  updateSession({ notices: [] });
});

describe("a model file", () => {
  test("replaces the document, its history, the selection and the inputs", () => {
    frontEditor().history.edit(setName("Edited"));
    frontEditor().view.setState({ selectedNodes: ["input"], viewedPort: { node: "input", port: null } });
    frontEditor().controller.setSample(3);
    chooseInput(frontEditor(), "input", { kind: "uniform", seed: 1 });
    expect(openModelText(model([2, 1, 4, 4]))).toBe(true);
    expect(shapeNow()).toEqual([2, 1, 4, 4]);
    expect(frontEditor().history.store.getState().past).toEqual([]);
    expect(frontEditor().view.getState()).toMatchObject({ selectedNodes: [], viewedPort: null });
    expect(frontEditor().run.getState().sample).toBe(0);
    expect(frontEditor().inputs.getState()).toEqual({});
  });

  test.each([
    ["truncated", '{"format": "edge', "bad.json: line 1, column"],
    ["of a newer version", model([1]).replace('"version":1', '"version":9'), "bad.json: version:"],
    ["with an unknown module", model([1]).replace('"Output"', '"Outputt"'), "bad.json: graph.nodes.output.module"],
    ["with a wrong argument", model([1]).replace("[1]", '"x"'), "bad.json: graph.nodes.input.args.shape"],
  ])("%s is refused", async (_, text, place) => {
    const before = frontEditor().document();
    chooseInput(frontEditor(), "input", { kind: "uniform", seed: 1 });
    expect(await openModelFile(new File([text], "bad.json"))).toBe(false);
    expect(frontEditor().document()).toBe(before);
    expect(frontEditor().inputs.getState().input).toEqual({ kind: "uniform", seed: 1 });
    expect(refusals()).toEqual([expect.stringContaining(place)]);
  });

  test("far too large is refused before it is read", async () => {
    const file = new File(["{}"], "huge.json");
    Object.defineProperty(file, "size", { value: 150_000_001 });
    file.arrayBuffer = () => Promise.reject(new Error("was read"));
    expect(await openModelFile(file)).toBe(false);
    expect(refusals()).toEqual([
      expect.stringContaining("expected at most 50,000,000 characters, got 150,000,001 bytes"),
    ]);
  });

  test("that is no text is refused", async () => {
    await openDropped(new File([Uint8Array.of(0xff, 0xfe, 0x00)], "bad.json"));
    expect(refusals()).toEqual([expect.stringContaining("bad.json: expected text in UTF-8")]);
  });
});

describe("an .npy file", () => {
  test("is the tensor itself: the Input takes its shape, as one step", async () => {
    await openInputFile(frontEditor(), npy("x.npy", [3, 1, 1, 2], new Float32Array(6)));
    expect(shapeNow()).toEqual([3, 1, 1, 2]);
    expect(frontEditor().history.store.getState().past).toHaveLength(1);
    expect(frontEditor().inputs.getState().input).toMatchObject({ kind: "file", name: "x.npy" });
  });

  test("goes to the Input that it suits, unless another is selected", async () => {
    const input = (shape: readonly number[], dtype: string) => ({ module: "Input", args: { shape, dtype } });
    const nodes = {
      query: input([1, 4, 8], "float32"),
      mask: input([1, 4], "float32"),
      flags: input([2, 4], "bool"),
    };
    openModelText(JSON.stringify({ format: "edgewise", version: 1, name: "x", graph: { nodes, edges: [] } }));
    const takers = async (array: ArrayTensor) => {
      await openInputFile(frontEditor(), new File([writeNpy(array).slice()], "x.npy"));
      const chosen = Object.keys(frontEditor().inputs.getState());
      frontEditor().history.undo();
      frontEditor().inputs.setState({}, true);
      return chosen;
    };
    expect(await takers({ dtype: "float32", shape: [3, 4, 8], data: new Float32Array(96) })).toEqual(["query"]);
    expect(await takers({ dtype: "float32", shape: [1, 4], data: new Float32Array(4) })).toEqual(["mask"]);
    expect(await takers({ dtype: "bool", shape: [1, 4], data: new Uint8Array(4) })).toEqual(["mask"]);
    expect(await takers({ dtype: "bool", shape: [3, 4], data: new Uint8Array(12) })).toEqual(["flags"]);
    frontEditor().view.setState({ selectedNodes: ["flags"] });
    expect(await takers({ dtype: "float32", shape: [1, 4], data: new Float32Array(4) })).toEqual(["flags"]);
    expect(refusals()).toEqual([]);
  });

  test("of another rank is refused", async () => {
    const before = frontEditor().document();
    await openInputFile(frontEditor(), npy("input.npy", [28, 28], new Float32Array(784)));
    expect(frontEditor().document()).toBe(before);
    expect(frontEditor().inputs.getState()).toEqual({});
    expect(refusals()).toEqual([
      expect.stringContaining("input.npy: shape: expected 4 dims like the Input's [1, 1, 2, 2], got [28, 28]"),
    ]);
  });

  test.each([
    ["bool", { dtype: "bool", shape: [1, 2], data: Uint8Array.of(1, 0) }, "float32"],
    ["int64", { dtype: "int64", shape: [1, 2], data: Float64Array.of(5, -7) }, "bool"],
    ["float32", { dtype: "float32", shape: [1, 2], data: Float32Array.of(0.5, 2) }, "int64"],
  ] as const)("of %s makes the Input so, as one step, and says it", async (dtype, array, before) => {
    openModelText(model([2, 2], before));
    const opened = frontEditor().document();
    await openInputFile(frontEditor(), new File([writeNpy(array).slice()], "x.npy"));
    expect(frontEditor().document().graph.nodes.input?.args).toEqual({ shape: [1, 2], dtype });
    expect(frontEditor().inputs.getState().input).toMatchObject({ kind: "file", array });
    expect(sessionStore.getState().notices.at(-1)?.text).toBe(`input is of ${dtype} now, as the file is.`);
    frontEditor().history.undo();
    expect(frontEditor().document()).toBe(opened);
    expect(frontEditor().history.store.getState().past).toEqual([]);
  });

  test("damaged is refused, and so is a model without an Input", async () => {
    await openDropped(new File(["\x93NUM"], "x.npy"));
    expect(refusals()).toEqual([expect.stringContaining("x.npy: npy magic")]);
    openModelText(JSON.stringify({ format: "edgewise", version: 1, name: "x", graph: { nodes: {}, edges: [] } }));
    await openInputFile(frontEditor(), npy("x.npy", [1], new Float32Array(1)));
    expect(refusals().at(-1)).toContain("x.npy: graph: expected an Input layer");
  });
});

test("a dropped file that is nothing is refused", async () => {
  await openDropped(new File(["Hello"], "notes.txt"));
  expect(refusals()).toEqual([expect.stringContaining("notes.txt: type: expected a model (.json)")]);
});
