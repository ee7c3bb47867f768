// Types of values and train mode: what would fail in a run is found before it, in torch's words.

import { expect, test } from "vitest";
import type { ArgValues } from "../modules/fields.ts";
import { edge } from "./graph.fixture.ts";
import type { Graph } from "./graph.ts";
import { inferShapes } from "./infer.ts";
import { rightRanks } from "./ranks.ts";
import { trainingProblems } from "./training.ts";

type Nodes = Readonly<Record<string, readonly [module: string, args?: ArgValues]>>;
const chain = (nodes: Nodes): Graph => {
  const names = Object.keys(nodes);
  return {
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([n, [module, args]]) => [n, args ? { module, args } : { module }]),
    ),
    edges: names.slice(1).map((to, i) => edge(names[i]!, to)),
  };
};

test("an Embedding of fractions says what it takes, and what reads it waits", () => {
  const { problems, dtypeOf } = inferShapes(
    chain({ x: ["Input", { shape: [2, 5] }], e: ["Embedding", { num_embeddings: 10, embedding_dim: 4 }], r: ["ReLU"] }),
  );
  expect(dtypeOf({ node: "x", port: null })).toBe("float32");
  expect(problems.map(({ kind, node, message }) => [kind, node, message])).toEqual([
    [
      "dtype",
      "e",
      "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got " +
        "torch.FloatTensor instead (while checking arguments for embedding)",
    ],
    ["upstream", "r", "waits for e"],
  ]);
  expect(problems[0]?.types).toEqual({ wants: "int64", got: "float32" });
});

test("types flow through layers that keep or change them", () => {
  const { dtypeOf, problems } = inferShapes(
    chain({
      x: ["Input", { shape: [2, 3, 4], dtype: "int64" }],
      flat: ["Flatten"],
      act: ["Sigmoid"],
      fc: ["Linear", { out_features: 2 }],
    }),
  );
  expect(problems).toEqual([]);
  expect(["flat", "act", "fc"].map((node) => dtypeOf({ node, port: null }))).toEqual(["int64", "float32", "float32"]);
  const indices = inferShapes({
    nodes: {
      x: { module: "Input", args: { shape: [1, 1, 4, 4] } },
      pool: { module: "MaxPool2d", args: { kernel_size: 2, return_indices: true } },
      act: { module: "GELU" },
    },
    edges: [edge("x", "pool"), edge("pool.indices", "act")],
  });
  expect(indices.dtypeOf({ node: "pool", port: "indices" })).toBe("int64");
  expect(indices.problems[0]?.message).toBe("\"GeluKernelImpl\" not implemented for 'Long'");
});

test("train mode has problems of its own", () => {
  const graph = chain({ x: ["Input", { shape: [1, 64, 1, 1] }], bn: ["BatchNorm2d"], y: ["Output"] });
  expect(inferShapes(graph).problems).toEqual([]);
  expect(trainingProblems(graph).map(({ kind, node, edge, message }) => [kind, node, edge, message])).toEqual([
    [
      "training",
      "bn",
      "x->bn",
      "Expected more than 1 value per channel when training, got input size torch.Size([1, 64, 1, 1])",
    ],
  ]);
  expect(trainingProblems(chain({ x: ["Input", { shape: [2, 64, 1, 1] }], bn: ["BatchNorm2d"] }))).toEqual([]);
});

test.each<[string, ArgValues, number[], number[], boolean]>([
  ["Conv2d", { out_channels: 2, kernel_size: 1, in_channels: 3 }, [3, 4], [3, 4], false],
  ["MaxPool2d", { kernel_size: 1 }, [4], [3, 4], false],
  ["BatchNorm1d", { num_features: 3 }, [2, 3, 4, 4], [2, 3], false],
  ["InstanceNorm2d", { num_features: 3 }, [2, 3], [3, 4], false],
  ["LSTM", { hidden_size: 2, input_size: 4 }, [4], [2, 3], false],
  ["Softmax2d", {}, [4], [3, 4], false],
  ["ReflectionPad1d", { padding: 1 }, [2, 2, 3, 4], [2, 3], false],
  ["LocalResponseNorm", { size: 2 }, [2, 4], [3, 4, 5, 6], true],
  ["LayerNorm", { normalized_shape: [3, 4] }, [4], [2, 3, 4, 5, 6], true],
])("%s %j given %j says every number of dims that is right", (module, args, shape, ranks, andMore) => {
  const inference = inferShapes(chain({ x: ["Input", { shape }], node: [module, args] }));
  expect(inference.problems[0]?.hint?.what).toBe("rank");
  expect(rightRanks(inference.nodes.get("node"), 0)).toEqual({ ranks, andMore });
});
