// Owns changes of the selection, and keeps it within what exists.

import { edgeId, type Graph, parsePort } from "../../engine/graph/graph.ts";
import { renamePort, renames } from "../../engine/graph/identity.ts";
import { roleOf } from "../../engine/modules/index.ts";
import { sessionStore, updateSession } from "./store.ts";

/** Selects these nodes and edges and nothing else. */
export const select = (nodes: readonly string[], edges: readonly string[] = []): void =>
  updateSession({ selectedNodes: nodes, selectedEdges: edges });

/** The port whose tensor a node stands for: its first output; of an Output what it reads, or null. */
export function shownPort(graph: Graph, name: string): string | null {
  if (roleOf(graph.nodes[name]?.module) !== "output") return name;
  return graph.edges.find((edge) => parsePort(edge.to).node === name)?.from ?? null;
}

/** Keeps the selection, the viewer and the renaming within what is there, under the names it has now. */
export function followGraph(graph: Graph, before: Graph): void {
  followNames(renames(before, graph));
  const { selectedNodes, selectedEdges, viewedPort, renaming } = sessionStore.getState();
  const exists = (name: string) => Object.hasOwn(graph.nodes, name);
  const ids = new Set(graph.edges.map(edgeId));
  if (!selectedNodes.every(exists)) updateSession({ selectedNodes: selectedNodes.filter(exists) });
  if (!selectedEdges.every((id) => ids.has(id))) {
    updateSession({ selectedEdges: selectedEdges.filter((id) => ids.has(id)) });
  }
  if (viewedPort !== null && !exists(parsePort(viewedPort).node)) updateSession({ viewedPort: null });
  if (renaming !== null && !exists(renaming)) updateSession({ renaming: null });
}

function followNames(names: ReadonlyMap<string, string>): void {
  if (names.size === 0) return;
  const { selectedNodes, selectedEdges, viewedPort, renaming } = sessionStore.getState();
  const port = (text: string) => renamePort(text, names);
  updateSession({
    selectedNodes: selectedNodes.map(port),
    selectedEdges: selectedEdges.map((id) => id.split("->").map(port).join("->")),
    viewedPort: viewedPort === null ? null : port(viewedPort),
    renaming: renaming === null ? null : port(renaming),
  });
}
