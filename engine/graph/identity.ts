// Owns which node is which: a node is the same one under another name.
import { type Graph, type GraphNode, parsePort, printPort } from "./graph.ts";

/** The id of a node: its name when it was made, which it keeps through every rename. Unique in a graph. */
export function nodeId(graph: Graph, name: string): string {
  return (Object.hasOwn(graph.nodes, name) ? graph.nodes[name]?.id : undefined) ?? name;
}

/** A node with this id under this name; the id is not spelled out where the name says it. */
export function withId(node: GraphNode, id: string, name: string): GraphNode {
  const { id: _old, ...rest } = node;
  return id === name ? rest : { ...rest, id };
}

const memo = new WeakMap<Graph["nodes"], ReadonlyMap<string, string>>();

/** Names by id, of the nodes whose id is not their name. */
export function renamedNodes(graph: Graph): ReadonlyMap<string, string> {
  let found = memo.get(graph.nodes);
  if (!found) {
    const all = Object.entries(graph.nodes);
    found = new Map(all.flatMap(([name, { id }]): [string, string][] => (id === undefined ? [] : [[id, name]])));
    memo.set(graph.nodes, found);
  }
  return found;
}

/** Whether a new node cannot be called so: a node has this name, or had it when it was made. */
export const isTaken = (graph: Graph, name: string): boolean =>
  Object.hasOwn(graph.nodes, name) || renamedNodes(graph).has(name);

/** The name of the node with this id, or undefined. */
export function nodeWithId(graph: Graph, id: string): string | undefined {
  const renamed = renamedNodes(graph).get(id);
  if (renamed !== undefined) return renamed;
  return Object.hasOwn(graph.nodes, id) && nodeId(graph, id) === id ? id : undefined;
}

/** New names by old name, of the nodes that are called differently in another state of a graph. */
export function renames(before: Graph, after: Graph): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (before.nodes === after.nodes) return found;
  // A name differs from one state to the other only where it differs from the id in one of them.
  const ids = new Set([...renamedNodes(before).keys(), ...renamedNodes(after).keys()]);
  for (const id of ids) {
    const [from, to] = [nodeWithId(before, id), nodeWithId(after, id)];
    if (from !== undefined && to !== undefined && from !== to) found.set(from, to);
  }
  return found;
}

/** A port of a node that may have been renamed. */
export function renamePort(text: string, names: ReadonlyMap<string, string>): string {
  const port = parsePort(text);
  return printPort({ ...port, node: names.get(port.node) ?? port.node });
}
