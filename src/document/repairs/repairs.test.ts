// Repairs of the mistakes people make: which come first, and that each dim of a tuple is mended on its own.
import { expect, test } from "vitest";
import { inferShapes } from "../../../engine/graph/infer.ts";
import { t } from "../../i18n/index.ts";
import { renameNode } from "../edits.ts";
import { explain } from "../explain.ts";
import { repairsOf } from "./index.ts";
import { chainOf, documentOf, judgeRepairs, labelsOf, type Nodes, problemsOf } from "./repairs.fixture.ts";

const image = (...shape: number[]): [string, { shape: number[] }] => ["Input", { shape }];
const conv = (args: object): [string, Record<string, unknown>] => ["Conv2d", { out_channels: 8, ...args }];

test.each<[string, Nodes, string[]]>([
  [
    "a Linear over images wants them flat",
    { x: image(2, 32, 7, 7), fc: ["Linear", { in_features: 1568, out_features: 10 }], y: ["Output"] },
    ["Insert Flatten() after x", "Infer in_features"],
  ],
  [
    "a Linear over images of another size wants them flat and its size inferred",
    { x: image(2, 32, 7, 7), fc: ["Linear", { in_features: 1000, out_features: 10 }], y: ["Output"] },
    ["Insert Flatten() and infer in_features", "Infer in_features"],
  ],
  [
    "a Linear over sequences wants its size",
    { x: image(2, 7, 16), fc: ["Linear", { in_features: 15, out_features: 10 }], y: ["Output"] },
    ["Infer in_features", "Set in_features to 16"],
  ],
  [
    "an image with its channels last",
    { x: image(1, 224, 224, 3), c: conv({ in_channels: 3, kernel_size: 7, stride: 2, padding: 3 }), y: ["Output"] },
    ["Insert permute(dims=(0, 3, 1, 2)) after x", "Put the channels of x first: [1, 3, 224, 224]", "Infer in_channels"],
  ],
  [
    "channels that come last out of another layer",
    { x: image(2, 9, 9, 3), r: ["ReLU"], c: conv({ in_channels: 3, kernel_size: 3 }), y: ["Output"] },
    ["Insert permute(dims=(0, 3, 1, 2)) after r", "Put the channels of x first: [2, 3, 9, 9]"],
  ],
  [
    "an image alone with its channels last",
    { x: image(9, 8, 3), c: conv({ in_channels: 3, kernel_size: 3 }), y: ["Output"] },
    ["Insert permute(dims=(2, 0, 1)) after x", "Put the channels of x first: [3, 9, 8]"],
  ],
  [
    "sequences with their channels last",
    { x: image(2, 50, 16), c: ["Conv1d", { in_channels: 16, out_channels: 4, kernel_size: 3 }], y: ["Output"] },
    ["Insert permute(dims=(0, 2, 1)) after x", "Put the channels of x first: [2, 16, 50]"],
  ],
  [
    "volumes with their channels last",
    { x: image(1, 6, 7, 8, 2), n: ["BatchNorm3d", { num_features: 2 }], y: ["Output"] },
    ["Insert permute(dims=(0, 4, 1, 2, 3)) after x", "Put the channels of x first: [1, 2, 6, 7, 8]"],
  ],
  [
    "a mirror that is too wide, in one dim only",
    { x: image(1, 3, 128, 36), p: ["ReflectionPad2d", { padding: 46 }], y: ["Output"] },
    ["Set padding to (35, 35, 46, 46)"],
  ],
  [
    "a window that is too large for one dim only",
    { x: image(1, 3, 4, 20), c: conv({ kernel_size: 5 }), y: ["Output"] },
    ["Set kernel_size to (4, 5)", "Set padding to (1, 0)"],
  ],
  [
    "a dilated window",
    { x: image(1, 3, 8, 8), c: conv({ kernel_size: [3, 5], dilation: [1, 3] }), y: ["Output"] },
    ["Set kernel_size to (3, 3)", "Set dilation to (1, 1)", "Set padding to (0, 3)"],
  ],
  [
    "indices that are fractions",
    { x: image(2, 5), e: ["Embedding", { num_embeddings: 10, embedding_dim: 4 }], y: ["Output"] },
    ["Make x int64"],
  ],
  [
    "integers into a Linear",
    { x: ["Input", { shape: [2, 5], dtype: "int64" }], fc: ["Linear", { out_features: 3 }], y: ["Output"] },
    ["Make x float32"],
  ],
  ["a norm for vectors on images", { x: image(2, 6, 8, 8), bn: ["BatchNorm1d"], y: ["Output"] }, ["Use BatchNorm2d"]],
  [
    "the sizes of a LayerNorm, each its own",
    { x: image(2, 6, 8), ln: ["LayerNorm", { normalized_shape: [8, 6] }], y: ["Output"] },
    ["Set normalized_shape to (6, 8)"],
  ],
  [
    "groups that do not divide",
    { x: image(2, 6, 8, 8), c: ["Conv2d", { out_channels: 6, kernel_size: 3, groups: 4 }], y: ["Output"] },
    ["Set groups to 3"],
  ],
  [
    "groups of a GroupNorm",
    { x: image(2, 6, 8, 8), g: ["GroupNorm", { num_groups: 4, num_channels: 6 }], y: ["Output"] },
    ["Set num_groups to 3"],
  ],
  [
    "an output padding as large as the stride",
    {
      x: image(1, 2, 5, 5),
      c: ["ConvTranspose2d", { out_channels: 3, kernel_size: 3, stride: [2, 3], output_padding: 2 }],
    },
    ["Set stride to (3, 3)", "Set output_padding to (1, 2)"],
  ],
  [
    "a padding wider than half the window",
    { x: image(1, 2, 9, 9), p: ["MaxPool2d", { kernel_size: [2, 5], padding: 2 }], y: ["Output"] },
    ["Set kernel_size to (4, 5)", "Set padding to (1, 2)"],
  ],
  ["a misspelled class", { x: image(1, 2, 9, 9), r: ["Relu"], y: ["Output"] }, ["Use ReLU"]],
  [
    "a misspelled argument",
    { x: image(1, 2, 9, 9), c: conv({ kernel_sise: 3 }), y: ["Output"] },
    ["Rename kernel_sise to kernel_size"],
  ],
  [
    "an image without channels",
    { x: image(28, 28), c: conv({ kernel_size: 3 }), y: ["Output"] },
    ["Give x the shape [1, 28, 28]", "Give x the shape [1, 1, 28, 28]"],
  ],
])("%s", (_told, nodes, first) => {
  const document = chainOf(nodes);
  const labels = labelsOf(document);
  for (const label of first) expect(labels).toContain(label);
  expect(labels[0]).toBe(first[0]);
  judgeRepairs(document);
});

const residual = (body: Nodes, shape: number[], chain: string[]): ReturnType<typeof documentOf> =>
  documentOf({ x: ["Input", { shape }], ...body, add: ["Add"], y: ["Output"] }, ...chain, "x>add.other", "add>y");

test("the words of repairs and problems call nodes as they are called now", () => {
  const nodes: Nodes = { x: image(2, 5), e: ["Embedding", { num_embeddings: 10, embedding_dim: 4 }], y: ["Output"] };
  const typed = renameNode("x", "0")(chainOf(nodes));
  expect(labelsOf(typed)[0]).toBe("Make 0 int64");
  const flat = renameNode(
    "x",
    "7",
  )(chainOf({ x: image(2, 32, 7, 7), fc: ["Linear", { in_features: 1568, out_features: 10 }] }));
  expect(labelsOf(flat)[0]).toBe("Insert Flatten() after 7");
  const twice = renameNode("r", "act")(documentOf({ x: image(1, 4), r: ["ReLU"], y: ["Output"] }, "x>r", "x>r", "r>y"));
  expect(labelsOf(twice)).toEqual(["Remove the edge x->act"]);
  const cut = documentOf({ x: image(1, 4), r: ["ReLU"], s: ["Tanh"] }, "r.outputs>s");
  expect(problemsOf(renameNode("r", "act")(cut).graph).map(({ message }) => message)).toContain("waits for act");
  for (const document of [typed, flat, twice]) judgeRepairs(document);
});

test("a shortcut of other channels wants a convolution of 1 by 1 on it", () => {
  const body: Nodes = { c: conv({ kernel_size: 3, padding: 1, stride: 2 }) };
  const document = residual(body, [1, 3, 16, 16], ["x>c", "c>add"]);
  expect(labelsOf(document)[0]).toBe("Insert Conv2d(8, kernel_size=1, stride=2) after x");
  judgeRepairs(document);
});

test("a branch that loses its border wants padding", () => {
  const document = residual({ c: ["Conv2d", { out_channels: 3, kernel_size: 5 }] }, [1, 3, 16, 16], ["x>c", "c>add"]);
  expect(labelsOf(document)).toContain("Set padding of c to 2");
  judgeRepairs(document);
});

test("one value per channel in train mode wants a batch of two", () => {
  const document = chainOf({ x: image(1, 4), bn: ["BatchNorm1d"], y: ["Output"] });
  expect(problemsOf(document.graph)).toEqual([]);
  const problem = problemsOf(document.graph, true)[0]!;
  expect(problem.message).toBe(
    "Expected more than 1 value per channel when training, got input size torch.Size([1, 4])",
  );
  expect(problem).toMatchObject({ kind: "training", node: "bn", edge: "x->bn" });
  expect(labelsOf(document, true)).toEqual(["Use a batch of 2"]);
  judgeRepairs(document, true);
});

test("a mask of integers wants a bool Input", () => {
  const nodes: Nodes = {
    q: ["Input", { shape: [5, 2, 8] }],
    mask: ["Input", { shape: [2, 5], dtype: "int64" }],
    attn: ["MultiheadAttention", { embed_dim: 8, num_heads: 2 }],
    y: ["Output"],
  };
  const edges = ["q>attn", "q>attn.key", "q>attn.value", "mask>attn.key_padding_mask", "attn>y"];
  const document = documentOf(nodes, ...edges);
  expect(problemsOf(document.graph)[0]?.message).toBe("only bool and floating types of key_padding_mask are supported");
  expect(labelsOf(document)[0]).toBe("Make mask bool");
  judgeRepairs(document);
});

test("edges: twice, from nowhere, into a port that is not there, two into one port, round", () => {
  const nodes: Nodes = { x: image(1, 4), r: ["ReLU"], s: ["Tanh"], y: ["Output"] };
  const twice = documentOf(nodes, "x>r", "x>r", "r>s", "s>y");
  expect(labelsOf(twice)).toEqual(["Remove the edge x->r"]);
  expect(repairsOf(twice, problemsOf(twice.graph)[0]!)[0]!.edit(twice).graph.edges).toHaveLength(3);
  expect(labelsOf(documentOf(nodes, "x>r", "r>s", "s>y", "rr>y"))).toContain("Remove the edge rr->y");
  expect(labelsOf(documentOf(nodes, "x>r", "r.outputs>s", "s>y"))[0]).toBe("Connect r.output to s");
  expect(labelsOf(documentOf(nodes, "x>r", "r>s", "x>s", "s>y"))).toEqual([
    "Remove the edge r->s",
    "Keep only the edge r->s",
  ]);
  expect(labelsOf(documentOf({ ...nodes, r: ["Add"] }, "x>r", "r>s", "s>r.other", "s>r.input2", "s>y"))).not.toEqual(
    [],
  );
  for (const edges of [
    ["x>r", "x>r", "r>s", "s>y"],
    ["x>r", "r>s", "s>y", "rr>y"],
    ["x>r", "r>s", "x>s", "s>y"],
  ]) {
    judgeRepairs(documentOf(nodes, ...edges));
  }
});

test("an open port is connected where there is one choice that makes sense", () => {
  const nodes: Nodes = { x: image(1, 4), r: ["ReLU"], y: ["Output"] };
  expect(labelsOf(documentOf(nodes, "x>r"))).toEqual(["Connect r to y"]);
  const two: Nodes = { ...nodes, s: ["Tanh"] };
  expect(labelsOf(documentOf(two, "x>r", "x>s"))).toEqual([]);
});

test("a repair that would break what lies behind is not offered", () => {
  const nodes: Nodes = {
    x: image(1, 1, 8, 8),
    c: conv({ in_channels: 3, kernel_size: 3 }),
    f: ["Flatten"],
    fc: ["Linear", { in_features: 288, out_features: 10 }],
    side: ["Conv2d", { in_channels: 1, out_channels: 1, kernel_size: 3 }],
    y: ["Output"],
  };
  const document = documentOf(nodes, "x>c", "c>f", "f>fc", "fc>y", "x>side");
  // An Input of three channels would suit `c` and break `side`.
  expect(labelsOf(document)).toEqual(["Infer in_channels", "Set in_channels to 1"]);
  judgeRepairs(document);
});

test("of two mistakes in a row the first can be mended, though that brings the second to light", () => {
  const nodes: Nodes = {
    x: image(1, 8),
    a: ["Linear", { in_features: 7, out_features: 6 }],
    b: ["Linear", { in_features: 5, out_features: 4 }],
    y: ["Output"],
  };
  const document = chainOf(nodes);
  expect(labelsOf(document)).toContain("Infer in_features");
  judgeRepairs(document);
});

test("an index outside of a table wants a table with enough rows", () => {
  const table: Nodes = {
    x: ["Input", { shape: [2, 5], dtype: "int64" }],
    e: ["Embedding", { num_embeddings: 10, embedding_dim: 4 }],
    y: ["Output"],
  };
  const document = chainOf(table);
  const failed = { kind: "run", severity: "error", node: "e", message: "index out of range in self" } as const;
  expect(repairsOf(document, failed)).toEqual([]);
  const [repair] = repairsOf(document, { ...failed, rows: 57 });
  expect(repair!.edit(document).graph.nodes.e?.args).toEqual({ num_embeddings: 57, embedding_dim: 4 });
});

test.each<[string, Nodes, string, string]>([
  [
    "an image with its channels last",
    { x: image(1, 224, 224, 3), c: conv({ in_channels: 3, kernel_size: 7 }), y: ["Output"] },
    "Insert permute(dims=(0, 3, 1, 2)) after x",
    "Conv2d expects 3 channels; Input gives 224.",
  ],
  [
    "sequences that a Linear takes flat",
    { x: image(2, 4, 8), fc: ["Linear", { in_features: 32, out_features: 10 }], y: ["Output"] },
    "Insert Flatten() after x",
    "Linear expects 32 features; Input gives 8.",
  ],
  [
    "a size that is wrong",
    { x: image(2, 16), fc: ["Linear", { in_features: 15, out_features: 10 }], y: ["Output"] },
    "Infer in_features",
    "Linear expects 15 features; Input gives 16: set in_features to 16 or leave it empty.",
  ],
  [
    "a window that is too large",
    { x: image(1, 3, 4, 20), c: conv({ kernel_size: 5 }), y: ["Output"] },
    "Set kernel_size to (4, 5)",
    "The window of Conv2d spans 5; Input gives only 4 (with padding): make the window smaller, add padding, or shrink less before it.",
  ],
])("the sentence advises what the first repair does: %s", (_, nodes, label, sentence) => {
  const document = chainOf(nodes);
  const problem = problemsOf(document.graph).find((p) => p.severity === "error")!;
  const [first] = repairsOf(document, problem);
  expect(first?.label(t)).toBe(label);
  expect(explain(problem, inferShapes(document.graph), t, first)).toBe(sentence);
});
