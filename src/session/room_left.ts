// Owns the refusal of what would make the open model larger than a file may be: it could be saved and never opened again.
import { FormatError } from "../../engine/core/errors.ts";
import { checkTogether } from "../../engine/graph/file.ts";
import type { Graph, GraphNode } from "../../engine/graph/graph.ts";
import { t } from "../i18n/index.ts";
import { tell } from "../i18n/tell.ts";
import { notify } from "./store.ts";

/** Whether a graph takes more nodes and edges; where it does not, that is said. */
export function hasRoom(graph: Graph, more: Graph, title: string = t("toolbar.cannotAdd")): boolean {
  try {
    checkTogether(graph, more);
    return true;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    notify("error", title, tell(error.said, t));
    return false;
  }
}

/** The same of one node. */
export const hasRoomFor = (graph: Graph, node: GraphNode): boolean => hasRoom(graph, { nodes: { node }, edges: [] });
