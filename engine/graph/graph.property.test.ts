// Properties of random graphs under random edits: nothing throws, and the compiled Sequential computes what the graph says.
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkProperty } from "../core/property.fixture.ts";
import { compile } from "./compile.ts";
import { type Graph, type PortRef, printPort } from "./graph.ts";
import { type Inference, inferShapes } from "./infer.ts";
import { pytorchSource } from "./pytorch.ts";
import { randomEdit, randomGraph, randomNumbers, shuffle } from "./random.fixture.ts";
import { type ModuleSpec, type SequentialSpec, sourcesOf } from "./spec.ts";
import { topologyOf } from "./topology.ts";

const runs = { numRuns: 1000 };
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

function editedGraph(seed: number, edits: number): Graph {
  const random = randomNumbers(seed ^ 0x5bd1e995);
  let graph = randomGraph(seed, { size: 4 + (seed % 14) });
  for (let i = 0; i < edits; i++) graph = randomEdit(graph, random);
  return graph;
}

const facts = ({ nodes, problems }: Inference) => ({
  problems,
  nodes: [...nodes].map(([name, n]) => [name, n.inputs, n.outputs, n.state, n.parameters, n.resolution?.args]),
});

test("inference and compilation never throw and do not depend on the order of edges, whatever the graph", () => {
  checkProperty(
    fc.property(seeds, fc.integer({ min: 0, max: 8 }), (seed, edits) => {
      const graph = editedGraph(seed, edits);
      const permuted = { ...graph, edges: shuffle(graph.edges, randomNumbers(seed)) };
      expect(facts(inferShapes(permuted))).toEqual(facts(inferShapes(graph)));
      expect(compile(permuted)).toEqual(compile(graph));
      expect(pytorchSource(permuted, "m")).toBe(pytorchSource(graph, "m"));
    }),
    runs,
  );
});

test("what was kept of earlier graphs equals what is computed from nothing", () => {
  checkProperty(
    fc.property(seeds, (seed) => {
      const random = randomNumbers(seed);
      let graph = randomGraph(seed);
      for (let i = 0; i < 6; i++) {
        inferShapes(graph);
        graph = randomEdit(graph, random);
      }
      expect(facts(inferShapes(graph))).toEqual(facts(inferShapes(structuredClone(graph))));
    }),
    { numRuns: 300 },
  );
});

/** What a module gives, as a term: equal terms are equal computations. */
const apply = ({ name, module, args, outputs }: Omit<ModuleSpec, "kind">, inputs: readonly string[]): string[] => {
  const term = `${name}:${module}${JSON.stringify(args)}(${inputs.join(", ")})`;
  return outputs.map((port) => `${term}.${port}`);
};

/** Every port's term, straight from the graph. */
function termsOfGraph(graph: Graph): Map<string, string> {
  const { nodes, order } = inferShapes(graph);
  const topology = topologyOf(graph);
  const terms = new Map<string, string>();
  for (const name of order) {
    const { state, outputs, resolution, inputPorts } = nodes.get(name)!;
    if (state !== "ok") continue;
    const { module } = graph.nodes[name]!;
    const inputs = inputPorts.map((port) => terms.get(printPort(topology.incoming(name, port)[0]!.from))!);
    const ports = Object.keys(outputs!);
    const values =
      module === "Input"
        ? [`input ${name}`]
        : apply({ id: name, name, module, args: resolution!.args, outputs: ports }, inputs);
    ports.forEach((port, i) => {
      terms.set(`${name}.${port}`, values[i]!);
      if (i === 0) terms.set(name, values[i]!);
    });
  }
  return terms;
}

/** Runs a spec as nn.Sequential would: an item sees what the item before it returned, a Block what it made itself. */
function runSpec(spec: SequentialSpec): { terms: Map<string, string>; result: Map<string, string> } {
  const terms = new Map<string, string>();
  const at = (env: ReadonlyMap<string, string>, port: PortRef): string => {
    const value = env.get(printPort(port));
    if (value === undefined) throw new Error(`${printPort(port)} is not to be had here`);
    return value;
  };
  let passed = new Map(spec.inputs.map(({ id }) => [id, `input ${id}`]));
  for (const item of spec.items) {
    const env = new Map<string, string>();
    if (item.kind === "module") {
      expect(passed.size).toBe(1);
      expect(item.outputs).toHaveLength(1);
      env.set(item.name, apply(item, [...passed.values()])[0]!);
      terms.set(item.name, env.get(item.name)!);
      passed = env;
      continue;
    }
    for (const port of item.inputs) env.set(printPort(port), at(passed, port));
    for (const module of item.modules) {
      const values = apply(
        module,
        sourcesOf(module).map((port) => at(env, port)),
      );
      module.outputs.forEach((port, i) => {
        const key = i === 0 ? module.name : `${module.name}.${port}`;
        env.set(key, values[i]!);
        terms.set(key, values[i]!);
      });
    }
    passed = new Map(item.outputs.map((port) => [printPort(port), at(env, port)]));
  }
  for (const port of spec.outputs) at(passed, port);
  return { terms, result: passed };
}

test("the compiled Sequential computes every runnable module once, and what the graph says", () => {
  let blocks = 0;
  let whole = 0;
  checkProperty(
    fc.property(seeds, fc.integer({ min: 0, max: 3 }), (seed, edits) => {
      const graph = editedGraph(seed, edits);
      const { spec, runnable } = compile(graph);
      const expected = termsOfGraph(graph);
      const { terms } = runSpec(spec);
      for (const [port, term] of terms) expect(term).toBe(expected.get(port));
      const modules = spec.items.flatMap((item) =>
        item.kind === "block" ? item.modules.map((m) => m.name) : [item.name],
      );
      const places = new Set(["Input", "Output"]);
      const wanted = [...runnable].filter((name) => !places.has(graph.nodes[name]!.module));
      expect(modules.toSorted()).toEqual(wanted.toSorted());
      blocks += spec.items.some((item) => item.kind === "block") ? 1 : 0;
      whole += runnable.size === Object.keys(graph.nodes).length ? 1 : 0;
      for (const item of spec.items) expect(Object.hasOwn(graph.nodes, item.name)).toBe(item.kind === "module");
    }),
    runs,
  );
  // The graphs must be worth testing on.
  expect(blocks).toBeGreaterThan(300);
  expect(whole).toBeGreaterThan(200);
});

test("items are as small as can be: no Block could be cut in two", () => {
  checkProperty(
    fc.property(seeds, (seed) => {
      const graph = randomGraph(seed);
      for (const block of compile(graph).spec.items) {
        if (block.kind !== "block") continue;
        const leaving = new Set(block.outputs.map(printPort));
        block.modules.slice(0, -1).forEach((module, i) => {
          const later = block.modules.slice(i + 1);
          const alive = new Set(later.flatMap((m) => sourcesOf(m).map(printPort)));
          const made = new Set([...block.inputs, ...block.modules.slice(0, i + 1).flatMap(portsOf)].map(printPort));
          const crossing = [...new Set([...alive, ...leaving])].filter((port) => made.has(port));
          const cuttable = crossing.length === 1 && crossing[0]!.split(".")[0] === module.name;
          expect(cuttable).toBe(false);
        });
      }
    }),
    { numRuns: 300 },
  );
});

const portsOf = (module: ModuleSpec): PortRef[] =>
  module.outputs.map((port, i) => ({ node: module.name, port: i === 0 ? null : port }));
