// Modules: registration, state, hooks, printing, containers and torch's error texts.
import { expect, test } from "vitest";
import type { BlockSpec, SequentialSpec } from "../graph/spec.ts";
import { F, Generator, nn, ones, type Tensor, tensor, zeros } from "../index.ts";
import type { Module } from "./base.ts";
import type { Block } from "./block.ts";

class Net extends nn.Module {
  conv = nn.Conv2d(1, 2, 3);
  bn = nn.BatchNorm2d(2);
  scale = new nn.Parameter(ones([1]));
  fc = nn.Linear(8, 3);
  override forward(x: Tensor): Tensor {
    return this.fc.call(F.flatten(F.mul(this.bn.call(this.conv.call(x)), this.scale), 1));
  }
}

test("class fields register themselves, in torch's order", () => {
  const net = new Net();
  expect([...net.state_dict().keys()]).toEqual([
    "scale",
    "conv.weight",
    "conv.bias",
    "bn.weight",
    "bn.bias",
    "bn.running_mean",
    "bn.running_var",
    "bn.num_batches_tracked",
    "fc.weight",
    "fc.bias",
  ]);
  expect(net.named_modules().map(([name]) => name)).toEqual(["", "conv", "bn", "fc"]);
  expect(net.named_buffers().map(([name]) => name)).toEqual([
    "bn.running_mean",
    "bn.running_var",
    "bn.num_batches_tracked",
  ]);
  const out = net.call(ones([2, 1, 4, 4]));
  expect(out.shape).toEqual([2, 3]);
  out.backward(ones([2, 3]));
  expect(net.parameters().every((p) => p.grad !== null)).toBe(true);
  net.zero_grad();
  expect(net.fc.weight.grad!.tolist()).toEqual(zeros([3, 8]).tolist());
  net.zero_grad(true);
  expect(net.fc.weight.grad).toBeNull();
  net.eval();
  expect(net.modules().some((m) => m.training)).toBe(false);
  expect(
    net
      .requires_grad_(false)
      .parameters()
      .some((p) => p.requires_grad),
  ).toBe(false);
});

test("prints as torch", () => {
  const net = nn.Sequential(nn.Conv2d(1, 6, 5), nn.Sequential(nn.ReLU()), nn.Sequential());
  expect(String(net)).toBe(
    "Sequential(\n  (0): Conv2d(1, 6, kernel_size=(5, 5), stride=(1, 1))\n  (1): Sequential(\n    (0): ReLU()\n  )\n  (2): Sequential()\n)",
  );
});

test("load_state_dict says what does not fit, and then changes nothing", () => {
  const make = () => nn.Sequential(nn.Linear(4, 2), nn.ReLU());
  const m = make();
  const before = m.get_parameter("0.weight").tolist();
  expect(() => m.load_state_dict({ "0.weight": zeros([3, 4]), foo: zeros([1]) })).toThrow(
    'Error(s) in loading state_dict for Sequential:\n\tMissing key(s) in state_dict: "0.bias". \n\t' +
      'Unexpected key(s) in state_dict: "foo". \n\tsize mismatch for 0.weight: copying a param with shape ' +
      "torch.Size([3, 4]) from checkpoint, the shape in current model is torch.Size([2, 4]).",
  );
  expect(m.get_parameter("0.weight").tolist()).toEqual(before);
  expect(m.load_state_dict({ "0.weight": ones([2, 4]), foo: zeros([1]) }, { strict: false })).toEqual({
    missing_keys: ["0.bias"],
    unexpected_keys: ["foo"],
  });
  expect(m.get_parameter("0.weight").tolist()).toEqual(ones([2, 4]).tolist());
  const other = make();
  expect(other.load_state_dict(m.state_dict())).toEqual({ missing_keys: [], unexpected_keys: [] });
  expect(other.get_parameter("0.bias").tolist()).toEqual(m.get_parameter("0.bias").tolist());
});

test.each<[string, (m: Module) => unknown]>([
  ["Torch not compiled with CUDA enabled", (m) => m.cuda()],
  [
    "nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=torch.int64",
    (m) => m.to("int64"),
  ],
  ['buffer name can\'t contain "."', (m) => m.register_buffer("a.b", zeros([1]))],
  ["attribute 'forward' already exists", (m) => m.register_buffer("forward", zeros([1]))],
  ["attribute 'forward' already exists", (m) => m.add_module("forward", nn.ReLU())],
  ['module name can\'t contain ".", got: a.b', (m) => m.add_module("a.b", nn.ReLU())],
  [
    "cannot assign 'torch.FloatTensor' object to parameter 'x' (torch.nn.Parameter or None required)",
    (m) => m.register_parameter("x", zeros([1]) as never),
  ],
  ['Module [Module] is missing the required "forward" function', (m) => m.call(1)],
  ["Module has no attribute `x`", (m) => m.get_submodule("x")],
  ["Linear.__init__() missing 1 required positional argument: 'out_features'", () => nn.Linear(4)],
  ["Linear.__init__() got an unexpected keyword argument 'foo'", () => nn.Linear(4, 2, { foo: 1 })],
  ["Linear.forward() missing 1 required positional argument: 'input'", () => nn.Linear(4, 2).call()],
  [
    "Linear.forward() takes 2 positional arguments but 3 were given",
    () => nn.Linear(4, 2).call(zeros([4]), zeros([4])),
  ],
  ["expected 4D input (got 2D input)", () => nn.BatchNorm2d(3).call(zeros([2, 3]))],
  ["module 'torch.nn' has no attribute 'Conv9d'", () => nn.create("Conv9d")],
])("throws: %s", (text, act) => expect(() => act(new nn.Module())).toThrow(text));

test("buffers and modules added by name", () => {
  const m = new nn.Module();
  m.register_buffer("seen", zeros([2]));
  m.register_buffer("scratch", zeros([2]), false);
  m.add_module("fc", nn.Linear(2, 1));
  expect([...m.state_dict().keys()]).toEqual(["seen", "fc.weight", "fc.bias"]);
  expect(m.get_buffer("scratch").shape).toEqual([2]);
  expect(String(m.get_submodule("fc"))).toBe("Linear(in_features=2, out_features=1, bias=True)");
});

test("hooks see and change what flows, and can be removed", () => {
  const m = nn.Linear(2, 1);
  m.load_state_dict({ weight: tensor([[1, 2]]), bias: tensor([0]) });
  const x = tensor([[1, 1]], { requires_grad: true });
  const pre = m.register_forward_pre_hook((_m, [input]) => F.add(input as Tensor, ones([2])));
  const post = m.register_forward_hook((_m, _inputs, out) => F.mul(out as Tensor, tensor(10)));
  const seen: unknown[] = [];
  const back = m.register_full_backward_hook((_m, gradIn, gradOut) => {
    seen.push(
      gradIn.map((g) => g!.tolist()),
      gradOut.map((g) => g!.tolist()),
    );
    return [F.mul(gradIn[0]!, tensor(2))];
  });
  const y = m.call(x);
  expect(y.tolist()).toEqual([[60]]);
  y.backward(ones([1, 1]));
  expect(seen).toEqual([[[[10, 20]]], [[[10]]]]);
  expect(x.grad!.tolist()).toEqual([[20, 40]]);
  for (const handle of [pre, post, back]) handle.remove();
  expect(m.call(x).tolist()).toEqual([[3]]);
});

test("Sequential: names, positions, slices, insertion", () => {
  const seq = nn.Sequential({ a: nn.ReLU(), b: nn.Linear(2, 2) });
  expect(seq.named_children().map(([name]) => name)).toEqual(["a", "b"]);
  expect(seq.get(-1)).toBe(seq.get("b"));
  expect(() => seq.get(2)).toThrow("index 2 is out of range");
  const list = nn.Sequential([nn.ReLU(), nn.Tanh()]);
  const first = list.get(0);
  list.insert(0, nn.Sigmoid()).append(nn.GELU());
  expect([...list].map(String)).toEqual(["Sigmoid()", "ReLU()", "Tanh()", "GELU(approximate='none')"]);
  expect(list[1]).toBe(first);
  expect(
    list
      .slice(1, 3)
      .named_children()
      .map(([name]) => name),
  ).toEqual(["1", "2"]);
  const relu = nn.ReLU();
  expect(nn.Sequential(relu, relu).length).toBe(2);
});

const wiring = { kind: "module", outputs: ["output"], args: {} } as const;
const from = (node: string, port: string | null = null) => ({ node, port });
const block: BlockSpec = {
  kind: "block",
  name: "block1",
  inputs: [from("input")],
  modules: [
    {
      ...wiring,
      id: "conv",
      name: "conv",
      module: "Conv2d",
      args: { in_channels: 1, out_channels: 1, kernel_size: 3, padding: 1 },
      inputs: [from("input")],
    },
    {
      ...wiring,
      id: "pool",
      name: "pool",
      module: "MaxPool2d",
      args: { kernel_size: 1, return_indices: true },
      outputs: ["output", "indices"],
      inputs: [from("conv")],
    },
    {
      ...wiring,
      id: "sum",
      name: "train",
      module: "Add",
      inputs: [from("pool"), from("input"), from("pool", "indices")],
    },
  ],
  outputs: [from("sum")],
};
const spec: SequentialSpec = {
  inputs: [{ id: "input", name: "input" }],
  items: [
    block,
    { ...wiring, id: "#10", name: "10", module: "Flatten" },
    { ...wiring, id: "#2", name: "2", module: "Linear", args: { in_features: 9, out_features: 2 } },
  ],
  outputs: [from("#2")],
};

test("a compiled graph becomes a Sequential whose Block adds no prefix", () => {
  const model = nn.fromSpec(spec, (name) => new Generator(name.length));
  expect([...model.state_dict().keys()]).toEqual(["conv.weight", "conv.bias", "2.weight", "2.bias"]);
  expect(model.named_modules().map(([name]) => name)).toEqual(["", "block1", "conv", "pool", "train", "10", "2"]);
  expect(String(model.get_submodule("conv"))).toContain("Conv2d(1, 1");
  expect(String(model)).toContain("(block1): Block(\n    (conv): Conv2d(1, 1,");
  expect(model.call(ones([1, 1, 3, 3])).shape).toEqual([1, 2]);
  const again = nn.fromSpec(spec, (name) => new Generator(name.length));
  expect(again.get_parameter("conv.weight").tolist()).toEqual(model.get_parameter("conv.weight").tolist());
});

test("a Block wires whatever stands for tensors", () => {
  const inner = nn.fromSpec(spec, () => new Generator(1)).get(0) as Block;
  const wired = inner.wire<string>(["x"], ({ name }, inputs) => ["", ".1"].map((port) => `${name}${port}(${inputs})`));
  expect(wired).toEqual(["train(pool(conv(x)),x,pool.1(conv(x)))"]);
  expect(() => inner.wire<string>([], () => [])).toThrow("Block block1 takes 1 inputs, but got 0");
});
