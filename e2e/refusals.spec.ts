// Owns the proof that bad files are refused with the place of what is wrong, and leave the open document as it is.
import { bytesFile, type Editor, expect, type GivenFile, jsonFile, test } from "./editor.ts";
import { npy, safetensors } from "./fixtures/bytes.ts";
import { png } from "./fixtures/png.ts";

const nodes = {
  input: { module: "Input", args: { shape: [1, 5, 8, 8] } },
  conv1: { module: "Conv2d", args: { out_channels: 4, kernel_size: 3 } },
  relu1: { module: "ReLU" },
  output: { module: "Output" },
};
const edges = [
  { from: "input", to: "conv1" },
  { from: "conv1", to: "relu1" },
  { from: "relu1", to: "output" },
];
const good = { format: "edgewise", version: 1, name: "five", graph: { nodes, edges } };
const withNodes = (change: object) => ({ ...good, graph: { nodes: { ...nodes, ...change }, edges } });
const withEdges = (...more: object[]) => ({ ...good, graph: { nodes, edges: [...edges, ...more] } });
const conv = (args: object) => withNodes({ conv1: { module: "Conv2d", args: { ...nodes.conv1.args, ...args } } });
const text = JSON.stringify(good, null, 2);

interface Case {
  readonly name: string;
  readonly file: GivenFile;
  /** The place and what is said of it. */
  readonly says: RegExp;
}

const models: readonly Case[] = [
  { name: "truncated JSON", file: jsonFile(text.slice(0, 300)), says: /line 19, column 19: this string does not end/ },
  { name: "no JSON", file: jsonFile("<html>"), says: /line 1, column 1: expected a value, but found "<"/ },
  {
    name: "no text",
    file: bytesFile(
      "model.json",
      png(2, 2, () => [9, 9, 9]),
    ),
    says: /UTF-8/,
  },
  {
    name: "another format",
    file: jsonFile({ ...good, format: "onnx" }),
    says: /format: expected "edgewise", got "onnx"/,
  },
  { name: "a newer version", file: jsonFile({ ...good, version: 3 }), says: /version: .*newer version.* 3/ },
  {
    name: "an unknown module",
    file: jsonFile(withNodes({ relu1: { module: "ReLu" } })),
    says: /graph\.nodes\.relu1\.module: unknown module "ReLu"; did you mean "ReLU"\?/,
  },
  {
    name: "an unknown argument",
    file: jsonFile(conv({ strides: 2 })),
    says: /graph\.nodes\.conv1\.args\.strides: Conv2d has no argument "strides"/,
  },
  {
    name: "an argument of the wrong type",
    file: jsonFile(conv({ kernel_size: "three" })),
    says: /graph\.nodes\.conv1\.args\.kernel_size: /,
  },
  {
    name: "an argument out of bounds",
    file: jsonFile(conv({ stride: 0 })),
    says: /graph\.nodes\.conv1\.args\.stride: /,
  },
  {
    name: "a cycle",
    file: jsonFile({
      ...good,
      graph: {
        nodes: { ...nodes, add1: { module: "Add" }, tanh1: { module: "Tanh" } },
        edges: [
          { from: "input", to: "add1" },
          { from: "add1", to: "tanh1" },
          { from: "tanh1", to: "add1.other" },
        ],
      },
    }),
    says: /graph\.edges: these nodes form a cycle: (add1, tanh1|tanh1, add1)/,
  },
  {
    name: "a duplicate edge",
    file: jsonFile(withEdges({ from: "conv1", to: "relu1" })),
    says: /graph\.edges\[3\]: the edge from "conv1" to "relu1" is there twice/,
  },
  {
    name: "two edges into one port",
    file: jsonFile(withEdges({ from: "input", to: "relu1" })),
    says: /graph\.edges\[3\]: "relu1" takes one tensor, and edge 1 already leads into it/,
  },
  {
    name: "an edge to a node that is not there",
    file: jsonFile(withEdges({ from: "conv1", to: "relu2" })),
    says: /graph\.edges\[3\]\.to: there is no node "relu2"/,
  },
  {
    name: "a shape of 10⁹ elements",
    file: jsonFile(withNodes({ input: { module: "Input", args: { shape: [10, 1, 10_000, 10_000] } } })),
    says: /graph\.nodes\.input\.args\.shape: .*1,000,000,000 elements/,
  },
  {
    name: "a key given twice",
    file: jsonFile(text.replace('"version": 1,', '"version": 1, "version": 1,')),
    says: /line \d+, column \d+: the key "version" is there twice/,
  },
];

const weights: readonly Case[] = [
  { name: "a corrupt safetensors header", file: bytesFile("a.safetensors", safetensors("{broken")), says: /header/ },
  {
    name: "a safetensors header longer than the file",
    file: bytesFile("b.safetensors", Buffer.from([255, 255, 255, 255, 0, 0, 0, 0, 123, 125])),
    says: /header/,
  },
  {
    name: "tensors that lie outside of the file",
    file: bytesFile(
      "c.safetensors",
      safetensors({ "conv1.bias": { dtype: "F32", shape: [4], data_offsets: [0, 16] } }, new Uint8Array(8)),
    ),
    says: /conv1\.bias|data/,
  },
  {
    name: "weights of another model",
    file: bytesFile(
      "d.safetensors",
      safetensors({ "fc.bias": { dtype: "F32", shape: [2], data_offsets: [0, 8] } }, new Uint8Array(8)),
    ),
    says: /Missing key\(s\) in state_dict: "conv1\.weight", "conv1\.bias"[\s\S]*Unexpected key\(s\) in state_dict: "fc\.bias"/,
  },
  {
    name: "weights of another size",
    file: bytesFile(
      "e.safetensors",
      safetensors(
        {
          "conv1.weight": { dtype: "F32", shape: [4, 5, 3, 3], data_offsets: [0, 720] },
          "conv1.bias": { dtype: "F32", shape: [3], data_offsets: [720, 732] },
        },
        new Uint8Array(732),
      ),
    ),
    says: /size mismatch for conv1\.bias: copying a param with shape torch\.Size\(\[3\]\) from checkpoint, the shape in current model is torch\.Size\(\[4\]\)/,
  },
];

const inputs: readonly Case[] = [
  {
    name: "a .npy of the wrong rank",
    file: bytesFile("rank.npy", npy([5, 8, 8])),
    says: /shape: expected 4 dims like the Input's .*\[1, 5, 8, 8\].*, got .*\[5, 8, 8\]/,
  },
  { name: "a truncated .npy", file: bytesFile("cut.npy", npy([1, 5, 8, 8]).subarray(0, 500)), says: /data: / },
  {
    name: "an image for 5 channels",
    file: bytesFile(
      "five.png",
      png(8, 8, (x) => [x, x, x]),
    ),
    says: /shape: expected an Input of 1 or 3 channels, \[N, C, H, W\], got .*\[1, 5, 8, 8\]/,
  },
  { name: "no image", file: bytesFile("no.txt", Buffer.from("hello")), says: /expected an image or \.npy/ },
];

async function refused(editor: Editor, { file, says }: Case, open: (file: GivenFile) => Promise<void>): Promise<void> {
  const before = await editor.documentState();
  const saved = await editor.modelText();
  await editor.dismissNotices();
  await open(file);
  const notice = editor.notice("This file cannot be opened");
  await expect(notice).toContainText(says);
  await expect(notice).toContainText(file.name);
  await expect(notice).toContainText("left as it was");
  await editor.settled();
  expect(await editor.documentState()).toEqual(before);
  expect(await editor.modelText()).toBe(saved);
}

test.beforeEach(async ({ editor }) => {
  await editor.openModel(jsonFile(good));
  await expect(editor.edges).toHaveCount(edges.length);
  await editor.settled();
  for (const { mean } of await editor.edgeStates()) expect(mean).not.toBeNull();
});

test("model files: each refusal names the place and changes nothing", async ({ editor }) => {
  for (const one of models) await test.step(one.name, () => refused(editor, one, (file) => editor.openModel(file)));
  await editor.dismissNotices();
});

test("weights: each refusal names the place and changes nothing", async ({ editor }) => {
  for (const one of weights) await test.step(one.name, () => refused(editor, one, (file) => editor.openWeights(file)));
});

test("inputs: each refusal names the place and changes nothing", async ({ editor }) => {
  for (const one of inputs) await test.step(one.name, () => refused(editor, one, (file) => editor.openInput(file)));
});
