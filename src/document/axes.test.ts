// Names of dims: what the module says, through layers that change nothing about them.

import { expect, test } from "vitest";
import { edge, port } from "../../engine/graph/graph.fixture.ts";
import type { Graph, GraphNode } from "../../engine/graph/graph.ts";
import { inferShapes, type NodeInference } from "../../engine/graph/infer.ts";
import { axesOf, axisLetter } from "./axes.ts";

/** The letters at a port of nodes in a row. */
function letters(
  text: string,
  shape: number[],
  ...modules: readonly (readonly [string, GraphNode["args"]?])[]
): string {
  const nodes: Record<string, GraphNode> = { x: { module: "Input", args: { shape } } };
  modules.forEach(([module, args], i) => {
    nodes[`m${i}`] = args ? { module, args } : { module };
  });
  const names = Object.keys(nodes);
  const graph: Graph = { nodes, edges: names.slice(1).map((to, i) => edge(names[i]!, to)) };
  const inference = inferShapes(graph);
  const found = inference.shapeOf(port(text));
  if (!found) throw new Error(`no shape at ${text}: ${inference.problems.map((p) => p.message)}`);
  return axesOf(graph, inference, port(text), found).map(axisLetter).join("");
}

test("images, signals, volumes and vectors", () => {
  expect(letters("x", [1, 3, 8, 8])).toBe("NCHW");
  expect(letters("m0", [1, 3, 8, 8], ["Conv2d", { out_channels: 2, kernel_size: 3 }])).toBe("NCHW");
  expect(letters("m1", [3, 8, 8], ["Conv2d", { out_channels: 2, kernel_size: 3 }], ["ReLU"])).toBe("CHW");
  expect(letters("m0", [1, 3, 8], ["Conv1d", { out_channels: 2, kernel_size: 3 }])).toBe("NCL");
  expect(letters("m0", [1, 3, 8, 8, 8], ["Conv3d", { out_channels: 2, kernel_size: 3 }])).toBe("NCDHW");
  expect(letters("m1", [1, 3, 8, 8], ["Flatten"], ["Linear", { out_features: 4 }])).toBe("NF");
  expect(letters("m0", [4, 3], ["BatchNorm1d"])).toBe("NF");
  expect(letters("x", [1, 1, 1, 1, 1, 1])).toBe("012345");
});

test("sequences, with the batch where the module has it, on through what follows", () => {
  const lstm = (batch_first: boolean) => ["LSTM", { hidden_size: 4, batch_first }] as const;
  expect(letters("m0", [5, 2, 3], lstm(false))).toBe("LNF");
  expect(letters("m0", [2, 5, 3], lstm(true))).toBe("NLF");
  expect(letters("m0.h_n", [2, 5, 3], lstm(true))).toBe("KNF");
  expect(letters("m2", [5, 2, 3], lstm(false), ["Tanh"], ["Linear", { out_features: 7 }])).toBe("LNF");
  expect(letters("m0", [2, 5, 3], ["Linear", { out_features: 7 }])).toBe("NCF");
  expect(letters("m0", [2, 3], ["GRUCell", { hidden_size: 4 }])).toBe("NF");
});

test("the dims of every tensor of a long chain are named in one walk", () => {
  const count = 3000;
  const nodes: Record<string, GraphNode> = { n0: { module: "Input", args: { shape: [2, 4, 8] } } };
  for (let i = 1; i < count; i++) {
    nodes[`n${i}`] = i === 1500 ? { module: "Linear", args: { out_features: 8 } } : { module: "ReLU" };
  }
  const names = Object.keys(nodes);
  const graph: Graph = { nodes, edges: names.slice(1).map((to, i) => edge(names[i]!, to)) };
  const inference = inferShapes(graph);
  let steps = 0;
  class Counting extends Map<string, NodeInference> {
    override get(name: string) {
      steps++;
      return super.get(name);
    }
  }
  const counted = { ...inference, nodes: new Counting(inference.nodes) };
  steps = 0;
  // From the end, so that the first walk is the longest.
  const found = names.reverse().map((name) => axesOf(graph, counted, port(name), [2, 4, 8]).map(axisLetter).join(""));
  expect(new Set(found.slice(0, 1500))).toEqual(new Set(["NCF"]));
  expect(new Set(found.slice(1500))).toEqual(new Set(["NCL"]));
  expect(steps).toBeLessThan(4 * count);
});
