// Owns the second half of the bridge to React Flow: what it reports as edits of the document and changes of the selected.
import type { Connection, EdgeChange, NodeChange } from "reactflow";
import type { Edge } from "../../engine/graph/graph.ts";
import type { Layout, Position } from "../document/document.ts";
import { type Edit, moveNodes, removeEdges, removeNodes } from "../document/edits.ts";
import type { View } from "../editor/view.ts";
import { portOf } from "../scene/ports.ts";
import type { FlowEdge } from "./flow_edges.ts";
import type { FlowNode } from "./flow_nodes.ts";

type Selection = Pick<View, "selectedNodes" | "selectedEdges">;

export interface Applied {
  readonly edits: readonly Edit[];
  /** What changes of the selection; nothing where that stays. */
  readonly selection: Partial<Selection>;
}

/** The selection after some ids were chosen or let go; the same array where that changes nothing. */
function reselect(selected: readonly string[], changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[]) {
  const next = new Set(selected);
  let same = true;
  for (const change of changes) {
    if (change.type !== "select" || change.selected === next.has(change.id)) continue;
    same = false;
    if (change.selected) next.add(change.id);
    else next.delete(change.id);
  }
  return same ? selected : [...next];
}

/** Changes of nodes: moves and removals are edits, choosing is the view's, sizes are known and nobody's. */
export function applyChanges(changes: readonly NodeChange<FlowNode>[], selected: Selection): Applied {
  const moved: Record<string, Position> = {};
  const removed: string[] = [];
  for (const change of changes) {
    if (change.type === "position" && change.position) {
      moved[change.id] = [Math.round(change.position.x), Math.round(change.position.y)];
    } else if (change.type === "remove") removed.push(change.id);
  }
  const edits: Edit[] = [];
  if (Object.keys(moved).length > 0) edits.push(moveNodes(moved as Layout));
  if (removed.length > 0) edits.push(removeNodes(removed));
  const selectedNodes = reselect(selected.selectedNodes, changes);
  return { edits, selection: selectedNodes === selected.selectedNodes ? {} : { selectedNodes } };
}

/** Changes of edges: removals are edits, choosing is the view's. */
export function applyEdgeChanges(changes: readonly EdgeChange<FlowEdge>[], selected: Selection): Applied {
  const removed = changes.flatMap((change) => (change.type === "remove" ? [change.id] : []));
  const selectedEdges = reselect(selected.selectedEdges, changes);
  return {
    edits: removed.length > 0 ? [removeEdges(removed)] : [],
    selection: selectedEdges === selected.selectedEdges ? {} : { selectedEdges },
  };
}

/** A connection between two handles as an edge of the document. */
export const toEdge = ({ source, sourceHandle, target, targetHandle }: Connection | FlowEdge): Edge => ({
  source,
  sourcePort: portOf(sourceHandle),
  target,
  targetPort: portOf(targetHandle),
});
