// Tests that planned steps of training give the losses, gradients and weights of steps by hand.

import { beforeAll, describe, expect, test } from "vitest";
import { lenet, resnet18, transformer } from "../../../bench/models.ts";
import { Generator, manual_seed } from "../../core/random.ts";
import { compile } from "../../graph/compile.ts";
import { edge } from "../../graph/graph.fixture.ts";
import { liveBytes, nn, no_grad, optim, planTraining, randint, randn, ready, scope, type Tensor } from "../../index.ts";
import type { Module } from "../../nn/base.ts";
import { flatTensors } from "../../nn/declared.ts";

beforeAll(() => ready({ threads: 1 }));

const worst = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const most = Array.from(b).reduce((max, v) => Math.max(max, Math.abs(v)), 0);
  return Array.from(a).reduce((max, v, i) => Math.max(max, Math.abs(v - b[i]!)), 0) / (1e-3 + most);
};

function expectSame(a: Module, b: Module): void {
  const [left, right] = [a.state_dict(), b.state_dict()];
  for (const [key, tensor] of left) expect(worst(right.get(key)!.data, tensor.data), key).toBeLessThan(2e-3);
}

/** The same model twice, and the same data for every round. */
function twice(make: () => Module): readonly [Module, Module] {
  const [a, b] = [make(), make()];
  b.load_state_dict(a.state_dict());
  return [a.train(), b.train()];
}

const compiled = (graph: Parameters<typeof compile>[0]): Module =>
  nn.fromSpec(compile(graph).spec, (name) => new Generator(name.length));

function compare(make: () => Module, input: () => Tensor, criterion: Module, target: () => Tensor): void {
  const [byHand, model] = twice(make);
  const settings = { lr: 0.05, momentum: 0.9 };
  const [own, other] = [optim.SGD(byHand.parameters(), settings), optim.SGD(model.parameters(), settings)];
  const planned = planTraining(model, criterion, other, [input()], [target()]);
  for (let round = 0; round < 3; round++) {
    const [x, y] = [input(), target()];
    manual_seed(round);
    own.zero_grad();
    const loss = criterion.call(flatTensors(byHand.call(x))[0], y) as Tensor;
    loss.backward();
    own.step();
    manual_seed(round);
    expect(planned.step(x, y).item()).toBeCloseTo(loss.item(), 3);
  }
  expectSame(byHand, model);
  planned.release();
}

describe("planned steps are steps by hand", () => {
  const labels = (n: number, classes: number) => () => randint(0, classes, [n]);
  const crossEntropy = () => nn.create("CrossEntropyLoss").train();

  test("LeNet", () => {
    manual_seed(1);
    compare(
      () => compiled(lenet(4)),
      () => randn([4, 1, 28, 28]),
      crossEntropy(),
      labels(4, 10),
    );
  });

  test("ResNet-18", () => {
    manual_seed(2);
    compare(
      () => compiled(resnet18(4, 32)),
      () => randn([4, 3, 32, 32]),
      crossEntropy(),
      labels(4, 1000),
    );
  });

  test("a Transformer's encoder", () => {
    manual_seed(3);
    compare(
      () => compiled(transformer(8, 16, 5)),
      () => randn([1, 8, 16]),
      crossEntropy(),
      labels(8, 5),
    );
  });

  test("dropout, joins, products, all kinds of pooling and losses", () => {
    manual_seed(4);
    const graph = {
      nodes: {
        input: { module: "Input", args: { shape: [2, 3, 8, 8] } },
        a: { module: "Conv2d", args: { out_channels: 4, kernel_size: 3, padding: 1 } },
        tanh: { module: "Tanh" },
        b: { module: "ConvTranspose2d", args: { out_channels: 4, kernel_size: 3, padding: 1 } },
        gelu: { module: "GELU" },
        mul: { module: "Mul" },
        cat: { module: "Cat" },
        drop: { module: "Dropout", args: { p: 0.4 } },
        avg: { module: "AvgPool2d", args: { kernel_size: 2 } },
        max: { module: "MaxPool2d", args: { kernel_size: 3, stride: 1, padding: 1 } },
        norm: { module: "LayerNorm", args: { normalized_shape: [12, 4, 4] } },
        elu: { module: "ELU" },
        ada: { module: "AdaptiveAvgPool2d", args: { output_size: 1 } },
        flat: { module: "Flatten" },
        fc: { module: "Linear", args: { out_features: 3 } },
        output: { module: "Output" },
      },
      edges: [
        edge("input", "a"),
        edge("a", "tanh"),
        edge("a", "b"),
        edge("b", "gelu"),
        edge("tanh", "mul"),
        edge("gelu", "mul.other"),
        edge("mul", "cat"),
        edge("tanh", "cat.other"),
        edge("gelu", "cat.input2"),
        edge("cat", "drop"),
        edge("drop", "avg"),
        edge("avg", "max"),
        edge("max", "norm"),
        edge("norm", "elu"),
        edge("elu", "ada"),
        edge("ada", "flat"),
        edge("flat", "fc"),
        edge("fc", "output"),
      ],
    };
    const input = () => randn([2, 3, 8, 8]);
    compare(() => compiled(graph), input, crossEntropy(), labels(2, 3));
    compare(
      () => compiled(graph),
      input,
      nn.create("MSELoss").train(),
      () => randn([2, 3]),
    );
    compare(
      () => compiled(graph),
      input,
      nn.create("CrossEntropyLoss", { label_smoothing: 0.1, ignore_index: 1 }).train(),
      labels(2, 3),
    );
  });

  test("a recurrent network", () => {
    manual_seed(5);
    compare(
      () => nn.LSTM(3, 4, { num_layers: 2 }),
      () => randn([5, 2, 3]),
      nn.create("MSELoss").train(),
      () => randn([5, 2, 4]),
    );
  });
});

test("steps take no memory that they do not give back", () => {
  manual_seed(6);
  const model = compiled(lenet(8)).train();
  const optimizer = optim.Adam(model.parameters(), { lr: 1e-3 });
  const [x, y] = scope(() => [randn([8, 1, 28, 28]), randint(0, 10, [8])]).map((tensor) => tensor.keep()) as [
    Tensor,
    Tensor,
  ];
  const planned = planTraining(model, nn.create("CrossEntropyLoss").train(), optimizer, [x], [y]);
  const first = planned.step(x, y).item();
  const live = liveBytes();
  for (let i = 0; i < 60; i++) planned.step(x, y);
  expect(liveBytes()).toBe(live);
  expect(planned.step(x, y).item()).toBeLessThan(first / 2);
  planned.release();
});

test("refuses what cannot be planned", () => {
  const model = nn.Sequential(nn.Linear(2, 3)).train();
  const criterion = nn.create("MSELoss", { reduction: "none" }).train();
  const [x, y] = [randn([4, 2]), randn([4, 3])];
  expect(() => planTraining(model, criterion, null, [x], [y])).toThrow(
    "grad can be implicitly created only for scalar",
  );
  expect(() => planTraining(model.eval(), criterion, null, [x], [y])).toThrow("is in eval mode; call train() first");
  const labels = nn.create("CrossEntropyLoss").train();
  const planned = planTraining(model.train(), labels, null, [x], [randint(0, 3, [4])]);
  expect(() => planned.step(x, randint(7, 9, [4]))).toThrow("is out of bounds.");
});

test("gradients pass a merged ReLU6 by its own slope", () => {
  manual_seed(8);
  // Wide weights, so that outputs lie on either side of both bounds.
  const make = () => {
    const model = nn.Sequential(nn.Conv2d(2, 4, 3), nn.ReLU6(), nn.Flatten(), nn.Linear(64, 8), nn.ReLU6());
    for (const parameter of model.parameters()) no_grad(() => parameter.mul_(12));
    return model;
  };
  compare(
    make,
    () => randn([3, 2, 6, 6]),
    nn.create("MSELoss").train(),
    () => randn([3, 8]),
  );
});

test("what is added to gradients, and what steps keep for themselves, is counted", () => {
  const model = nn.Sequential(nn.Linear(64, 64), nn.MaxPool1d(2)).train();
  const criterion = nn.create("CrossEntropyLoss").train();
  const inputs = [{ shape: [32, 64], dtype: "float32" } as const];
  const targets = [{ shape: [32], dtype: "int64" } as const];
  const before = liveBytes();
  const planned = planTraining(model, criterion, null, inputs, targets);
  expect(liveBytes() - before).toBe(planned.bytes);
  planned.release();
  expect(liveBytes()).toBe(before);
});
