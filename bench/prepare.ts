// Owns turning a model into a task: resolved steps, repeatable numbers for its weights and inputs, files on disk.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../engine/graph/compile.ts";
import type { Graph } from "../engine/graph/graph.ts";
import { inferShapes } from "../engine/graph/infer.ts";
import { topologyOf } from "../engine/graph/topology.ts";
import { Generator, nn } from "../engine/index.ts";
import type { Step, Stored, Task } from "./task.ts";
import { sizeOf } from "./task.ts";

/** Numbers in [-1, 1) that depend on the text alone (mulberry32, seeded by FNV-1a). */
function numbersOf(text: string, count: number): Float32Array {
  let state = 2166136261;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 16777619);
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2147483648 - 1;
  });
}

/** Weights that keep the size of what flows through (He et al., 2015), and statistics that a contestant must not ignore. */
function weightOf(key: string, shape: readonly number[]): Float32Array {
  const numbers = numbersOf(key, sizeOf(shape));
  if (key.endsWith("running_var")) return numbers.map((x) => 1 + x / 2);
  if (shape.length === 1 && key.endsWith("weight")) return numbers.map((x) => 0.75 + x / 4);
  if (shape.length === 1) return numbers.map((x) => x / 10);
  const bound = Math.sqrt((shape.length > 2 ? 6 : 3) / sizeOf(shape.slice(1)));
  return numbers.map((x) => x * bound);
}

function steps(graph: Graph): { steps: Step[]; inputs: [string, readonly number[]][]; output: string } {
  const inference = inferShapes(graph);
  const problem = inference.problems[0];
  if (problem) throw new Error(`${problem.message}`);
  const topology = topologyOf(graph);
  const found: Step[] = [];
  const inputs: [string, readonly number[]][] = [];
  let output = "";
  for (const name of inference.order) {
    const { resolution, outputs, inputs: given } = inference.nodes.get(name)!;
    const { module } = graph.nodes[name]!;
    const sources = topology.ports(name).flatMap((port) => topology.incoming(name, port).map(({ from }) => from.node));
    const shape = Object.values(outputs ?? {})[0] ?? [];
    if (module === "Input") inputs.push([name, shape]);
    else if (module === "Output") output = sources[0]!;
    else {
      const inputShapes = given.filter((size) => size !== null);
      found.push({ name, module, args: resolution!.args, inputs: sources, inputShapes, shape });
    }
  }
  return { steps: found, inputs, output };
}

function store(folder: string, file: string, arrays: readonly Float32Array[]): string {
  const path = join(folder, file);
  if (!existsSync(path)) writeFileSync(path, Buffer.concat(arrays.map((array) => Buffer.from(array.buffer))));
  return file;
}

function place(entries: readonly (readonly [string, readonly number[]])[]): Stored[] {
  let at = 0;
  return entries.map(([name, shape]) => {
    const stored = { name, shape, at };
    at += sizeOf(shape);
    return stored;
  });
}

const write = (folder: string, task: Task): Task => {
  writeFileSync(join(folder, `${task.name}.json`), JSON.stringify(task));
  return task;
};

/**
 * Writes the task of a graph, with its numbers, into a folder.
 * @param model names the file of weights, which tasks of one model on other sizes share
 * @throws when the graph has a problem or the engine cannot build it
 */
export function prepare(
  folder: string,
  { name, model, graph, train }: { name: string; model: string; graph: Graph; train?: { lr: number } },
): Task {
  const { steps: found, inputs, output } = steps(graph);
  const built = nn.fromSpec(compile(graph).spec, (node) => new Generator(node.length));
  const keys = [...built.state_dict()].filter(([, tensor]) => tensor.dtype === "float32");
  const weights = place(keys.map(([key, tensor]) => [key, tensor.shape] as const));
  const { shape } = found.find((step) => step.name === output)!;
  return write(folder, {
    name,
    kind: train ? "train" : "forward",
    graph,
    steps: found,
    inputs: place(inputs),
    weights,
    output,
    outputShape: shape,
    files: {
      inputs: store(
        folder,
        `${name}.inputs.bin`,
        inputs.map(([input, size]) => numbersOf(`${name} ${input}`, sizeOf(size))),
      ),
      weights: store(
        folder,
        `${model}.weights.bin`,
        weights.map((weight) => weightOf(weight.name, weight.shape)),
      ),
    },
    train: train ? { lr: train.lr, labels: Array.from({ length: shape[0]! }, (_, i) => (i * 7) % shape[1]!) } : null,
  });
}

/** Writes the task of a product of two square matrices. */
export function prepareMatmul(folder: string, name: string, n: number): Task {
  const shape = [n, n];
  const inputs = place(["a", "b"].map((input) => [input, shape] as const));
  const arrays = inputs.map((input) => numbersOf(`${name} ${input.name}`, n * n));
  const step = { name: "product", module: "MatMul", args: {}, inputs: ["a", "b"], inputShapes: [shape, shape], shape };
  return write(folder, {
    name,
    kind: "matmul",
    graph: null,
    steps: [step],
    inputs,
    weights: [],
    output: "product",
    outputShape: shape,
    files: { inputs: store(folder, `${name}.inputs.bin`, arrays), weights: null },
    train: null,
  });
}
