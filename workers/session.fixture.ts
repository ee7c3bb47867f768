// Owns what tests of the session share: graphs, the requests made of them, and answers opened.

import type { DType } from "../engine/core/dtype.ts";
import type { Shape } from "../engine/core/shape.ts";
import { compile } from "../engine/graph/compile.ts";
import { edge } from "../engine/graph/graph.fixture.ts";
import type { Graph, GraphNode } from "../engine/graph/graph.ts";
import { idOf, withName } from "../engine/graph/identity.ts";
import { indexBounds } from "../engine/graph/index_bounds.ts";
import { inferShapes } from "../engine/graph/infer.ts";
import { readSafetensors } from "../engine/io/safetensors.ts";
import type { EngineApi, InputDims, Result, RunReply, RunRequest } from "./protocol.ts";

export type Nodes = Record<string, GraphNode>;

/** The nodes in a row, each reading the one before. */
export const row = (nodes: Nodes): Graph => {
  const names = Object.keys(nodes);
  return { nodes, edges: names.slice(1).map((to, i) => edge(names[i]!, to)) };
};

export const lenet = (change: Nodes = {}): Graph =>
  row({
    input: { module: "Input", args: { shape: [2, 1, 28, 28] } },
    conv1: { module: "Conv2d", args: { out_channels: 6, kernel_size: 5 } },
    relu1: { module: "ReLU" },
    pool1: { module: "MaxPool2d", args: { kernel_size: 2 } },
    conv2: { module: "Conv2d", args: { out_channels: 16, kernel_size: 5 } },
    pool2: { module: "MaxPool2d", args: { kernel_size: 2 } },
    flatten: { module: "Flatten" },
    fc1: { module: "Linear", args: { out_features: 32 } },
    fc2: { module: "Linear", args: { out_features: 10 } },
    output: { module: "Output" },
    ...change,
  });

/** The graph with a node under another name, as the editor renames it. */
export function renamed(graph: Graph, from: string, to: string): Graph {
  const id = idOf(graph, from)!;
  return { ...graph, nodes: { ...graph.nodes, [id]: withName(graph.nodes[id]!, id, to) } };
}

const boundOf = (graph: Graph, id: string) => {
  const below = indexBounds(graph).get(id);
  return below === undefined ? {} : { below };
};

let revision = 0;
export function request(graph: Graph, change: Partial<RunRequest> = {}): RunRequest {
  const { spec } = compile(graph);
  const inputs: Record<string, InputDims> = {};
  for (const { id } of spec.inputs) {
    const args = inferShapes(graph).nodes.get(id)!.resolution!.args;
    inputs[id] = { shape: args.shape as Shape, dtype: args.dtype as DType, ...boundOf(graph, id) };
  }
  return { revision: ++revision, have: 0, spec, inputs, seed: 1, training: false, sample: 0, ...change };
}

export function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.message}`);
  return result.value;
}

export const run = async (session: EngineApi, graph: Graph, change: Partial<RunRequest> = {}): Promise<RunReply> =>
  value(await session.run(request(graph, change)));

export const weightsOf = async (session: EngineApi) => readSafetensors(value(await session.saveWeights())).tensors;

export const all = ["input", "conv1", "relu1", "pool1", "conv2", "pool2", "flatten", "fc1", "fc2"];
