// Owns what can be wrong with a graph and the words that say so. Problems are values; nothing here throws.

import { DTypeError, ShapeError } from "../core/errors.ts";
import { quoted } from "../core/quote.ts";
import { own } from "../core/record.ts";
import { listed, plain, type Said, say, type Words } from "../core/said.ts";
import { printShape, type Shape } from "../core/shape.ts";
import { declarations, roleOf } from "../modules/index.ts";
import { edgeId, type Graph } from "./graph.ts";
import { nameOf } from "./identity.ts";
import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import type { Link, Topology } from "./topology.ts";

/** The most elements one tensor may have: 1 GiB of float32. More is a problem, and never allocated. */
export const maxElements = 2 ** 28;

/** A problem of one node, before it is known which node that is. */
export type NodeProblem = Omit<Problem, "node" | "hint"> & { readonly mismatch?: ShapeError["mismatch"] };

const error = (kind: Problem["kind"], words: Words, where: Partial<NodeProblem> = {}): NodeProblem => ({
  kind,
  severity: "error",
  ...told(words),
  ...where,
});

const told = (words: Words): { readonly message: string; readonly said?: Said } => ({
  message: plain(words),
  ...(typeof words === "string" ? {} : { said: words }),
});

export function unknownModule(name: string): NodeProblem {
  const guess = nearest(
    name,
    declarations.map((def) => def.name),
  );
  const named = { name: quoted(name) };
  return error("unknown_module", guess ? say("unknownModuleGuess", { ...named, guess }) : say("unknownModule", named));
}

export const badArgument = (arg: string, what: Words): NodeProblem =>
  arg === "" ? error("argument", what) : error("argument", say("at", { place: arg, what }), { arg });

export const missingInput = (port: string): NodeProblem =>
  error("missing_input", say("missingInput", { port }), { port });

export const unknownOutput = (link: Link, source: string, module: string): NodeProblem =>
  error("unknown_port", say("noOutputPort", { node: source, module, port: link.from.port ?? "" }), { edge: link.id });

export const occupiedPort = (link: Link): NodeProblem =>
  error("occupied_port", say("occupiedPort", { port: link.to.port ?? "" }), { edge: link.id });

export const duplicateEdge = (link: Link, source: string): NodeProblem =>
  error("duplicate_edge", say("duplicateEdge", { from: source, port: link.to.port ?? "" }), { edge: link.id });

export const inCycle = (cycle: readonly string[]): NodeProblem =>
  error("cycle", cycle.length === 1 ? say("ownCycle", { node: cycle[0]! }) : say("cycle", { nodes: list(cycle) }));

/** `cause` is the id of the node waited for. */
export const waitsFor = (cause: string, name: string): NodeProblem => ({
  kind: "upstream",
  severity: "warning",
  ...told(say("waits", { name })),
  cause,
});

/** What a module threw at inputs it does not take: a wrong shape, or a wrong type of values. */
export function refusedInput(thrown: unknown, kind: "shape" | "training" = "shape"): NodeProblem {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (thrown instanceof DTypeError) {
    return error("dtype", message, { types: { wants: thrown.wants, got: thrown.got } });
  }
  return error(kind, message, { mismatch: thrown instanceof ShapeError ? thrown.mismatch : null });
}

/** A node's problem with its place, and for a shape problem the edge that brings what does not fit. */
export function placed({ mismatch, ...problem }: NodeProblem, node: string, graph: Graph, topology: Topology): Problem {
  if (!mismatch) return { ...problem, node };
  const port = topology.forwardPorts(node)[mismatch.input] ?? undefined;
  const link = port === undefined ? undefined : topology.incoming(node, port)[0];
  if (!link) return { ...problem, node };
  const source = graph.nodes[link.from.node]!.module;
  const hint = { ...mismatch, module: graph.nodes[node]!.module, source, sourceNode: link.from.node };
  return { ...problem, node, edge: link.id, hint };
}

export function tooLarge(what: Words, shape: Shape, elements: number, arg?: string): NodeProblem {
  const gib = (n: number) => `${((n * 4) / 2 ** 30).toFixed(1)} GiB`;
  const known = { what, shape: printShape(shape), limit: gib(maxElements) };
  // Beyond 2^53 a figure would be a guess, or no number at all.
  const said = Number.isSafeInteger(elements)
    ? say("tooLarge", { ...known, elements: elements.toLocaleString("en-US"), size: gib(elements) })
    : say("tooLargeToCount", known);
  return error("too_large", said, arg === undefined ? {} : { arg });
}

/** Names in a sentence; of very many the first. */
function list(names: readonly string[]): Words {
  if (names.length <= 12) return listed("and", names);
  return say("andMore", { first: names.slice(0, 10).join(", "), more: names.length - 10 });
}

/** Problems of edges that belong to no node's input: ends that are not there, ports a module does not have. */
export function edgeProblems(graph: Graph, topology: Topology): Problem[] {
  const problems: Problem[] = [];
  for (const edge of topology.dangling) {
    const missing = [...new Set([edge.source, edge.target].filter((id) => !Object.hasOwn(graph.nodes, id)))];
    const [name = "", other] = missing.map((id) => nameOf(graph, id));
    const words = other === undefined ? say("noNode", { name }) : say("noNodes", { name, other });
    problems.push(error("dangling_edge", words, { edge: edgeId(edge) }));
  }
  for (const { to, id } of topology.unknownPorts) {
    const module = own(graph.nodes, to.node)?.module ?? "";
    const words = say("noInputPort", { node: nameOf(graph, to.node), module, port: to.port ?? "" });
    problems.push({ node: to.node, ...error("unknown_port", words, { edge: id }) });
  }
  return problems;
}

/** Warnings about nodes whose output nobody reads, once the graph says where it ends. */
export function unreadProblems(graph: Graph, topology: Topology, isOk: (node: string) => boolean): Problem[] {
  const nodes = Object.keys(graph.nodes);
  const isOutput = (id: string) => roleOf(graph.nodes[id]?.module) === "output";
  if (!nodes.some(isOutput)) return [];
  return nodes
    .filter((id) => !isOutput(id) && isOk(id) && topology.outgoing(id).length === 0)
    .map((node) => ({ ...error("unreachable", say("unread")), severity: "warning", node }));
}
