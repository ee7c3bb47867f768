// Shape inference and every kind of problem, on graphs small enough to check by eye.

import { describe, expect, test } from "vitest";
import type { ArgValues } from "../modules/fields.ts";
import { edge } from "./graph.fixture.ts";
import { edgeId, type Graph } from "./graph.ts";
import { inferShapes } from "./infer.ts";

type Nodes = Record<string, [module: string, args?: ArgValues]>;
const graph = (nodes: Nodes, ...edges: string[]): Graph => ({
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([n, [module, args]]) => [n, args ? { module, args } : { module }]),
  ),
  edges: edges.map((text) => edge(text.split(">")[0]!, text.split(">")[1]!)),
});
const input: [string, ArgValues] = ["Input", { shape: [1, 1, 28, 28] }];
const conv: [string, ArgValues] = ["Conv2d", { out_channels: 6, kernel_size: 5 }];
const brief = (g: Graph) => inferShapes(g).problems.map((p) => [p.kind, p.node ?? p.edge, p.message]);

test("a chain: shapes, inferred arguments, parameters", () => {
  const g = graph(
    {
      input,
      conv1: conv,
      relu1: ["ReLU"],
      flat: ["Flatten"],
      fc: ["Linear", { out_features: 10 }],
      output: ["Output"],
    },
    ...["input>conv1", "conv1>relu1", "relu1>flat", "flat>fc", "fc>output"],
  );
  const inference = inferShapes(g);
  expect(inference.problems).toEqual([]);
  expect(inference.shapeOf({ node: "conv1", port: null })).toEqual([1, 6, 24, 24]);
  expect(inference.shapeOf({ node: "fc", port: "output" })).toEqual([1, 10]);
  expect(inference.shapeOf({ node: "fc", port: "nowhere" })).toBeNull();
  expect(inference.nodes.get("fc")?.resolution?.args.in_features).toBe(3456);
  expect(inference.nodes.get("fc")?.resolution?.inferred).toEqual(["in_features"]);
  expect(inference.parameters).toBe(6 * 25 + 6 + 3456 * 10 + 10);
  expect(inference.nodes.get("output")?.state).toBe("ok");
});

test("is memoised on the graph, and keeps what an edit does not touch", () => {
  const g = graph(
    { input, conv1: conv, relu1: ["ReLU"], side: ["Sigmoid"] },
    "input>conv1",
    "conv1>relu1",
    "input>side",
  );
  expect(inferShapes(g)).toBe(inferShapes(g));
  const edited = {
    ...g,
    nodes: { ...g.nodes, conv1: { module: "Conv2d", args: { out_channels: 8, kernel_size: 5 } } },
  };
  const [before, after] = [inferShapes(g).nodes, inferShapes(edited).nodes];
  expect(after.get("side")).toBe(before.get("side"));
  expect(after.get("relu1")).not.toBe(before.get("relu1"));
  expect(after.get("relu1")?.outputs).toEqual({ output: [1, 8, 24, 24] });
});

test("a shape error is torch's, with the numbers and where they come from; what lies behind waits", () => {
  const g = graph(
    { input, flat: ["Flatten"], fc: ["Linear", { in_features: 400, out_features: 10 }], relu: ["ReLU"], end: ["Tanh"] },
    ...["input>flat", "flat>fc", "fc>relu", "relu>end"],
  );
  const { problems, nodes } = inferShapes(g);
  expect(problems[0]).toEqual({
    kind: "shape",
    severity: "error",
    node: "fc",
    edge: "flat->fc",
    message: "mat1 and mat2 shapes cannot be multiplied (1x784 and 400x10)",
    hint: expect.objectContaining({
      ...{ what: "features", expected: 400, got: 784, arg: "in_features" },
      ...{ module: "Linear", source: "Flatten", sourceNode: "flat" },
    }),
  });
  expect(problems.slice(1).map((p) => [p.kind, p.severity, p.node, p.message])).toEqual([
    ["upstream", "warning", "relu", "waits for fc"],
    ["upstream", "warning", "end", "waits for fc"],
  ]);
  expect(nodes.get("end")?.state).toBe("waiting");
});

describe("problems", () => {
  test("unknown module, with a guess", () => {
    const g = graph({ input, c: ["Conv2D"], r: ["ReLU"] }, "input>c", "c>r");
    expect(brief(g)).toEqual([
      ["unknown_module", "c", 'unknown module "Conv2D": did you mean "Conv2d"?'],
      ["upstream", "r", "waits for c"],
    ]);
  });

  test("arguments: wrong, unknown and missing, but not those that wait for the input", () => {
    const g = graph({ input, c: ["Conv2d", { kernel_size: 0, colour: 1 }] }, "input>c");
    expect(inferShapes(g).problems.map((p) => [p.kind, p.arg])).toEqual([
      ["argument", "colour"],
      ["argument", "out_channels"],
      ["argument", "kernel_size"],
    ]);
    expect(brief(graph({ c: conv }))).toEqual([["missing_input", "c", 'input port "input" is not connected']]);
  });

  test("missing inputs name the port", () => {
    const g = graph({ input, add: ["Add"] }, "input>add");
    expect(brief(g)).toEqual([["missing_input", "add", 'input port "other" is not connected']]);
  });

  test("ports that are not there", () => {
    const g = graph({ input, r: ["ReLU"], s: ["ReLU"] }, "input>r", "input>r.other", "r.indices>s");
    expect(brief(g)).toEqual([
      ["unknown_port", "s", 'r (ReLU) has no output port "indices"'],
      ["unknown_port", "r", 'r (ReLU) has no input port "other"'],
    ]);
    expect(inferShapes(g).nodes.get("s")?.state).toBe("error");
  });

  test("edges whose node is not there", () => {
    const g = graph({ input, r: ["ReLU"] }, "input>r", "input>gone", "lost>away");
    expect(brief(g)).toEqual([
      ["dangling_edge", "input->gone", 'there is no node "gone"'],
      ["dangling_edge", "lost->away", 'there is no node "lost" and no node "away"'],
    ]);
  });

  test("an edge given twice is named, and harmless", () => {
    const g = graph({ input, r: ["ReLU"] }, "input>r", "input>r.input");
    expect(inferShapes(g).problems.map((p) => [p.kind, p.edge])).toEqual([["duplicate_edge", "input->r.input"]]);
    expect(inferShapes(g).nodes.get("r")?.state).toBe("ok");
  });

  test("two edges into one port", () => {
    const g = graph({ input, r: ["ReLU"], s: ["ReLU"] }, "input>r", "input>s", "r>s");
    expect(inferShapes(g).problems.map((p) => [p.kind, p.node, p.edge])).toEqual([
      ["occupied_port", "s", "input->s"],
      ["occupied_port", "s", "r->s"],
    ]);
    expect(inferShapes(g).nodes.get("s")?.state).toBe("error");
  });

  test("a cycle marks each of its nodes and names them all", () => {
    const g = graph({ input, a: ["Add"], r: ["ReLU"], s: ["ReLU"] }, "input>a", "a>r", "r>a.other", "r>s");
    expect(brief(g)).toEqual([
      ["cycle", "a", "a and r form a cycle"],
      ["cycle", "r", "a and r form a cycle"],
      ["upstream", "s", "waits for r"],
    ]);
    expect(brief(graph({ r: ["ReLU"] }, "r>r"))).toEqual([["cycle", "r", "r reads its own output"]]);
  });

  test("what nobody reads, once there is an Output", () => {
    const g = graph({ input, r: ["ReLU"], s: ["ReLU"], output: ["Output"] }, "input>r", "input>s", "r>output");
    expect(inferShapes(g).problems).toMatchObject([
      { kind: "unreachable", severity: "warning", node: "s", message: "nothing reads its output" },
    ]);
  });

  test("tensors that are too large name the figure and are never made", () => {
    expect(brief(graph({ input: ["Input", { shape: [1000, 1000, 1000] }] }))).toEqual([
      [
        "too_large",
        "input",
        "an input of shape [1000, 1000, 1000] has 1,000,000,000 elements (3.7 GiB); the limit is 1.0 GiB",
      ],
    ]);
    const fc = graph(
      { input: ["Input", { shape: [1, 100000] }], fc: ["Linear", { out_features: 100000 }] },
      "input>fc",
    );
    expect(inferShapes(fc).problems.map((p) => [p.kind, p.node])).toEqual([["too_large", "fc"]]);
    expect(inferShapes(fc).problems[0]?.message).toContain("parameter weight of shape [100000, 100000]");
    const up: [string, ArgValues] = ["Upsample", { scale_factor: 1e300 }];
    const endless = graph({ input: ["Input", { shape: [1, 3, 8, 8] }], up }, "input>up");
    expect(inferShapes(endless).problems[0]?.message).toMatch(
      /^an output of shape \[1, 3, .*\] has too many elements to count; the limit is 1\.0 GiB$/,
    );
    const c: [string, ArgValues] = ["Conv2d", { out_channels: 4096, kernel_size: 1 }];
    const wide = graph({ input: ["Input", { shape: [1, 1, 1000, 1000] }], c }, "input>c");
    expect(inferShapes(wide).problems.map((p) => [p.kind, p.node])).toEqual([["too_large", "c"]]);
  });
});

describe("optional ports", () => {
  const lstm: Nodes = {
    x: ["Input", { shape: [5, 2, 3] }],
    h: ["Input", { shape: [1, 2, 4] }],
    c: ["Input", { shape: [1, 2, 4] }],
    lstm1: ["LSTM", { hidden_size: 4 }],
  };

  test("may be left open, and are given on when connected", () => {
    for (const edges of ["x>lstm1", "c>lstm1.c_0 h>lstm1.h_0 x>lstm1"]) {
      const { nodes, problems } = inferShapes(graph(lstm, ...edges.split(" ")));
      expect(problems.filter((p) => p.severity === "error")).toEqual([]);
      expect(nodes.get("lstm1")?.outputs).toEqual({ output: [5, 2, 4], h_n: [1, 2, 4], c_n: [1, 2, 4] });
    }
  });

  test("of one tuple of torch's are connected together", () => {
    const { problems } = inferShapes(graph(lstm, "x>lstm1", "h>lstm1.h_0"));
    const errors = problems.filter((p) => p.severity === "error");
    expect(errors.map((p) => [p.node, p.message])).toEqual([["lstm1", 'input port "c_0" is not connected']]);
  });

  test("that do not fit name the edge that brings them", () => {
    const attention: Nodes = {
      q: ["Input", { shape: [5, 2, 8] }],
      mask: ["Input", { shape: [5, 4] }],
      attn: ["MultiheadAttention", { embed_dim: 8, num_heads: 2 }],
    };
    const edges = ["q>attn", "q>attn.key", "q>attn.value", "mask>attn.attn_mask"];
    const wrong = inferShapes(graph(attention, ...edges)).problems.filter((p) => p.severity === "error");
    expect(wrong.map((p) => p.node)).toEqual(["attn"]);
    expect(wrong[0]?.message).toContain("[5, 4]");
    const fits = { ...attention, mask: ["Input", { shape: [5, 5] }] as [string, ArgValues] };
    expect(inferShapes(graph(fits, ...edges)).nodes.get("attn")?.state).toBe("ok");
  });
});

test("names that every object has are nodes like others", () => {
  const names: Nodes = Object.fromEntries<Nodes[string]>([
    ["constructor", input],
    ["toString", ["ReLU"]],
  ]);
  const g = graph(names, "constructor>toString");
  expect(inferShapes(g).problems).toEqual([]);
  expect(inferShapes(g).shapeOf({ node: "toString", port: null })).toEqual([1, 1, 28, 28]);
  expect(edgeId(g.edges[0]!)).toBe("constructor->toString");
});

test("an edit at the end leaves every node before it untouched", () => {
  const nodes: Nodes = { input: ["Input", { shape: [1, 8, 32, 32] }] };
  const edges: string[] = [];
  for (let i = 0; i < 200; i++) {
    nodes[`n${i}`] = i % 2 === 1 ? ["ReLU"] : ["Conv2d", { out_channels: 8, kernel_size: 3, padding: 1 }];
    edges.push(`${i === 0 ? "input" : `n${i - 1}`}>n${i}`);
  }
  const before = graph(nodes, ...edges);
  const after: Graph = { ...before, nodes: { ...before.nodes, n199: { module: "Tanh" } } };
  const [a, b] = [inferShapes(before), inferShapes(after)];
  const changed = Object.keys(after.nodes).filter((name) => a.nodes.get(name) !== b.nodes.get(name));
  expect(changed).toEqual(["n199"]);
});
