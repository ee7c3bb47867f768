// Owns what is chosen in an open document: the selection, the tensor looked at, the name being edited. Never undone, never saved.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { PortRef } from "../../engine/graph/graph.ts";

export interface View {
  /** Nodes and edges by their ids. */
  readonly selectedNodes: readonly string[];
  readonly selectedEdges: readonly string[];
  /** The port whose tensor the viewer shows, or null. */
  readonly viewedPort: PortRef | null;
  /** Id of the node whose name is being edited on the canvas, or null. */
  readonly renaming: string | null;
}

export const createView = (): StoreApi<View> =>
  createStore<View>(() => ({ selectedNodes: [], selectedEdges: [], viewedPort: null, renaming: null }));
