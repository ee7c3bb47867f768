// Owns changes of the selection, and keeps it within what exists.

import { edgeId, firstPort, type Graph, type PortRef, sourceOf } from "../../engine/graph/graph.ts";
import { inferShapes, outputPort } from "../../engine/graph/infer.ts";
import { roleOf } from "../../engine/modules/index.ts";
import type { SidePanel } from "../session/store.ts";
import type { Editor } from "./editor.ts";

/** Selects these nodes and edges and nothing else. */
export const select = ({ view }: Pick<Editor, "view">, nodes: readonly string[], edges: readonly string[] = []): void =>
  view.setState({ selectedNodes: nodes, selectedEdges: edges });

/** The port whose tensor a node stands for: its first output; of an Output what it reads, or null. */
export function shownPort(graph: Graph, id: string): PortRef | null {
  if (roleOf(graph.nodes[id]?.module) !== "output") return firstPort(id);
  const edge = graph.edges.find(({ target }) => target === id);
  return edge ? outputPort(inferShapes(graph), sourceOf(edge)) : null;
}

/** What belongs below the inspector when a node is selected: an Input's source, another's tensor. */
export const panelOf = (graph: Graph, id: string): SidePanel =>
  roleOf(graph.nodes[id]?.module) === "input" ? "input" : "viewer";

/** Keeps the selection, the viewer and the renaming within what is there. */
export function followGraph({ view }: Pick<Editor, "view">, graph: Graph): void {
  const { selectedNodes, selectedEdges, viewedPort, renaming } = view.getState();
  const exists = (id: string) => Object.hasOwn(graph.nodes, id);
  const ids = new Set(graph.edges.map(edgeId));
  if (!selectedNodes.every(exists)) view.setState({ selectedNodes: selectedNodes.filter(exists) });
  if (!selectedEdges.every((id) => ids.has(id))) {
    view.setState({ selectedEdges: selectedEdges.filter((id) => ids.has(id)) });
  }
  if (viewedPort !== null && !exists(viewedPort.node)) view.setState({ viewedPort: null });
  if (renaming !== null && !exists(renaming)) view.setState({ renaming: null });
}
