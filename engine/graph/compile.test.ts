// What graphs compile to: chains, Blocks, dead ends, several inputs; print(model) and signatures.

import { expect, test } from "vitest";
import type { ArgValues } from "../modules/fields.ts";
import { compile } from "./compile.ts";
import { edge } from "./graph.fixture.ts";
import type { Graph } from "./graph.ts";
import { printSpec } from "./print.ts";
import { signatures } from "./signature.ts";
import { wiredModules } from "./wiring.ts";

/** `a>b` connects; node names start with the module's letter: c(onv) r(elu) p(ool with indices) s(igmoid) add, cat, in, out. */
const kinds: Readonly<Record<string, [string, ArgValues?]>> = {
  in: ["Input", { shape: [1, 3, 8, 8] }],
  out: ["Output"],
  c: ["Conv2d", { out_channels: 3, kernel_size: 3, padding: 1 }],
  p: ["MaxPool2d", { kernel_size: 2, return_indices: true }],
  f: ["Linear", { in_features: 7, out_features: 3 }],
  r: ["ReLU"],
  s: ["Sigmoid"],
  add: ["Add"],
  cat: ["Cat"],
};
function graph(nodes: string, edges: string): Graph {
  const entries = nodes.split(" ").map((name) => {
    const [module, args] = kinds[/^[a-z]+/.exec(name)?.[0] ?? ""]!;
    return [name, args ? { module, args } : { module }] as const;
  });
  const pairs = edges === "" ? [] : edges.split(" ").map((text) => text.split(">"));
  return { nodes: Object.fromEntries(entries), edges: pairs.map(([from, to]) => edge(from!, to!)) };
}

/** `c1 block1(c1: r1 add1 -> add1)` */
function outline(g: Graph): string {
  const { spec } = compile(g);
  const port = (p: { node: string; port: string | null }) => (p.port ? `${p.node}.${p.port}` : p.node);
  const items = spec.items.map((item) =>
    item.kind === "module"
      ? item.name
      : `${item.name}(${item.inputs.map(port)}: ${item.modules.map((m) => m.name).join(" ")} -> ${item.outputs.map(port)})`,
  );
  return `${spec.inputs.map(({ name }) => name)} | ${items.join(" | ")} | ${spec.outputs.map(port)}`;
}

test("a chain is a Sequential of its modules", () => {
  const g = graph("in c1 r1 c2 out", "in>c1 c1>r1 r1>c2 c2>out");
  expect(outline(g)).toBe("in | c1 | r1 | c2 | c2");
  expect(compile(g)).toBe(compile(g));
});

test("a residual branch is one Block between the nodes that every path crosses", () => {
  const g = graph("in c1 r1 c2 c3 add1 r2 out", "in>c1 c1>r1 r1>c2 c2>c3 c3>add1 r1>add1.other add1>r2 r2>out");
  expect(outline(g)).toBe("in | c1 | r1 | block1(r1: c2 c3 add1 -> add1) | r2 | r2");
});

test("nested and following branches", () => {
  const g = graph(
    "in c1 c2 c3 add1 add2 r1 s1 cat1 out",
    "in>c1 c1>c2 c2>c3 c3>add1 c2>add1.other add1>add2 c1>add2.other add2>r1 add2>s1 r1>cat1 s1>cat1.other cat1>out",
  );
  expect(outline(g)).toBe("in | c1 | block1(c1: c2 c3 add1 add2 -> add2) | block2(add2: r1 s1 cat1 -> cat1) | cat1");
});

test("a merge that reads one value twice is a Block; block names avoid node names", () => {
  const g = graph("in r1 add1 out", "in>r1 r1>add1 r1>add1.other add1>out");
  const renamed = {
    nodes: { ...g.nodes, block1: { module: "ReLU" } },
    edges: [...g.edges, edge("in", "block1")],
  };
  expect(outline(g)).toBe("in | r1 | block1(r1: add1 -> add1) | add1");
  expect(outline(renamed)).toContain("block2(");
});

test("several Inputs and Outputs enter and leave through Blocks", () => {
  expect(outline(graph("in1 in2 add1 r1 out", "in2>add1 in1>add1.other add1>r1 r1>out"))).toBe(
    "in1,in2 | block1(in1,in2: add1 -> add1) | r1 | r1",
  );
  expect(outline(graph("in c1 r1 s1 out1 out2", "in>c1 c1>r1 c1>s1 r1>out2 s1>out1"))).toBe(
    "in | c1 | block1(c1: r1 s1 -> r1,s1) | s1,r1",
  );
});

test("with one of two Inputs unread, the first item takes both, as the model does", () => {
  expect(outline(graph("in1 in2 c1 r1 out", "in2>c1 c1>r1 r1>out"))).toBe(
    "in1,in2 | block1(in1,in2: c1 -> c1) | r1 | r1",
  );
});

test("a second output port lives in a Block", () => {
  expect(outline(graph("in p1 r1 out", "in>p1 p1>r1 r1>out"))).toBe("in | block1(in: p1 -> p1) | r1 | r1");
  expect(outline(graph("in p1 out", "in>p1 p1.indices>out"))).toBe("in | block1(in: p1 -> p1.indices) | p1.indices");
  expect(outline(graph("in p1 r1 out", "in>p1 p1.output>r1 r1>out"))).toContain("(in: p1 -> p1)");
});

test("dead ends run, in the Block beside them", () => {
  expect(outline(graph("in c1 r1 r2 s1 s2 out", "in>c1 c1>r1 r1>r2 r2>out c1>s1 s1>s2"))).toBe(
    "in | c1 | block1(c1: s1 s2 r1 -> r1) | r2 | r2",
  );
  expect(outline(graph("in c1 s1 out", "in>c1 c1>out c1>s1"))).toBe("in | c1 | block1(c1: s1 -> c1) | c1");
});

test("without an Output the ends of the graph are what it gives", () => {
  expect(outline(graph("in c1 r1 s1", "in>c1 c1>r1 c1>s1"))).toBe("in | c1 | block1(c1: r1 s1 -> r1,s1) | r1,s1");
  expect(outline(graph("in out", "in>out"))).toBe("in |  | in");
  expect(outline(graph("r1 out", "r1>out"))).toBe(" |  | ");
});

test("what can run is compiled though the rest cannot", () => {
  const g = graph("in c1 f1 r1 s1 out", "in>c1 c1>f1 f1>r1 c1>s1 r1>out");
  expect(outline(g)).toBe("in | c1 | s1 | s1");
  expect([...compile(g).runnable]).toEqual(["in", "c1", "s1"]);
});

test("prints as torch prints nested modules", () => {
  const g = graph("in c1 r1 c2 add1 out", "in>c1 c1>r1 r1>c2 c2>add1 r1>add1.other add1>out");
  expect(printSpec(compile(g).spec)).toBe(`Sequential(
  (c1): Conv2d(3, 3, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
  (r1): ReLU()
  (block1): Block(
    (c2): Conv2d(3, 3, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1))
    (add1): Add()
  )
)`);
  expect(printSpec(compile(graph("in out", "in>out")).spec)).toBe("Sequential()");
});

test("wiring spells out what a chain's modules read", () => {
  const g = graph("in c1 r1 s1 add1 r2 out", "in>c1 c1>r1 c1>s1 r1>add1 s1>add1.other add1>r2 r2>out");
  const reads = wiredModules(compile(g).spec).map((m) => `${m.name}<${m.inputs.map((p) => p?.node)}`);
  expect(reads).toEqual(["c1<in", "r1<c1", "s1<c1", "add1<r1,s1", "r2<add1"]);
});

test("signatures change at an edit and downstream of it, nowhere else", () => {
  const edges = "in>c1 c1>r1 c1>c2 r1>add1 c2>add1.other add1>out";
  const g = graph("in c1 r1 c2 add1 out", edges);
  const edited = { ...g, nodes: { ...g.nodes, c2: { module: "Conv2d", args: { ...g.nodes.c2!.args, bias: false } } } };
  const changed = (a: Map<string, string>, b: Map<string, string>) =>
    [...a.keys()].filter((n) => a.get(n) !== b.get(n));
  const of = (x: Graph, key = "0", extra?: (node: string) => string) => signatures(compile(x).spec, { in: key }, extra);
  expect(changed(of(g), of(edited))).toEqual(["c2", "add1"]);
  expect(changed(of(g), of(g, "1"))).toEqual(["in", "c1", "r1", "c2", "add1"]);
  expect(
    changed(
      of(g),
      of(g, "0", (node) => (node === "c1" ? "v2" : "")),
    ),
  ).toEqual(["c1", "r1", "c2", "add1"]);
  expect(changed(of(g), of({ ...g, edges: g.edges.toReversed() }))).toEqual([]);
  const swapped = graph("in c1 r1 c2 add1 out", edges.replace("r1>add1 c2>add1.other", "c2>add1 r1>add1.other"));
  expect(changed(of(g), of(swapped))).toEqual(["add1"]);
});

test("a list of one result is no link of a chain", () => {
  const nodes = {
    x: { module: "Input", args: { shape: [1, 3] } },
    parts: { module: "chunk", args: { chunks: 2, dim: 0 } },
    relu: { module: "ReLU" },
  };
  const edges = [edge("x", "parts"), edge("parts", "relu")];
  expect(compile({ nodes, edges }).spec.items.map(({ kind }) => kind)).toEqual(["block", "module"]);
});
