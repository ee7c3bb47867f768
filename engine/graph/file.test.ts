// Model files: round trips, and a refusal that names the place for everything malformed.
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError } from "../core/errors.ts";
import { checkProperty } from "../core/property.fixture.ts";
import { parseModelFile } from "./file.ts";
import { edge } from "./graph.fixture.ts";
import { idOf, nameOf } from "./identity.ts";
import { inferShapes } from "./infer.ts";
import { migrate } from "./migrate.ts";
import { printModelFile } from "./print_file.ts";
import { randomGraph } from "./random.fixture.ts";
import { modelSchema } from "./schema.ts";

type Raw = Record<string, unknown>;
const nodes = {
  input: { module: "Input", args: { shape: [1, 1, 28, 28] } },
  conv1: { module: "Conv2d", args: { out_channels: 6, kernel_size: 5 } },
  add1: { module: "add" },
  output: { module: "Output" },
};
const edges = [
  { from: "input", to: "conv1" },
  { from: "conv1", to: "add1" },
  { from: "conv1", to: "add1.other" },
  { from: "add1", to: "output" },
];
const file = (change: Raw = {}, graph: Raw = {}): string =>
  JSON.stringify({ format: "edgewise", version: 2, name: "Net", graph: { nodes, edges, ...graph }, ...change });
const withNode = (name: string, node: unknown): string => file({}, { nodes: { ...nodes, [name]: node } });
const withEdge = (from: string, to: string): string => file({}, { edges: [...edges, { from, to }] });

test("reads a model", () => {
  const model = parseModelFile(file({ layout: { conv1: [10, -20.5] }, seed: 7, $schema: "./schema/model-v1.json" }));
  const read = edges.map(({ from, to }) => edge(from, to));
  expect(model).toEqual({ name: "Net", seed: 7, graph: { nodes, edges: read }, layout: { conv1: [10, -20.5] } });
  const { name, seed, layout } = parseModelFile(file({ name: undefined }));
  expect([name, seed, layout]).toEqual(["Untitled", 0, {}]);
});

test("opens what is wrong only in its shapes or unfinished", () => {
  const unfinished = {
    nodes: { a: { module: "Conv2d" }, b: { module: "Linear", args: { in_features: 3, out_features: 1 } } },
  };
  expect(() => parseModelFile(file({}, { ...unfinished, edges: [{ from: "a", to: "b" }] }))).not.toThrow();
  const pool = { p: { module: "MaxPool2d", args: { kernel_size: 2 } }, r: { module: "ReLU" } };
  expect(() => parseModelFile(file({}, { nodes: pool, edges: [{ from: "p.indices", to: "r" }] }))).not.toThrow();
});

describe("refuses, naming the place", () => {
  const cases: [what: string, text: string, message: string | RegExp][] = [
    ["truncated JSON", file().slice(0, 40), /^line 1, column 41: expected .*the text ends$/],
    ["an empty file", "", "line 1, column 1: expected a value, but the text ends"],
    [
      "a lost comma",
      '{\n  "format": "edgewise"\n  "version": 1\n}',
      'line 3, column 3: expected "," or "}", but found "\\""',
    ],
    ["a key given twice", '{"format": 1, "format": 2}', 'line 1, column 15: the key "format" is there twice'],
    ["text after the end", `${file()} x`, /: expected the end, but found "x"$/],
    ["__proto__", '{"graph": {"nodes": {"__proto__": {}}}}', 'line 1, column 22: "__proto__" cannot be a key'],
    ["hostile nesting", "[".repeat(100_000), /^line 1, column 66: nested more than 64 deep$/],
    ["a list", "[1]", "the file: expected an object, got a list"],
    [
      "an id that is no name",
      withNode("r", { module: "ReLU", id: "a b" }),
      'graph.nodes.r.id: expected a node\'s name, got "a b"',
    ],
    ["an id that is no text", withNode("r", { module: "ReLU", id: 7 }), "graph.nodes.r.id: expected a text, got 7"],
    [
      "another node's name as an id",
      withNode("r", { module: "ReLU", id: "conv1" }),
      'graph.nodes.r.id: "conv1" is already what conv1 is known by',
    ],
    [
      "an id given twice",
      file({}, { nodes: { ...nodes, r: { module: "ReLU", id: "a" }, s: { module: "ReLU", id: "a" } } }),
      'graph.nodes.s.id: "a" is already what r is known by',
    ],
    ["another format", '{"format": "onnx"}', 'format: expected "edgewise", got "onnx"'],
    ["no format", "{}", 'format: expected "edgewise", got nothing'],
    [
      "a newer version",
      file({ version: 3 }),
      /^version: made by a newer version of Edgewise: it is 3, the newest known is 2$/,
    ],
    ["a version in words", file({ version: "1" }), 'version: expected an integer of at least 1, got "1"'],
    ["an unknown key", file({ seeds: 1 }), 'seeds: unknown key; did you mean "seed"?'],
    ["a negative seed", file({ seed: -1 }), "seed: expected an integer of at least 0, got -1"],
    ["a name that is none", file({ name: 3 }), "name: expected a text, got 3"],
    ["no graph", file({ graph: undefined }), "graph: expected an object, got nothing"],
    ["no edges", file({}, { edges: undefined }), "graph.edges: expected a list, got nothing"],
    [
      "an unknown module",
      withNode("c", { module: "Conv2D" }),
      'graph.nodes.c.module: unknown module "Conv2D"; did you mean "Conv2d"?',
    ],
    [
      "an inherited name as module",
      withNode("c", { module: "toString" }),
      'graph.nodes.c.module: unknown module "toString"',
    ],
    ["a node with more", withNode("c", { module: "ReLU", label: "x" }), "graph.nodes.c.label: unknown key"],
    ["a bad name", withNode("a.b", { module: "ReLU" }), /^graph\.nodes\.a\.b: a node's name is letters/],
    ["an empty name", withNode("", { module: "ReLU" }), /^graph\.nodes: a node's name is letters/],
    [
      "an argument out of bounds",
      withNode("conv1", { module: "Conv2d", args: { stride: 0 } }),
      "graph.nodes.conv1.args.stride: must be at least 1, got 0",
    ],
    [
      "an argument of the wrong type",
      withNode("conv1", { module: "Conv2d", args: { kernel_size: "5" } }),
      "graph.nodes.conv1.args.kernel_size: expected int or tuple of 2 ints, got '5'",
    ],
    [
      "an unknown argument",
      withNode("conv1", { module: "Conv2d", args: { kernelsize: 5 } }),
      'graph.nodes.conv1.args.kernelsize: Conv2d has no argument "kernelsize"; did you mean "kernel_size"?',
    ],
    [
      "an inherited argument",
      withNode("r", { module: "ReLU", args: { valueOf: 1 } }),
      /^graph\.nodes\.r\.args\.valueOf: /,
    ],
    [
      "a shape of 10⁹ elements",
      withNode("input", { module: "Input", args: { shape: [1000, 1000, 1000] } }),
      "graph.nodes.input.args.shape: [1000, 1000, 1000] has 1,000,000,000 elements, more than 268,435,456",
    ],
    [
      "an edge from nowhere",
      withEdge("conv2", "output"),
      'graph.edges[4].from: there is no node "conv2"; did you mean "conv1"?',
    ],
    ["an edge to nowhere", withEdge("conv1", "valueOf"), /^graph\.edges\[4\]\.to: there is no node "valueOf"/],
    [
      "an edge with more",
      file({}, { edges: [{ from: "input", to: "conv1", id: 1 }] }),
      "graph.edges[0].id: unknown key",
    ],
    [
      "an unknown input port",
      withEdge("input", "conv1.weight"),
      'graph.edges[4].to: conv1 (Conv2d) has no input port "weight"',
    ],
    [
      "an unknown output port",
      withEdge("conv1.indices", "add1.input2"),
      'graph.edges[4].from: conv1 (Conv2d) has no output port "indices"',
    ],
    [
      "an edge out of an Output",
      withEdge("output", "add1.input2"),
      "graph.edges[4].from: output (Output) has no output",
    ],
    ["an edge into an Input", withEdge("conv1", "input"), "graph.edges[4].to: input (Input) has no input"],
    [
      "a duplicate edge",
      withEdge("input.output", "conv1.input"),
      'graph.edges[4]: the edge from "input.output" to "conv1.input" is there twice',
    ],
    [
      "two edges into one port",
      withEdge("input", "add1.input"),
      'graph.edges[4]: "add1.input" takes one tensor, and edge 1 already leads into it',
    ],
    [
      "a cycle",
      file({}, { edges: [...edges.slice(1), { from: "add1", to: "conv1" }] }),
      "graph.edges: these nodes form a cycle: conv1, add1",
    ],
    ["the layout of no node", file({ layout: { gone: [0, 0] } }), 'layout.gone: there is no node "gone"'],
    [
      "a layout of three numbers",
      file({ layout: { conv1: [0, 0, 0] } }),
      /^layout\.conv1: expected two finite numbers/,
    ],
    [
      "an infinite layout",
      file().replace(/}$/, ', "layout": {"conv1": [0, 1e999]}}'),
      /^layout\.conv1: expected two finite numbers/,
    ],
  ];
  test.each(cases)("%s", (_what, text, message) => {
    let thrown: unknown;
    try {
      parseModelFile(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(FormatError);
    if (typeof message === "string") expect((thrown as FormatError).message).toBe(message);
    else expect((thrown as FormatError).message).toMatch(message);
  });
});

test("any change of one character reads as a model or is refused, never anything else", () => {
  const text = file({ layout: { conv1: [0, 1] } });
  checkProperty(
    fc.property(
      fc.nat(text.length - 1),
      fc.constantFrom("", '"', "{", "}", "[", ",", "0", "-", "e", "\\", "\n"),
      (at, char) => {
        try {
          parseModelFile(text.slice(0, at) + char + text.slice(at + 1));
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("what is written reads back as it was", () => {
  checkProperty(
    fc.property(fc.integer({ min: 0 }), fc.string(), (seed, name) => {
      const graph = randomGraph(seed);
      const layout = Object.fromEntries(Object.keys(graph.nodes).map((node, i) => [node, [i, 1 - i / 3] as const]));
      const model = { name, seed, graph, layout };
      const text = printModelFile(model);
      expect(parseModelFile(text)).toEqual(model);
      expect(printModelFile(parseModelFile(text))).toBe(text);
    }),
    { numRuns: 200 },
  );
});

test("a renamed node says what it was called first", () => {
  const renamed = { ...nodes, stem: { module: "ReLU", id: "relu1" }, relu1: { module: "ReLU", id: "7" } };
  const text = printModelFile(parseModelFile(file({}, { nodes: renamed })));
  expect(text).toContain('"stem": { "module": "ReLU", "id": "relu1" }');
  const { graph } = parseModelFile(text);
  expect(graph.nodes).toMatchObject({ relu1: { name: "stem" }, "#7": { name: "relu1" } });
  expect([idOf(graph, "stem"), idOf(graph, "relu1"), idOf(graph, "7")]).toEqual(["relu1", "#7", undefined]);
  expect(parseModelFile(withNode("same", { module: "ReLU", id: "same" })).graph.nodes.same).toEqual({ module: "ReLU" });
});

test("the order of nodes is the user's, also where names are digits", () => {
  const relu = '{ "module": "ReLU" }';
  const names = ["b", "1", "0", "stem", "10", "007"];
  const text = `{
    "format": "edgewise", "version": 1,
    "graph": {
      "nodes": { ${names.map((name) => `"${name}": ${name === "stem" ? '{ "module": "ReLU", "id": "2" }' : relu}`)} },
      "edges": [{ "from": "0", "to": "1" }, { "from": "1.output", "to": "b.input" }]
    },
    "layout": { "10": [1, 2], "b": [3, 4], "0": [5, 6] }
  }`;
  const model = parseModelFile(text);
  const ids = Object.keys(model.graph.nodes);
  expect(ids.map((id) => nameOf(model.graph, id))).toEqual(names);
  expect(ids).toEqual(["b", "#1", "#0", "#2", "#10", "#007"]);
  expect(model.layout).toEqual({ "#10": [1, 2], b: [3, 4], "#0": [5, 6] });
  const printed = printModelFile(model);
  const keysOf = (room: string) =>
    [
      ...printed
        .slice(printed.indexOf(`"${room}": {`) + room.length + 4)
        .split(/^ {2,4}\}/m)[0]!
        .matchAll(/^ +"(\w+)": [{[]/gm),
    ].map((match) => match[1]);
  expect(keysOf("nodes")).toEqual(names);
  expect(keysOf("layout")).toEqual(["b", "0", "10"]);
  expect(printed).toContain('{ "from": "1.output", "to": "b.input" }');
  expect(parseModelFile(printed)).toEqual(model);
  expect(printModelFile(parseModelFile(printed))).toBe(printed);
});

test("is written to be read: nodes, edges and positions on a line each", () => {
  const model = parseModelFile(
    file({ layout: { conv1: [0, 120] } }, { nodes: { ...nodes, gone: { module: "ReLU", args: {} } } }),
  );
  expect(printModelFile(model)).toBe(`{
  "$schema": "./schema/model-v2.json",
  "format": "edgewise",
  "version": 2,
  "name": "Net",
  "seed": 0,
  "graph": {
    "nodes": {
      "input": { "module": "Input", "args": { "shape": [1, 1, 28, 28] } },
      "conv1": { "module": "Conv2d", "args": { "out_channels": 6, "kernel_size": 5 } },
      "add1": { "module": "add" },
      "output": { "module": "Output" },
      "gone": { "module": "ReLU" }
    },
    "edges": [
      { "from": "input", "to": "conv1" },
      { "from": "conv1", "to": "add1" },
      { "from": "conv1", "to": "add1.other" },
      { "from": "add1", "to": "output" }
    ]
  },
  "layout": {
    "conv1": [0, 120]
  }
}
`);
});

test("older versions are migrated step by step", () => {
  const table = {
    1: (f: object) => ({ ...f, a: 1 }),
    2: (f: object) => ({ ...f, b: 2 }),
  };
  expect(migrate({ version: 1 }, 1, 3, table)).toEqual({ version: 3, a: 1, b: 2 });
  expect(migrate({ version: 2 }, 2, 3, table)).toEqual({ version: 3, b: 2 });
});

test("the example models open", () => {
  const folder = new URL("../../public/examples/", import.meta.url);
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".json"))) {
    expect(() => parseModelFile(readFileSync(new URL(name, folder), "utf8")), name).not.toThrow();
  }
});

test("reads version 1, whose merges are functions now, and writes version 2", () => {
  const older = {
    a: { module: "Add" },
    m: { module: "Mul" },
    c: { module: "Cat" },
    d: { module: "Cat", args: { dim: -1 } },
    "7": { module: "Input" },
  };
  const model = parseModelFile(JSON.stringify({ format: "edgewise", version: 1, graph: { nodes: older, edges: [] } }));
  expect(JSON.parse(printModelFile(model))).toMatchObject({
    version: 2,
    graph: {
      nodes: {
        a: { module: "add" },
        m: { module: "mul" },
        c: { module: "cat", args: { dim: 1 } },
        d: { module: "cat", args: { dim: -1 } },
      },
    },
  });
  expect(parseModelFile(printModelFile(model))).toEqual(model);
});

test("ports of a function's results go by their place or torch's name, and numbers may be expressions over sizes", () => {
  const nodes = {
    x: { module: "Input", args: { shape: [2, 6] } },
    c: { module: "chunk", args: { chunks: 3, dim: 1 } },
    m: { module: "max", args: { dim: 1 } },
    r: { module: "reshape", args: { shape: [{ $: "input.shape[0] * 3" }, -1] } },
    s: { module: "mul", args: { other: 0.5 } },
    y: { module: "Output" },
  };
  const told = [
    ["x", "c"],
    ["c.2", "m"],
    ["x", "r"],
    ["r.0", "s"],
    ["m.1", "y"],
  ].map(([from, to]) => ({ from, to }));
  const version2 = (more: object) =>
    JSON.stringify({ format: "edgewise", version: 2, graph: { nodes, edges: told, ...more } });
  const model = parseModelFile(version2({}));
  const written = JSON.parse(printModelFile(model)) as { graph: { nodes: object; edges: object[] } };
  expect(written.graph.edges).toContainEqual({ from: "m.indices", to: "y" });
  expect(written.graph.nodes).toEqual(nodes);
  expect(parseModelFile(printModelFile(model))).toEqual(model);
  const { shapeOf, dtypeOf } = inferShapes(model.graph);
  expect(shapeOf({ node: "c", port: "2" })).toEqual([2, 2]);
  expect(shapeOf({ node: "s", port: null })).toEqual([6, 2]);
  expect(dtypeOf({ node: "m", port: "indices" })).toBe("int64");
  const refused = (more: object) => () => parseModelFile(version2(more));
  expect(refused({ edges: [{ from: "m.2", to: "y" }] })).toThrow('m (max) has no output port "2"');
  expect(refused({ nodes: { ...nodes, r: { module: "reshape", args: { shape: [{ $: "input.shape[" }] } } } })).toThrow(
    "graph.nodes.r.args.shape",
  );
});

test("the published JSON Schema is that of the declarations (npx tsx scripts/schema.mjs writes it)", () => {
  const published = readFileSync(new URL("../../public/schema/model-v2.json", import.meta.url), "utf8");
  expect(published).toBe(`${JSON.stringify(modelSchema(), null, 2)}\n`);
});

test("what is written again reads as the same: no arguments, and a zero with a sign", () => {
  const text = `{"format": "edgewise", "version": 1, "graph": {"nodes": {
    "a": {"module": "ReLU", "args": {}}, "b": {"module": "Threshold", "args": {"threshold": -0, "value": -0.0}}
  }, "edges": []}}`;
  const model = parseModelFile(text);
  expect(model.graph.nodes.a).toEqual({ module: "ReLU" });
  expect(parseModelFile(printModelFile(model))).toEqual(model);
  expect(model.graph.nodes.b?.args?.value).toBe(-0);
});
