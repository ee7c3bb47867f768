// PyTorch source, to the letter.

import { expect, test } from "vitest";
import { edge } from "./graph.fixture.ts";
import type { Graph } from "./graph.ts";
import { pytorchSource } from "./pytorch.ts";

const link = (text: string) => text.split(" ").map((pair) => edge(pair.split(">")[0]!, pair.split(">")[1]!));

test("a chain is an nn.Sequential under its node names", () => {
  const graph: Graph = {
    nodes: {
      input: { module: "Input", args: { shape: [1, 1, 28, 28] } },
      conv1: { module: "Conv2d", args: { out_channels: 6, kernel_size: 5, stride: [1, 2] } },
      relu1: { module: "ReLU" },
      fc: { module: "Linear", args: { in_features: 3, out_features: 2 } },
    },
    edges: link("input>conv1 conv1>relu1 relu1>fc"),
  };
  expect(pytorchSource(graph, "My\nnet")).toBe(`# Written by Edgewise: the model in PyTorch, and one run of it.
from collections import OrderedDict

import torch
from torch import nn

# My net
# Left out, since they cannot run yet: fc
model = nn.Sequential(OrderedDict([
    ("conv1", nn.Conv2d(1, 6, 5, stride=(1, 2))),
    ("relu1", nn.ReLU()),
]))

# Weights saved by Edgewise fit as they are:
# from safetensors.torch import load_file
# model.load_state_dict(load_file("My net.safetensors"))
model.eval()
with torch.no_grad():
    output = model(torch.randn(1, 1, 28, 28))
print(output.shape)
`);
});

test("branches are a Module whose forward names its values after the nodes", () => {
  const graph: Graph = {
    nodes: {
      x: { module: "Input", args: { shape: [1, 4, 8, 8] } },
      ids: { module: "Input", args: { shape: [1, 4, 4, 4], dtype: "float32" } },
      pool: { module: "MaxPool2d", args: { kernel_size: 2, return_indices: true } },
      "1": { module: "Sigmoid" },
      lambda: { module: "BatchNorm2d" },
      add: { module: "Add" },
      cat: { module: "Cat", args: { dim: -1 } },
      out: { module: "Output" },
      positions: { module: "Output" },
    },
    edges: link(
      "x>pool pool>1 1>lambda lambda>add ids>add.other pool>add.input2 1>cat add>cat.other cat>out pool.indices>positions",
    ),
  };
  const source = pytorchSource(graph, "net");
  expect(source).toContain(`
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2d(2, return_indices=True)
        self.add_module("1", nn.Sigmoid())
        self.add_module("lambda", nn.BatchNorm2d(4))

    def forward(self, x, ids):
        pool, pool_indices = self.pool(x)
        x1 = getattr(self, "1")(pool)
        lambda_ = getattr(self, "lambda")(x1)
        add = lambda_ + ids + pool
        cat = torch.cat([x1, add], dim=-1)
        return cat, pool_indices


model = Model()
`);
  expect(source).toContain("output = model(torch.randn(1, 4, 8, 8), torch.randn(1, 4, 4, 4))");
});

test("an empty graph is an empty Sequential", () => {
  expect(pytorchSource({ nodes: {}, edges: [] }, "")).toMatch(
    /^# .*\nimport torch\n(.*\n)*# Model\nmodel = nn\.Sequential\(\)\n/,
  );
});

test("optional inputs are keywords, and torch's tuples are tuples", () => {
  const graph: Graph = {
    nodes: {
      x: { module: "Input", args: { shape: [5, 2, 8] } },
      h: { module: "Input", args: { shape: [1, 2, 8] } },
      c: { module: "Input", args: { shape: [1, 2, 8] } },
      mask: { module: "Input", args: { shape: [5, 5], dtype: "bool" } },
      lstm1: { module: "LSTM", args: { hidden_size: 8 } },
      attn: { module: "MultiheadAttention", args: { embed_dim: 8, num_heads: 2 } },
      out: { module: "Output" },
    },
    edges: link(
      "x>lstm1 h>lstm1.h_0 c>lstm1.c_0 lstm1>attn lstm1>attn.key lstm1>attn.value mask>attn.attn_mask attn>out",
    ),
  };
  const source = pytorchSource(graph, "net");
  expect(source).toContain("torch.zeros(5, 5, dtype=torch.bool)");
  expect(source).toContain("lstm1, (lstm1_h_n, lstm1_c_n) = self.lstm1(x, hx=(h, c))");
  expect(source).toContain("attn, attn_attn_output_weights = self.attn(lstm1, lstm1, lstm1, attn_mask=mask)");
});

test("functions are calls in forward: sizes of what comes in, lists of results, indices in brackets", () => {
  const graph: Graph = {
    nodes: {
      x: { module: "Input", args: { shape: [2, 6] } },
      r: { module: "reshape", args: { shape: [{ $: "input.shape[0]" }, 3, -1] } },
      parts: { module: "chunk", args: { chunks: 2, dim: -1 } },
      one: { module: "chunk", args: { chunks: 1 } },
      scaled: { module: "mul", args: { other: 0.5 } },
      last: { module: "getitem", args: { index: "[:, -1]" } },
      y: { module: "Output" },
    },
    edges: [
      edge("x", "r"),
      edge("r", "parts"),
      edge("parts.1", "one"),
      edge("one", "scaled"),
      edge("scaled", "last"),
      edge("last", "y"),
    ],
  };
  const source = pytorchSource(graph, "functions");
  expect(
    source
      .split("\n")
      .filter((line) => line.startsWith("        "))
      .slice(1),
  ).toEqual([
    "        r = torch.reshape(x, (x.shape[0], 3, -1))",
    "        parts, parts_1 = torch.chunk(r, 2, dim=-1)",
    "        (one,) = torch.chunk(parts_1, 1)",
    "        scaled = one * 0.5",
    "        last = scaled[:, -1]",
    "        return last",
  ]);
});
