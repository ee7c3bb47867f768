// Owns which node is which: its id, which never changes, and the name it goes by, which may.
import { own } from "../core/record.ts";
import { type Edge, type Graph, type GraphNode, type PortRef, printPort, sourceOf, targetOf } from "./graph.ts";

/**
 * The id of a node made under this name. Digits alone are marked: objects put such keys before all others, whatever
 * the order they came in.
 */
export const idFrom = (name: string): string => (/^[0-9]+$/.test(name) ? `#${name}` : name);

/** The name a node was made with: its first weights are drawn from it. */
export const firstName = (id: string): string => (id.startsWith("#") ? id.slice(1) : id);

/** What a node is called; of an id that no node has, what it says. */
export const nameOf = (graph: Graph, id: string): string => own(graph.nodes, id)?.name ?? firstName(id);

/** A node with this id under this name, which is not spelled out where the id says it. */
export function withName(node: GraphNode, id: string, name: string): GraphNode {
  const { name: _old, ...rest } = node;
  return name === firstName(id) ? rest : { ...rest, name };
}

const memo = new WeakMap<Graph["nodes"], ReadonlyMap<string, string>>();

/** Ids by name, of the nodes that are not called as they were made. */
function renamedNodes(graph: Graph): ReadonlyMap<string, string> {
  let found = memo.get(graph.nodes);
  if (!found) {
    const all = Object.entries(graph.nodes);
    found = new Map(all.flatMap(([id, { name }]): [string, string][] => (name === undefined ? [] : [[name, id]])));
    memo.set(graph.nodes, found);
  }
  return found;
}

/** The id of the node that is called so, or undefined. */
export function idOf(graph: Graph, name: string): string | undefined {
  const renamed = renamedNodes(graph).get(name);
  if (renamed !== undefined) return renamed;
  const id = idFrom(name);
  return own(graph.nodes, id) && nameOf(graph, id) === name ? id : undefined;
}

/** Whether a new node cannot be called so: a node has this name, or had it when it was made. */
export const isTaken = (graph: Graph, name: string): boolean =>
  Object.hasOwn(graph.nodes, idFrom(name)) || idOf(graph, name) !== undefined;

/** A port as the user reads it, by the name of its node: `lstm1.h_n`. */
export const portName = (graph: Graph, { node, port }: PortRef): string =>
  printPort({ node: nameOf(graph, node), port });

/** An edge as the user reads it: `conv1->relu1`. */
export const edgeName = (graph: Graph, edge: Edge): string =>
  `${portName(graph, sourceOf(edge))}->${portName(graph, targetOf(edge))}`;
