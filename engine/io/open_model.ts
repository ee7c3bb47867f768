// Owns the way from a model file's text to a model that runs: its module, its weights, and what flows on every edge.
import { FormatError, runtimeError } from "../core/errors.ts";
import { Generator, seedFor } from "../core/random.ts";
import { own } from "../core/record.ts";
import { compile } from "../graph/compile.ts";
import { parseModelFile } from "../graph/file.ts";
import { type Graph, type PortRef, printPort, sourceOf } from "../graph/graph.ts";
import { edgeName, nameOf } from "../graph/identity.ts";
import { inferShapes, outputPort } from "../graph/infer.ts";
import type { SequentialSpec } from "../graph/spec.ts";
import { topologyOf } from "../graph/topology.ts";
import { wiredModules } from "../graph/wiring.ts";
import { roleOf } from "../modules/index.ts";
import type { Module } from "../nn/base.ts";
import { Block } from "../nn/block.ts";
import { fromSpec } from "../nn/build.ts";
import { callPorts } from "../nn/declared.ts";
import type { SequentialModule } from "../nn/sequential.ts";
import { fromArray } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { readSafetensors } from "./safetensors.ts";

export interface OpenOptions {
  /** A .safetensors file with the model's state_dict; without it weights are drawn from the file's seed. */
  readonly weights?: Uint8Array;
}

/** What a run gives. */
export interface ModelRun {
  /** By the name of the Output node. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** By edge, `conv1->relu1`. */
  readonly edges: ReadonlyMap<string, Tensor>;
}

/** A model file that runs. */
export class OpenedModel {
  readonly name: string;
  /** Its nn.Module: weights, modes, hooks. */
  readonly module: SequentialModule;
  readonly #graph: Graph;
  readonly #spec: SequentialSpec;
  readonly #modules: ReadonlyMap<string, Module>;

  constructor(name: string, graph: Graph, seed: number) {
    this.name = name;
    this.#graph = graph;
    this.#spec = compile(graph).spec;
    this.module = fromSpec(this.#spec, (id) => new Generator(seedFor(seed, id)));
    const named = this.module
      .named_children()
      .flatMap(([key, child]): (readonly [string, Module])[] =>
        child instanceof Block ? [...child.named_children()] : [[key, child]],
      );
    this.#modules = new Map(named);
  }

  /**
   * Runs the model on one tensor for each Input, by its name. Any sizes will do that the model's modules take, whatever
   * the Input nodes say.
   * @throws RuntimeError when an input is missing or unknown, and whatever the modules throw
   */
  run(inputs: Readonly<Record<string, Tensor>>): ModelRun {
    const values = new Map<string, Tensor>();
    const known = new Map(this.#spec.inputs.map(({ id, name }) => [name, id]));
    for (const name of Object.keys(inputs)) {
      if (!known.has(name)) throw runtimeError(`the model has no Input ${name}`);
    }
    for (const [name, id] of known) {
      // Own: an Input may be called `constructor`.
      const given = own(inputs, name);
      if (!given) throw runtimeError(`the Input ${name} is given no tensor`);
      values.set(id, given);
    }
    const at = (port: PortRef): Tensor => {
      const value = values.get(printPort(port));
      if (!value)
        throw runtimeError(`nothing came out at ${printPort({ ...port, node: nameOf(this.#graph, port.node) })}`);
      return value;
    };
    for (const { id, name, inputs: sources, outputs } of wiredModules(this.#spec)) {
      const results = callPorts(
        this.#modules.get(name)!,
        sources.map((port) => port && at(port)),
      );
      results.forEach((result, i) => {
        if (!result) return;
        if (i === 0) values.set(id, result);
        values.set(printPort({ node: id, port: outputs[i] ?? String(i) }), result);
      });
    }
    return { outputs: this.#outputs(at), edges: this.#edges(at) };
  }

  #outputs(at: (port: PortRef) => Tensor): Readonly<Record<string, Tensor>> {
    const topology = topologyOf(this.#graph);
    const ends = Object.keys(this.#graph.nodes).filter((id) => roleOf(this.#graph.nodes[id]!.module) === "output");
    return Object.fromEntries(
      ends.flatMap((id) =>
        topology
          .incoming(id, "input")
          .map(({ from }) => [nameOf(this.#graph, id), at(outputPort(inferShapes(this.#graph), from))]),
      ),
    );
  }

  #edges(at: (port: PortRef) => Tensor): ReadonlyMap<string, Tensor> {
    const { edges } = this.#graph;
    const inference = inferShapes(this.#graph);
    return new Map(edges.map((edge) => [edgeName(this.#graph, edge), at(outputPort(inference, sourceOf(edge)))]));
  }
}

/**
 * A model file of any version as a model that runs.
 * @throws FormatError, whose message names the place, for a file that cannot be read, and for a model that cannot run
 * @throws RuntimeError with torch's message when the weights do not fit
 */
export function openModel(text: string, { weights }: OpenOptions = {}): OpenedModel {
  const { name, seed, graph } = parseModelFile(text);
  const problem = inferShapes(graph).problems.find(({ severity }) => severity === "error");
  if (problem) {
    const place = problem.node === undefined ? "graph" : `graph.nodes.${nameOf(graph, problem.node)}`;
    throw new FormatError(place, problem.message);
  }
  const model = new OpenedModel(name, graph, seed);
  if (weights) {
    const { tensors } = readSafetensors(weights);
    model.module.load_state_dict(new Map([...tensors].map(([key, array]) => [key, fromArray(array)])));
  }
  return model;
}
