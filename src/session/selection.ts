// Owns changes of the selection, and keeps it within what exists.
import { edgeId, type Graph, parsePort } from "../../engine/graph/graph.ts";
import { followInputRename } from "./inputs.ts";
import { sessionStore, updateSession } from "./store.ts";

/** Selects these nodes and edges and nothing else. */
export const select = (nodes: readonly string[], edges: readonly string[] = []): void =>
  updateSession({ selectedNodes: nodes, selectedEdges: edges });

/** Takes from the selection, the viewer and the renaming what is no longer in the graph. */
export function pruneSelection(graph: Graph): void {
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

/** A renamed node stays selected and viewed, and keeps what it is fed with. */
export function followRename(from: string, to: string): void {
  const end = (text: string) => {
    const port = parsePort(text);
    return port.node === from ? to + text.slice(from.length) : text;
  };
  followInputRename(from, to);
  const { selectedNodes, selectedEdges, viewedPort } = sessionStore.getState();
  updateSession({
    selectedNodes: selectedNodes.map((name) => (name === from ? to : name)),
    selectedEdges: selectedEdges.map((id) => id.split("->").map(end).join("->")),
    viewedPort: viewedPort === null ? null : end(viewedPort),
  });
}
