// Owns shape inference: what flows out of every port, before anything runs. Only what an edit changed is computed again.

import { ShapeError } from "../core/errors.ts";
import { own } from "../core/record.ts";
import { numel, type Shape } from "../core/shape.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { allParams, parameterCount, type Resolution, resolveArgs } from "../modules/derive.ts";
import type { ArgValues } from "../modules/fields.ts";
import { outputShapes } from "../modules/interpret.ts";
import type { Graph, GraphNode, PortRef } from "./graph.ts";
import type { Problem } from "./problem.ts";
import {
  badArgument,
  duplicateEdge,
  edgeProblems,
  inCycle,
  maxElements,
  missingInput,
  type NodeProblem,
  occupiedPort,
  tooLarge,
  unknownModule,
  unknownOutput,
  unreadProblems,
  waitsFor,
  wrongShape,
} from "./problems.ts";
import { type Link, type Topology, topologyOf } from "./topology.ts";

export interface NodeInference {
  /** Null when there is no such module. */
  readonly def: AnyModuleDef | null;
  readonly resolution: Resolution | null;
  /** What each of `inputPorts` is given; null where nothing is known. */
  readonly inputs: readonly (Shape | null)[];
  readonly inputPorts: readonly string[];
  /** By port name, the unnamed port first; null unless the state is "ok". */
  readonly outputs: Readonly<Record<string, Shape>> | null;
  /** Number of learned values. */
  readonly parameters: number;
  /** "waiting": something upstream has no shape. */
  readonly state: "ok" | "error" | "waiting";
}

export interface Inference {
  readonly nodes: ReadonlyMap<string, NodeInference>;
  /** Every node, sources before what reads them. */
  readonly order: readonly string[];
  readonly problems: readonly Problem[];
  /** The shape that flows out of a port, or null where it is not known. */
  shapeOf(port: PortRef): Shape | null;
  /** Learned values of all nodes together. */
  readonly parameters: number;
}

/** What a port is given: a shape, or why there is none. */
type Fed = Shape | "missing" | "waiting" | "broken";

interface Local {
  readonly inference: NodeInference;
  readonly problems: readonly NodeProblem[];
}

const memo = new WeakMap<Graph, Inference>();
// Node objects are immutable, so what one of them makes of the same inputs never changes.
const locals = new WeakMap<GraphNode, Map<string, Local>>();
const keptPerNode = 8;

/**
 * Shapes, resolved arguments and problems of every node, as in eval(). Never throws. Memoised on the graph object;
 * a node whose object and input shapes are those of an earlier call keeps its NodeInference object.
 */
export function inferShapes(graph: Graph): Inference {
  let inference = memo.get(graph);
  if (!inference) {
    inference = infer(graph, topologyOf(graph));
    memo.set(graph, inference);
  }
  return inference;
}

function infer(graph: Graph, topology: Topology): Inference {
  const nodes = new Map<string, NodeInference>();
  const problems: Problem[] = [];
  const cycleOf = new Map(topology.cycles.flatMap((cycle) => cycle.map((name) => [name, cycle])));
  const causes = new Map<string, string>();
  let parameters = 0;
  for (const name of topology.order) {
    const node = graph.nodes[name]!;
    const def = topology.def(name);
    const ports = topology.ports(name);
    const cycle = cycleOf.get(name);
    const wiring: NodeProblem[] = cycle ? [inCycle(cycle)] : [];
    const fed = ports.map((port) => feed(topology.incoming(name, port), nodes, wiring, cycle !== undefined));
    const local = localInference(node, def, ports, fed, topology.forwardPorts(name));
    nodes.set(name, local.inference);
    parameters += local.inference.parameters;
    for (const problem of [...wiring, ...local.problems]) problems.push(place(problem, name, graph, topology));
    if (local.inference.state === "waiting") {
      const source = topology.incoming(name, ports[fed.indexOf("waiting")]!)[0]!.from.node;
      const cause = causes.get(source) ?? source;
      causes.set(name, cause);
      problems.push({ node: name, ...waitsFor(cause) });
    }
  }
  problems.push(...edgeProblems(graph, topology));
  problems.push(...unreadProblems(graph, topology, (name) => nodes.get(name)?.state === "ok"));
  return { nodes, order: topology.order, problems, shapeOf: (port) => shapeAt(nodes, port), parameters };
}

function shapeAt(nodes: ReadonlyMap<string, NodeInference>, { node, port }: PortRef): Shape | null {
  const outputs = nodes.get(node)?.outputs;
  if (!outputs) return null;
  if (port !== null) return own(outputs, port) ?? null;
  return Object.values(outputs)[0] ?? null;
}

/** What the edges into one port bring; adds what is wrong with them to `wiring`. */
function feed(
  links: readonly Link[],
  nodes: ReadonlyMap<string, NodeInference>,
  wiring: NodeProblem[],
  onCycle: boolean,
): Fed {
  const link = links[0];
  if (!link) return "missing";
  if (links.length > 1) {
    const firstPort = (from: PortRef) => Object.keys(nodes.get(from.node)?.outputs ?? {})[0];
    const source = ({ from }: Link) => `${from.node}.${from.port ?? firstPort(from) ?? ""}`;
    const same = links.every((other) => source(other) === source(link));
    if (same) for (const again of links.slice(1)) wiring.push(duplicateEdge(again));
    else for (const each of links) wiring.push(occupiedPort(each));
    if (!same) return "broken";
  }
  if (onCycle) return "broken";
  const from = nodes.get(link.from.node);
  if (!from?.outputs) return "waiting";
  const shape = shapeAt(nodes, link.from);
  if (shape) return shape;
  wiring.push(unknownOutput(link, from.def?.name ?? ""));
  return "broken";
}

/** A node's problem with its place, and for a shape problem the edge that brings what does not fit. */
function place({ mismatch, ...problem }: NodeProblem, node: string, graph: Graph, topology: Topology): Problem {
  if (!mismatch) return { ...problem, node };
  const port = topology.forwardPorts(node)[mismatch.input] ?? undefined;
  const link = port === undefined ? undefined : topology.incoming(node, port)[0];
  if (!link) return { ...problem, node };
  const source = graph.nodes[link.from.node]!.module;
  const hint = { ...mismatch, module: graph.nodes[node]!.module, source, sourceNode: link.from.node };
  return { ...problem, node, edge: link.id, hint };
}

function localInference(
  node: GraphNode,
  def: AnyModuleDef | null,
  ports: readonly string[],
  fed: readonly Fed[],
  order: readonly (string | null)[],
): Local {
  const known = locals.get(node) ?? new Map<string, Local>();
  locals.set(node, known);
  const key = fed.map((f, i) => `${ports[i]}:${typeof f === "string" ? f : `[${f.join()}]`}`).join("|");
  let local = known.get(key);
  if (!local) {
    local = def ? computeLocal(node, def, ports, fed, order) : unknownLocal(node);
    if (known.size >= keptPerNode) known.clear();
    known.set(key, local);
  }
  return local;
}

const unknownLocal = (node: GraphNode): Local => ({
  inference: { def: null, resolution: null, inputs: [], inputPorts: [], outputs: null, parameters: 0, state: "error" },
  problems: [unknownModule(node.module)],
});

function computeLocal(
  node: GraphNode,
  def: AnyModuleDef,
  ports: readonly string[],
  fed: readonly Fed[],
  order: readonly (string | null)[],
): Local {
  const inputs = fed.map((f) => (typeof f === "string" ? null : f));
  const given = node.args ?? {};
  const problems: NodeProblem[] = [];
  ports.forEach((port, i) => {
    if (fed[i] === "missing") problems.push(missingInput(port));
  });
  for (const port of missingOfTuples(def, ports)) problems.push(missingInput(port));
  let resolution: Resolution | null = null;
  let outputs: Record<string, Shape> | null = null;
  let parameters = 0;
  try {
    resolution = resolveArgs(def, given, inputs[0] ?? undefined);
    const missing = (arg: string) => given[arg] === undefined && def.args[arg]?.infer !== undefined;
    const wrong = Object.entries(resolution.errors).filter(([arg]) => inputs[0] || !missing(arg));
    if (Object.keys(resolution.errors).length === 0) parameters = parameterCount(def, resolution.args);
    if (wrong.length > 0) problems.push(...wrong.map(([arg, text]) => badArgument(arg, text)));
    else if (inputs.every((shape) => shape !== null) && !fed.includes("broken")) {
      const { args } = resolution;
      const big = largeArgument(def, args) ?? largeParameter(def, args);
      if (big) problems.push(big);
      else {
        const taken = order.map((port) => (port === null ? null : inputs[ports.indexOf(port)]!));
        outputs = namedOutputs(def, args, taken, problems);
      }
    }
  } catch (thrown) {
    outputs = null;
    problems.push(shapeProblem(thrown));
  }
  const failed = problems.length > 0 || fed.includes("broken");
  const state = outputs ? "ok" : failed ? "error" : "waiting";
  return { inference: { def, resolution, inputs, inputPorts: ports, outputs, parameters, state }, problems };
}

/** Torch takes some optional inputs as one tuple, `(h_0, c_0)`: all of it or nothing. */
const missingOfTuples = (def: AnyModuleDef, ports: readonly string[]): string[] =>
  Object.values(def.groups).flatMap((members) =>
    members.some((port) => ports.includes(port)) ? members.filter((port) => !ports.includes(port)) : [],
  );

function namedOutputs(
  def: AnyModuleDef,
  args: ArgValues,
  inputs: readonly (Shape | null)[],
  problems: NodeProblem[],
): Record<string, Shape> | null {
  const names = def.outputs(args);
  if (names.length === 0) return {};
  const outputs: Record<string, Shape> = {};
  outputShapes(def, args, inputs).forEach((shape, i) => {
    outputs[names[i]!] = shape;
    const elements = numel(shape);
    if (elements > maxElements) problems.push(tooLarge("an output", shape, elements));
  });
  return problems.length > 0 ? null : outputs;
}

const shapeProblem = (thrown: unknown): NodeProblem =>
  wrongShape(
    thrown instanceof Error ? thrown.message : String(thrown),
    thrown instanceof ShapeError ? thrown.mismatch : null,
  );

/** An Input's shape is an argument: the problem belongs beside its field. */
function largeArgument(def: AnyModuleDef, args: ArgValues): NodeProblem | null {
  if (def.name !== "Input") return null;
  const shape = args.shape as Shape;
  return numel(shape) > maxElements ? tooLarge("an input", shape, numel(shape), "shape") : null;
}

function largeParameter(def: AnyModuleDef, args: ArgValues): NodeProblem | null {
  for (const [name, spec] of Object.entries(allParams(def, args))) {
    if (spec && numel(spec.shape) > maxElements) return tooLarge(`parameter ${name}`, spec.shape, numel(spec.shape));
  }
  return null;
}
