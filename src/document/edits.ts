// Owns the edits: every change of the user's model, as a pure function from document to document.
import { longestModelName, modelName, type NameFault, nameFault } from "../../engine/core/names.ts";
import { own } from "../../engine/core/record.ts";
import { type Edge, edgeId, type Graph, type GraphNode, parsePort, printPort } from "../../engine/graph/graph.ts";
import { isTaken, nodeId, withId } from "../../engine/graph/identity.ts";
import type { ArgValues } from "../../engine/modules/fields.ts";
import { moduleDef } from "../../engine/modules/index.ts";
import type { Document, Layout, Position } from "./document.ts";
import { copyNames } from "./free_names.ts";
import { boundedPosition } from "./room.ts";

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

/** Adds a node, unconnected. A name that is taken, or an id, is no change. */
export const addNode =
  (name: string, node: GraphNode, position: Position): Edit =>
  (d) =>
    has(d.graph, name) || isTaken(d.graph, node.id ?? name)
      ? d
      : {
          ...withGraph(d, { nodes: { ...d.graph.nodes, [name]: node } }),
          layout: { ...d.layout, [name]: boundedPosition(position) },
        };

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

/**
 * The edges without those of some nodes. Where one of them had one tensor in, what read from its first port reads from
 * its source: from the first source that stays, where that goes too.
 */
function bypass(edges: readonly Edge[], gone: ReadonlySet<string>): readonly Edge[] {
  const into = new Map<string, string | null>();
  for (const edge of edges) {
    const to = parsePort(edge.to).node;
    if (gone.has(to)) into.set(to, into.has(to) ? null : edge.from);
  }
  const found = new Map<string, string | null>();
  /** What an edge reads from instead, or null: each node on the way is passed once, however many edges lead there. */
  const sourceOf = (from: string): string | null => {
    const way = new Set<string>();
    let at: string | null = from;
    while (at !== null) {
      const { node, port } = parsePort(at);
      if (!gone.has(node)) break;
      if (port !== null || way.has(node)) at = null;
      else if (found.has(node)) at = found.get(node)!;
      else {
        way.add(node);
        at = into.get(node) ?? null;
      }
    }
    for (const node of way) found.set(node, at);
    return at;
  };
  const kept: Edge[] = [];
  for (const edge of edges) {
    const to = parsePort(edge.to).node;
    if (gone.has(to)) continue;
    const from = sourceOf(edge.from);
    if (from === edge.from) kept.push(edge);
    else if (from !== null && parsePort(from).node !== to) kept.push({ from, to: edge.to });
  }
  return kept;
}

/** Removes nodes. Where a removed node had one tensor in, what read from it reads from its source instead. */
export const removeNodes =
  (names: readonly string[]): Edit =>
  (d) => {
    const gone = new Set(names.filter((name) => has(d.graph, name)));
    if (gone.size === 0) return d;
    const rest = <T>(record: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(record).filter(([name]) => !gone.has(name)));
    return {
      ...d,
      graph: { nodes: rest(d.graph.nodes), edges: bypass(d.graph.edges, gone) },
      layout: rest(d.layout),
    };
  };

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
    const rest = bypass(d.graph.edges, new Set([name]));
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

/** Moves nodes, as far as bounds allow; the graph stays the same object. */
export const moveNodes =
  (positions: Layout): Edit =>
  (d) => {
    const places = Object.entries(positions).map(([name, at]) => [name, boundedPosition(at)] as const);
    return places.every(([name, [x, y]]) => own(d.layout, name)?.[0] === x && own(d.layout, name)?.[1] === y)
      ? d
      : { ...d, layout: { ...d.layout, ...Object.fromEntries(places) } };
  };

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
 * one it was where its name and id are free, as after it was cut; else it is another one. A node that had no place gets
 * none.
 */
export function pasteNodes(d: Document, part: Part, shift: Position): { document: Document; names: string[] } {
  const copies = copyNames(d.graph);
  const renamed = new Map<string, string>();
  const nodes: Record<string, GraphNode> = { ...d.graph.nodes };
  const layout: Record<string, Position> = { ...d.layout };
  for (const [from, node] of Object.entries(part.graph.nodes)) {
    const { name, id } = copies.take(from, node.id);
    renamed.set(from, name);
    nodes[name] = withId(node, id, name);
    const at = own(part.layout, from);
    if (at) layout[name] = boundedPosition([at[0] + shift[0], at[1] + shift[1]]);
  }
  const end = (text: string) => {
    const port = parsePort(text);
    return printPort({ ...port, node: renamed.get(port.node) ?? port.node });
  };
  if (renamed.size === 0) return { document: d, names: [] };
  const edges = part.graph.edges
    .filter((e) => renamed.has(parsePort(e.from).node) && renamed.has(parsePort(e.to).node))
    .map((e) => ({ from: end(e.from), to: end(e.to) }));
  const graph = { nodes, edges: [...d.graph.edges, ...edges] };
  return { document: { ...d, graph, layout }, names: [...renamed.values()] };
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
