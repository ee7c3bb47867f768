// Owns inference of shapes and dtypes: what flows out of every port, before anything runs. Only what an edit changed is computed again.

import type { DType } from "../core/dtype.ts";
import { say } from "../core/said.ts";
import { numel, type Shape } from "../core/shape.ts";
import type { AnyModuleDef } from "../modules/define.ts";
import { allParams, parameterCount, type Resolution, resolveArgs } from "../modules/derive.ts";
import type { ArgValues } from "../modules/fields.ts";
import { outputTypes, type Typed } from "../modules/interpret.ts";
import { firstPort, type Graph, type GraphNode, type PortRef } from "./graph.ts";
import { nameOf } from "./identity.ts";
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
  placed,
  refusedInput,
  tooLarge,
  unknownModule,
  unknownOutput,
  unreadProblems,
  waitsFor,
} from "./problems.ts";
import { type Link, type Topology, topologyOf } from "./topology.ts";

export interface NodeInference {
  /** Null when there is no such module. */
  readonly def: AnyModuleDef | null;
  readonly resolution: Resolution | null;
  /** What each of `inputPorts` is given; null where nothing is known. */
  readonly inputs: readonly (Shape | null)[];
  readonly inputPorts: readonly string[];
  /** The same with dtypes, in the order in which forward takes them; null where an optional port is left open. */
  readonly taken: readonly (Typed | null)[];
  /** By port name, the unnamed port first; null unless the state is "ok". */
  readonly outputs: Readonly<Record<string, Shape>> | null;
  /** The dtype of each of `outputs`; null where only running tells. */
  readonly dtypes: Readonly<Record<string, DType | null>> | null;
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
  /** Its dtype, or null where it is not known. */
  dtypeOf(port: PortRef): DType | null;
  /** Learned values of all nodes together. */
  readonly parameters: number;
}

/** What a port is given: a tensor, or why there is none. */
type Fed = Typed | "missing" | "waiting" | "broken";

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
  const cycleOf = new Map(topology.cycles.flatMap((cycle) => cycle.map((id) => [id, cycle])));
  const causes = new Map<string, string>();
  let parameters = 0;
  for (const id of topology.order) {
    const node = graph.nodes[id]!;
    const def = topology.def(id);
    const ports = topology.ports(id);
    const cycle = cycleOf.get(id);
    const wiring: NodeProblem[] = cycle ? [inCycle(cycle.map((id) => nameOf(graph, id)))] : [];
    const fed = ports.map((port) => feed(topology.incoming(id, port), nodes, wiring, cycle !== undefined, graph));
    const local = localInference(node, def, ports, fed, topology.forwardPorts(id));
    nodes.set(id, local.inference);
    parameters += local.inference.parameters;
    for (const problem of [...wiring, ...local.problems]) problems.push(placed(problem, id, graph, topology));
    if (local.inference.state === "waiting") {
      const source = topology.incoming(id, ports[fed.indexOf("waiting")]!)[0]!.from.node;
      const cause = causes.get(source) ?? source;
      causes.set(id, cause);
      problems.push({ node: id, ...waitsFor(cause, nameOf(graph, cause)) });
    }
  }
  problems.push(...edgeProblems(graph, topology));
  problems.push(...unreadProblems(graph, topology, (id) => nodes.get(id)?.state === "ok"));
  const at = (port: PortRef) => typeAt(nodes, port);
  return {
    ...{ nodes, order: topology.order, problems, parameters },
    shapeOf: (port) => at(port)?.shape ?? null,
    dtypeOf: (port) => at(port)?.dtype ?? null,
  };
}

/** A node's output as runs know it: `lstm1.output` spells out what `lstm1` is. */
export function outputPort({ nodes }: Pick<Inference, "nodes">, port: PortRef): PortRef {
  const first = Object.keys(nodes.get(port.node)?.outputs ?? {})[0];
  return port.port !== null && port.port === first ? firstPort(port.node) : port;
}

function typeAt(nodes: ReadonlyMap<string, NodeInference>, { node, port }: PortRef): Typed | null {
  const { outputs, dtypes } = nodes.get(node) ?? {};
  if (!outputs || !dtypes) return null;
  const name = port ?? Object.keys(outputs)[0];
  if (name === undefined || !Object.hasOwn(outputs, name)) return null;
  return { shape: outputs[name]!, dtype: dtypes[name]! };
}

/** What the edges into one port bring; adds what is wrong with them to `wiring`. */
function feed(
  links: readonly Link[],
  nodes: ReadonlyMap<string, NodeInference>,
  wiring: NodeProblem[],
  onCycle: boolean,
  graph: Graph,
): Fed {
  const link = links[0];
  if (!link) return "missing";
  if (links.length > 1) {
    const firstOutput = (from: PortRef) => Object.keys(nodes.get(from.node)?.outputs ?? {})[0];
    const source = ({ from }: Link) => `${from.node}.${from.port ?? firstOutput(from) ?? ""}`;
    const same = links.every((other) => source(other) === source(link));
    if (same) for (const again of links.slice(1)) wiring.push(duplicateEdge(again, nameOf(graph, again.from.node)));
    else for (const each of links) wiring.push(occupiedPort(each));
    if (!same) return "broken";
  }
  if (onCycle) return "broken";
  const from = nodes.get(link.from.node);
  if (!from?.outputs) return "waiting";
  const tensor = typeAt(nodes, link.from);
  if (tensor) return tensor;
  wiring.push(unknownOutput(link, nameOf(graph, link.from.node), from.def?.name ?? ""));
  return "broken";
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
  const told = (f: Fed) => (typeof f === "string" ? f : `${f.dtype}[${f.shape.join()}]`);
  const key = fed.map((f, i) => `${ports[i]}:${told(f)}`).join("|");
  let local = known.get(key);
  if (!local) {
    local = def ? computeLocal(node, def, ports, fed, order) : unknownLocal(node);
    if (known.size >= keptPerNode) known.clear();
    known.set(key, local);
  }
  return local;
}

const unknownLocal = (node: GraphNode): Local => ({
  inference: {
    ...{ def: null, resolution: null, inputs: [], inputPorts: [], taken: [], outputs: null, dtypes: null },
    ...{ parameters: 0, state: "error" },
  },
  problems: [unknownModule(node.module)],
});

function computeLocal(
  node: GraphNode,
  def: AnyModuleDef,
  ports: readonly string[],
  fed: readonly Fed[],
  order: readonly (string | null)[],
): Local {
  const tensors = fed.map((f) => (typeof f === "string" ? null : f));
  const inputs = tensors.map((tensor) => tensor?.shape ?? null);
  const taken = order.map((port) => (port === null ? null : (tensors[ports.indexOf(port)] ?? null)));
  const given = node.args ?? {};
  const problems: NodeProblem[] = [];
  ports.forEach((port, i) => {
    if (fed[i] === "missing") problems.push(missingInput(port));
  });
  for (const port of missingOfTuples(def, ports)) problems.push(missingInput(port));
  let resolution: Resolution | null = null;
  let results: Record<string, Typed> | null = null;
  let parameters = 0;
  try {
    resolution = resolveArgs(def, given, inputs[0] ?? undefined);
    const missing = (arg: string) => given[arg] === undefined && def.args[arg]?.infer !== undefined;
    const wrong = Object.entries(resolution.said).filter(([arg]) => inputs[0] || !missing(arg));
    if (Object.keys(resolution.errors).length === 0) parameters = parameterCount(def, resolution.args);
    if (wrong.length > 0) problems.push(...wrong.map(([arg, words]) => badArgument(arg, words)));
    else if (inputs.every((shape) => shape !== null) && !fed.includes("broken")) {
      const { args } = resolution;
      const big = largeArgument(def, args) ?? largeParameter(def, args);
      if (big) problems.push(big);
      else results = namedOutputs(def, args, taken, problems);
    }
  } catch (thrown) {
    results = null;
    problems.push(refusedInput(thrown));
  }
  const failed = problems.length > 0 || fed.includes("broken");
  const state = results ? "ok" : failed ? "error" : "waiting";
  const outputs = results && mapValues(results, ({ shape }) => shape);
  const dtypes = results && mapValues(results, ({ dtype }) => dtype);
  const inference = { def, resolution, inputs, inputPorts: ports, taken, outputs, dtypes, parameters, state } as const;
  return { inference, problems };
}

const mapValues = <T, U>(record: Readonly<Record<string, T>>, of: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));

/** Torch takes some optional inputs as one tuple, `(h_0, c_0)`: all of it or nothing. */
const missingOfTuples = (def: AnyModuleDef, ports: readonly string[]): string[] =>
  Object.values(def.groups).flatMap((members) =>
    members.some((port) => ports.includes(port)) ? members.filter((port) => !ports.includes(port)) : [],
  );

function namedOutputs(
  def: AnyModuleDef,
  args: ArgValues,
  inputs: readonly (Typed | null)[],
  problems: NodeProblem[],
): Record<string, Typed> | null {
  const names = def.outputs(args);
  if (names.length === 0) return {};
  const outputs: Record<string, Typed> = {};
  outputTypes(def, args, inputs).forEach((tensor, i) => {
    // Of a list its input decides how many there are.
    outputs[names[i] ?? String(i)] = tensor;
    const elements = numel(tensor.shape);
    if (elements > maxElements) problems.push(tooLarge(say("anOutput"), tensor.shape, elements));
  });
  return problems.length > 0 ? null : outputs;
}

/** An Input's shape is an argument: the problem belongs beside its field. */
function largeArgument(def: AnyModuleDef, args: ArgValues): NodeProblem | null {
  if (def.role !== "input") return null;
  const shape = args.shape as Shape;
  return numel(shape) > maxElements ? tooLarge(say("anInput"), shape, numel(shape), "shape") : null;
}

function largeParameter(def: AnyModuleDef, args: ArgValues): NodeProblem | null {
  for (const [name, spec] of Object.entries(allParams(def, args))) {
    if (spec && numel(spec.shape) > maxElements)
      return tooLarge(say("parameter", { name }), spec.shape, numel(spec.shape));
  }
  return null;
}
