// What a model file may hold: faults kept as files, and texts of every kind that have hung, crashed or been believed.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FormatError } from "../core/errors.ts";
import { parseText } from "../modules/arguments.ts";
import { moduleDef } from "../modules/index.ts";
import { constructors, create } from "../nn/build.ts";
import { parseModelFile } from "./file.ts";
import { edge } from "./graph.fixture.ts";
import { edgeBetween, edgeId, firstPort, type Graph } from "./graph.ts";
import { inferShapes } from "./infer.ts";
import { parseJson } from "./json.ts";
import { nearest } from "./nearest.ts";

const folder = new URL("./faults/", import.meta.url);
const fault = (name: string): string => readFileSync(new URL(name, folder), "utf8");

/** The refusal of a text, whose message is always short. */
function refusal(text: string): string {
  try {
    parseModelFile(text);
  } catch (error) {
    expect(error).toBeInstanceOf(FormatError);
    const { message } = error as FormatError;
    expect(message.length).toBeLessThan(800);
    return message;
  }
  return "accepted";
}

const withNode = (module: string, args: string, layout = ""): string =>
  `{"format": "edgewise", "version": 1, "graph": {"nodes": {"n": {"module": "${module}", "args": ${args}}}, ` +
  `"edges": []}${layout}}`;

describe("files that were faults", () => {
  const expected: Readonly<Record<string, RegExp>> = {
    "fractional_layout.json": /^accepted$/,
    "hostile_LSTM_num_layers_1e9.json": /^graph\.nodes\.x\.args\.num_layers: must be at most 256, got 1000000000$/,
    "hostile_coding_name.json": /^accepted$/,
    "hostile_layout_1e308.json": /^layout\.input: expected two finite numbers within ±1,000,000/,
    "hostile_weight_dtype_evil.json": /^graph\.nodes\.loss\.args\.weight: dtype: .*got "evil"$/,
    "hostile_weight_shape_4e9_.json": /^graph\.nodes\.loss\.args\.weight: data: shape \[4000000000\] has .*, got 0$/,
    "hostile_weight_shape_null_data_null_.json": /^graph\.nodes\.loss\.args\.weight: shape: expected a list/,
    "name_constructor.json": /^accepted$/,
    "name_forward.json": /^graph\.nodes\.forward: a node cannot be called "forward"/,
    "name_training.json": /^graph\.nodes\.training: a node cannot be called "training"/,
  };
  test.each(readdirSync(folder))("%s", (name) => {
    expect(refusal(fault(name))).toMatch(expected[name]!);
  });

  test("a node called constructor has its shapes", () => {
    const { graph } = parseModelFile(fault("name_constructor.json"));
    expect(inferShapes(graph).problems).toEqual([]);
    expect(inferShapes(graph).shapeOf({ node: "constructor", port: null })).toEqual([2, 3]);
  });
});

describe("long names and values", () => {
  const long = "n".repeat(200_000);
  test.each([
    ["a module", withNode(long, "{}"), /^graph\.nodes\.n\.module: unknown module "n+\.\.\."$/],
    [
      "a node",
      withNode("ReLU", "{}").replace('"n"', `"${long}"`),
      /^graph\.nodes\.n+\.\.\.: a node's name has at most 100/,
    ],
    ["an argument", withNode("ReLU", `{"${long}": 1}`), /^graph\.nodes\.n\.args\.n+\.\.\.: ReLU has no argument/],
    [
      "a value",
      withNode("ReLU", `{"inplace": "${long}"}`),
      /^graph\.nodes\.n\.args\.inplace: expected True or False, got 'n+\.\.\.'/,
    ],
    ["an empty key", `{"format": "edgewise", "version": 1, "": 1}`, /^the file: unknown key ""$/],
    ["a key", `{"format": "edgewise", "version": 1, "${long}": 1}`, /^n+\.\.\.: unknown key$/],
    ["a key given twice", `{"${long}": 1, "${long}": 1}`, /^line 1, column 200009: the key "n+\.\.\." is there twice$/],
    [
      "an end of an edge",
      withNode("ReLU", "{}").replace("[]", `[{"from": "${long}", "to": "n"}]`),
      /^graph\.edges\[0\]\.from: there is no node "n+\.\.\."$/,
    ],
  ])("%s is refused in a short message", (_what, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  test("nothing is guessed for names that nobody types", () => {
    expect(nearest(long, ["Conv2d"])).toBeNull();
    expect(nearest("Conv2D", [long, "Conv2d"])).toBe("Conv2d");
  });

  test("a string of a million characters is read", () => {
    const text = "\\n".repeat(1_000_000);
    expect(parseJson(`"${text}"`)).toHaveLength(1_000_000);
    expect(() => parseJson('"a\\x"')).toThrow("line 1, column 1: this string holds an escape that JSON does not have");
    expect(() => parseJson('"a\n"')).toThrow("line 1, column 1: this string does not end");
  });
});

describe("how much a file may hold", () => {
  const nodes = (n: number) => Array.from({ length: n }, (_, i) => `"a${i}": {"module": "ReLU"}`).join(",");
  const file = (n: number) => `{"format": "edgewise", "version": 1, "graph": {"nodes": {${nodes(n)}}, "edges": []}}`;
  test("10,000 nodes and no more", () => {
    expect(refusal(file(10_000))).toBe("accepted");
    expect(refusal(file(10_001))).toBe("graph.nodes: expected at most 10,000 nodes, got 10,001");
  });

  test("50,000 edges and no more", () => {
    const edges = `[${'{"from": "n", "to": "n"},'.repeat(50_000)}{"from": "n", "to": "n"}]`;
    expect(refusal(withNode("ReLU", "{}").replace("[]", edges))).toBe(
      "graph.edges: expected at most 50,000 edges, got 50,001",
    );
  });

  test("50 million characters and no more", () => {
    expect(refusal(" ".repeat(50_000_001))).toBe("the file: expected at most 50,000,000 characters, got 50,000,001");
  });

  test.each([
    ["[1e6, -1e6]", "accepted"],
    ["[24.4, 0.1]", "accepted"],
    ["[1000001, 0]", "layout.n: expected two finite numbers within ±1,000,000, got 1000001 and 0"],
    ["[0, -1e999]", "layout.n: expected two finite numbers within ±1,000,000, got 0 and -Infinity"],
    ["[0, null]", "layout.n: expected two finite numbers, the left and top of the node"],
  ])("a node at %s: %s", (at, message) => {
    expect(refusal(withNode("ReLU", "{}", `, "layout": {"n": ${at}}`))).toBe(message);
  });
});

describe("arguments are bounded before anything is built", () => {
  const many = `[${"1,".repeat(1_000_000)}1]`;
  const layer = '"encoder_layer": {"module": "TransformerEncoderLayer", "args": {"d_model": 8, "nhead": 2}}';
  test.each([
    ["LSTM", '{"hidden_size": 8, "num_layers": 257}', "num_layers: must be at most 256, got 257"],
    ["GRU", '{"hidden_size": 8, "num_layers": 1e15}', "num_layers: must be at most 256, got 1000000000000000"],
    ["TransformerEncoder", `{${layer}, "num_layers": 1e9}`, "num_layers: must be at most 256, got 1000000000"],
    ["Transformer", '{"num_decoder_layers": 1e9}', "num_decoder_layers: must be at most 256, got 1000000000"],
    [
      "Conv2d",
      '{"out_channels": 1, "kernel_size": 1e12}',
      "kernel_size: must be at most 2147483647, got 1000000000000",
    ],
    ["Conv2d", `{"kernel_size": ${many}}`, "kernel_size: expected int or tuple of 2 ints, got 1000001 values"],
    ["Conv2d", '{"groups": 1e10}', "groups: must be at most 2147483647, got 10000000000"],
    ["Embedding", '{"num_embeddings": 1e10}', "num_embeddings: must be at most 2147483647, got 10000000000"],
    ["LayerNorm", `{"normalized_shape": ${many}}`, "normalized_shape: expected at most 64 values, got 1000001"],
    [
      "Unflatten",
      `{"dim": 1, "unflattened_size": ${many}}`,
      "unflattened_size: expected at most 64 values, got 1000001",
    ],
    ["AdaptiveLogSoftmaxWithLoss", `{"cutoffs": ${many}}`, "cutoffs: expected at most 1000 values, got 1000001"],
    ["Input", `{"shape": ${many}}`, "shape: expected at most 64 values, got 1000001"],
    ["Softmax", '{"dim": -1e12}', "dim: must be at least -2147483647, got -1000000000000"],
  ])("%s in a file: %.60s", (module, args, message) => {
    expect(refusal(withNode(module, args))).toBe(`graph.nodes.n.args.${message}`);
  });

  test("from code, typed, and in a graph that was never a file", () => {
    expect(() => create("LSTM", { input_size: 8, hidden_size: 8, num_layers: 1e9 })).toThrow("must be at most 256");
    expect(() => constructors.LSTM(8, 8, 1e9)).toThrow("must be at most 256");
    const field = moduleDef("LSTM")!.args.num_layers!;
    expect(parseText(field, "1000000000")).toMatchObject({ ok: false, error: "must be at most 256, got 1000000000" });
    expect(parseText(field, "9".repeat(200_000))).toMatchObject({
      ok: false,
      error: "expected at most 10000 characters, got 200000",
    });
    // As it was typed, not as the nearest double; a float's field takes it all the same.
    const typed = parseText(field, "99999999999999999999");
    expect(typed).toMatchObject({ ok: false, error: "expected int, got 99999999999999999999" });
    expect(JSON.stringify(parseText(field, "9".repeat(5000))).length).toBeLessThan(500);
    expect(parseText(moduleDef("BatchNorm2d")!.args.eps!, "100000000000000000000")).toEqual({ ok: true, value: 1e20 });
    const args = { hidden_size: 8, num_layers: 1e9 };
    const graph: Graph = {
      nodes: { x: { module: "Input", args: { shape: [2, 1, 8] } }, n: { module: "LSTM", args } },
      edges: [edge("x", "n")],
    };
    expect(inferShapes(graph).problems.map(({ message }) => message)).toEqual([
      "num_layers: must be at most 256, got 1000000000",
    ]);
  });
});

describe("tensors and modules as arguments", () => {
  const loss = (weight: string) => withNode("CrossEntropyLoss", `{"weight": ${weight}}`);
  const at = "graph.nodes.n.args.weight";
  test.each([
    ["[1, 2, 3]", "accepted"],
    ['{"shape": [3], "dtype": "float32", "data": [1, 2, 3]}', "accepted"],
    ["null", "accepted"],
    ['{"shape": [2], "data": [1, 2, 3]}', `${at}: data: shape [2] has 2 elements, got 3`],
    ['{"shape": [-1], "data": []}', `${at}: shape: expected a list of at most 64 sizes, got [-1]`],
    ['{"shape": [1.5], "data": [1]}', `${at}: shape: expected a list of at most 64 sizes, got [1.5]`],
    ['{"shape": [2], "data": {"0": 1, "1": 2, "length": 2}}', `${at}: data: expected a list of numbers, got an object`],
    ['{"shape": [2], "data": [1, "2"]}', `${at}: data: expected float32, got "2" at 1`],
    ['{"shape": [1], "dtype": "int64", "data": [0.5]}', `${at}: data: expected int64, got 0.5 at 0`],
    [
      '{"shape": [1], "dtype": "constructor", "data": [1]}',
      `${at}: dtype: expected float32, int64, bool, got "constructor"`,
    ],
    [
      '{"shape": [1], "data": [1], "requires_grad": true}',
      `${at}: expected tensor or None, got an object with "requires_grad"`,
    ],
    ["[[1, 2], [3]]", `${at}: expected tensor or None, got a list of 2`],
    [`${"[".repeat(70)}1${"]".repeat(70)}`, /^line 1, column \d+: nested more than 64 deep$/],
    ['"evil"', `${at}: expected tensor or None, got 'evil'`],
  ])("weight: %.80s", (weight, message) => {
    const found = refusal(loss(weight));
    if (typeof message === "string") expect(found).toBe(message);
    else expect(found).toMatch(message);
  });

  const encoder = (layer: string) => withNode("TransformerEncoder", `{"num_layers": 1, "encoder_layer": ${layer}}`);
  const inner = "graph.nodes.n.args.encoder_layer";
  test.each([
    ['{"module": "TransformerEncoderLayer", "args": {"d_model": 8, "nhead": 2}}', "accepted"],
    [
      '{"module": "TransformerEncoderLayer", "args": {"constructor": 1}}',
      `${inner}.args.constructor: TransformerEncoderLayer has no argument "constructor"`,
    ],
    ['{"module": "TransformerEncoderLayer", "args": {"nhead": 0}}', `${inner}.args.nhead: must be at least 1, got 0`],
    ['{"module": "TransformerEncoderLayer", "args": [1]}', `${inner}: args: expected an object, got [1]`],
    [
      '{"module": "TransformerEncoderLayer", "like": {"def": {"name": "TransformerEncoderLayer"}}}',
      `${inner}: expected TransformerEncoderLayer, got an object with "like"`,
    ],
    ['{"def": {"name": "TransformerEncoderLayer"}, "args": {}}', `${inner}: expected TransformerEncoderLayer`],
    ['{"module": "toString"}', `${inner}: expected TransformerEncoderLayer`],
  ])("encoder_layer: %.90s", (layer, message) => {
    expect(refusal(encoder(layer))).toBe(message);
  });

  test("an argument every object inherits is unexpected in code too", () => {
    expect(() => create("ReLU", { constructor: 1 })).toThrow("unexpected keyword argument 'constructor'");
  });
});

describe("JSON that is none", () => {
  test.each([
    ["two byte order marks", `\ufeff\ufeff${withNode("ReLU", "{}")}`, /^line 1, column 2: expected a value, but found/],
    ["NaN", withNode("Threshold", '{"threshold": NaN, "value": 0}'), /: expected a value, but found "N"$/],
    ["Infinity", withNode("Threshold", '{"threshold": Infinity, "value": 0}'), /: expected a value, but found "I"$/],
    [
      "a number no double holds, as a size",
      withNode("Linear", '{"out_features": 1e999}'),
      /out_features: expected int, got Infinity$/,
    ],
    [
      "a key given twice in arguments",
      withNode("Linear", '{"bias": true, "bias": false}'),
      /the key "bias" is there twice$/,
    ],
  ])("%s", (_what, text, message) => {
    expect(refusal(text)).toMatch(message);
  });

  test("one byte order mark is none of the text", () => {
    expect(refusal(`\ufeff${withNode("ReLU", "{}")}`)).toBe("accepted");
  });
});

test("edges have different ids whatever their nodes are called", () => {
  const ends = ["a", "a.b", "b", "a_b", "b.a", "0", "0.b"];
  const ids = ends.flatMap((from) => ends.map((to) => edgeId(edgeBetween(firstPort(from), firstPort(to)))));
  expect(new Set(ids).size).toBe(ids.length);
  for (const name of ["a->b", "a>b", "a-b", "a.b"]) {
    expect(refusal(withNode("ReLU", "{}").replace('"n"', `"${name}"`))).toMatch(/: a node's name is letters/);
  }
});

test("layers stacked in all nodes together are bounded", () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`l${i}`, { module: "LSTM", args: { hidden_size: 2, num_layers: 256 } }]),
  );
  const text = (count: number) =>
    JSON.stringify({
      format: "edgewise",
      version: 1,
      graph: { nodes: Object.fromEntries(Object.entries(nodes).slice(0, count)), edges: [] },
    });
  expect(() => parseModelFile(text(40))).toThrow(
    "graph.nodes.l39: expected at most 10,000 stacked layers in all nodes, got 10,240",
  );
  expect(Object.keys(parseModelFile(text(39)).graph.nodes)).toHaveLength(39);
});
