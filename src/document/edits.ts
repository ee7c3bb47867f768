// Owns the edits: every change of the user's model, as a pure function from document to document.
import { longestModelName, modelName, type NameFault, nameFault } from "../../engine/core/names.ts";
import { own } from "../../engine/core/record.ts";
import { type Edge, edgeId, type Graph, type GraphNode, parsePort, printPort } from "../../engine/graph/graph.ts";
import { isTaken, nodeId, withId } from "../../engine/graph/identity.ts";
import type { ArgValues } from "../../engine/modules/fields.ts";
import { moduleDef } from "../../engine/modules/index.ts";
import type { Document, Layout, Position } from "./document.ts";

/** Returns its argument itself where nothing changes: then it is no step of the history. */
export type Edit = (document: Document) => Document;

const withGraph = (d: Document, graph: Partial<Graph>): Document => ({ ...d, graph: { ...d.graph, ...graph } });
const has = (graph: Graph, name: string): boolean => Object.hasOwn(graph.nodes, name);
/** Whether an edge would have a node at both ends. */
const hasEnds = (graph: Graph, from: string, to: string): boolean =>
  has(graph, parsePort(from).node) && has(graph, parsePort(to).node);

/** An edge's end with its port: `add1` and `add1.input` are the same one. */
function spelledOut(graph: Graph, to: string): string {
  const { node, port } = parsePort(to);
  return printPort({ node, port: port ?? moduleDef(own(graph.nodes, node)?.module ?? "")?.inputs[0] ?? null });
}

/** A name not yet taken, in torch's habit: `conv1`, `relu2`, `maxpool3`. */
export function freeName(graph: Graph, module: string): string {
  const stem = module.toLowerCase().replace(/[123]d$/, "");
  if ((module === "Input" || module === "Output") && !isTaken(graph, stem)) return stem;
  for (let i = 1; ; i++) if (!isTaken(graph, `${stem}${i}`)) return `${stem}${i}`;
}

/** The name of a copy: the same where it is free, else counted on (`conv1` → `conv2`, `stem` → `stem2`). */
export function copyName(graph: Graph, name: string): string {
  if (!isTaken(graph, name)) return name;
  const [, stem = "", digits = "1"] = /^(.*?)(\d+)?$/.exec(name) ?? [];
  for (let i = Number(digits) + 1; ; i++) if (!isTaken(graph, `${stem}${i}`)) return `${stem}${i}`;
}

/** Adds a node, unconnected. A name that is taken, or an id, is no change. */
export const addNode =
  (name: string, node: GraphNode, position: Position): Edit =>
  (d) =>
    has(d.graph, name) || isTaken(d.graph, node.id ?? name)
      ? d
      : { ...withGraph(d, { nodes: { ...d.graph.nodes, [name]: node } }), layout: { ...d.layout, [name]: position } };

/**
 * Connects two ports. An edge already into `to` is replaced: a port takes one tensor. Ports of nodes that are not there
 * are no change.
 */
export const connect =
  (from: string, to: string): Edit =>
  (d) => {
    if (!hasEnds(d.graph, from, to)) return d;
    const port = spelledOut(d.graph, to);
    const kept = d.graph.edges.filter((edge) => spelledOut(d.graph, edge.to) !== port);
    if (kept.length === d.graph.edges.length - 1 && d.graph.edges.some((e) => e.from === from && e.to === to)) return d;
    return withGraph(d, { edges: [...kept, { from, to }] });
  };

/** Moves an edge to other ends; where they are not there, it stays. */
export const reconnect =
  (id: string, from: string, to: string): Edit =>
  (d) =>
    hasEnds(d.graph, from, to) ? connect(from, to)(id === edgeId({ from, to }) ? d : removeEdges([id])(d)) : d;

export const removeEdges =
  (ids: readonly string[]): Edit =>
  (d) => {
    const gone = new Set(ids);
    const edges = d.graph.edges.filter((edge) => !gone.has(edgeId(edge)));
    return edges.length === d.graph.edges.length ? d : withGraph(d, { edges });
  };

/** The edges without a node's own. Where it had one tensor in, what read from its first port reads from its source. */
function bypass(edges: readonly Edge[], name: string): readonly Edge[] {
  const into = edges.filter((edge) => parsePort(edge.to).node === name);
  const source = into.length === 1 ? into[0]?.from : undefined;
  const loops = source !== undefined && parsePort(source).node;
  const kept: Edge[] = [];
  for (const edge of edges) {
    const to = parsePort(edge.to).node;
    if (to === name) continue;
    const from = parsePort(edge.from);
    if (from.node !== name) kept.push(edge);
    else if (source !== undefined && from.port === null && loops !== name && loops !== to) {
      kept.push({ from: source, to: edge.to });
    }
  }
  return kept;
}

/** Removes nodes. Where a removed node had one tensor in, what read from it reads from its source instead. */
export const removeNodes =
  (names: readonly string[]): Edit =>
  (d) =>
    names.reduce(removeNode, d);

function removeNode(d: Document, name: string): Document {
  if (!has(d.graph, name)) return d;
  const { [name]: _node, ...nodes } = d.graph.nodes;
  const { [name]: _position, ...layout } = d.layout;
  return { ...d, graph: { nodes, edges: bypass(d.graph.edges, name) }, layout };
}

/** Why a node cannot be called so, or null. */
export function nameProblem(graph: Graph, name: string, current: string): NameFault | "taken" | null {
  if (name === current) return null;
  return nameFault(name) ?? (has(graph, name) ? "taken" : null);
}

/** Renames a node, keeping its id and its place in the order of nodes. A name that cannot be is no change. */
export const renameNode =
  (from: string, to: string): Edit =>
  (d) => {
    if (from === to || !has(d.graph, from) || nameProblem(d.graph, to, from) !== null) return d;
    const rename = (key: string) => (key === from ? to : key);
    const end = (text: string) => {
      const port = parsePort(text);
      return printPort({ ...port, node: rename(port.node) });
    };
    const keys = <T>(record: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(record).map(([key, value]) => [rename(key), value]));
    const edges = d.graph.edges.map((edge) => ({ from: end(edge.from), to: end(edge.to) }));
    const nodes = { ...d.graph.nodes, [from]: withId(d.graph.nodes[from]!, nodeId(d.graph, from), to) };
    return { ...d, graph: { nodes: keys(nodes), edges }, layout: keys(d.layout) };
  };

/** Equal as argument values; unlike JSON text it tells None from inf. */
const sameValue = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b)
    ? a.length === b.length && a.every((item, i) => sameValue(item, b[i]))
    : Object.is(a, b);

function withArgs({ args: _old, ...node }: GraphNode, args: ArgValues): GraphNode {
  return Object.keys(args).length === 0 ? node : { ...node, args };
}

/** Gives an argument a value; `undefined` takes it back to inferred or default. */
export const setArg =
  (name: string, arg: string, value: unknown): Edit =>
  (d) => {
    const node = own(d.graph.nodes, name);
    if (!node || sameValue(own(node.args, arg), value)) return d;
    const { [arg]: _old, ...rest } = node.args ?? {};
    const args = value === undefined ? rest : { ...node.args, [arg]: value };
    return withGraph(d, { nodes: { ...d.graph.nodes, [name]: withArgs(node, args) } });
  };

/** Puts a node into an edge: source → node → target. Where it was connected before, it is taken out as when removed. */
export const insertOnEdge =
  (name: string, id: string): Edit =>
  (d) => {
    if (!has(d.graph, name)) return d;
    const rest = bypass(d.graph.edges, name);
    if (!rest.some((edge) => edgeId(edge) === id)) return d;
    const edges = rest.flatMap((edge) =>
      edgeId(edge) === id
        ? [
            { from: edge.from, to: name },
            { from: name, to: edge.to },
          ]
        : [edge],
    );
    return withGraph(d, { edges });
  };

/** Puts a new node after another: it reads from `after`, and what read `after`'s first port reads from it. */
export const appendAfter =
  (name: string, after: string): Edit =>
  (d) => {
    if (!hasEnds(d.graph, after, name)) return d;
    const edges = d.graph.edges.map((edge) => (edge.from === after ? { from: name, to: edge.to } : edge));
    return withGraph(d, { edges: [...edges, { from: after, to: name }] });
  };

/** Puts a new node before another: into the edge of its first port, or onto that port where there is none. */
export const insertBefore =
  (name: string, before: string): Edit =>
  (d) => {
    const edge = d.graph.edges.find((e) => e.to === before);
    return edge ? insertOnEdge(name, edgeId(edge))(d) : connect(name, before)(d);
  };

/** Moves nodes; the graph stays the same object. */
export const moveNodes =
  (positions: Layout): Edit =>
  (d) =>
    Object.entries(positions).every(
      ([name, [x, y]]) => own(d.layout, name)?.[0] === x && own(d.layout, name)?.[1] === y,
    )
      ? d
      : { ...d, layout: { ...d.layout, ...positions } };

/** Part of a graph, with where its nodes lie: what a copy holds. */
export interface Part {
  readonly graph: Graph;
  readonly layout: Layout;
}

/** The named nodes with the edges between them. */
export function partOf(d: Document, names: readonly string[]): Part {
  const chosen = new Set(names.filter((name) => has(d.graph, name)));
  const only = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => chosen.has(name)));
  const edges = d.graph.edges.filter((e) => chosen.has(parsePort(e.from).node) && chosen.has(parsePort(e.to).node));
  return { graph: { nodes: only(d.graph.nodes), edges }, layout: only(d.layout) };
}

/**
 * Adds a copied part of a graph under free names, shifted; edges between copied nodes are kept. A node comes back as the
 * one it was where its name and id are free, as after it was cut; else it is another one.
 */
export function pasteNodes(d: Document, part: Part, shift: Position): { document: Document; names: string[] } {
  const renamed = new Map<string, string>();
  let next = d;
  for (const [name, node] of Object.entries(part.graph.nodes)) {
    const same = !has(next.graph, name) && !isTaken(next.graph, node.id ?? name);
    const copy = same ? name : copyName(next.graph, name);
    renamed.set(name, copy);
    const [x, y] = own(part.layout, name) ?? [0, 0];
    next = addNode(copy, same ? node : withId(node, copy, copy), [x + shift[0], y + shift[1]])(next);
  }
  const end = (text: string) => {
    const port = parsePort(text);
    return printPort({ ...port, node: renamed.get(port.node) ?? port.node });
  };
  const edges = part.graph.edges
    .filter((e) => renamed.has(parsePort(e.from).node) && renamed.has(parsePort(e.to).node))
    .map((e) => ({ from: end(e.from), to: end(e.to) }));
  if (renamed.size === 0) return { document: d, names: [] };
  return { document: withGraph(next, { edges: [...next.graph.edges, ...edges] }), names: [...renamed.values()] };
}

/** Gives the model a name; one line of text, of which no more than a file takes is kept. */
export const setName =
  (name: string): Edit =>
  (d) => {
    const line = modelName(name).slice(0, longestModelName).toWellFormed();
    return d.name === line ? d : { ...d, name: line };
  };

export const setSeed =
  (seed: number): Edit =>
  (d) =>
    d.seed === seed ? d : { ...d, seed };
