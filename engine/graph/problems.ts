// Owns what can be wrong with a graph and the words that say so. Problems are values; nothing here throws.

import { DTypeError, ShapeError } from "../core/errors.ts";
import { quote } from "../core/quote.ts";
import { own } from "../core/record.ts";
import { printShape, type Shape } from "../core/shape.ts";
import { modules, roleOf } from "../modules/index.ts";
import { edgeId, type Graph } from "./graph.ts";
import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import type { Link, Topology } from "./topology.ts";

/** The most elements one tensor may have: 1 GiB of float32. More is a problem, and never allocated. */
export const maxElements = 2 ** 28;

/** A problem of one node, before it is known which node that is. */
export type NodeProblem = Omit<Problem, "node" | "hint"> & { readonly mismatch?: ShapeError["mismatch"] };

const error = (kind: Problem["kind"], message: string, where: Partial<NodeProblem> = {}): NodeProblem => ({
  kind,
  severity: "error",
  message,
  ...where,
});

export function unknownModule(name: string): NodeProblem {
  const guess = nearest(name, Object.keys(modules));
  return error("unknown_module", `unknown module ${quote(name)}${guess ? `: did you mean "${guess}"?` : ""}`);
}

export const badArgument = (arg: string, text: string): NodeProblem =>
  arg === "" ? error("argument", text) : error("argument", `${arg}: ${text}`, { arg });

export const missingInput = (port: string): NodeProblem =>
  error("missing_input", `input port "${port}" is not connected`);

export const unknownOutput = (link: Link, module: string): NodeProblem =>
  error("unknown_port", `${link.from.node} (${module}) has no output port "${link.from.port}"`, { edge: link.id });

export const occupiedPort = (link: Link): NodeProblem =>
  error("occupied_port", `input port "${link.to.port}" takes one tensor: more than one edge leads into it`, {
    edge: link.id,
  });

export const duplicateEdge = (link: Link): NodeProblem =>
  error("duplicate_edge", `the edge from ${link.from.node} to port "${link.to.port}" is there twice`, {
    edge: link.id,
  });

export const inCycle = (cycle: readonly string[]): NodeProblem =>
  error("cycle", cycle.length === 1 ? `${cycle[0]} reads its own output` : `${list(cycle)} form a cycle`);

export const waitsFor = (cause: string): NodeProblem => ({
  kind: "upstream",
  severity: "warning",
  message: `waits for ${cause}`,
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

export function tooLarge(what: string, shape: Shape, elements: number, arg?: string): NodeProblem {
  const gib = (n: number) => `${((n * 4) / 2 ** 30).toFixed(1)} GiB`;
  const figure = Number.isFinite(elements) ? elements.toLocaleString("en-US") : "too many";
  return error(
    "too_large",
    `${what} of shape ${printShape(shape)} has ${figure} elements (${gib(elements)}); the limit is ${gib(maxElements)}`,
    arg === undefined ? {} : { arg },
  );
}

/** Names in a sentence; of very many the first. */
function list(names: readonly string[]): string {
  if (names.length > 12) return `${names.slice(0, 10).join(", ")} and ${names.length - 10} more`;
  return names.length === 2 ? names.join(" and ") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** Problems of edges that belong to no node's input: ends that are not there, ports a module does not have. */
export function edgeProblems(graph: Graph, topology: Topology): Problem[] {
  const problems: Problem[] = [];
  for (const edge of topology.dangling) {
    const ends = [edge.from, edge.to].map((end) => end.split(".", 1)[0] ?? "");
    const missing = [...new Set(ends.filter((end) => !Object.hasOwn(graph.nodes, end)))];
    const message = `there is no node ${missing.map((name) => `"${name}"`).join(" and no node ")}`;
    problems.push({ kind: "dangling_edge", severity: "error", edge: edgeId(edge), message });
  }
  for (const { to, id } of topology.unknownPorts) {
    const message = `${to.node} (${own(graph.nodes, to.node)?.module}) has no input port "${to.port}"`;
    problems.push({ kind: "unknown_port", severity: "error", node: to.node, edge: id, message });
  }
  return problems;
}

/** Warnings about nodes whose output nobody reads, once the graph says where it ends. */
export function unreadProblems(graph: Graph, topology: Topology, isOk: (node: string) => boolean): Problem[] {
  const names = Object.keys(graph.nodes);
  const isOutput = (name: string) => roleOf(graph.nodes[name]?.module) === "output";
  if (!names.some(isOutput)) return [];
  return names
    .filter((name) => !isOutput(name) && isOk(name) && topology.outgoing(name).length === 0)
    .map((node) => ({ kind: "unreachable", severity: "warning", node, message: "nothing reads its output" }));
}
