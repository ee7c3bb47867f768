// Owns the edits: every change of the user's model, as a pure function from document to document.
import { longestModelName, modelName, type NameFault, nameFault } from "../../engine/core/names.ts";
import { own } from "../../engine/core/record.ts";
import {
  type Edge,
  edgeBetween,
  edgeId,
  firstPort,
  type Graph,
  type GraphNode,
  type PortRef,
  samePort,
  sourceOf,
  targetOf,
} from "../../engine/graph/graph.ts";
import { firstName, idOf, nameOf, withName } from "../../engine/graph/identity.ts";
import type { ArgValues } from "../../engine/modules/fields.ts";
import { moduleDef } from "../../engine/modules/index.ts";
import type { Document, Layout, Position } from "./document.ts";
import { copyNames } from "./free_names.ts";
import { boundedPosition } from "./room.ts";

/** Returns its argument itself where nothing changes: then it is no step of the history. */
export type Edit = (document: Document) => Document;

const withGraph = (d: Document, graph: Partial<Graph>): Document => ({ ...d, graph: { ...d.graph, ...graph } });
const has = (graph: Graph, id: string): boolean => Object.hasOwn(graph.nodes, id);
/** Whether an edge would have a node at both ends. */
const hasEnds = (graph: Graph, from: string, to: string): boolean => has(graph, from) && has(graph, to);

/** An edge's end with its port spelled out: `add1` and `add1.input` are the same one. */
const spelledOut = (graph: Graph, { node, port }: PortRef): PortRef => ({
  node,
  port: port ?? moduleDef(own(graph.nodes, node)?.module ?? "")?.inputs[0] ?? null,
});

/** Adds a node, unconnected. An id that is taken, or its name, is no change. */
export const addNode =
  (id: string, node: GraphNode, position: Position): Edit =>
  (d) =>
    has(d.graph, id) || idOf(d.graph, node.name ?? firstName(id)) !== undefined
      ? d
      : {
          ...withGraph(d, { nodes: { ...d.graph.nodes, [id]: node } }),
          layout: { ...d.layout, [id]: boundedPosition(position) },
        };

/**
 * Connects two ports. An edge already into `to` is replaced: a port takes one tensor. Ports of nodes that are not there
 * are no change.
 */
export const connect =
  (from: PortRef, to: PortRef): Edit =>
  (d) => {
    if (!hasEnds(d.graph, from.node, to.node)) return d;
    const port = spelledOut(d.graph, to);
    const kept = d.graph.edges.filter((edge) => !samePort(spelledOut(d.graph, targetOf(edge)), port));
    const edge = edgeBetween(from, to);
    const same = edgeId(edge);
    if (kept.length === d.graph.edges.length - 1 && d.graph.edges.some((e) => edgeId(e) === same)) return d;
    return withGraph(d, { edges: [...kept, edge] });
  };

/** Moves an edge to other ends; where they are not there, it stays. */
export const reconnect =
  (id: string, from: PortRef, to: PortRef): Edit =>
  (d) =>
    hasEnds(d.graph, from.node, to.node)
      ? connect(from, to)(id === edgeId(edgeBetween(from, to)) ? d : removeEdges([id])(d))
      : d;

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
  const into = new Map<string, PortRef | null>();
  for (const edge of edges) {
    if (gone.has(edge.target)) into.set(edge.target, into.has(edge.target) ? null : sourceOf(edge));
  }
  const found = new Map<string, PortRef | null>();
  /** What is read instead of a port of a node that goes, or null: each node on the way is passed once. */
  const insteadOf = (from: PortRef): PortRef | null => {
    const way = new Set<string>();
    let at: PortRef | null = from;
    while (at !== null && gone.has(at.node)) {
      const { node, port }: PortRef = at;
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
    if (gone.has(edge.target)) continue;
    if (!gone.has(edge.source)) {
      kept.push(edge);
      continue;
    }
    const from = insteadOf(sourceOf(edge));
    if (from !== null && from.node !== edge.target) kept.push(edgeBetween(from, targetOf(edge)));
  }
  return kept;
}

/** Removes nodes. Where a removed node had one tensor in, what read from it reads from its source instead. */
export const removeNodes =
  (ids: readonly string[]): Edit =>
  (d) => {
    const gone = new Set(ids.filter((id) => has(d.graph, id)));
    if (gone.size === 0) return d;
    const rest = <T>(record: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(record).filter(([id]) => !gone.has(id)));
    return {
      ...d,
      graph: { nodes: rest(d.graph.nodes), edges: bypass(d.graph.edges, gone) },
      layout: rest(d.layout),
    };
  };

/** Why the node with this id cannot be called so, or null. */
export function nameProblem(graph: Graph, name: string, id: string): NameFault | "taken" | null {
  const owner = idOf(graph, name);
  if (owner !== undefined) return owner === id ? null : "taken";
  return nameFault(name);
}

/** Gives a node another name. A name that cannot be is no change. */
export const renameNode =
  (id: string, to: string): Edit =>
  (d) => {
    const node = own(d.graph.nodes, id);
    if (!node || nameOf(d.graph, id) === to || nameProblem(d.graph, to, id) !== null) return d;
    return withGraph(d, { nodes: { ...d.graph.nodes, [id]: withName(node, id, to) } });
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
  (id: string, arg: string, value: unknown): Edit =>
  (d) => {
    const node = own(d.graph.nodes, id);
    if (!node || sameValue(own(node.args, arg), value)) return d;
    const { [arg]: _old, ...rest } = node.args ?? {};
    const args = value === undefined ? rest : { ...node.args, [arg]: value };
    return withGraph(d, { nodes: { ...d.graph.nodes, [id]: withArgs(node, args) } });
  };

/** Puts a node into an edge: source → node → target. Where it was connected before, it is taken out as when removed. */
export const insertOnEdge =
  (node: string, id: string): Edit =>
  (d) => {
    if (!has(d.graph, node)) return d;
    const rest = bypass(d.graph.edges, new Set([node]));
    if (!rest.some((edge) => edgeId(edge) === id)) return d;
    const edges = rest.flatMap((edge) =>
      edgeId(edge) === id
        ? [edgeBetween(sourceOf(edge), firstPort(node)), edgeBetween(firstPort(node), targetOf(edge))]
        : [edge],
    );
    return withGraph(d, { edges });
  };

/** Puts a new node after another: it reads from `after`, and what read `after`'s first port reads from it. */
export const appendAfter =
  (node: string, after: string): Edit =>
  (d) => {
    if (!hasEnds(d.graph, after, node)) return d;
    const first = firstPort(after);
    const edges = d.graph.edges.map((edge) =>
      samePort(sourceOf(edge), first) ? edgeBetween(firstPort(node), targetOf(edge)) : edge,
    );
    return withGraph(d, { edges: [...edges, edgeBetween(first, firstPort(node))] });
  };

/** Puts a new node before another: into the edge of its first port, or onto that port where there is none. */
export const insertBefore =
  (node: string, before: string): Edit =>
  (d) => {
    const port = firstPort(before);
    const edge = d.graph.edges.find((e) => samePort(targetOf(e), port));
    return edge ? insertOnEdge(node, edgeId(edge))(d) : connect(firstPort(node), port)(d);
  };

/** Moves nodes, as far as bounds allow; the graph stays the same object. */
export const moveNodes =
  (positions: Layout): Edit =>
  (d) => {
    const places = Object.entries(positions).map(([id, at]) => [id, boundedPosition(at)] as const);
    return places.every(([id, [x, y]]) => own(d.layout, id)?.[0] === x && own(d.layout, id)?.[1] === y)
      ? d
      : { ...d, layout: { ...d.layout, ...Object.fromEntries(places) } };
  };

/** Part of a graph, with where its nodes lie: what a copy holds. */
export interface Part {
  readonly graph: Graph;
  readonly layout: Layout;
}

/** The nodes with these ids, and the edges between them. */
export function partOf(d: Document, ids: readonly string[]): Part {
  const chosen = new Set(ids.filter((id) => has(d.graph, id)));
  const only = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([id]) => chosen.has(id)));
  const edges = d.graph.edges.filter((e) => chosen.has(e.source) && chosen.has(e.target));
  return { graph: { nodes: only(d.graph.nodes), edges }, layout: only(d.layout) };
}

/**
 * Adds a copied part of a graph under free names, shifted; edges between copied nodes are kept. A node comes back as the
 * one it was where its name and id are free, as after it was cut; else it is another one. A node that had no place gets
 * none.
 */
export function pasteNodes(d: Document, part: Part, shift: Position): { document: Document; ids: string[] } {
  const copies = copyNames(d.graph);
  const pasted = new Map<string, string>();
  const nodes: Record<string, GraphNode> = { ...d.graph.nodes };
  const layout: Record<string, Position> = { ...d.layout };
  for (const [from, node] of Object.entries(part.graph.nodes)) {
    const { id, name } = copies.take(nameOf(part.graph, from), from);
    pasted.set(from, id);
    nodes[id] = withName(node, id, name);
    const at = own(part.layout, from);
    if (at) layout[id] = boundedPosition([at[0] + shift[0], at[1] + shift[1]]);
  }
  if (pasted.size === 0) return { document: d, ids: [] };
  const edges = part.graph.edges.flatMap((edge): Edge[] => {
    const [source, target] = [pasted.get(edge.source), pasted.get(edge.target)];
    return source === undefined || target === undefined ? [] : [{ ...edge, source, target }];
  });
  const graph = { nodes, edges: [...d.graph.edges, ...edges] };
  return { document: { ...d, graph, layout }, ids: [...pasted.values()] };
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
