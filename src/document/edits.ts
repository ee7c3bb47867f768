// Owns the edits: every change of the user's model, as a pure function from document to document.
import {
  type Edge,
  edgeId,
  type Graph,
  type GraphNode,
  nodeNamePattern,
  parsePort,
  printPort,
} from "../../engine/graph/graph.ts";
import type { Document, Layout, Position } from "./document.ts";

export type Edit = (document: Document) => Document;

const withGraph = (d: Document, graph: Partial<Graph>): Document => ({ ...d, graph: { ...d.graph, ...graph } });

/** A name not yet taken, in torch's habit: `conv1`, `relu2`, `maxpool3`. */
export function freeName(graph: Graph, module: string): string {
  const stem = module.toLowerCase().replace(/[123]d$/, "");
  if ((module === "Input" || module === "Output") && !(stem in graph.nodes)) return stem;
  for (let i = 1; ; i++) if (!(`${stem}${i}` in graph.nodes)) return `${stem}${i}`;
}

/** Adds a node under a name that must be free. */
export const addNode =
  (name: string, node: GraphNode, position: Position): Edit =>
  (d) => ({
    ...withGraph(d, { nodes: { ...d.graph.nodes, [name]: node } }),
    layout: { ...d.layout, [name]: position },
  });

/** Connects two ports. An edge already into `to` is replaced: a port takes one tensor. */
export const connect =
  (from: string, to: string): Edit =>
  (d) => {
    const kept = d.graph.edges.filter((edge) => edge.to !== to);
    if (kept.length === d.graph.edges.length - 1 && d.graph.edges.some((e) => e.from === from && e.to === to)) return d;
    return withGraph(d, { edges: [...kept, { from, to }] });
  };

/** Moves an edge to other ends. */
export const reconnect =
  (id: string, from: string, to: string): Edit =>
  (d) =>
    connect(from, to)(id === edgeId({ from, to }) ? d : removeEdges([id])(d));

export const removeEdges =
  (ids: readonly string[]): Edit =>
  (d) => {
    const gone = new Set(ids);
    const edges = d.graph.edges.filter((edge) => !gone.has(edgeId(edge)));
    return edges.length === d.graph.edges.length ? d : withGraph(d, { edges });
  };

/** Removes nodes. Where a removed node had one tensor in, what read from it reads from its source instead. */
export const removeNodes =
  (names: readonly string[]): Edit =>
  (d) =>
    names.reduce(removeNode, d);

function removeNode(d: Document, name: string): Document {
  if (!(name in d.graph.nodes)) return d;
  const into = d.graph.edges.filter((edge) => parsePort(edge.to).node === name);
  const source = into.length === 1 ? into[0]?.from : undefined;
  const edges: Edge[] = [];
  for (const edge of d.graph.edges) {
    if (parsePort(edge.to).node === name) continue;
    const from = parsePort(edge.from);
    if (from.node !== name) edges.push(edge);
    else if (source !== undefined && from.port === null) edges.push({ from: source, to: edge.to });
  }
  const { [name]: _node, ...nodes } = d.graph.nodes;
  const { [name]: _position, ...layout } = d.layout;
  return { ...d, graph: { nodes, edges }, layout };
}

/** Why a node cannot be called so, or null. */
export function nameProblem(graph: Graph, name: string, current: string): "empty" | "taken" | "characters" | null {
  if (name === current) return null;
  if (name === "") return "empty";
  if (!nodeNamePattern.test(name)) return "characters";
  return name in graph.nodes ? "taken" : null;
}

/** Renames a node, keeping its place in the order of nodes. A name that cannot be is no change. */
export const renameNode =
  (from: string, to: string): Edit =>
  (d) => {
    if (from === to || !(from in d.graph.nodes) || nameProblem(d.graph, to, from) !== null) return d;
    const rename = (key: string) => (key === from ? to : key);
    const end = (text: string) => {
      const port = parsePort(text);
      return printPort({ ...port, node: rename(port.node) });
    };
    const keys = <T>(record: Readonly<Record<string, T>>) =>
      Object.fromEntries(Object.entries(record).map(([key, value]) => [rename(key), value]));
    const edges = d.graph.edges.map((edge) => ({ from: end(edge.from), to: end(edge.to) }));
    return { ...d, graph: { nodes: keys(d.graph.nodes), edges }, layout: keys(d.layout) };
  };

/** Gives an argument a value; `undefined` takes it back to inferred or default. */
export const setArg =
  (name: string, arg: string, value: unknown): Edit =>
  (d) => {
    const node = d.graph.nodes[name];
    if (!node || JSON.stringify(node.args?.[arg]) === JSON.stringify(value)) return d;
    const { [arg]: _old, ...rest } = node.args ?? {};
    const args = value === undefined ? rest : { ...node.args, [arg]: value };
    return withGraph(d, { nodes: { ...d.graph.nodes, [name]: { module: node.module, args } } });
  };

/** Puts a node (already in the graph, unconnected) into an edge: source → node → target. */
export const insertOnEdge =
  (name: string, id: string): Edit =>
  (d) => {
    const edge = d.graph.edges.find((e) => edgeId(e) === id);
    if (!edge || !(name in d.graph.nodes)) return d;
    const edges = d.graph.edges.flatMap((e) =>
      e === edge
        ? [
            { from: edge.from, to: name },
            { from: name, to: edge.to },
          ]
        : [e],
    );
    return withGraph(d, { edges });
  };

/** Puts a node after another: it reads from `after`, and what read `after`'s first port reads from it. */
export const appendAfter =
  (name: string, after: string): Edit =>
  (d) => {
    const edges = d.graph.edges.map((edge) => (edge.from === after ? { from: name, to: edge.to } : edge));
    return withGraph(d, { edges: [...edges, { from: after, to: name }] });
  };

/** Moves nodes; the graph stays the same object. */
export const moveNodes =
  (positions: Layout): Edit =>
  (d) => ({ ...d, layout: { ...d.layout, ...positions } });

/** Adds a copied part of a graph under free names, shifted; edges between copied nodes are kept. */
export function pasteNodes(
  d: Document,
  part: Graph,
  positions: Layout,
  shift: Position,
): { document: Document; names: string[] } {
  const renamed = new Map<string, string>();
  let next = d;
  for (const [name, node] of Object.entries(part.nodes)) {
    const copy = freeName(next.graph, node.module);
    renamed.set(name, copy);
    const [x, y] = positions[name] ?? [0, 0];
    next = addNode(copy, node, [x + shift[0], y + shift[1]])(next);
  }
  const end = (text: string) => {
    const port = parsePort(text);
    return printPort({ ...port, node: renamed.get(port.node) ?? port.node });
  };
  const edges = part.edges
    .filter((e) => renamed.has(parsePort(e.from).node) && renamed.has(parsePort(e.to).node))
    .map((e) => ({ from: end(e.from), to: end(e.to) }));
  return { document: withGraph(next, { edges: [...next.graph.edges, ...edges] }), names: [...renamed.values()] };
}

export const setName =
  (name: string): Edit =>
  (d) =>
    d.name === name ? d : { ...d, name };

export const setSeed =
  (seed: number): Edit =>
  (d) =>
    d.seed === seed ? d : { ...d, seed };
