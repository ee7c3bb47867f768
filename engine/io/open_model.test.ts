// Tests of model files that run: PyTorch's numbers for functions as nodes, other batches, weights, edges, what is refused.
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fromArray, tensor, toArray } from "../tensor/create.ts";
import { installMethods } from "../tensor/methods.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { openModel } from "./open_model.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";

installMethods();

const folder = new URL("../../conformance/nodes/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".safetensors"));

interface Case {
  readonly model: object;
  readonly inputs: readonly { readonly name: string }[];
}

test.each(files)("%s is what PyTorch makes of it", (file) => {
  const { metadata, tensors } = readSafetensors(new Uint8Array(readFileSync(new URL(file, folder))));
  const { model, inputs } = JSON.parse(metadata.case!) as Case;
  const given = Object.fromEntries(inputs.map(({ name }) => [name, fromArray(tensors.get(`input.${name}`)!)]));
  const outputs = Object.values(openModel(JSON.stringify(model)).run(given).outputs);
  expect(outputs.length).toBe([...tensors.keys()].filter((key) => key.startsWith("output.")).length);
  outputs.forEach((output, i) => {
    const wanted = tensors.get(`output.${i}`)!;
    expect([output.shape, output.dtype]).toEqual([wanted.shape, wanted.dtype]);
    output.data.forEach((value, at) => {
      expect(Math.abs(value - wanted.data[at]!)).toBeLessThanOrEqual(1e-5 + 1e-4 * Math.abs(wanted.data[at]!));
    });
  });
});

const text = (nodes: object, edges: readonly string[], more: object = {}): string => {
  const pairs = edges.map((edge) => edge.split(">")).map(([from, to]) => ({ from, to }));
  return JSON.stringify({ format: "edgewise", version: 2, seed: 3, graph: { nodes, edges: pairs }, ...more });
};

/** An encoder's last step, by heads: sizes that follow the batch. */
const attention = text(
  {
    x: { module: "Input", args: { shape: [2, 5, 8] } },
    qkv: { module: "Linear", args: { out_features: 24 } },
    heads: { module: "reshape", args: { shape: [{ $: "input.shape[0]" }, { $: "input.shape[1]" }, 3, 2, -1] } },
    parts: { module: "unbind", args: { dim: 2 } },
    q: { module: "transpose", args: { dim0: 1, dim1: 2 } },
    k: { module: "permute", args: { dims: [0, 2, 3, 1] } },
    v: { module: "transpose", args: { dim0: 1, dim1: 2 } },
    scores: { module: "matmul" },
    scaled: { module: "mul", args: { other: 0.5 } },
    weights: { module: "softmax", args: { dim: -1 } },
    mixed: { module: "matmul" },
    last: { module: "getitem", args: { index: "[:, :, -1]" } },
    y: { module: "Output" },
  },
  [
    ...["x>qkv", "qkv>heads", "heads>parts", "parts>q", "parts.1>k", "parts.2>v", "q>scores", "k>scores.other"],
    ...["scores>scaled", "scaled>weights", "weights>mixed", "v>mixed.other", "mixed>last", "last>y"],
  ],
);

const ramp = (...shape: number[]): Tensor =>
  tensor(
    Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, i) => ((i * 7) % 11) / 5 - 1),
    { shape },
  );

test("runs on other batches and lengths than the Input says, each sample as if alone", () => {
  const model = openModel(attention);
  const all = model.run({ x: ramp(3, 7, 8) }).outputs.y!;
  expect(all.shape).toEqual([3, 2, 4]);
  const second = model.run({ x: ramp(3, 7, 8).narrow(0, 1, 1) }).outputs.y!;
  expect(
    second
      .sub(all.narrow(0, 1, 1))
      .abs()
      .amax()
      .item(),
  ).toBeLessThan(1e-6);
});

test("gives what flows on every edge, and takes weights by torch's keys", () => {
  const model = openModel(attention);
  const { edges } = model.run({ x: ramp(2, 5, 8) });
  expect([...edges.keys()].slice(3, 6)).toEqual(["parts->q", "parts.1->k", "parts.2->v"]);
  expect(edges.get("scores->scaled")!.shape).toEqual([2, 2, 5, 5]);
  const state = model.module.state_dict();
  expect([...state.keys()]).toEqual(["qkv.weight", "qkv.bias"]);
  const zeros = new Map([...state].map(([key, value]) => [key, toArray(value.mul(0))]));
  const silent = openModel(attention, { weights: writeSafetensors(zeros) });
  expect(
    silent
      .run({ x: ramp(2, 5, 8) })
      .outputs.y!.abs()
      .amax()
      .item(),
  ).toBe(0);
  zeros.delete("qkv.bias");
  expect(() => openModel(attention, { weights: writeSafetensors(zeros) })).toThrow(
    'Missing key(s) in state_dict: "qkv.bias"',
  );
});

test("names the place of what keeps a model from running", () => {
  const misfit = { x: { module: "Input", args: { shape: [2, 3] } }, r: { module: "reshape", args: { shape: [4] } } };
  expect(() => openModel(text(misfit, ["x>r"]))).toThrow("graph.nodes.r: shape '[4]' is invalid for input of size 6");
  const open = { x: { module: "Input", args: { shape: [2, 3] } }, s: { module: "add" } };
  expect(() => openModel(text(open, ["x>s"]))).toThrow('graph.nodes.s: input port "other" is not connected');
  const strange = {
    x: { module: "Input", args: { shape: [2, 3] } },
    r: { module: "reshape", args: { shape: [{ $: "z.shape[0]" }] } },
  };
  expect(() => openModel(text(strange, ["x>r"]))).toThrow("graph.nodes.r: name 'z' is not defined");
  expect(() => openModel(attention).run({})).toThrow("the Input x is given no tensor");
  expect(() => openModel(attention).run({ z: ramp(1) })).toThrow("the model has no Input z");
});

test("takes what every object has for no input, and an output that is spelled out for what it is", () => {
  const nodes = {
    constructor: { module: "Input", args: { shape: [2, 3] } },
    r: { module: "ReLU" },
    y: { module: "Output" },
  };
  const model = openModel(text(nodes, ["constructor.output>r", "r.output>y"]));
  expect(() => model.run({})).toThrow("the Input constructor is given no tensor");
  const { outputs, edges } = model.run({ constructor: ramp(2, 3) });
  expect(outputs.y!.shape).toEqual([2, 3]);
  expect([...edges.keys()]).toHaveLength(2);
});
