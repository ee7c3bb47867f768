// Tests of tensors that a model holds itself: keys that are their names, learning, saving, printing, PyTorch source.
import { expect, test } from "vitest";
import { Generator } from "../core/random.ts";
import { compile } from "../graph/compile.ts";
import { parseModelFile } from "../graph/file.ts";
import { runPython, torchPython } from "../graph/python.fixture.ts";
import { pytorchSource } from "../graph/pytorch.ts";
import { tensor } from "../tensor/create.ts";
import { installMethods } from "../tensor/methods.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { fromSpec } from "./build.ts";

installMethods();

const { graph } = parseModelFile(
  JSON.stringify({
    format: "edgewise",
    version: 2,
    graph: {
      nodes: {
        x: { module: "Input", args: { shape: [1, 3, 4] } },
        cls: { module: "Parameter", args: { shape: [1, 1, 4], init: "normal" } },
        wide: { module: "expand", args: { size: [1, -1, -1] } },
        tokens: { module: "cat", args: { dim: 1 } },
        scale: { module: "Parameter", args: { shape: [4], init: "ones", requires_grad: false } },
        scaled: { module: "mul" },
        mask: { module: "Buffer", args: { shape: [4, 1], init: "ones" } },
        masked: { module: "mul" },
        noise: { module: "Buffer", args: { shape: [1], persistent: false } },
        noisy: { module: "add" },
        fc: { module: "Linear", args: { out_features: 2 } },
        y: { module: "Output" },
      },
      edges: [
        ["cls", "wide"],
        ["wide", "tokens"],
        ["x", "tokens.other"],
        ["tokens", "scaled"],
        ["scale", "scaled.other"],
        ["scaled", "masked"],
        ["mask", "masked.other"],
        ["masked", "noisy"],
        ["noise", "noisy.other"],
        ["noisy", "fc"],
        ["fc", "y"],
      ].map(([from, to]) => ({ from, to })),
    },
  }),
);
const build = () => fromSpec(compile(graph).spec, (id) => new Generator(id.length));
const input = tensor(
  Array.from({ length: 12 }, (_, i) => i / 7),
  { shape: [1, 3, 4] },
);

test("the keys of a model's own tensors are their names", () => {
  const model = build();
  expect([...model.state_dict().keys()].sort()).toEqual(["cls", "fc.bias", "fc.weight", "mask", "scale"]);
  expect(model.named_parameters().map(([name]) => name)).toEqual(["cls", "scale", "fc.weight", "fc.bias"]);
  expect(model.named_buffers().map(([name]) => name)).toEqual(["mask", "noise"]);
  expect(String(model)).not.toContain("Parameter");
  expect(String(model)).not.toContain("Buffer");
});

test("they learn, unless told not to, and take saved values", () => {
  const model = build();
  (model.forward(input) as Tensor).sum().backward();
  const grads = Object.fromEntries(
    model.named_parameters().map(([name, parameter]) => [name, parameter.grad !== null]),
  );
  expect(grads).toEqual({ cls: true, scale: false, "fc.weight": true, "fc.bias": true });
  const other = build();
  const state = new Map([...model.state_dict()].map(([key, value]) => [key, value.mul(0)] as const));
  expect(other.load_state_dict(state)).toMatchObject({ missing_keys: [], unexpected_keys: [] });
  expect((other.forward(input) as Tensor).abs().amax().item()).toBe(0);
  state.delete("cls");
  expect(() => other.load_state_dict(state)).toThrow('Missing key(s) in state_dict: "cls"');
  state.set("cls", tensor([1, 2]));
  expect(() => other.load_state_dict(state)).toThrow("size mismatch for cls");
});

test("PyTorch's source holds them under their names", () => {
  const source = pytorchSource(graph, "held");
  expect(source).toContain("self.cls = nn.Parameter(torch.randn((1, 1, 4)))");
  expect(source).toContain("self.scale = nn.Parameter(torch.ones((4,)), requires_grad=False)");
  expect(source).toContain('self.register_buffer("mask", torch.ones((4, 1)))');
  expect(source).toContain('self.register_buffer("noise", torch.zeros((1,)), persistent=False)');
});

test.runIf(torchPython)(
  "in PyTorch that source gives the same keys",
  () => {
    const run = "import sys, json\nexec(json.load(sys.stdin).replace('print(output.shape)', ''))\n";
    const keys = runPython<string[]>(
      torchPython!,
      `${run}print(json.dumps(list(model.state_dict())))`,
      pytorchSource(graph, "held"),
    );
    expect(keys.sort()).toEqual([...build().state_dict().keys()].sort());
  },
  60_000,
);
